package reading_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

// night reads the diary into a folder, by the cuts of an earlier night, and gives the
// number of its rows, of its requests, and the cuts for the next night.
func (d *diary) night(t *testing.T, dir string, part reading.Part, w page.Window) (rows, requests int, cuts []int64) {
	t.Helper()
	store, err := reading.OpenStore(dir, "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	part.Name, part.Page, part.Windowed, part.Start = "diary", d.page, true, start
	reader := reading.Reader{
		Parts: []reading.Part{part}, Window: w, Store: store, Concurrency: 1,
		Key: func(raw json.RawMessage) (sorted.Key, error) { return row.Key(raw, "id") },
	}
	before := d.pages
	report, err := reader.Read(t.Context())
	if err != nil || report.Lacks() || report.Unknown || len(report.Unsettled) > 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	err = store.Each(func(sorted.Key, []byte) error { rows++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	return rows, d.pages - before, report.Cuts["diary"]
}

var always = page.Window{From: page.OpenFrom, To: page.OpenTo}

// many is a diary of so many rows, one every hour.
func many(n int64) *diary {
	d := newDiary()
	d.starts = map[int64]int64{}
	for id := range n {
		d.starts[id+1] = (id + 1) * hour
	}
	return d
}

func TestTheNextReadingBeginsWithTheWindowsOfTheLast(t *testing.T) {
	const rows = 9000
	d := many(rows)
	n, first, cuts := d.night(t, t.TempDir(), reading.Part{}, always)
	if n != rows || first > rows*21/1000 {
		t.Errorf("%d rows in %d requests without cuts", n, first)
	}
	for id := range int64(90) { // one of a hundred is new
		d.starts[rows+id+1] = id*100*hour + hour/2
	}
	dir := t.TempDir()
	n, second, next := d.night(t, dir, reading.Part{Cuts: cuts}, always)
	if n != rows+90 || second > rows*13/1000 {
		t.Errorf("%d rows in %d requests by cuts", n, second)
	}
	if n, third, _ := d.night(t, t.TempDir(), reading.Part{Cuts: next}, always); n != rows+90 || third > rows*13/1000 {
		t.Errorf("%d rows in %d requests by the next cuts", n, third)
	}
	// A reading that goes on has the cuts too, and those that it began with.
	n, again, same := d.night(t, dir, reading.Part{}, always)
	if n != rows+90 || again > 1 || !slices.Equal(same, next) {
		t.Errorf("%d rows in %d requests, %d cuts, not %d", n, again, len(same), len(next))
	}
}

// Whatever the cuts, all rows are read, and cuts that do not fit cost few requests.
func TestCutsThatDoNotFitCostFewRequests(t *testing.T) {
	const rows = 3000
	_, without, cuts := many(rows).night(t, t.TempDir(), reading.Part{}, always)
	for name, c := range map[string]struct {
		change func(*diary)
		cuts   []int64
		window page.Window
		most   int // requests
	}{
		"of another time":     {cuts: []int64{-5 * hour, -4 * hour, -3 * hour}, window: page.Window{From: 0, To: 4000 * hour}, most: without + 2},
		"in no order":         {cuts: []int64{2000 * hour, 5, 5, -1, 1000 * hour, 2000 * hour}, window: always, most: without + 2},
		"at the ends":         {cuts: []int64{0, 4000 * hour}, window: page.Window{From: 0, To: 4000 * hour}, most: without + 2},
		"outside of a part":   {cuts: cuts, window: page.Window{From: 10*hour + 1, To: 110*hour - 1}, most: 1},
		"of a part":           {cuts: cuts[:10], window: always, most: without},
		"of a window in them": {cuts: cuts, window: page.Window{From: 500 * hour, To: 1500*hour - 1}, most: 1000*12/1000 + 6},
		"of fewer rows": {cuts: cuts, window: always, most: without + len(cuts), change: func(d *diary) {
			for id := range int64(3 * rows) {
				d.starts[rows+id+1] = (id + 1) * hour / 3
			}
		}},
		"of more rows": {cuts: cuts, window: always, most: len(cuts)/2 + 4, change: func(d *diary) {
			for id := range int64(rows) {
				if id%3 > 0 {
					delete(d.starts, id+1)
				}
			}
		}},
		"of rows that moved": {cuts: cuts, window: always, most: 2 * without, change: func(d *diary) {
			for id := range d.starts {
				if id > rows/2 {
					d.starts[id] = 100*hour + id
				}
			}
		}},
	} {
		d := many(rows)
		if c.change != nil {
			c.change(d)
		}
		want := 0
		for _, at := range d.starts {
			if at >= c.window.From && at <= c.window.To {
				want++
			}
		}
		if name == "of fewer rows" {
			_, c.most, _ = d.night(t, t.TempDir(), reading.Part{}, always)
			c.most += 2
		}
		n, requests, _ := d.night(t, t.TempDir(), reading.Part{Cuts: slices.Clone(c.cuts)}, c.window)
		if n != want || requests > c.most {
			t.Errorf("cuts %s: %d rows of %d in %d requests, %d at most", name, n, want, requests, c.most)
		}
	}
}

// A share knows nothing of the rows in the weeks of others, which lie in the windows
// between its own.
func TestAShareBeginsWithTheWindowsOfTheLastToo(t *testing.T) {
	d := many(20_000)
	for index := range int64(3) {
		part := reading.Part{Own: of(index, 3)}
		n, first, cuts := d.night(t, t.TempDir(), part, always)
		part.Cuts = cuts
		again, second, _ := d.night(t, t.TempDir(), part, always)
		if n != again || n < 6000 || second > first*8/10 {
			t.Errorf("share %d has %d rows in %d requests, and %d in %d", index, n, first, again, second)
		}
	}
	few := many(900) // each week has fewer rows than a page
	for id := range few.starts {
		few.starts[id] *= 20
	}
	all := 0
	for index := range int64(12) {
		part := reading.Part{Own: of(index, 12)}
		n, first, cuts := few.night(t, t.TempDir(), part, always)
		part.Cuts = cuts
		again, second, _ := few.night(t, t.TempDir(), part, always)
		if all += again; n != again || second > first {
			t.Errorf("share %d has %d rows in %d requests, and %d in %d", index, n, first, again, second)
		}
	}
	if all != 900 {
		t.Errorf("%d rows in all shares", all)
	}
}
