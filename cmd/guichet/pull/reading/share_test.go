package reading_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

// of is the share of every n-th week, from 0.
func of(index, n int64) func(int64) bool {
	return func(monday int64) bool { return ((monday+3*24*hour)/(7*24*hour)%n+n)%n == index }
}

// shares reads the diary in shares, and returns what each has and all of it, sorted.
func (d *diary) shares(t *testing.T, n int64) (all []int64, reports []*reading.Report) {
	t.Helper()
	for index := range n {
		ids, report := d.read(t, reading.Part{Start: start, Own: of(index, n)})
		all, reports = append(all, ids...), append(reports, &report)
	}
	slices.Sort(all)
	return all, reports
}

const aWeek = 7 * 24 * hour

func TestTheSharesOfAListHaveEachRowOnce(t *testing.T) {
	for _, moved := range []int64{0, -1000 * aWeek, -1000*aWeek + 12345} { // before 1970 too
		d := newDiary()
		for id := range int64(450) { // a crowded second, and the second in which a week begins
			d.starts[2000+id] = 500 * hour
			d.starts[3200+id] = 4 * 24 * hour
		}
		for id := range d.starts {
			d.starts[id] += moved
		}
		for _, n := range []int64{1, 2, 3, 7} {
			all, reports := d.shares(t, n)
			if len(all) != len(d.starts) || len(slices.Compact(slices.Clone(all))) != len(all) {
				t.Errorf("%d shares have %d rows of %d", n, len(all), len(d.starts))
			}
			for i, r := range reports {
				if r.Lacks() || r.Unknown || len(r.Unsettled) > 0 || len(r.Dealt) != 1 || r.Dealt[0].Total != len(d.starts) {
					t.Errorf("share %d of %d: %+v", i, n, r)
				}
			}
		}
	}
}

// The service may compare a start with its fraction of a second, and state it without.
func TestARowOnTheBoundaryOfTwoWeeksIsNotLostWhenItsStartIsRounded(t *testing.T) {
	const monday = 4*24*hour + 10*aWeek
	d := newDiary()
	for id := range int64(400) { // so many that windows are cut
		d.starts[2000+id] = monday - aWeek + 600*(id+1)
		d.starts[4000+id] = monday + 600*(id+1)
	}
	d.starts[9001], d.starts[9002] = monday-1, monday
	d.shown = map[int64]int64{9001: monday, 9002: monday - 1}
	all, _ := d.shares(t, 2)
	if len(all) != len(d.starts) || !slices.Contains(all, 9001) || !slices.Contains(all, 9002) {
		t.Errorf("%d rows of %d", len(all), len(d.starts))
	}
}

func TestAShareOfAListThatCountsTooManyHasOnlyItsOwnRows(t *testing.T) {
	d := newDiary()
	d.starts = map[int64]int64{}
	for id := range int64(60) {
		d.starts[id+1] = (id + 1) * aWeek / 6
	}
	d.ghost = 3*aWeek + 5
	all, reports := d.shares(t, 2)
	unique := 0
	for _, r := range reports {
		unique += r.Dealt[0].Unique
	}
	if sum := reading.Join(reports, len(all), 0); len(all) != 60 || unique != 60 || !sum.Lacks() {
		t.Errorf("%d rows, %d in the reports: %+v", len(all), unique, sum)
	}
}

func TestARowThatIsDeletedWhileAShareIsReadIsNotInIt(t *testing.T) {
	d := newDiary()
	const id = 20 // in the share, since the first Monday is at 96
	var seen, deleted bool
	d.before = func(w page.Window) {
		switch at := int64(id * hour); {
		case seen && !deleted:
			deleted = true
			delete(d.starts, id)
		case w.From <= at && at <= w.To && w != (page.Window{From: page.OpenFrom, To: page.OpenTo}):
			rows := 0
			for _, start := range d.starts {
				if start >= w.From && start <= w.To {
					rows++
				}
			}
			seen = rows <= 100 // the window is not cut any more
		}
	}
	own := of(0, 2)
	if !own(-3 * 24 * hour) {
		own = of(1, 2)
	}
	ids, report := d.read(t, reading.Part{Start: start, Own: own})
	if !deleted || slices.Contains(ids, id) || !slices.Equal(report.Vanished, []int64{id}) || len(report.Unsettled) > 0 {
		t.Errorf("deleted: %t; %d rows, %+v", deleted, len(ids), report)
	}
}

func TestAShareLeavesTheWeeksOfOthersUnread(t *testing.T) {
	d := newDiary()
	for id := range int64(20_000) { // 120 weeks, of which each share has every tenth
		d.starts[id+1] = (id + 1) * hour
	}
	if _, _ = d.read(t, reading.Part{Start: start}); d.pages < 200 {
		t.Fatalf("%d requests for all", d.pages)
	}
	whole := d.pages
	d.pages = 0
	ids, _ := d.read(t, reading.Part{Start: start, Own: of(0, 10)})
	if len(ids) < 1500 || d.pages > whole/5 {
		t.Errorf("%d requests for %d rows, %d for all", d.pages, len(ids), whole)
	}
}

func TestAListWhoseWindowsAreIgnoredIsSharedTooByItsWeeks(t *testing.T) {
	d := newDiary()
	d.blind = true
	all, _ := d.shares(t, 3)
	if len(all) != listed || len(slices.Compact(slices.Clone(all))) != listed {
		t.Errorf("%d rows", len(all))
	}
}

