package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// gates says, for each fault, how many requests each class sends with two
// retries allowed, and what is then known of the last one. A refresh is sent once more
// where a read is repeated.
var gates = []struct {
	fault                                       string
	read, readEffect, idempotent, write, signIn int
	sent                                        guichet.Sent
	sentOfChange                                guichet.Sent // where the class changes something
	kind                                        error
}{
	{"404", 1, 1, 1, 1, 1, guichet.Answered, guichet.Answered, guichet.ErrNotFound},
	{"408", 3, 1, 3, 1, 1, guichet.Answered, guichet.Answered, guichet.ErrNetwork},
	{"422", 1, 1, 1, 1, 1, guichet.Answered, guichet.Answered, guichet.ErrInvalid},
	{"429", 3, 3, 3, 3, 3, guichet.Answered, guichet.Answered, guichet.ErrRateLimited},
	{"500", 3, 1, 3, 1, 1, guichet.Answered, guichet.Answered, guichet.ErrUnavailable},
	{"501", 1, 1, 1, 1, 1, guichet.Answered, guichet.Answered, guichet.ErrUnavailable},
	{"502", 3, 1, 3, 1, 1, guichet.Answered, guichet.MaybeSent, guichet.ErrUnavailable},
	{"503", 3, 1, 3, 1, 1, guichet.Answered, guichet.Answered, guichet.ErrUnavailable},
	{"504", 3, 1, 3, 1, 1, guichet.Answered, guichet.MaybeSent, guichet.ErrUnavailable},
	{"refused", 3, 3, 3, 3, 3, guichet.NotSent, guichet.NotSent, guichet.ErrNetwork},
	{"cut", 3, 1, 3, 1, 1, guichet.MaybeSent, guichet.MaybeSent, guichet.ErrNetwork},
}

func TestARequestIsRepeatedOnlyWhereThatIsSafe(t *testing.T) {
	for _, g := range gates {
		refresh := min(g.read, 2)
		if g.write == g.read {
			refresh = g.read
		}
		for class, want := range map[rest.Class]int{
			rest.Read: g.read, rest.ReadEffect: g.readEffect, rest.Idempotent: g.idempotent, rest.Write: g.write, rest.SignIn: g.signIn, rest.Refresh: refresh,
		} {
			t.Run(fmt.Sprintf("class %d, %s", class, g.fault), func(t *testing.T) {
				base, seen := failing(t, g.fault)
				err := do(t.Context(), open(t, base, guichet.WithRetries(2)), newCall(class))
				e := failure(t, err)
				if e.Attempts != want || seen() != want && g.fault != "refused" {
					t.Errorf("%d attempts, %d requests seen, not %d", e.Attempts, seen(), want)
				}
				sent := g.sent
				if class != rest.Read {
					sent = g.sentOfChange
				}
				if e.Sent != sent || !errors.Is(err, g.kind) {
					t.Errorf("the error says %v and %q, not %v and %q", e.Sent, e.Kind, sent, g.kind)
				}
				if unknown := class != rest.Read && sent == guichet.MaybeSent; errors.Is(err, guichet.ErrUnknownOutcome) != unknown {
					t.Errorf("an unknown outcome is %v", !unknown)
				}
			})
		}
	}
}

// TestARefreshThatWasNotProcessedMayStillBeSentOnceMore has a 429 before two answers
// that are lost.
func TestARefreshThatWasNotProcessedMayStillBeSentOnceMore(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, n int) {
		if n > 0 {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(http.StatusTooManyRequests)
	})
	err := do(t.Context(), open(t, s.URL, guichet.WithRetries(4)), newCall(rest.Refresh))
	if e := failure(t, err); e.Attempts != 3 || len(s.seen()) != 3 {
		t.Errorf("%d attempts, %d requests (%v)", e.Attempts, len(s.seen()), err)
	}
}

// failing returns a server that fails in one way, and counts.
func failing(t *testing.T, fault string) (base string, seen func() int) {
	t.Helper()
	if fault == "refused" {
		return refusing(t), func() int { return 0 }
	}
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		if fault == "cut" {
			panic(http.ErrAbortHandler)
		}
		var status int
		_, _ = fmt.Sscan(fault, &status)
		w.WriteHeader(status)
	})
	return s.URL, func() int { return len(s.seen()) }
}

// refusing returns an address where nobody listens.
func refusing(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return "http://" + listener.Addr().String()
}

