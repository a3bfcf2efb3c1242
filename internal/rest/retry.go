package rest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/guichet-go/guichet"
)

const (
	longestWait  = time.Minute
	backoffFirst = 500 * time.Millisecond
	backoffCap   = 10 * time.Second
)

// judge keeps the failure of an attempt, if any, and decides whether another
// one follows: after a refused credential once, or through the three gates.
func (x *exchange) judge(e *failure) {
	x.failure, x.again = e, false
	if e == nil {
		return
	}
	if e.refused && x.renew() && !x.call.NoRetry {
		x.renewed, x.again, x.wait = true, true, 0
		return
	}
	wait := e.RetryAfter
	if wait == 0 {
		wait = x.client.options.Backoff(x.retries + 1)
	}
	if e.Status == http.StatusTooManyRequests && wait <= longestWait {
		x.client.gate.close(x.client.options.Now().Add(wait))
	}
	if x.call.NoRetry || !x.safe(e) || !x.worth(e) || x.retries >= x.client.options.Retries || wait > longestWait {
		return
	}
	if deadline, ok := x.ctx.Deadline(); ok && x.client.options.Now().Add(wait).After(deadline) {
		e.ContextErr = context.DeadlineExceeded // waiting for it would give nothing better
		return
	}
	x.retries++
	x.repeated = x.repeated || !unprocessed(e)
	x.again, x.wait = true, wait
}

// safe is the second gate: repeating can do no harm. (The first one, that the
// bytes are at hand, always holds here.)
func (x *exchange) safe(e *failure) bool {
	return x.call.Class.repeatable() || unprocessed(e) || x.call.Class == Refresh && !x.repeated
}

// unprocessed reports whether the attempt certainly had no effect.
func unprocessed(e *failure) bool {
	return e.Sent == guichet.NotSent || e.Status == http.StatusTooManyRequests
}

// worth is the third gate: repeating may help.
func (x *exchange) worth(e *failure) bool {
	if slices.Contains(x.call.Final, e.Status) || x.ctx.Err() != nil {
		return false
	}
	if e.defect {
		return x.call.Class == Read && x.retries == 0
	}
	switch e.Status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return e.transient
}

// gate holds back every call of a client while a 429 asks for patience.
type gate struct {
	mu    sync.Mutex
	until time.Time
}

func (g *gate) close(until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until.After(g.until) {
		g.until = until
	}
}

func (g *gate) opens() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until
}

// fullJitter waits anywhere between nothing and an exponentially growing limit.
func fullJitter(n int) time.Duration {
	return rand.N(min(backoffCap, backoffFirst<<min(n-1, 5)))
}

// Sleep waits, or returns the reason why the context has ended.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
