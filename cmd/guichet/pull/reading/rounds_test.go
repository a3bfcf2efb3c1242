package reading_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

const (
	listed = 900
	hour   = 3600
)

// diary is a list of rows by when they start, whose answers come one after the
// other.
type diary struct {
	starts map[int64]int64
	shown  map[int64]int64 // starts that rows state otherwise: the service rounds them
	ghost  int64           // when a row starts that is counted, and never listed; 0 for none
	asked  int             // how often the whole of it was asked for
	blind  bool            // it does not look at windows
	pages  int             // requests altogether
	// before is called with what an answer is about.
	before func(w page.Window)
}

func newDiary() *diary {
	d := &diary{starts: map[int64]int64{}, before: func(page.Window) {}}
	for id := range int64(listed) {
		d.starts[id+1] = (id + 1) * hour
	}
	return d
}

func (d *diary) page(_ context.Context, w page.Window, n int) (reading.Page, error) {
	if w.From == page.OpenFrom && w.To == page.OpenTo && n == 1 {
		d.asked++
	}
	d.before(w)
	d.pages++
	var ids []int64
	for id, at := range d.starts {
		if d.blind || at >= w.From && at <= w.To {
			ids = append(ids, id)
		}
	}
	// In no order, but the same each time: no two places are equal.
	place := func(id int64) int64 { return id * id % 1_000_003 * 7919 % 1_000_003 }
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Compare(place(a), place(b)) })
	answer := reading.Page{Total: len(ids), Pages: (len(ids) + 99) / 100}
	if d.ghost != 0 && d.ghost >= w.From && d.ghost <= w.To {
		answer.Total++
	}
	for _, id := range ids[min(len(ids), 100*(n-1)):min(len(ids), 100*n)] {
		at, rounded := d.shown[id]
		if !rounded {
			at = d.starts[id]
		}
		answer.Rows = append(answer.Rows, fmt.Appendf(nil, `{"id":%d,"at":%d}`, id, at))
	}
	return answer, nil
}

func start(raw json.RawMessage) (int64, bool) {
	var r struct {
		At int64 `json:"at"`
	}
	return r.At, json.Unmarshal(raw, &r) == nil
}

