package page_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/page"
)

// sorted is what was read, in order, so that it can be compared with what was
// there.
func sorted(rows []int) []int {
	rows = slices.Clone(rows)
	slices.Sort(rows)
	return rows
}

func TestARowListedTwiceIsReturnedOnce(t *testing.T) {
	l := &list{rows: []int{1, 2, 1, 3, 3, 3}, size: 2}
	cfg := l.config(2, nil)
	cfg.Times = func(row int) int { return []int{0, 2, 1, 3}[row] }
	if rows, err := collect(t.Context(), cfg); err != nil || !slices.Equal(rows, []int{1, 2, 3}) {
		t.Errorf("the rows are %v (%v)", rows, err)
	}
}

// TestPagesThatShiftLoseNothing reads lists whose order changes with each
// request, in every width and many random orders.
func TestPagesThatShiftLoseNothing(t *testing.T) {
	for seed := range uint64(40) {
		for _, width := range []int{1, 4} {
			t.Run(fmt.Sprintf("seed %d, width %d", seed, width), func(t *testing.T) {
				rows := numbers(230)
				orders := make(chan *rand.Rand, 1)
				orders <- rand.New(rand.NewPCG(seed, 7))
				var report guichet.Report
				got, err := collect(t.Context(), page.Config[int, int]{Key: itself, Width: width, Report: &report,
					Fetch: func(_ context.Context, n int, _ func()) (page.Page[int], error) {
						order := <-orders
						shuffled := slices.Clone(rows)
						order.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
						orders <- order
						return cut(shuffled, 10, n), nil
					}})
				if err != nil || !slices.Equal(sorted(got), rows) {
					t.Errorf("%d rows of %d in %d passes (%v)", len(got), len(rows), report.Passes, err)
				}
				if report.Unique != len(rows) || !report.Done || report.Passes < 2 {
					t.Errorf("the report is %+v", report)
				}
			})
		}
	}
}

// churn is a list without an order, whose rows come and go while its first
// pages are read.
type churn struct {
	random  *rand.Rand
	rows    []int
	next    int
	changes int
	stayed  map[int]bool
	shifts  bool
}

func newChurn(seed uint64, changes int, shifts bool) *churn {
	c := &churn{random: rand.New(rand.NewPCG(seed, 11)), rows: numbers(150), next: 1000, changes: changes, stayed: map[int]bool{}, shifts: shifts}
	for _, row := range c.rows {
		c.stayed[row] = true
	}
	return c
}

func (c *churn) fetch(_ context.Context, n int, _ func()) (page.Page[int], error) {
	if c.changes > 0 && c.random.IntN(3) == 0 {
		c.changes--
		less, more := c.random.IntN(6), c.random.IntN(3)
		if less == more {
			less++ // a change that leaves the total as it was cannot be noticed
		}
		for range less {
			gone := c.random.IntN(len(c.rows))
			delete(c.stayed, c.rows[gone])
			c.rows = slices.Delete(c.rows, gone, gone+1)
		}
		for range more {
			c.next++
			c.rows = slices.Insert(c.rows, c.random.IntN(len(c.rows)), c.next)
		}
	}
	rows := c.rows
	if c.shifts {
		rows = slices.Clone(rows)
		c.random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	}
	return cut(slices.Clone(rows), 10, n), nil
}

func TestRowsThatStayAreReadWhileOthersChange(t *testing.T) {
	for seed := range uint64(200) {
		for _, shifts := range []bool{false, true} {
			c := newChurn(seed, 6, shifts)
			var report guichet.Report
			rows, err := collect(t.Context(), page.Config[int, int]{Fetch: c.fetch, Key: itself, Width: 1, Report: &report})
			if err != nil {
				t.Fatalf("seed %d, shifting %v: %v after %+v", seed, shifts, err, report)
			}
			for row := range c.stayed {
				if !slices.Contains(rows, row) {
					t.Errorf("seed %d, shifting %v: row %d was there throughout and is lost after %+v", seed, shifts, row, report)
				}
			}
			if unique := len(slices.Compact(sorted(rows))); unique != len(rows) {
				t.Errorf("seed %d, shifting %v: %d rows were given out twice", seed, shifts, len(rows)-unique)
			}
		}
	}
}

