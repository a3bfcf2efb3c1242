package page_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet/internal/page"
)

// TestThePagesAreDecodedWhileTheNextAreInFlight has pages that take a second on
// their way and a second to decode.
func TestThePagesAreDecodedWhileTheNextAreInFlight(t *testing.T) {
	for width, seconds := range map[int]int{1: 12, 2: 8, 8: 5} {
		synctest.Test(t, func(t *testing.T) {
			l := &list{rows: numbers(100), size: 10, wait: time.Second}
			cfg := l.config(width, nil)
			cfg.Ahead = true
			cfg.Fetch = func(ctx context.Context, n int, arrived func()) (page.Page[int], error) {
				p, err := l.fetch(ctx, n, nil)
				arrived()
				time.Sleep(time.Second)
				return p, err
			}
			start := time.Now()
			rows, err := collect(t.Context(), cfg)
			if err != nil || len(rows) != 100 {
				t.Fatalf("%d rows and %v", len(rows), err)
			}
			if spent := time.Since(start); spent != time.Duration(seconds)*time.Second {
				t.Errorf("width %d: it took %v, not %d s", width, spent, seconds)
			}
			if l.peak != int32(width) {
				t.Errorf("width %d: %d pages were in flight", width, l.peak)
			}
		})
	}
}

// TestReadAheadIsLimitedWhileRowsAreNotTaken leaves the rows of the first
// page unread for an hour.
func TestReadAheadIsLimitedWhileRowsAreNotTaken(t *testing.T) {
	for width, most := range map[int]int{1: 3, 4: 9} {
		synctest.Test(t, func(t *testing.T) {
			l := &list{rows: numbers(1000), size: 10, wait: time.Second}
			cfg := l.config(width, nil)
			cfg.Ahead = true
			for _, err := range page.All(t.Context(), cfg) {
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Hour)
				break
			}
			if len(l.asked) > most {
				t.Errorf("width %d: %d pages were asked for", width, len(l.asked))
			}
		})
	}
}
