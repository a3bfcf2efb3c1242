package reading_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

// counted is a row that the service lists so many times.
type counted struct {
	ID    int64 `json:"id"`
	Times int   `json:"times"`
	At    int64 `json:"at"`
}

func times(raw json.RawMessage) int {
	var r counted
	_ = json.Unmarshal(raw, &r) // the test wrote it
	return r.Times
}

// answer is page n of rows.
func answer(rows []counted, n int) reading.Page {
	p := reading.Page{Total: len(rows), Pages: (len(rows) + 99) / 100}
	for _, r := range rows[min(len(rows), 100*(n-1)):min(len(rows), 100*n)] {
		p.Rows = append(p.Rows, fmt.Appendf(nil, `{"id":%d,"times":%d,"at":%d}`, r.ID, r.Times, r.At))
	}
	return p
}

// pages are n rows, each listed so many times, which start so far apart.
func pages(n, times int, apart int64) (rows []counted) {
	for id := range int64(n) {
		for range times {
			rows = append(rows, counted{id + 1, times, (id + 1) * apart})
		}
	}
	return rows
}

// within are the rows that start in the window.
func within(w page.Window, rows []counted) []counted {
	return slices.DeleteFunc(rows, func(r counted) bool { return r.At < w.From || r.At > w.To })
}

