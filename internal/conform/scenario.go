package conform

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/internal/rest"
)

// scenario is one request of one operation under all faults.
type scenario struct {
	service   Service
	operation Operation
	index     int // of the operation
	target    target
	base      string
	played    *replay
}

func (x *scenario) signsIn() bool { return x.class() == rest.SignIn || x.class() == rest.Refresh }

func (x *scenario) class() rest.Class {
	method, _, _ := strings.Cut(x.target.line, " ")
	switch {
	case x.operation.Class != rest.Unclassified:
		return x.operation.Class
	case method == http.MethodGet || method == http.MethodHead:
		return rest.Read
	}
	return rest.Write
}

// suffer plays every fault to every attempt and, where the client retries, also
// to the first attempt only. It returns the number of calls.
func (x *scenario) suffer(t *testing.T) (calls int) {
	for _, f := range faults() {
		o, plays := x.expect(f)
		if !plays {
			continue
		}
		calls++
		x.play(t, f, true, o, o.Attempts*groupOf(f.group).requests+x.probes(f))
		if o.Attempts > 1 {
			calls++
			x.play(t, f, false, Outcome{Attempts: 2}, groupOf(f.group).requests+1+x.probes(f))
		}
	}
	return calls
}

// expect returns the outcome of the table, adjusted for what the operation
// declares.
func (x *scenario) expect(f fault) (o Outcome, plays bool) {
	o = groupOf(f.group).ends[x.class()]
	switch {
	case f.group == givenBack && x.target.chunked && !f.told:
		o = groupOf(brokenOff).ends[x.class()] // net/http does not report why the request was returned
	case f.unframed && x.operation.Mute:
		o = Outcome{Attempts: 1} // the operation does not need the body
	case f.unframed && !x.target.json() && (x.operation.Streams || !f.empty):
		o = Outcome{Attempts: 1, Kind: guichet.ErrUnusableAnswer, Sent: guichet.Answered}
	case f.headed && x.operation.Streams && !x.target.json():
		o.Attempts = 1 // a part was already returned to the caller
	case slices.Contains(x.operation.Final, f.status):
		o.Attempts = 1
	case f.group == refusedEach && o.Attempts > 1 && (x.operation.Anonymous || !x.service.Renews):
		o.Attempts = 1
	case f.group == refusedEach && o.Attempts > 1 && x.service.RefusedTwice != "":
		o.Kind = x.service.RefusedTwice
	}
	return o, (!f.compressed || !x.operation.Streams) && (f.group != noTimeLeft || !x.operation.Shared)
}

func (x *scenario) probes(f fault) int {
	if f.group == refusedEach {
		return x.operation.Probes
	}
	return 0
}

// play makes one call.
func (x *scenario) play(t *testing.T, f fault, always bool, want Outcome, requests int) {
	t.Helper()
	name := f.name + ", once"
	if always {
		name = f.name + ", always"
	}
	clock := &waits{}
	ctx := newContext(t.Context(), f.begun)
	way := &detour{target: x.target.line, prefix: x.service.Prefix, always: always, plain: http.DefaultTransport}
	w := httptest.NewRecorder()
	x.service.Refuse(w)
	scene := &scene{head: x.target.head, body: x.target.body, refuse: written(w), seen: way.count, end: ctx.end}
	wire, err := fake.ListenWire(func(c *fake.WireConn) { f.play(c, scene) })
	if err != nil {
		t.Fatal(err)
	}
	defer wire.Close()
	way.faulty = f.route(wire.Addr)
	x.played.begin(x.operation.id(), false)
	operation := x.service.Open(t, x.base, clock.option(), guichet.WithBackoff(noWait), guichet.WithHTTPClient(&http.Client{Transport: way}))[x.index]
	if f.left > 0 {
		ctx.deadline = clock.now.Add(f.left)
	}
	err = operation.Call(ctx)
	way.mu.Lock()
	defer way.mu.Unlock()
	if way.seen != requests {
		t.Errorf("%s: the server saw %d requests, not %d (%v)", name, way.seen, requests, err)
	}
	if waited := time.Duration(max(0, want.Attempts-1)) * f.wait; want.Attempts > 1 && clock.total() < waited {
		t.Errorf("%s: the client waited %v, less than the %v that it was asked to", name, clock.total(), waited)
	}
	x.check(t, name, f, err, want)
}

