package page_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strconv"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/page"
)

// lossy is a list as PostgreSQL gives it without an order: the first page in one
// order, all others in another, the same each time. Some rows come twice, and as
// many never.
type lossy struct {
	rows  []int
	times func(int) int // how often a row is listed; nil is once
	asked int           // requests for ids
}

func (l *lossy) fetch(_ context.Context, n int, _ func()) (page.Page[int], error) {
	var rows []int
	for _, row := range l.rows {
		for range l.often(row) {
			rows = append(rows, row)
		}
	}
	if n > 1 {
		// Rotated by half a page: the first rows come again, the last never.
		const by = 5
		rows = append(slices.Clone(rows[len(rows)-by:]), rows[:len(rows)-by]...)
		slices.Reverse(rows[:by])
	}
	return cut(rows, 10, n), nil
}

func (l *lossy) often(row int) int {
	if l.times == nil {
		return 1
	}
	return l.times(row)
}

func (l *lossy) byID(_ context.Context, ids []int) (found []int) {
	l.asked++
	for _, row := range l.rows {
		if slices.Contains(ids, row) {
			found = append(found, row)
		}
	}
	return found
}

// config reads the list, with the ways that the test sets.
func (l *lossy) config(report *guichet.Report, ways page.Ways[int]) page.Config[int, int] {
	return page.Config[int, int]{Fetch: l.fetch, Key: itself, Width: 2, Report: report, Ways: ways}
}

// ids is the way by ids.
func (l *lossy) ids() func(context.Context, []int64) (page.Page[int], error) {
	return func(ctx context.Context, ids []int64) (page.Page[int], error) {
		wanted := make([]int, len(ids))
		for i, id := range ids {
			wanted[i] = int(id)
		}
		return cut(l.byID(ctx, wanted), page.MaxIDs, 1), nil
	}
}

func TestPagesThatRepeatRowsAreNotComplete(t *testing.T) {
	for _, size := range []int{15, 101, 250, 5000} {
		var report guichet.Report
		l := &lossy{rows: numbers(size)}
		rows, err := collect(t.Context(), l.config(&report, page.Ways[int]{}))
		if !errors.Is(err, guichet.ErrIncomplete) || report.Done || report.Passes != 2 {
			t.Errorf("%d rows: %v after %+v", size, err, report)
		}
		if len(rows) >= size || report.Unique != len(rows) || report.Total != size {
			t.Errorf("%d rows: %d were given out, and the report is %+v", size, len(rows), report)
		}
	}
}

func TestAShortListIsFilledInByIDsBetweenKnownOnes(t *testing.T) {
	for _, size := range []int{15, 101, 250, 5000} {
		var report guichet.Report
		l := &lossy{rows: numbers(size)}
		rows, err := collect(t.Context(), l.config(&report, page.Ways[int]{ByID: l.ids(), Gaps: true}))
		if err != nil || !slices.Equal(sorted(rows), l.rows) || !report.Done || report.Passes != 1 {
			t.Errorf("%d rows: %d, %v, %+v", size, len(rows), err, report)
		}
		if l.asked > 2+size/page.MaxIDs {
			t.Errorf("%d rows: ids were asked for %d times", size, l.asked)
		}
	}
}

// TestANewRowDoesNotHideAMissingOne creates a row after the
// pages were read: it has the highest id, and is found before those that they lack.
func TestANewRowDoesNotHideAMissingOne(t *testing.T) {
	var report guichet.Report
	l := &lossy{rows: numbers(250)}
	byID := l.ids()
	rows, err := collect(t.Context(), l.config(&report, page.Ways[int]{Gaps: true,
		ByID: func(ctx context.Context, ids []int64) (page.Page[int], error) {
			if l.asked == 0 {
				l.rows = append(l.rows, 251)
			}
			return byID(ctx, ids)
		}}))
	if err != nil || !slices.Equal(sorted(rows), numbers(251)) || report.Total != 251 || report.Passes > 2 {
		t.Errorf("%d rows (%v), %+v", len(rows), err, report)
	}
}

// TestAPageWithoutATotalKeepsTheKnownTotal serves a last page without a total.
func TestAPageWithoutATotalKeepsTheKnownTotal(t *testing.T) {
	l := &lossy{rows: numbers(250)}
	cfg := l.config(nil, page.Ways[int]{})
	cfg.Fetch = func(ctx context.Context, n int, arrived func()) (page.Page[int], error) {
		p, err := l.fetch(ctx, n, arrived)
		if p.Next == 0 {
			p.Total = -1
		}
		return p, err
	}
	if rows, err := collect(t.Context(), cfg); !errors.Is(err, guichet.ErrIncomplete) || len(rows) >= 250 {
		t.Errorf("%d rows (%v)", len(rows), err)
	}
}