// read reads parts into a directory.
func read(t *testing.T, dir string, parts []reading.Part, change func(*reading.Reader)) (reading.Report, []int64, error) {
	t.Helper()
	store, err := reading.OpenStore(dir, "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	reader := reading.Reader{
		Parts: parts, Window: page.Window{From: page.OpenFrom, To: page.OpenTo}, Concurrency: 1, Store: store,
		Key: func(raw json.RawMessage) (sorted.Key, error) { return row.Key(raw, "id") },
	}
	if change != nil {
		change(&reader)
	}
	report, failed := reader.Read(t.Context())
	var ids []int64
	if err := store.Each(func(key sorted.Key, _ []byte) error {
		ids = append(ids, key.Number)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return report, ids, failed
}

// TestRepeatedRowsOfACrowdedSecondDoNotHideALoss has 150 rows at one second, each
// listed twice; then one of them in the place of another.
func TestRepeatedRowsOfACrowdedSecondDoNotHideALoss(t *testing.T) {
	for _, lost := range []bool{false, true} {
		rows := pages(150, 2, 0)
		if lost {
			rows[298], rows[299] = rows[0], rows[0]
		}
		part := reading.Part{
			Name: "rdvs", Windowed: true, Times: times, Start: start,
			Page: func(_ context.Context, w page.Window, n int) (reading.Page, error) {
				if w.From > 0 || w.To < 0 {
					return reading.Page{}, nil
				}
				return answer(rows, n), nil
			},
		}
		report, ids, err := read(t, t.TempDir(), []reading.Part{part}, nil)
		want := 150
		if lost {
			want--
		}
		if err != nil || len(ids) != want || report.Lacks() != lost || len(report.Short) > 0 != lost || report.Proves(150) == lost {
			t.Errorf("lost: %v: %d rows, %+v, %v", lost, len(ids), report, err)
		}
	}
}

// TestAShortSecondIsReportedWhileRowsMove has a lost row whose count
// another row explains, and a total that grows.
func TestAShortSecondIsReportedWhileRowsMove(t *testing.T) {
	for _, moving := range []int{0, 1} {
		rows := pages(150, 2, 0)
		rows[0].Times, rows[1].Times = 4, 4
		rows[298], rows[299] = rows[2], rows[2]
		added := 0
		part := reading.Part{
			Name: "rdvs", Windowed: true, Times: times, Start: start,
			Page: func(_ context.Context, w page.Window, n int) (reading.Page, error) {
				if w.From > 0 || w.To < 0 {
					return reading.Page{}, nil
				}
				p := answer(rows, n)
				if w.From == page.OpenFrom && w.To == page.OpenTo {
					added += moving
					p.Total += added
				}
				return p, nil
			},
		}
		report, ids, err := read(t, t.TempDir(), []reading.Part{part}, nil)
		if err != nil || len(ids) != 149 || len(report.Short) != 1 {
			t.Errorf("%d rows, %+v, %v", len(ids), report, err)
		}
	}
}

// TestARememberedAnswerIsForTheSameIDs knows of one more id when it is resumed.
func TestARememberedAnswerIsForTheSameIDs(t *testing.T) {
	ended := errors.New("ended")
	var asked []string
	part := reading.Part{
		Name: "users",
		Page: func(context.Context, page.Window, int) (reading.Page, error) {
			p := answer(pages(1, 1, 0), 1)
			p.Total = 50
			return p, nil
		},
		ByID: func(_ context.Context, ids []int64) (reading.Page, error) {
			if asked = append(asked, fmt.Sprint(ids)); len(asked) == 2 {
				return reading.Page{}, ended
			}
			return reading.Page{}, nil
		},
	}
	known := func(ids ...int64) func(*reading.Reader) {
		return func(r *reading.Reader) {
			r.Known = func() (*sorted.IDs, error) {
				all := new(sorted.IDs)
				all.Add(ids...)
				return all, nil
			}
		}
	}
	dir := t.TempDir()
	if _, _, err := read(t, dir, []reading.Part{part}, known(10, 30)); !errors.Is(err, ended) {
		t.Fatal(err)
	}
	asked = nil
	_, _, err := read(t, dir, []reading.Part{part}, known(10, 20, 30))
	if !errors.Is(err, ended) || asked[0] != "[10 20 30]" {
		t.Errorf("%v were asked for, %v", asked, err)
	}
}

// TestRepeatedRowsOfWindowsDoNotHideALoss has windows that never show one of the
// rows that the service counts.
func TestRepeatedRowsOfWindowsDoNotHideALoss(t *testing.T) {
	for _, lost := range []int{0, 1} {
		part := reading.Part{
			Name: "rdvs", Windowed: true, Times: times, Start: start,
			Page: func(_ context.Context, w page.Window, n int) (reading.Page, error) {
				p := answer(within(w, pages(150, 2, hour)), n)
				if w.From == page.OpenFrom && w.To == page.OpenTo {
					p.Total += lost
				}
				return p, nil
			},
		}
		report, ids, err := read(t, t.TempDir(), []reading.Part{part}, nil)
		if err != nil || len(ids) != 150 || len(report.Short) != lost {
			t.Errorf("%d are lost: %d rows, %+v, %v", lost, len(ids), report, err)
		}
	}
}

// TestRequestsUnderWayAreNeverMoreThanTheConcurrency reads many parts at once, of
// pages, of windows and by other ways.
func TestRequestsUnderWayAreNeverMoreThanTheConcurrency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		flying, peak := 0, 0
		request := func(p reading.Page) (reading.Page, error) {
			mu.Lock()
			flying++
			peak = max(peak, flying)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			flying--
			mu.Unlock()
			return p, nil
		}
		short := pages(900, 1, 0)
		short[100] = short[0]
		var parts []reading.Part
		for n := range 6 {
			part := reading.Part{Name: fmt.Sprint(n), Start: start, Windowed: n%2 == 0}
			part.Page = func(_ context.Context, w page.Window, n int) (reading.Page, error) {
				if !part.Windowed {
					return request(answer(short, n))
				}
				return request(answer(within(w, pages(900, 1, hour)), n))
			}
			part.ByID = func(_ context.Context, ids []int64) (reading.Page, error) {
				return request(answer(slices.DeleteFunc(pages(900, 1, 0), func(r counted) bool { return !slices.Contains(ids, r.ID) }), 1))
			}
			parts = append(parts, part)
		}
		report, ids, err := read(t, t.TempDir(), parts, func(r *reading.Reader) { r.Concurrency = 3 })
		if err != nil || len(ids) != 900 || report.Lacks() {
			t.Errorf("%d rows, %+v, %v", len(ids), report, err)
		}
		if peak != 3 {
			t.Errorf("%d requests were under way", peak)
		}
	})
}

