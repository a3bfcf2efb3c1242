// Package conform tests what a careful client does when a service fails, sends
// wrong data or breaks off an answer. Run runs the table of guarantees, Matrix
// plays every fault to every operation, and CheckAPILines compares doc comments
// with the requests that were sent.
//
// Only tests import this package; TestOnlyTestsImportThisPackage checks it.
package conform

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
)

// Subject is a client package under test, with the answers of its service.
type Subject struct {
	// Open returns a client of the server at base.
	Open func(t testing.TB, base string, options ...guichet.Option) Client
	// OpenAs makes a client whose credential sends token unchanged, and returns
	// a call that reads Object with it. It passes options to the package as one
	// slice.
	OpenAs func(token string, options ...guichet.Option) (func(context.Context, ...guichet.CallOption) error, error)
	// SignIn answers r if it is a sign-in and reports whether it was. It is nil
	// where the credential is static.
	SignIn func(w http.ResponseWriter, r *http.Request) bool
	// Probe answers r if it is the client's check of a refused credential, and
	// reports whether it was. It answers that the credential is invalid. It is
	// nil where the client does not check.
	Probe func(w http.ResponseWriter, r *http.Request) bool
	// Refuse answers that the credential is no longer accepted.
	Refuse func(w http.ResponseWriter)
	// NoHead says that Do refuses HEAD.
	NoHead bool
	// Object is the body of a good answer to Get and to Create.
	Object string
	// CreateStatus is the status of a good answer to Create; 0 is 200.
	CreateStatus int
	// Page returns the body of the page that r requests, of a list of last
	// pages. It is nil where the service has no pages.
	Page func(r *http.Request, last int) string
	// Rows returns the body of a list with these rows on its last page. Key is
	// the field that identifies a row. Rows is nil where the client reads no
	// lists.
	Rows func(rows string) string
	Key  string
	// Stuck returns the body of a page after which paging does not advance.
	Stuck func(r *http.Request) string
	// Secrets must not appear in any output.
	Secrets []string
	// RowCount is how many rows of the table apply to the package. Run fails
	// when it finds another number.
	RowCount int
}

// Client is the client as the table uses it.
type Client struct {
	// Values are printed in every format: the client, its credential.
	Values []any
	// Get reads one object by its id, which may be any text.
	Get func(ctx context.Context, id string) error
	// GoodID is a valid id.
	GoodID string
	// Create writes an object.
	Create func(ctx context.Context) error
	// Do sends any request. Path is a valid path for it.
	Do   func(ctx context.Context, method, path string, in, out any, options ...guichet.CallOption) error
	Path string
	// All reads a whole list and returns the number of rows. AllRaw does the
	// same without decoding them; it is nil where there is no such method.
	All, AllRaw func(ctx context.Context) (int, error)
}

// recorder records the requests that the hostile server gets.
type recorder struct {
	mu       sync.Mutex
	requests []*http.Request
	signIns  int
}

func (r *recorder) seen() []*http.Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]*http.Request(nil), r.requests...)
}

// serve starts a server that accepts sign-ins and passes other requests to
// answer, with the number of requests before.
func (s Subject) serve(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, before int)) (*httptest.Server, *recorder) {
	t.Helper()
	record := &recorder{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.SignIn != nil && s.SignIn(w, r) {
			record.mu.Lock()
			record.signIns++
			record.mu.Unlock()
			return
		}
		if s.Probe != nil && s.Probe(w, r) {
			return
		}
		record.mu.Lock()
		before := len(record.requests)
		record.requests = append(record.requests, r)
		record.mu.Unlock()
		answer(w, r, before)
	}))
	t.Cleanup(server.Close)
	return server, record
}

// waits is an injected clock that records each wait and returns at once.
type waits struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func (w *waits) option() guichet.Option {
	w.now = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	return guichet.WithClock(
		func() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now },
		func(ctx context.Context, d time.Duration) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.now = w.now.Add(d)
			w.slept = append(w.slept, d)
			return ctx.Err()
		})
}

func (w *waits) total() (sum time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range w.slept {
		sum += d
	}
	return sum
}

func noWait(int) time.Duration { return 0 }

func (s Subject) good(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.Method != http.MethodGet && s.CreateStatus != 0 {
		w.WriteHeader(s.CreateStatus)
	}
	_, _ = fmt.Fprint(w, s.Object)
}

// failure returns err as a *guichet.Error, and fails if it is something else.
func failure(t *testing.T, err error) *guichet.Error {
	t.Helper()
	var e *guichet.Error
	if !errors.As(err, &e) {
		t.Fatalf("the call returned %v, which is not an *Error", err)
	}
	return e
}
