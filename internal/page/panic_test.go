package page_test

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"github.com/guichet-go/guichet/internal/page"
)

// defective is a list whose page n ends in the way given.
func defective(n, width int, end func()) page.Config[int, int] {
	l := &list{rows: numbers(50), size: 10}
	cfg := l.config(width, nil)
	fetch := cfg.Fetch
	cfg.Fetch = func(ctx context.Context, asked int, _ func()) (page.Page[int], error) {
		if asked == n {
			end()
		}
		return fetch(ctx, asked, nil)
	}
	return cfg
}

// recovered is what a reading panics with, and the rows that came before.
func recovered(t *testing.T, cfg page.Config[int, int]) (rows int, value any) {
	t.Helper()
	defer func() { value = recover() }()
	for _, err := range page.All(t.Context(), cfg) {
		if err != nil {
			t.Fatal(err)
		}
		rows++
	}
	return rows, nil
}

var errDefect = errors.New("a defect of ours")

func TestAPanicWhileReadingAheadReachesTheLoop(t *testing.T) {
	for _, width := range []int{1, 4} {
		rows, value := recovered(t, defective(3, width, func() { panic(errDefect) }))
		if rows != 20 || value != any(errDefect) {
			t.Errorf("width %d: %d rows, then %v", width, rows, value)
		}
	}
}

// TestGoexitWhileReadingAheadEndsTheLoopsGoroutine covers a test that calls
// FailNow in its own transport.
func TestGoexitWhileReadingAheadEndsTheLoopsGoroutine(t *testing.T) {
	ended := make(chan bool)
	go func() {
		over := false
		defer func() { ended <- over }()
		_, _ = collect(context.Background(), defective(3, 4, runtime.Goexit))
		over = true
	}()
	if <-ended {
		t.Error("the loop ended as if nothing was the matter")
	}
}

func TestAPanicOnAnUnusedPageIsIgnored(t *testing.T) {
	for row := range page.All(t.Context(), defective(3, 4, func() { panic(errDefect) })) {
		if row == 10 {
			break
		}
	}
}
