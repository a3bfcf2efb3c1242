package reading

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/guichet-go/guichet/internal/outcome"
)

// each calls f for each item, at most n at once, and returns the results in the order
// of the items. The first error ends it: calls under way are cancelled, no other
// begins, and the results of those that had ended are returned with the error. A panic
// is raised again in the caller.
func each[T, R any](ctx context.Context, n int, items []T, f func(context.Context, T) (R, error)) ([]R, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make([]R, len(items))
	var taken atomic.Int64
	var failed outcome.Outcome[R]
	var fail sync.Once
	var workers sync.WaitGroup
	for range min(max(1, n), len(items)) {
		workers.Go(func() {
			for i := taken.Add(1) - 1; i < int64(len(items)) && ctx.Err() == nil; i = taken.Add(1) - 1 {
				outcome.Run(func() (R, error) { return f(ctx, items[i]) }, func(got outcome.Outcome[R]) {
					if got.Err(errBrokeDown) == nil {
						results[i], _ = got.Get()
						return
					}
					fail.Do(func() { failed = got })
					cancel()
				})
			}
		})
	}
	workers.Wait()
	if _, err := failed.Get(); err != nil {
		return results, err
	}
	return results, ctx.Err()
}

// errBrokeDown stands for a call that panicked.
var errBrokeDown = errors.New("a call broke down")