// TestReadingAnotherListStopsAtAnEmptyPage serves a list of many pages without a
// row.
func TestReadingAnotherListStopsAtAnEmptyPage(t *testing.T) {
	l := &lossy{rows: numbers(250)}
	asked := 0
	endless := func(_ context.Context, n int) (page.Page[int], error) {
		asked++
		return page.Page[int]{Current: n, Next: n + 1, Last: 1_000_000, Total: 250}, nil
	}
	lists := func(context.Context) iter.Seq2[func(context.Context, int) (page.Page[int], error), error] {
		return func(yield func(func(context.Context, int) (page.Page[int], error), error) bool) { yield(endless, nil) }
	}
	if _, err := collect(t.Context(), l.config(nil, page.Ways[int]{Lists: lists})); !errors.Is(err, guichet.ErrIncomplete) || asked > 2 {
		t.Errorf("%v after %d pages", err, asked)
	}
}

// TestReadingAWindowOfOneSecondStopsAtAnEmptyPage serves rows that all start in
// the same second, and announces more pages of them than there are.
func TestReadingAWindowOfOneSecondStopsAtAnEmptyPage(t *testing.T) {
	l := &lossy{rows: numbers(250)}
	asked := 0
	windows := page.Windows[int]{
		Window: page.Window{From: 100, To: 101}, Start: func(int) (int64, bool) { return 100, true },
		Fetch: func(_ context.Context, _ page.Window, n int) (page.Page[int], error) {
			asked++
			p := cut(numbers(20), 10, min(n, 3))
			p.Last, p.Total = 1_000, 250
			return p, nil
		},
	}
	if _, err := collect(t.Context(), l.config(nil, page.Ways[int]{Windows: &windows})); !errors.Is(err, guichet.ErrIncomplete) || asked > 6 {
		t.Errorf("%v after %d requests", err, asked)
	}
}

func TestTheSearchForUnknownIDsHasABudget(t *testing.T) {
	l := &lossy{rows: make([]int, 101)}
	for i := range l.rows {
		l.rows[i] = (i + 1) * 1_000_000
	}
	var report guichet.Report
	_, err := collect(t.Context(), l.config(&report, page.Ways[int]{ByID: l.ids(), Gaps: true}))
	if !errors.Is(err, guichet.ErrIncomplete) || l.asked == 0 || l.asked > page.GapRequests {
		t.Errorf("%v after %d requests for ids", err, l.asked)
	}
}

func TestAShortListIsFilledInByIDsFromAnotherSource(t *testing.T) {
	l := &lossy{rows: make([]int, 101)}
	for i := range l.rows {
		l.rows[i] = (i + 1) * 1_000_000
	}
	known := func(context.Context) iter.Seq2[int64, error] {
		return func(yield func(int64, error) bool) {
			for _, row := range l.rows {
				if !yield(int64(row), nil) || !yield(int64(row+1), nil) {
					return
				}
			}
		}
	}
	rows, err := collect(t.Context(), l.config(nil, page.Ways[int]{ByID: l.ids(), Known: known, Gaps: true}))
	if err != nil || !slices.Equal(sorted(rows), l.rows) || l.asked > 3 {
		t.Errorf("%d rows (%v) after %d requests for ids", len(rows), err, l.asked)
	}
}

// other gives lists of two halves, each on one page, with a row that the list
// itself does not have.
func (l *lossy) other(ctx context.Context) iter.Seq2[func(context.Context, int) (page.Page[int], error), error] {
	return func(yield func(func(context.Context, int) (page.Page[int], error), error) bool) {
		half := len(l.rows) / 2
		for _, rows := range [][]int{l.rows[:half], append(slices.Clone(l.rows[half:]), 999_999_999)} {
			if !yield(func(_ context.Context, n int) (page.Page[int], error) { return cut(rows, 100, n), nil }, nil) {
				return
			}
		}
	}
}

func TestAShortListIsFilledInByIDsFromOtherLists(t *testing.T) {
	l := &lossy{rows: numbers(250)}
	rows, err := collect(t.Context(), l.config(nil, page.Ways[int]{Lists: l.other, ByID: l.ids()}))
	if err != nil || !slices.Equal(sorted(rows), l.rows) {
		t.Errorf("%d rows (%v)", len(rows), err)
	}
}

