// Package token keeps one credential for many callers: it is fetched once
// however many wait for it, and a refusal drops only the generation that was
// refused.
package token

import (
	"context"
	"sync"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/outcome"
	"github.com/guichet-go/guichet/internal/refusal"
)

const (
	defaultTimeout = 2 * time.Minute
	contestLimit   = 3
	contestWindow  = time.Minute
	longestMemory  = 30 * time.Second
)

// Config says how a credential is had.
type Config[S any] struct {
	// Fetch gets a credential. rejected is the one that the service refused,
	// nil when none was. Its context is not that of any one caller.
	Fetch func(ctx context.Context, rejected *S) (S, error)
	// Fresh reports whether the credential may still be used; nil is always.
	Fresh func(s S, now time.Time) bool
	// Timeout bounds one Fetch; 0 is two minutes.
	Timeout time.Duration
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Contestable limits forced renewals to three a minute.
	Contestable bool
}

// Source hands out a credential. It is safe for concurrent use.
type Source[S any] struct{ source source }

// source is a Source of values of any type: an instance for each type would weigh
// 20 kB of the command.
type source struct {
	cfg   Config[any]
	fetch func(ctx context.Context, rejected any) (any, error)

	mu         sync.Mutex
	current    any // nil for none
	generation uint64
	rejected   any // nil for none
	flight     *flight
	forced     []time.Time // renewals after a refusal, within the window
	failures   int
	failure    error // of the last Fetch, remembered until retryAt
	retryAt    time.Time
}

type flight struct {
	done       chan struct{}
	got        outcome.Outcome[any]
	generation uint64
}

// New returns a source without a credential.
func New[S any](cfg Config[S]) *Source[S] {
	s := &Source[S]{source{cfg: Config[any]{Timeout: cfg.Timeout, Now: cfg.Now, Contestable: cfg.Contestable}}}
	if cfg.Fresh != nil {
		s.source.cfg.Fresh = func(value any, now time.Time) bool { return cfg.Fresh(value.(S), now) }
	}
	s.source.fetch = func(ctx context.Context, rejected any) (any, error) {
		var before *S
		if value, ok := rejected.(S); ok {
			before = &value
		}
		return cfg.Fetch(ctx, before)
	}
	s.source.defaults()
	return s
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *source) defaults() {
	if s.cfg.Now == nil {
		s.cfg.Now = time.Now
	}
	if s.cfg.Timeout == 0 {
		s.cfg.Timeout = defaultTimeout
	}
	if s.cfg.Fresh == nil {
		s.cfg.Fresh = func(any, time.Time) bool { return true }
	}
}

// Get returns the credential and its generation, fetching it when there is
// none that is fresh. Each caller waits with its own context; the fetch goes
// on for the others when one of them gives up.
func (s *Source[S]) Get(ctx context.Context) (S, uint64, error) {
	got, generation, err := s.source.get(ctx)
	value, _ := got.(S) // the zero value with an error
	return value, generation, err
}

func (s *source) get(ctx context.Context) (any, uint64, error) {
	f, err := s.join(ctx)
	if err != nil {
		return nil, 0, err
	}
	select {
	case <-f.done:
		// The flight's own result: the state may have moved on already.
		value, err := f.got.Get()
		return value, f.generation, err
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	}
}

// join returns a finished flight for the credential at hand, the flight under
// way, or a new one.
func (s *source) join(ctx context.Context) (*flight, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.cfg.Now()
	if s.current != nil && s.cfg.Fresh(s.current, now) {
		done := make(chan struct{})
		close(done)
		return &flight{done: done, got: outcome.Of(s.current), generation: s.generation}, nil
	}
	if s.flight != nil {
		return s.flight, nil
	}
	if s.failure != nil && now.Before(s.retryAt) {
		return nil, s.failure
	}
	if err := s.contest(now); err != nil {
		return nil, err
	}
	f := &flight{done: make(chan struct{})}
	s.flight = f
	go s.run(context.WithoutCancel(ctx), f, s.rejected)
	return f, nil
}

// contest refuses one more forced renewal where too many were undone already.
func (s *source) contest(now time.Time) (err error) {
	if s.rejected == nil || !s.cfg.Contestable {
		return nil
	}
	s.forced, err = Contest(s.forced, now)
	return err
}

// Contest returns those of the renewals that a refusal forced which still count,
// and ErrSessionContested where they are too many for another one.
func Contest(forced []time.Time, now time.Time) (recent []time.Time, err error) {
	for _, at := range forced {
		if age := now.Sub(at); age >= 0 && age < contestWindow {
			recent = append(recent, at)
		}
	}
	if len(recent) >= contestLimit {
		err = refusal.New("contested", "the session is contested: %d sign-ins were cancelled within a minute", len(recent)).Because(guichet.ErrSessionContested)
	}
	return recent, err
}

func (s *source) run(ctx context.Context, f *flight, rejected any) {
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
	defer cancel()
	outcome.Run(func() (any, error) { return s.fetch(ctx, rejected) }, func(got outcome.Outcome[any]) { s.land(f, got) })
}

// errBrokeDown is remembered of a fetch that did not return.
var errBrokeDown = &refusal.Refusal{Code: "sign_in_broke", Sentence: "the sign-in failed"}

// land keeps what a flight brought.
func (s *source) land(f *flight, got outcome.Outcome[any]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.got = got
	if err := got.Err(errBrokeDown); err != nil {
		s.failures++
		s.failure = err
		s.retryAt = s.cfg.Now().Add(min(longestMemory, time.Second<<min(s.failures-1, 5)))
	} else {
		value, _ := got.Get()
		if s.rejected != nil && s.cfg.Contestable {
			s.forced = append(s.forced, s.cfg.Now())
		}
		s.current, s.rejected, s.failure, s.failures = value, nil, nil, 0
		s.generation++
		f.generation = s.generation
	}
	s.flight = nil
	close(f.done)
}

// Reject drops the credential if it is still the one of that generation.
func (s *Source[S]) Reject(generation uint64) { s.source.reject(generation) }

func (s *source) reject(generation uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.generation == generation && s.current != nil {
		s.current, s.rejected = nil, s.current
	}
}