// TestNetHTTPDoesNotReplayByItself concerns connections in use before, on
// which net/http repeats what it takes for harmless.
func TestNetHTTPDoesNotReplayByItself(t *testing.T) {
	for _, c := range []struct {
		name string
		call *rest.Call
	}{
		{"a GET with an effect", newCall(rest.ReadEffect)},
		{"a write with an idempotency key", newCall(rest.Write, guichet.WithHeader("Idempotency-Key", "une-clef"))},
		{"a write without a body, with an idempotency key", rest.NewCall(rest.Write, "Things.Act", "POST /things").
			Apply([]guichet.CallOption{guichet.WithHeader("X-Idempotency-Key", "une-clef")})},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
				if before > 0 {
					panic(http.ErrAbortHandler)
				}
				good(w)
			})
			client := open(t, s.URL)
			if err := do(t.Context(), client, newCall(rest.Read)); err != nil {
				t.Fatal(err)
			}
			err := do(t.Context(), client, c.call)
			if n := len(s.seen()) - 1; n != 1 {
				t.Errorf("the server saw the request %d times", n)
			}
			if !errors.Is(err, guichet.ErrUnknownOutcome) {
				t.Errorf("the call returned %v", err)
			}
			for name := range c.call.Header {
				if s.seen()[1].Header.Get(name) != "une-clef" {
					t.Errorf("the header %s did not arrive", name)
				}
			}
		})
	}
}

func TestAnUncertainAttemptStaysUncertainAfterARetry(t *testing.T) {
	for _, later := range []struct {
		name   string
		status int
		sent   guichet.Sent
	}{
		{"too many requests", 429, guichet.MaybeSent},
		{"unavailable", 503, guichet.MaybeSent},
		{"a credential that ended", 401, guichet.MaybeSent},
		{"gone by now", 404, guichet.Answered},
		{"refused data", 422, guichet.Answered},
	} {
		t.Run(later.name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
				if before == 0 {
					panic(http.ErrAbortHandler)
				}
				w.WriteHeader(later.status)
			})
			err := do(t.Context(), open(t, s.URL, guichet.WithRetries(1)), newCall(rest.Idempotent))
			if e := failure(t, err); e.Sent != later.sent || e.Status != later.status {
				t.Errorf("the error says %v after %d, not %v", e.Sent, e.Status, later.sent)
			}
		})
	}
}

func TestAStatusDeclaredFinalIsNotTriedAgain(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(500) })
	call := newCall(rest.Read)
	call.Final = []int{500}
	if e := failure(t, do(t.Context(), open(t, s.URL), call)); e.Attempts != 1 || len(s.seen()) != 1 {
		t.Errorf("%d attempts", e.Attempts)
	}
}

func TestNoRetryAndNoRetriesSendOnce(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(503) })
	_ = do(t.Context(), open(t, s.URL), newCall(rest.Read, guichet.NoRetry()))
	_ = do(t.Context(), open(t, s.URL, guichet.WithRetries(0)), newCall(rest.Read))
	if n := len(s.seen()); n != 2 {
		t.Errorf("two calls sent %d requests", n)
	}
}

func TestACallWithoutAClassIsRefused(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	err := do(t.Context(), open(t, s.URL), rest.NewCall(rest.Unclassified, "Things.Act", "GET /things"))
	if e := failure(t, err); e.Sent != guichet.NotSent || len(s.seen()) != 0 {
		t.Errorf("the call returned %v", err)
	}
}

func TestATruncatedAnswerToAReadIsReadAgain(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
		if before == 0 {
			w.Header().Set("Content-Length", fmt.Sprint(len(goodThing)))
			_, _ = w.Write([]byte(goodThing[:5]))
			return
		}
		good(w)
	})
	if err := do(t.Context(), open(t, s.URL), newCall(rest.Read)); err != nil || len(s.seen()) != 2 {
		t.Errorf("%d requests and %v", len(s.seen()), err)
	}
}

func TestIdleConnectionsSurviveAFailure(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
		if before > 0 && before < 4 {
			w.WriteHeader(503)
			return
		}
		good(w)
	})
	client := open(t, s.URL, guichet.WithRetries(2))
	for range 3 {
		_ = do(t.Context(), client, newCall(rest.Read))
	}
	if n := s.connections(); n != 1 || len(s.seen()) != 5 {
		t.Errorf("%d requests took %d connections", len(s.seen()), n)
	}
}

func TestACallCancelledInFlightReportsIt(t *testing.T) {
	for _, class := range []rest.Class{rest.Read, rest.Write} {
		ctx, cancel := context.WithCancel(t.Context())
		s := serve(t, func(_ http.ResponseWriter, r *http.Request, _ int) {
			cancel()
			<-r.Context().Done()
		})
		err := do(ctx, open(t, s.URL), newCall(class))
		if e := failure(t, err); !errors.Is(err, context.Canceled) || e.Sent != guichet.MaybeSent || e.Attempts != 1 {
			t.Errorf("the call returned %+v", e)
		}
		if !strings.Contains(err.Error(), "cancelled") {
			t.Errorf("the error reads %q", err)
		}
	}
}

func TestACallWithAContextThatEndedIsNotSent(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := do(ctx, open(t, s.URL), newCall(rest.Write))
	if e := failure(t, err); !errors.Is(err, context.Canceled) || e.Sent != guichet.NotSent || len(s.seen()) != 0 {
		t.Errorf("the call returned %+v", e)
	}
}