func TestAListThatNeverReachesItsTotalIsIncomplete(t *testing.T) {
	var report guichet.Report
	n := 0
	rows, err := collect(t.Context(), page.Config[int, int]{Key: itself, Width: 1, Report: &report,
		Fetch: func(context.Context, int, func()) (page.Page[int], error) {
			n++
			return page.Page[int]{Items: []int{n}, Current: 1, Last: 1, Total: 1000}, nil
		}})
	if !errors.Is(err, guichet.ErrIncomplete) || report.Passes != 20 || len(rows) != 20 || report.Done {
		t.Errorf("%d rows, %v, %+v", len(rows), err, report)
	}
}

func TestAListWithoutATotalIsReadOnce(t *testing.T) {
	var report guichet.Report
	rows, err := collect(t.Context(), page.Config[int, int]{Key: itself, Width: 2, Report: &report,
		Fetch: func(_ context.Context, n int, _ func()) (page.Page[int], error) {
			p := cut([]int{1, 2, 2, 3, 4}, 2, n)
			p.Total = -1
			return p, nil
		}})
	if err != nil || !slices.Equal(rows, []int{1, 2, 3, 4}) || report.Passes != 1 || report.Total != -1 || !report.Done {
		t.Errorf("%v, %v, %+v", rows, err, report)
	}
}

func TestAnEmptyListIsOneRequest(t *testing.T) {
	var report guichet.Report
	l := &list{size: 10}
	if rows, err := collect(t.Context(), l.config(4, &report)); err != nil || len(rows) != 0 || len(l.asked) != 1 || !report.Done {
		t.Errorf("%v, %v, %v, %+v", rows, err, l.asked, report)
	}
}

// TestPagingThatDoesNotAdvanceEnds has pages that would be read for ever.
func TestPagingThatDoesNotAdvanceEnds(t *testing.T) {
	for _, c := range []struct {
		name string
		page func(n int) page.Page[int]
	}{
		{"the next page is the same", func(n int) page.Page[int] { return page.Page[int]{Items: []int{n}, Next: n, Total: -1} }},
		{"the next page is an earlier one", func(n int) page.Page[int] { return page.Page[int]{Items: []int{n}, Next: 1, Last: 9, Total: -1} }},
		{"the page is another one", func(n int) page.Page[int] {
			return page.Page[int]{Items: []int{n}, Current: 1, Next: n + 1, Last: 9, Total: -1}
		}},
		{"a page follows the last", func(n int) page.Page[int] {
			return page.Page[int]{Items: []int{n}, Current: n, Next: n + 1, Last: 3, Total: -1}
		}},
		{"the same rows again, without a last page", func(n int) page.Page[int] {
			return page.Page[int]{Items: []int{1, 2}, Next: n + 1, Total: -1}
		}},
		{"no rows, without a last page", func(n int) page.Page[int] { return page.Page[int]{Next: n + 1, Total: -1} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := 0
			_, err := collect(t.Context(), page.Config[int, int]{Key: itself, Width: 1,
				Fetch: func(_ context.Context, n int, _ func()) (page.Page[int], error) { asked++; return c.page(n), nil }})
			if !errors.Is(err, guichet.ErrStuck) || asked > 3 {
				t.Errorf("%d pages were asked for, and the reading ended with %v", asked, err)
			}
		})
	}
}

// TestAListWithoutALastPageIsReadAgain has a first pass that repeats a row in the
// place of another, so that most pages of the second bring nothing new.
func TestAListWithoutALastPageIsReadAgain(t *testing.T) {
	asked := 0
	rows, err := collect(t.Context(), page.Config[int, int]{Key: itself, Width: 1,
		Fetch: func(_ context.Context, n int, _ func()) (page.Page[int], error) {
			p := cut(numbers(6), 2, n)
			if p.Last = 0; n == 2 && asked < 3 {
				p.Items = []int{2, 4}
			}
			asked++
			return p, nil
		}})
	if err != nil || !slices.Equal(sorted(rows), numbers(6)) || asked != 6 {
		t.Errorf("%v and %v", rows, err)
	}
}

// TestAnEmptyListWithANonzeroTotalIsReadAgain serves an empty first pass.
func TestAnEmptyListWithANonzeroTotalIsReadAgain(t *testing.T) {
	var report guichet.Report
	asked := 0
	rows, err := collect(t.Context(), page.Config[int, int]{Key: itself, Width: 1, Report: &report,
		Fetch: func(_ context.Context, n int, _ func()) (page.Page[int], error) {
			p := cut(numbers(3), 10, n)
			if asked++; asked == 1 {
				p.Items = nil
			}
			return p, nil
		}})
	if err != nil || !slices.Equal(rows, numbers(3)) || report.Passes != 2 || !report.Done {
		t.Errorf("%v, %v, %+v", rows, err, report)
	}
}
