package page_test

import (
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/page"
)

// model is a service whose pages lose rows, shift or leave out the total, while
// rows come, go and move between any two requests.
type model struct {
	*rand.Rand
	ids    []int         // in the order of the service
	starts map[int]int64 // of every id there ever was
	stayed map[int]bool  // rows that were there throughout
	next   int           // the id of the next row
	change int           // one request in so many changes a row
	left   int           // changes that are still to come
	grows  bool          // rows come, or else they go
	moves  bool          // rows start at another time
	lossy  bool          // later pages are in another order than the first
	shifts bool          // each page is in an order of its own
	silent bool          // some later pages do not state the total
	twice  bool          // some rows are listed twice
}

func newModel(seed uint64) *model {
	m := &model{Rand: rand.New(rand.NewPCG(seed, 3)), starts: map[int]int64{}, stayed: map[int]bool{}}
	flag := func() bool { return m.IntN(2) == 0 }
	m.grows, m.moves, m.lossy, m.silent, m.twice = flag(), flag(), flag(), m.IntN(8) == 0, m.IntN(4) == 0
	m.shifts = !m.lossy && flag()
	m.change, m.left = []int{2, 5, 20}[m.IntN(3)], []int{0, 1, 3, 30}[m.IntN(4)]
	for range m.IntN(300) {
		m.insert()
	}
	for _, id := range m.ids {
		m.stayed[id] = true
	}
	return m
}

func (m *model) insert() {
	m.next += 1 + m.IntN(3)
	m.ids = slices.Insert(m.ids, m.IntN(len(m.ids)+1), m.next)
	m.starts[m.next] = m.Int64N(1000)
}

// answer changes the list, now and then, and gives page n of the rows that are
// wanted.
func (m *model) answer(n int, wanted func(id int) bool) page.Page[int] {
	if m.left > 0 && m.IntN(m.change) == 0 {
		m.left--
		m.disturb()
	}
	var rows []int
	for _, id := range m.ids {
		for range m.times(id) {
			if wanted(id) {
				rows = append(rows, id)
			}
		}
	}
	if m.shifts {
		m.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	}
	if m.lossy && n > 1 {
		slices.Reverse(rows)
		slices.Reverse(rows[:len(rows)/3])
	}
	p := cut(rows, 20, n)
	if m.silent && n > 1 && m.IntN(3) == 0 {
		p.Total = -1
	}
	return p
}

func (m *model) times(id int) int {
	if m.twice && id%5 == 0 {
		return 2
	}
	return 1
}

func (m *model) disturb() {
	switch {
	case m.moves && len(m.ids) > 0:
		m.starts[m.ids[m.IntN(len(m.ids))]] = m.Int64N(1000)
	case m.grows:
		m.insert()
	case len(m.ids) > 0:
		gone := m.IntN(len(m.ids))
		delete(m.stayed, m.ids[gone])
		m.ids = slices.Delete(m.ids, gone, gone+1)
	}
}

func every(int) bool { return true }

// ways are some of the other ways to the rows.
func (m *model) ways() (w page.Ways[int]) {
	if m.IntN(2) == 0 {
		w.Gaps = m.IntN(2) == 0
		w.ByID = func(_ context.Context, ids []int64) (page.Page[int], error) {
			p := page.Page[int]{}
			for n := 1; ; n++ { // one page has them all
				some := m.answer(n, func(id int) bool { return slices.Contains(ids, int64(id)) && m.times(id) == 1 })
				p.Items = append(p.Items, some.Items...)
				if some.Next == 0 {
					return p, nil
				}
			}
		}
	}
	if m.IntN(2) == 0 {
		w.Lists = func(context.Context) iter.Seq2[func(context.Context, int) (page.Page[int], error), error] {
			return func(yield func(func(context.Context, int) (page.Page[int], error), error) bool) {
				for half := range 2 {
					of := func(id int) bool { return id%2 == half }
					if !yield(func(_ context.Context, n int) (page.Page[int], error) { return m.answer(n, of), nil }, nil) {
						return
					}
				}
			}
		}
	}
	if m.IntN(2) == 0 {
		w.Windows = &page.Windows[int]{
			Window: page.Window{From: page.OpenFrom, To: page.OpenTo}, Middle: 500,
			Start: func(id int) (int64, bool) { return 0, false },
			Fetch: func(_ context.Context, w page.Window, n int) (page.Page[int], error) {
				return m.answer(n, func(id int) bool { return m.starts[id] >= w.From && m.starts[id] <= w.To }), nil
			},
		}
	}
	return w
}

// TestACompleteReadHasEveryRowThatStayed reads services of every
// kind. Rows only come or only go, so that each change shows in the total.
func TestACompleteReadHasEveryRowThatStayed(t *testing.T) {
	complete, short := 0, 0
	for seed := range uint64(2000) {
		m := newModel(seed)
		report, gone := guichet.Report{}, map[int]bool{}
		rows, err := collect(t.Context(), page.Config[int, int]{
			Key: itself, Times: m.times, Width: 1, Ways: m.ways(), Report: &report,
			Gone:  func(id int) { gone[id] = true },
			Fetch: func(_ context.Context, n int, _ func()) (page.Page[int], error) { return m.answer(n, every), nil },
		})
		if got := sorted(rows); len(slices.Compact(got)) != len(rows) {
			t.Errorf("seed %d: a row was given out twice", seed)
		}
		if report.Done != (err == nil) || err != nil && !errors.Is(err, guichet.ErrIncomplete) {
			t.Errorf("seed %d: %v after %+v", seed, err, report)
		}
		if !report.Done {
			short++
			continue
		}
		complete++
		for id := range m.stayed {
			if !slices.Contains(rows, id) || gone[id] {
				t.Errorf("seed %d: row %d was there throughout and is missing (gone: %v) from %+v of %+v", seed, id, gone[id], report, *m)
				break
			}
		}
	}
	if complete < 500 || short < 100 {
		t.Errorf("%d readings were complete and %d short: too few of a kind prove nothing", complete, short)
	}
}
