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
	results := make([]R, len(items))
	err := eachIndex(ctx, n, len(items), func(ctx context.Context, i int) error {
		result, err := f(ctx, items[i])
		if err == nil {
			results[i] = result
		}
		return err
	})
	return results, err
}

// eachIndex is each without the types: it is compiled once.
func eachIndex(ctx context.Context, n, count int, f func(context.Context, int) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var taken atomic.Int64
	var failed outcome.Outcome[struct{}]
	var fail sync.Once
	var workers sync.WaitGroup
	for range min(max(1, n), count) {
		workers.Go(func() {
			for i := taken.Add(1) - 1; i < int64(count) && ctx.Err() == nil; i = taken.Add(1) - 1 {
				outcome.Run(func() (struct{}, error) { return struct{}{}, f(ctx, int(i)) }, func(got outcome.Outcome[struct{}]) {
					if got.Err(errBrokeDown) != nil {
						fail.Do(func() { failed = got })
						cancel()
					}
				})
			}
		})
	}
	workers.Wait()
	if _, err := failed.Get(); err != nil {
		return err
	}
	return ctx.Err()
}

// errBrokeDown stands for a call that panicked.
var errBrokeDown = errors.New("a call broke down")