func TestAPanicInARequestReachesTheCaller(t *testing.T) {
	defer func() {
		if v := recover(); v != any("a defect of ours") {
			t.Errorf("the caller recovers %v", v)
		}
	}()
	part := reading.Part{Name: "users", Page: func(context.Context, page.Window, int) (reading.Page, error) { panic("a defect of ours") }}
	_, _, err := read(t, t.TempDir(), []reading.Part{part}, nil)
	t.Errorf("it ends with %v", err)
}

// TestAResumedReadingRepeatsNoRequest ends at its n-th request, for each n.
func TestAResumedReadingRepeatsNoRequest(t *testing.T) {
	ended := errors.New("ended")
	users := pages(400, 1, 0)
	lossy := slices.Clone(users)
	lossy[150], lossy[399] = lossy[0], lossy[1]
	var asked []string
	stop := 0
	request := func(name string, p reading.Page) (reading.Page, error) {
		if stop--; stop == 0 {
			return p, ended
		}
		asked = append(asked, name)
		return p, nil
	}
	part := reading.Part{
		Name: "users",
		Page: func(_ context.Context, _ page.Window, n int) (reading.Page, error) {
			return request(fmt.Sprint("page ", n), answer(lossy, n))
		},
		Lists: func(context.Context) ([]reading.List, error) {
			return []reading.List{{Name: "others", Page: func(_ context.Context, n int) (reading.Page, error) {
				return request(fmt.Sprint("other page ", n), answer(append(pages(120, 1, 0), counted{ID: 5000, Times: 1}), n))
			}}}, nil
		},
		ByID: func(_ context.Context, ids []int64) (reading.Page, error) {
			return request(fmt.Sprint("ids ", ids), answer(slices.DeleteFunc(slices.Clone(users), func(r counted) bool { return !slices.Contains(ids, r.ID) }), 1))
		},
	}
	parts := []reading.Part{part}
	_, whole, err := read(t, t.TempDir(), parts, nil)
	undisturbed := asked
	if err != nil || len(whole) != 400 || len(undisturbed) < 8 {
		t.Fatalf("%d rows after %q, %v", len(whole), undisturbed, err)
	}
	for n := range undisturbed {
		dir := t.TempDir()
		asked, stop = nil, n+1
		if _, _, err := read(t, dir, parts, nil); !errors.Is(err, ended) {
			t.Fatal(err)
		}
		if _, ids, err := read(t, dir, parts, nil); err != nil || !slices.Equal(ids, whole) || !slices.Equal(asked, undisturbed) {
			t.Errorf("ended at request %d: %d rows after %q, %v", n+1, len(ids), asked, err)
		}
	}
}

// TestARowThatLeavesACrowdedSecondDoesNotStay deletes a row of the first page before
// the second page is read.
func TestARowThatLeavesACrowdedSecondDoesNotStay(t *testing.T) {
	rows := pages(150, 1, 0)
	deleted := false
	part := reading.Part{
		Name: "rdvs", Windowed: true, Times: times, Start: start,
		Page: func(_ context.Context, w page.Window, n int) (reading.Page, error) {
			if w.From > 0 || w.To < 0 {
				return reading.Page{}, nil
			}
			if n == 2 && !deleted {
				rows, deleted = rows[1:], true
			}
			return answer(rows, n), nil
		},
	}
	report, ids, err := read(t, t.TempDir(), []reading.Part{part}, nil)
	if err != nil || len(ids) != 149 || slices.Contains(ids, 1) || report.Lacks() || !slices.Equal(report.Vanished, []int64{1}) {
		t.Errorf("%d rows, %+v, %v", len(ids), report, err)
	}
}
