package page_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/page"
)

// list is a list of rows in pages of a fixed size, as a service would have it.
type list struct {
	rows []int
	size int
	wait time.Duration

	mu     sync.Mutex
	asked  []int
	flying atomic.Int32
	peak   int32
}

func numbers(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i + 1
	}
	return rows
}

func (l *list) fetch(ctx context.Context, n int, _ func()) (page.Page[int], error) {
	flying := l.flying.Add(1)
	defer l.flying.Add(-1)
	l.mu.Lock()
	l.asked, l.peak = append(l.asked, n), max(l.peak, flying)
	l.mu.Unlock()
	if l.wait > 0 {
		select {
		case <-time.After(l.wait):
		case <-ctx.Done():
			return page.Page[int]{}, ctx.Err()
		}
	}
	return cut(l.rows, l.size, n), nil
}

// cut is page n of rows.
func cut(rows []int, size, n int) page.Page[int] {
	last := (len(rows) + size - 1) / size
	from := min((n-1)*size, len(rows))
	p := page.Page[int]{Items: rows[from:min(from+size, len(rows))], Current: n, Last: last, Total: len(rows)}
	if n < last {
		p.Next = n + 1
	}
	return p
}

func itself(n int) int { return n }

func (l *list) config(width int, report *guichet.Report) page.Config[int, int] {
	return page.Config[int, int]{Fetch: l.fetch, Key: itself, Width: width, Report: report}
}

// collect reads a whole list.
func collect(ctx context.Context, cfg page.Config[int, int]) (rows []int, err error) {
	for row, err := range page.All(ctx, cfg) {
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func TestRowsKeepTheirOrderWhenLaterPagesArriveFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rows := numbers(95)
		cfg := page.Config[int, int]{Key: itself, Width: 8, Fetch: func(_ context.Context, n int, _ func()) (page.Page[int], error) {
			time.Sleep(time.Duration(n*7%10) * time.Second) // the later ones are often faster
			return cut(rows, 10, n), nil
		}}
		if got, err := collect(t.Context(), cfg); err != nil || !slices.Equal(got, rows) {
			t.Errorf("the list was read as %v (%v)", got, err)
		}
	})
}

func TestTheWidthLimitsThePagesInFlight(t *testing.T) {
	for width, seconds := range map[int]int{0: 10, 1: 10, 2: 6, 3: 4, 8: 3, 50: 2} {
		t.Run(fmt.Sprint("width ", width), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &list{rows: numbers(100), size: 10, wait: time.Second}
				start := time.Now()
				rows, err := collect(t.Context(), l.config(width, nil))
				if err != nil || len(rows) != 100 {
					t.Fatalf("%d rows and %v", len(rows), err)
				}
				if spent := time.Since(start); spent != time.Duration(seconds)*time.Second {
					t.Errorf("ten pages of a second took %v, not %d s", spent, seconds)
				}
				if want := min(max(width, 1), 9); l.peak != int32(want) {
					t.Errorf("%d pages were in flight at once, not %d", l.peak, want)
				}
				if len(l.asked) != 10 {
					t.Errorf("the pages asked for were %v", l.asked)
				}
			})
		})
	}
}

func TestWidthOneRequestsAPageWhenItsRowsAreRead(t *testing.T) {
	l := &list{rows: numbers(30), size: 10}
	for row, err := range page.All(t.Context(), l.config(1, nil)) {
		if err != nil {
			t.Fatal(err)
		}
		if want := (row + 9) / 10; len(l.asked) != want {
			t.Errorf("%d pages were asked for when row %d was given out, not %d", len(l.asked), row, want)
		}
	}
}

func TestLeavingTheLoopStopsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // which fails when a goroutine is left
		l := &list{rows: numbers(1000), size: 10, wait: time.Second}
		start := time.Now()
		for row, err := range page.All(t.Context(), l.config(4, nil)) {
			if err != nil {
				t.Fatal(err)
			}
			if row == 5 {
				break
			}
		}
		if flying := l.flying.Load(); flying != 0 || time.Since(start) != time.Second {
			t.Errorf("%d requests were left after %v", flying, time.Since(start))
		}
		if len(l.asked) != 5 {
			t.Errorf("the pages asked for were %v", l.asked)
		}
	})
}

func TestEachRangeReadsTheListAgain(t *testing.T) {
	l := &list{rows: numbers(25), size: 10}
	all := page.All(t.Context(), l.config(2, nil))
	for range all {
		break
	}
	for range 2 {
		var got []int
		for row, err := range all {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, row)
		}
		if !slices.Equal(got, l.rows) {
			t.Errorf("the list was read as %v", got)
		}
	}
}

func TestAnErrorIsTheLastElement(t *testing.T) {
	broken := errors.New("panne")
	for _, width := range []int{1, 3} {
		l := &list{rows: numbers(100), size: 10}
		cfg := l.config(width, nil)
		cfg.Fetch = func(ctx context.Context, n int, _ func()) (page.Page[int], error) {
			if n == 4 {
				return page.Page[int]{}, broken
			}
			return l.fetch(ctx, n, nil)
		}
		rows, errs := 0, 0
		for _, err := range page.All(t.Context(), cfg) {
			if errs > 0 {
				t.Error("something followed the error")
			}
			if err == nil {
				rows++
				continue
			}
			errs++
			if !errors.Is(err, broken) {
				t.Errorf("the error is %v", err)
			}
		}
		if rows != 30 || errs != 1 {
			t.Errorf("width %d: %d rows and %d errors", width, rows, errs)
		}
	}
}

func TestACancelledContextEndsTheReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		l := &list{rows: numbers(100), size: 10, wait: time.Second}
		time.AfterFunc(3500*time.Millisecond, cancel)
		rows, err := collect(ctx, l.config(1, nil))
		if !errors.Is(err, context.Canceled) || len(rows) != 30 {
			t.Errorf("%d rows and %v", len(rows), err)
		}
	})
}

func TestTheReportIsUpdatedWhileReading(t *testing.T) {
	var report guichet.Report
	l := &list{rows: []int{1, 2, 2, 3, 4, 5}, size: 2}
	cfg := l.config(1, &report)
	cfg.Times = func(row int) int { return []int{0, 1, 2, 1, 1, 1}[row] }
	for row, err := range page.All(t.Context(), cfg) {
		if err != nil {
			t.Fatal(err)
		}
		if report.Unique < row || report.Done {
			t.Errorf("at row %d the report is %+v", row, report)
		}
	}
	want := guichet.Report{Pages: 3, Passes: 1, Rows: 6, Unique: 5, Total: 6, Done: true}
	report.OnPage = nil
	if fmt.Sprint(report) != fmt.Sprint(want) {
		t.Errorf("the report is %+v, not %+v", report, want)
	}
}

func TestATotalOfNothingIsUnknownUnlessTheFirstPageIsEmpty(t *testing.T) {
	for _, c := range []struct{ stated, rows, page, want int }{
		{0, 0, 1, 0}, {0, 1, 1, -1}, {0, 0, 2, -1}, {7, 0, 2, 7}, {7, 7, 1, 7}, {-1, 3, 1, -1},
	} {
		if got := page.TotalOf(c.stated, c.rows, c.page); got != c.want {
			t.Errorf("%d stated by page %d of %d rows is %d, not %d", c.stated, c.page, c.rows, got, c.want)
		}
	}
}
