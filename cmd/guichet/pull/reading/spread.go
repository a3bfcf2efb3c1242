package reading

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/guichet-go/guichet/internal/outcome"
)

// spread calls do for each task, with so many workers. do returns the tasks that
// follow from its own; the newest come first, so that few of them wait at any
// time. The first error ends it.
func spread[T any](ctx context.Context, workers int, tasks []T, do func(context.Context, T) ([]T, error)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &spreading[T]{do: do, cancel: cancel}
	s.changed.L = &s.mu
	s.push(tasks)
	var all sync.WaitGroup
	for range max(1, workers) {
		all.Go(func() {
			for s.next(ctx) {
			}
		})
	}
	all.Wait()
	if s.err == errBrokeDown {
		_, _ = s.broken.Get()
	}
	return s.err
}

// spreading is the tasks of a spread.
type spreading[T any] struct {
	do     func(context.Context, T) ([]T, error)
	cancel func()

	mu      sync.Mutex
	changed sync.Cond
	waiting []T
	running int
	err     error
	broken  outcome.Outcome[[]T] // of a task that panicked
}

// next carries out a task, and waits for one if others can still follow. It
// returns false at the end.
func (s *spreading[T]) next(ctx context.Context) bool {
	s.mu.Lock()
	for len(s.waiting) == 0 && s.running > 0 && s.err == nil {
		s.changed.Wait()
	}
	if len(s.waiting) == 0 || s.err != nil {
		s.mu.Unlock()
		return false
	}
	last := len(s.waiting) - 1
	task := s.waiting[last]
	s.waiting = s.waiting[:last]
	s.running++
	s.mu.Unlock()

	more, err := s.perform(ctx, task)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.running--
	s.push(more)
	if err != nil && s.err == nil {
		s.err = err
		s.cancel()
	}
	s.changed.Broadcast()
	return true
}

// push adds tasks so that their first is the next one.
func (s *spreading[T]) push(tasks []T) {
	for _, task := range slices.Backward(tasks) {
		s.waiting = append(s.waiting, task)
	}
}

// perform turns a panic into an error that ends the other tasks.
func (s *spreading[T]) perform(ctx context.Context, task T) (more []T, err error) {
	outcome.Run(func() ([]T, error) { return s.do(ctx, task) }, func(got outcome.Outcome[[]T]) {
		if err = got.Err(errBrokeDown); err != errBrokeDown {
			more, err = got.Get()
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.broken = got
	})
	return more, err
}

// errBrokeDown ends the other tasks when one has panicked.
var errBrokeDown = errors.New("a task broke down")
