package page_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet/internal/page"
)

// TestASlowPageLimitsThePagesReadBehindIt holds page 2 up for an hour.
// The pages behind it wait in memory, so their number is bounded: twice the
// width.
func TestASlowPageLimitsThePagesReadBehindIt(t *testing.T) {
	for _, width := range []int{1, 2, 4} {
		synctest.Test(t, func(t *testing.T) {
			l := &list{rows: numbers(1000), size: 10, wait: time.Second}
			cfg := l.config(width, nil)
			cfg.Ahead = true
			asked := 0
			cfg.Fetch = func(ctx context.Context, n int, arrived func()) (page.Page[int], error) {
				p, err := l.fetch(ctx, n, nil)
				arrived()
				if n == 2 {
					time.Sleep(time.Hour)
					l.mu.Lock()
					asked = len(l.asked)
					l.mu.Unlock()
				}
				return p, err
			}
			rows, err := collect(t.Context(), cfg)
			if err != nil || len(rows) != 1000 {
				t.Fatalf("%d rows and %v", len(rows), err)
			}
			if waiting := asked - 1; waiting > 2*width || waiting < width {
				t.Errorf("width %d: %d pages wait to be given out, not %d to %d", width, waiting, width, 2*width)
			}
		})
	}
}