func TestAWayThatTheServiceDoesNotOfferIsSkipped(t *testing.T) {
	l := &lossy{rows: numbers(250)}
	refused := func(context.Context) iter.Seq2[func(context.Context, int) (page.Page[int], error), error] {
		return func(yield func(func(context.Context, int) (page.Page[int], error), error) bool) {
			yield(nil, page.ErrNoWay)
		}
	}
	rows, err := collect(t.Context(), l.config(nil, page.Ways[int]{Lists: refused, ByID: l.ids(), Gaps: true}))
	if err != nil || !slices.Equal(sorted(rows), l.rows) {
		t.Errorf("%d rows (%v)", len(rows), err)
	}
}

func TestAFailureOfAnotherWayFailsTheList(t *testing.T) {
	broken := errors.New("broken")
	l := &lossy{rows: numbers(250)}
	failing := func(context.Context, []int64) (page.Page[int], error) { return page.Page[int]{}, broken }
	if _, err := collect(t.Context(), l.config(nil, page.Ways[int]{ByID: failing, Gaps: true})); !errors.Is(err, broken) {
		t.Errorf("it ended with %v", err)
	}
}

// TestIDsAreTriedOnceWhenTheServiceIgnoresThem serves the first page for any ids.
func TestIDsAreTriedOnceWhenTheServiceIgnoresThem(t *testing.T) {
	l := &lossy{rows: numbers(250)}
	ignores := func(ctx context.Context, _ []int64) (page.Page[int], error) {
		l.asked++
		return l.fetch(ctx, 1, nil)
	}
	rows, err := collect(t.Context(), l.config(nil, page.Ways[int]{ByID: ignores, Gaps: true}))
	if !errors.Is(err, guichet.ErrIncomplete) || l.asked > 2 || len(rows) >= 250 {
		t.Errorf("%d rows (%v) after %d requests for ids", len(rows), err, l.asked)
	}
}

// TestATotalThatCountsRowsSeveralTimesIsCheckedRowByRow lists each third row
// once for each of its three agents.
func TestATotalThatCountsRowsSeveralTimesIsCheckedRowByRow(t *testing.T) {
	agents := func(row int) int { return 1 + 2*(row%3/2) }
	for name, c := range map[string]struct {
		fetch    func(context.Context, int, func()) (page.Page[int], error)
		complete bool
	}{
		"in order":               {(&list{rows: repeated(numbers(50), agents), size: 10}).fetch, true},
		"each once":              {(&list{rows: numbers(50), size: 10}).fetch, true},
		"one row too often":      {(&list{rows: append(repeated(numbers(50), agents), 7), size: 10}).fetch, false},
		"pages that lose rows":   {(&lossy{rows: numbers(50), times: agents}).fetch, false},
		"pages that repeat some": {(&lossy{rows: numbers(50)}).fetch, false},
	} {
		t.Run(name, func(t *testing.T) {
			var report guichet.Report
			rows, err := collect(t.Context(), page.Config[int, int]{Fetch: c.fetch, Key: itself, Times: agents, Report: &report})
			if c.complete {
				if err != nil || !slices.Equal(sorted(rows), numbers(50)) || !report.Done || report.Passes != 1 {
					t.Errorf("%d rows, %v, %+v", len(rows), err, report)
				}
			} else if !errors.Is(err, guichet.ErrIncomplete) || report.Done {
				t.Errorf("%d rows, %v, %+v", len(rows), err, report)
			}
		})
	}
}

func repeated(rows []int, times func(int) int) (all []int) {
	for _, row := range rows {
		for range times(row) {
			all = append(all, row)
		}
	}
	return all
}

// TestAShortListIsFilledInByTimeWindows gives each row its number as its time, and
// lists rows several times, so that the total does not show whether all were read.
func TestAShortListIsFilledInByTimeWindows(t *testing.T) {
	for name, agents := range map[string]func(int) int{
		"once":       func(int) int { return 1 },
		"some twice": func(row int) int { return 1 + row%2 },
	} {
		t.Run(name, func(t *testing.T) {
			l := &lossy{rows: numbers(250), times: agents}
			asked := 0
			windows := page.Windows[int]{
				Window: page.Window{From: page.OpenFrom, To: page.OpenTo}, Middle: 100,
				Start: func(row int) (int64, bool) { return int64(row), true },
				Fetch: func(ctx context.Context, w page.Window, n int) (page.Page[int], error) {
					asked++
					in := lossy{times: agents}
					for _, row := range l.rows {
						if int64(row) >= w.From && int64(row) <= w.To {
							in.rows = append(in.rows, row)
						}
					}
					if len(in.rows) == 0 {
						return page.Page[int]{Current: 1}, nil
					}
					return in.fetch(ctx, n, nil)
				},
			}
			var report guichet.Report
			cfg := l.config(&report, page.Ways[int]{Windows: &windows})
			cfg.Times = func(int) int { return 3 } // which is not what the service does
			rows, err := collect(t.Context(), cfg)
			if err != nil || !slices.Equal(sorted(rows), l.rows) || !report.Done || report.Unique != 250 {
				t.Errorf("%d rows, %v, %+v", len(rows), err, report)
			}
			if asked > 400 {
				t.Errorf("%d windows were asked for", asked)
			}
		})
	}
}