// A row without a start is in every share: none of them may lose it.
func TestARowThatDoesNotSayWhenItStartsIsInEveryShare(t *testing.T) {
	d := newDiary()
	silent := func(raw json.RawMessage) (int64, bool) {
		at, ok := start(raw)
		return at, ok && at != 5*hour
	}
	for index := range int64(3) {
		d.starts = map[int64]int64{5: 5 * hour}
		if ids, _ := d.read(t, reading.Part{Start: silent, Own: of(index, 3)}); !slices.Equal(ids, []int64{5}) {
			t.Errorf("share %d has %v", index, ids)
		}
	}
}

func TestAListThatChangesWhileAShareIsReadIsReadAgain(t *testing.T) {
	d := newDiary()
	var once bool
	d.before = func(w page.Window) {
		if w.From != page.OpenFrom && !once {
			once = true
			d.starts[5000] = 3 * hour
		}
	}
	_, report := d.read(t, reading.Part{Start: start, Own: of(0, 2)})
	if d.asked < 3 || report.Dealt[0].Before != listed+1 || report.Dealt[0].Total != listed+1 || len(report.Unsettled) > 0 {
		t.Errorf("%d readings, %+v, %+v", d.asked, report.Dealt[0], report.Unsettled)
	}
}

// dealt is the report of a share that has so many of the total rows of a part.
func dealt(part string, unique, total int) *reading.Report {
	return &reading.Report{Dealt: []*reading.Dealt{{Change: reading.Change{Part: part, Unique: unique, Before: total, Total: total}, Listed: unique}}}
}

func TestSharesAgreeWhenTheirRowsAddUpToTheCountOfAll(t *testing.T) {
	with := func(r *reading.Report, change func(*reading.Report)) *reading.Report {
		change(r)
		return r
	}
	for name, c := range map[string]struct {
		shares        []*reading.Report
		unique, twice int
		settled       bool
		lacks         bool
	}{
		"all rows":                        {[]*reading.Report{dealt("a", 3, 10), dealt("a", 7, 10)}, 10, 0, true, false},
		"a row is lost":                   {[]*reading.Report{dealt("a", 3, 10), dealt("a", 6, 10)}, 9, 0, false, true},
		"a row too many":                  {[]*reading.Report{dealt("a", 3, 10), dealt("a", 8, 10)}, 11, 0, false, false},
		"another count":                   {[]*reading.Report{dealt("a", 3, 10), dealt("a", 7, 11)}, 10, 0, false, true},
		"a row is listed twice":           {[]*reading.Report{dealt("a", 3, 11), with(dealt("a", 7, 11), func(r *reading.Report) { r.Dealt[0].Listed++ })}, 10, 0, true, false},
		"one lost, one in both":           {[]*reading.Report{dealt("a", 3, 10), dealt("a", 7, 10)}, 9, 1, false, true},
		"another count, and as many rows": {[]*reading.Report{dealt("a", 3, 10), dealt("a", 8, 11)}, 11, 0, false, false},
		"another part":                    {[]*reading.Report{dealt("a", 3, 3), dealt("b", 7, 7)}, 10, 0, true, false},
		"a part that moved":               {[]*reading.Report{dealt("a", 10, 10), {Unsettled: []reading.Change{{Part: "b", Unique: 1, Before: 1, Total: 2}}}}, 11, 0, false, true},
		"a share that says that it moved, and all add up": {
			[]*reading.Report{with(dealt("a", 3, 10), func(r *reading.Report) { r.Unsettled = []reading.Change{{Part: "a", Unique: 3, Before: 10, Total: 10}} }), dealt("a", 7, 10)}, 10, 0, true, false},
		"a row of two lists": {[]*reading.Report{{Read: 1}, {Read: 1}}, 1, 1, true, false},
		"a short share":      {[]*reading.Report{dealt("a", 3, 10), with(dealt("a", 7, 10), func(r *reading.Report) { r.Short = []reading.Short{{}} })}, 10, 0, true, true},
	} {
		all := reading.Join(c.shares, c.unique, c.twice)
		if settled := len(all.Unsettled) == 0; settled != c.settled || all.Lacks() != c.lacks || all.Proves(1) == c.lacks {
			t.Errorf("%s: %+v", name, all)
		}
	}
	sum := reading.Join([]*reading.Report{{Read: 2, Appeared: []int64{1}, Unknown: true}, {Read: 3, Appeared: []int64{2}, Vanished: []int64{3}}}, 5, 0)
	if sum.Read != 5 || !sum.Unknown || fmt.Sprint(sum.Appeared, sum.Vanished) != "[1 2] [3]" {
		t.Errorf("%+v", sum)
	}
}

// A manifest is the same for the same responses: parts that are read at the same time
// end in any order.
func TestAReportIsInTheOrderOfItsParts(t *testing.T) {
	d := newDiary()
	store, err := reading.OpenStore(t.TempDir(), "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var parts []reading.Part
	for _, name := range []string{"d", "b", "a", "c"} {
		parts = append(parts, reading.Part{Name: name, Page: d.page, Windowed: true, Start: start, Own: of(0, 2)})
	}
	reader := reading.Reader{Parts: parts, Window: page.Window{From: page.OpenFrom, To: page.OpenTo}, Key: func(raw json.RawMessage) (sorted.Key, error) { return row.Key(raw, "id") }, Concurrency: 1, Store: store}
	var totals []int
	reader.Progress = func(_, total int) { totals = append(totals, total) }
	report, err := reader.Read(t.Context())
	if slices.Max(totals) != -1 {
		t.Errorf("the totals of all weeks are shown for a share: %v", totals)
	}
	var names []string
	for _, d := range report.Dealt {
		names = append(names, d.Part)
	}
	if err != nil || !slices.Equal(names, []string{"a", "b", "c", "d"}) {
		t.Errorf("%v, %v", names, err)
	}
}