// read reads the diary, and gives the ids that the result has.
func (d *diary) read(t *testing.T, part reading.Part) (ids []int64, report reading.Report) {
	t.Helper()
	store, err := reading.OpenStore(t.TempDir(), "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	part.Name, part.Page, part.Windowed = "diary", d.page, true
	reader := reading.Reader{
		Parts: []reading.Part{part}, Window: page.Window{From: page.OpenFrom, To: page.OpenTo},
		Key: func(raw json.RawMessage) (sorted.Key, error) { return row.Key(raw, "id") }, Concurrency: 1, Store: store,
	}
	if report, err = reader.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = store.Each(func(key sorted.Key, _ []byte) error {
		ids = append(ids, key.Number)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids, report
}

func TestWindowsAreCutWhereTheRowsAre(t *testing.T) {
	d := newDiary()
	for id := range d.starts {
		if id > listed/2 {
			d.starts[id] += 300 * 24 * hour // after most of a year without any
		}
	}
	var sampled, halved int
	d.before = func(page.Window) { sampled++ }
	if ids, _ := d.read(t, reading.Part{Start: start}); len(ids) != listed {
		t.Errorf("%d rows", len(ids))
	}
	d.before = func(page.Window) { halved++ }
	if ids, _ := d.read(t, reading.Part{}); len(ids) != listed {
		t.Errorf("%d rows without a sample", len(ids))
	}
	if sampled > 2*listed/100+8 || sampled >= halved {
		t.Errorf("%d requests for %d rows, %d by equal parts", sampled, listed, halved)
	}
}

// hide moves a row away from each window that is about to be read, to one that
// has been.
func (d *diary) hide(id int64) func(page.Window) {
	read := []page.Window{}
	return func(w page.Window) {
		if w.From == page.OpenFrom && w.To == page.OpenTo {
			read = nil
			return
		}
		if at := d.starts[id]; at >= w.From && at <= w.To {
			for _, earlier := range read {
				if to := earlier.To - 1; to > earlier.From && (to < w.From || to > w.To) {
					d.starts[id] = to
				}
			}
		}
		read = append(read, w)
	}
}

func TestARowMovedBetweenWindowsIsNotGone(t *testing.T) {
	d := newDiary()
	const moving, deleted = 700, 5
	hide := d.hide(moving)
	d.before = func(w page.Window) {
		switch d.asked {
		case 2:
			delete(d.starts, deleted) // so that a second round is read
		case 3, 4:
			hide(w)
		}
	}
	ids, report := d.read(t, reading.Part{Start: start})
	if !slices.Contains(ids, moving) || len(ids) != listed-1 || slices.Contains(report.Vanished, moving) {
		t.Errorf("%d rows, the one that moved: %v, vanished: %v", len(ids), slices.Contains(ids, moving), report.Vanished)
	}
	if !slices.Equal(report.Vanished, []int64{deleted}) || report.Unsettled != nil {
		t.Errorf("%+v", report)
	}
}

func TestARowThatWasReadOnceStaysWhileRowsAreMissing(t *testing.T) {
	d := newDiary()
	const moving, deleted = 700, 5
	hide := d.hide(moving)
	d.before = func(w page.Window) {
		switch {
		case d.asked == 2:
			delete(d.starts, deleted)
		case d.asked > 2:
			hide(w)
		}
	}
	ids, report := d.read(t, reading.Part{Start: start})
	if !slices.Contains(ids, moving) || slices.Contains(report.Vanished, moving) || report.Proves(moving) || !report.Lacks() {
		t.Errorf("%d rows, the one that moved: %v, %+v", len(ids), slices.Contains(ids, moving), report)
	}
}

func TestARowMovedInEachRoundIsReportedMissing(t *testing.T) {
	d := newDiary()
	d.before = d.hide(700)
	ids, report := d.read(t, reading.Part{Start: start})
	if slices.Contains(ids, 700) {
		t.Fatal("it was not hidden")
	}
	if len(report.Short) != 1 || report.Short[0].Unique != listed-1 || report.Short[0].Total != listed || report.Proves(700) {
		t.Errorf("%+v", report.Short)
	}
}

// TestAServiceThatIgnoresWindowsIsPaged would otherwise be asked for every
// second of its rows.
func TestAServiceThatIgnoresWindowsIsPaged(t *testing.T) {
	d := newDiary()
	d.blind = true
	ids, _ := d.read(t, reading.Part{Start: start})
	if len(ids) != listed || d.pages > 40 {
		t.Errorf("%d rows in %d requests", len(ids), d.pages)
	}
}

func TestAnIgnoredWindowIsRefused(t *testing.T) {
	d := newDiary()
	d.blind = true
	store, err := reading.OpenStore(t.TempDir(), "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	reader := reading.Reader{
		Parts:  []reading.Part{{Name: "diary", Page: d.page, Windowed: true, Start: start}},
		Window: page.Window{From: 10 * hour, To: 20 * hour}, Store: store,
		Key: func(raw json.RawMessage) (sorted.Key, error) { return row.Key(raw, "id") },
	}
	_, err = reader.Read(t.Context())
	var refused *reading.WindowError
	if !errors.As(err, &refused) || refused.Part != "diary" || d.pages != 1 {
		t.Errorf("%v after %d requests", err, d.pages)
	}
}

// TestPagesWithFewerRowsThanTheTotalAreShort has a service that counts more rows than
// its pages have.
func TestPagesWithFewerRowsThanTheTotalAreShort(t *testing.T) {
	for counted, want := range map[int]int{listed: 0, listed + 5: 1} {
		d := newDiary()
		store, err := reading.OpenStore(t.TempDir(), "", time.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		reader := reading.Reader{
			Parts: []reading.Part{{Name: "diary", Page: func(ctx context.Context, w page.Window, n int) (reading.Page, error) {
				answer, err := d.page(ctx, w, n)
				answer.Total = counted
				return answer, err
			}}},
			Window: page.Window{From: page.OpenFrom, To: page.OpenTo}, Store: store,
			Key: func(raw json.RawMessage) (sorted.Key, error) { return row.Key(raw, "id") },
		}
		report, err := reader.Read(t.Context())
		if err != nil || len(report.Short) != want || report.Lacks() != (want > 0) {
			t.Errorf("%d are counted: %+v, %v", counted, report.Short, err)
		}
	}
}

// TestACountThatMovedIsNotExplainedByAsManyRows deletes a row that was read and one
// that was not, and adds one to a window that was read: as many rows were read as the
// service counts at the end.
func TestACountThatMovedIsNotExplainedByAsManyRows(t *testing.T) {
	d := newDiary()
	const deleted, unread, added = 5, 890, 1000
	d.before = func(w page.Window) {
		if d.starts[added] == 0 && w.From >= 500*hour {
			delete(d.starts, deleted)
			delete(d.starts, unread)
			d.starts[added] = 6 * hour
		}
	}
	ids, report := d.read(t, reading.Part{Start: start})
	if len(ids) != listed-1 || !slices.Contains(ids, added) || slices.Contains(ids, deleted) || slices.Contains(ids, unread) {
		t.Errorf("%d rows, %+v", len(ids), report)
	}
	if !slices.Equal(report.Appeared, []int64{added}) || !slices.Equal(report.Vanished, []int64{deleted}) {
		t.Errorf("%+v", report)
	}
}

// TestARowThatLeavesBeforeTheListIsPagedDoesNotStay has a service that looks at some
// windows, and then at none.
func TestARowThatLeavesBeforeTheListIsPagedDoesNotStay(t *testing.T) {
	d := newDiary()
	const deleted = 5
	d.before = func(w page.Window) {
		if w.From >= 500*hour {
			d.blind = true
			delete(d.starts, deleted)
		}
	}
	if ids, report := d.read(t, reading.Part{Start: start}); !d.blind || len(ids) != listed-1 || slices.Contains(ids, deleted) {
		t.Errorf("%d rows, %+v", len(ids), report)
	}
}