// TestARowReadBeforeTheWindowsIsCounted creates a row once the pages were read.
func TestARowReadBeforeTheWindowsIsCounted(t *testing.T) {
	l := &lossy{rows: numbers(250)}
	windows := page.Windows[int]{
		Window: page.Window{From: 0, To: 1000}, Start: func(row int) (int64, bool) { return int64(row), true },
		Fetch: func(_ context.Context, w page.Window, n int) (page.Page[int], error) {
			if len(l.rows) == 250 {
				l.rows = append(l.rows, 251)
			}
			in := slices.DeleteFunc(slices.Clone(l.rows), func(row int) bool { return int64(row) < w.From || int64(row) > w.To })
			return cut(in, 10, n), nil
		},
	}
	var report guichet.Report
	rows, err := collect(t.Context(), l.config(&report, page.Ways[int]{Windows: &windows}))
	if err != nil || !slices.Equal(sorted(rows), numbers(251)) || report.Total != 251 || report.Passes != 1 {
		t.Errorf("%d rows (%v), %+v", len(rows), err, report)
	}
}

func TestWindowsAreTriedOnceWhenTheServiceIgnoresThem(t *testing.T) {
	l := &lossy{rows: numbers(250)}
	asked := 0
	windows := page.Windows[int]{
		Window: page.Window{From: 100, To: 120}, Start: func(row int) (int64, bool) { return int64(row), true },
		Fetch: func(ctx context.Context, _ page.Window, n int) (page.Page[int], error) {
			asked++
			return l.fetch(ctx, n, nil)
		},
	}
	if _, err := collect(t.Context(), l.config(nil, page.Ways[int]{Windows: &windows})); !errors.Is(err, guichet.ErrIncomplete) || asked > 2 {
		t.Errorf("%v after %d requests", err, asked)
	}
}

// TestRemovedRowsAreReported deletes rows while the list is read, so that the
// total changes on the second page.
func TestRemovedRowsAreReported(t *testing.T) {
	rows := numbers(40)
	asked := 0
	var gone []int
	cfg := page.Config[int, int]{Key: itself, Width: 1, Gone: func(row int) { gone = append(gone, row) },
		Fetch: func(_ context.Context, n int, _ func()) (page.Page[int], error) {
			if asked++; asked == 2 {
				rows = slices.DeleteFunc(rows, func(row int) bool { return row%5 == 0 })
			}
			return cut(rows, 10, n), nil
		}}
	read, err := collect(t.Context(), cfg)
	if err != nil || !slices.Equal(gone, []int{5, 10}) {
		t.Errorf("%v were told to be gone (%v)", gone, err)
	}
	for _, row := range rows {
		if !slices.Contains(read, row) {
			t.Errorf("row %d is missing", row)
		}
	}
}

// TestReplacedRowsDoNotHideALostRow replaces rows between two passes, so that more
// rows were seen than the service counts.
func TestReplacedRowsDoNotHideALostRow(t *testing.T) {
	for _, replaced := range []int{1, 3, 10} {
		t.Run(strconv.Itoa(replaced), func(t *testing.T) {
			rows, asked := numbers(40), 0
			lost := false
			var gone []int
			cfg := page.Config[int, int]{Key: itself, Width: 1, Gone: func(row int) { gone = append(gone, row) },
				Fetch: func(_ context.Context, n int, _ func()) (page.Page[int], error) {
					if asked++; asked == 5 {
						for i := range replaced {
							rows[i] = 100 + i
						}
					}
					p := cut(rows, 10, n)
					if n == 4 && !lost { // the first pass loses a row
						lost = true
						p.Items = append([]int{1}, p.Items[1:]...)
					}
					return p, nil
				}}
			read, err := collect(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				if !slices.Contains(read, row) {
					t.Errorf("row %d is missing", row)
				}
			}
			if len(gone) != replaced {
				t.Errorf("%v were told to be gone", gone)
			}
		})
	}
}