// check compares an error with an outcome.
func (x *scenario) check(t *testing.T, name string, f fault, err error, want Outcome) {
	t.Helper()
	if want.Kind == "" {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return
	}
	var e *guichet.Error
	if !errors.As(err, &e) {
		t.Errorf("%s: the call returned %v, which is not an *Error", name, err)
		return
	}
	if x.operation.Shared && want.Cause != nil {
		want.Attempts = 0 // the attempts belong to all callers
	}
	unknown := want.Sent == guichet.MaybeSent && e.Changes
	if f.group == givenBack && x.class() == rest.Read {
		want.Sent = e.Sent // net/http may not report why a read was returned
	}
	switch {
	case !errors.Is(err, want.Kind) || e.Kind != want.Kind || e.Sent != want.Sent || e.Attempts != want.Attempts:
		t.Errorf("%s: %v (%q, %s, %d attempts), not %q, %s, %d attempts", name, err, e.Kind, e.Sent, e.Attempts, want.Kind, want.Sent, want.Attempts)
	case f.begun == nil && e.SignIn != x.signsIn():
		t.Errorf("%s: a sign-in: %t", name, e.SignIn)
	case f.begun == nil && !e.SignIn && e.Changes != (x.class() != rest.Read): // a lost token has no effect
		t.Errorf("%s: the operation changes something: %t", name, e.Changes)
	case f.status != 0 && e.Status != f.status:
		t.Errorf("%s: the status is %d, not %d", name, e.Status, f.status)
	case f.wait != 0 && e.RetryAfter != f.wait:
		t.Errorf("%s: RetryAfter is %v, not %v", name, e.RetryAfter, f.wait)
	case errors.Is(err, guichet.ErrUnknownOutcome) != unknown:
		t.Errorf("%s: the outcome is unknown: %t, not %t", name, !unknown, unknown)
	case want.Cause != nil && !errors.Is(err, want.Cause):
		t.Errorf("%s: the error %v does not show %v", name, err, want.Cause)
	}
}

// detour sends the target's requests to the fault and all others to the
// service.
type detour struct {
	target, prefix string
	always         bool
	plain, faulty  http.RoundTripper

	mu          sync.Mutex
	tries, seen int
}

func (d *detour) count() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen++
}

func (d *detour) RoundTrip(r *http.Request) (*http.Response, error) {
	if !matches(d.target, r.Method+" "+strings.TrimPrefix(r.URL.EscapedPath(), d.prefix)) {
		return d.plain.RoundTrip(r)
	}
	d.mu.Lock()
	d.tries++
	suffers := d.always || d.tries == 1
	d.mu.Unlock()
	if suffers {
		return d.faulty.RoundTrip(r)
	}
	d.count()
	return d.plain.RoundTrip(r)
}

// endable is a context that a test ends with an error of its choice, so that a
// deadline passes without waiting.
type endable struct {
	context.Context
	deadline time.Time // zero for none
	done     chan struct{}

	mu  sync.Mutex
	err error
}

// newContext returns a context that has ended already unless begun is nil.
func newContext(parent context.Context, begun error) *endable {
	c := &endable{Context: parent, done: make(chan struct{})}
	if begun != nil {
		c.end(begun)
	}
	return c
}

func (c *endable) end(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = err
		close(c.done)
	}
}

// Deadline returns a deadline by the injected clock of the client.
func (c *endable) Deadline() (time.Time, bool) { return c.deadline, !c.deadline.IsZero() }

// Done returns a channel that is closed by end.
func (c *endable) Done() <-chan struct{} { return c.done }

// Err returns the error passed to end.
func (c *endable) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}
