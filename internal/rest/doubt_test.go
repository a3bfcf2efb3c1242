package rest_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestATransportErrorDecidesRetriesAndSent(t *testing.T) {
	for name, c := range map[string]struct {
		err      error
		attempts int // of a read with one retry
		sent     guichet.Sent
	}{
		"no such host":        {&net.DNSError{IsNotFound: true, Name: "x"}, 1, guichet.NotSent},
		"no answer of DNS":    {&net.DNSError{IsTemporary: true, Name: "x"}, 2, guichet.NotSent},
		"dial":                {&net.OpError{Op: "dial", Err: io.EOF}, 2, guichet.NotSent},
		"a proxy's refusal":   {&net.OpError{Op: "proxyconnect", Err: io.EOF}, 2, guichet.NotSent},
		"read":                {&net.OpError{Op: "read", Err: io.EOF}, 2, guichet.MaybeSent},
		"write":               {&net.OpError{Op: "write", Err: io.EOF}, 2, guichet.MaybeSent},
		"another scheme":      {http.ErrSchemeMismatch, 1, guichet.MaybeSent},
		"a certificate":       {&tls.CertificateVerificationError{Err: io.EOF}, 1, guichet.MaybeSent},
		"an authority":        {x509.UnknownAuthorityError{}, 1, guichet.MaybeSent},
		"a name":              {x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}, 1, guichet.MaybeSent},
		"something but TLS":   {tls.RecordHeaderError{Msg: "x"}, 1, guichet.MaybeSent},
		"what nobody foresaw": {errors.New("x"), 2, guichet.MaybeSent},
	} {
		client := offline(t, func(*http.Request) (*http.Response, error) { return nil, c.err }, guichet.WithRetries(1), guichet.WithBackoff(noWait))
		if e := failure(t, do(t.Context(), client, newCall(rest.Read))); e.Attempts != c.attempts || e.Sent != c.sent {
			t.Errorf("%s: %d attempts and %v, not %d and %v", name, e.Attempts, e.Sent, c.attempts, c.sent)
		}
	}
}

func TestAWriteThatEndedInTheHandshakeWasNotSent(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_ = conn.Close()
		}
	}()
	client := open(t, "https://"+listener.Addr().String(), guichet.WithRetries(1))
	if e := failure(t, do(t.Context(), client, newCall(rest.Write))); e.Sent != guichet.NotSent || e.Attempts != 2 {
		t.Errorf("%d attempts and %+v", e.Attempts, *e)
	}
}

// TestAnUnknownOutcomeSurvivesLaterAttempts lets an attempt that may have been
// processed come first, and others that do not settle its outcome follow.
func TestAnUnknownOutcomeSurvivesLaterAttempts(t *testing.T) {
	for name, last := range map[string]roundTrip{
		"a request that came too late": func(*http.Request) (*http.Response, error) { return answer(408, nil, ""), nil },
		"too many requests":            func(*http.Request) (*http.Response, error) { return answer(429, nil, ""), nil },
		"nobody listens":               func(*http.Request) (*http.Response, error) { return nil, &net.OpError{Op: "dial", Err: io.EOF} },
	} {
		sent := 0
		client := offline(t, func(r *http.Request) (*http.Response, error) {
			if sent++; sent == 1 {
				return nil, io.ErrUnexpectedEOF
			}
			return last(r)
		}, guichet.WithRetries(2), guichet.WithBackoff(noWait))
		err := do(t.Context(), client, newCall(rest.Idempotent))
		if e := failure(t, err); e.Sent != guichet.MaybeSent || !errors.Is(err, guichet.ErrUnknownOutcome) || sent != 3 {
			t.Errorf("%s: %d requests and %+v", name, sent, *e)
		}
	}
}

func TestAnErrorWhoseBodyBreaksOffKeepsItsStatus(t *testing.T) {
	for class, want := range map[rest.Class]int{rest.Read: 1, rest.Write: 1} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = io.WriteString(w, "{")
		})
		err := do(t.Context(), open(t, s.URL), newCall(class))
		if e := failure(t, err); e.Status != 422 || !errors.Is(err, guichet.ErrInvalid) || e.Sent != guichet.Answered || len(s.seen()) != want {
			t.Errorf("class %d: %d requests and %+v", class, len(s.seen()), *e)
		}
	}
}

func TestAnAnswerThatIsTooLargeCountsAsAnswered(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		_, _ = io.WriteString(w, strings.Repeat("a", 100))
	})
	err := do(t.Context(), openWith(t, rest.Config{BaseURL: s.URL, MaxBody: 10}), newCall(rest.Write))
	if e := failure(t, err); e.Sent != guichet.Answered || errors.Is(err, guichet.ErrUnknownOutcome) {
		t.Errorf("the error is %+v", *e)
	}
}

// closing ends a context when an answer's body is closed for the second time:
// the first time is before the decision to try again, the second after it.
type closing struct {
	io.Reader
	cancel context.CancelFunc
	closed int
}

func (c *closing) Close() error {
	if c.closed++; c.closed == 2 {
		c.cancel()
	}
	return nil
}

func TestACallCancelledBeforeItsNextAttemptReportsIt(t *testing.T) {
	for range 30 {
		ctx, cancel := context.WithCancel(t.Context())
		client := offline(t, func(*http.Request) (*http.Response, error) {
			resp := answer(503, nil, "")
			resp.Body = &closing{Reader: strings.NewReader(""), cancel: cancel}
			return resp, nil
		}, guichet.WithBackoff(noWait))
		err := do(ctx, client, newCall(rest.Read))
		if e := failure(t, err); !errors.Is(err, context.Canceled) || e.Status != 503 || e.Attempts != 1 {
			t.Fatalf("the error is %+v", *e)
		}
	}
}

// TestNetHTTPDoesNotReplayHEADOrOPTIONSWithASideEffect uses connections that were
// used before.
func TestNetHTTPDoesNotReplayHEADOrOPTIONSWithASideEffect(t *testing.T) {
	for _, method := range []string{"HEAD", "OPTIONS"} {
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
		err := client.Do(t.Context(), rest.NewCall(rest.ReadEffect, "Things.Act", method+" /things"), nil)
		if n := len(s.seen()) - 1; n != 1 || !errors.Is(err, guichet.ErrUnknownOutcome) {
			t.Errorf("%s: the server saw the request %d times (%v)", method, n, err)
		}
	}
}

// TestARetryOnADeadConnectionCountsAsOurAttempt uses a connection that was used
// before: net/http would repeat the read silently.
func TestARetryOnADeadConnectionCountsAsOurAttempt(t *testing.T) {
	for retries := range 2 {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
			if before == 1 {
				panic(http.ErrAbortHandler)
			}
			good(w)
		})
		waited := 0
		client := open(t, s.URL, guichet.WithRetries(retries), guichet.WithBackoff(func(int) time.Duration { waited++; return 0 }))
		if err := do(t.Context(), client, newCall(rest.Read)); err != nil {
			t.Fatal(err)
		}
		err := do(t.Context(), client, newCall(rest.Read))
		if ended := err == nil; ended != (retries == 1) || len(s.seen()) != 2+retries || waited == 0 {
			t.Errorf("%d retries: the server saw %d requests, the client waited %d times (%v)", retries, len(s.seen()), waited, err)
		}
	}
}

// TestAnIdempotencyKeyDoesNotMakeNetHTTPRepeatAWrite is about a connection that
// was used before, too.
func TestAnIdempotencyKeyDoesNotMakeNetHTTPRepeatAWrite(t *testing.T) {
	for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request, before int) {
			if before > 0 {
				panic(http.ErrAbortHandler)
			}
			good(w)
		})
		client := open(t, s.URL)
		if err := do(t.Context(), client, newCall(rest.Read)); err != nil {
			t.Fatal(err)
		}
		call := rest.NewCall(rest.Write, "Things.Act", "POST /things").Apply([]guichet.CallOption{guichet.WithHeader(name, "une-clef")})
		err := client.Do(t.Context(), call, nil)
		if seen := s.seen()[1:]; len(seen) != 1 || seen[0].Header.Get(name) != "une-clef" || !errors.Is(err, guichet.ErrUnknownOutcome) {
			t.Errorf("%s: the server saw the write %d times (%v)", name, len(seen), err)
		}
	}
}

func TestADryRunSendsReadsAndSignInsOnly(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	var planned []guichet.Planned
	client := open(t, s.URL, guichet.WithDryRun(func(p guichet.Planned) { planned = append(planned, p) }))
	for class, sent := range map[rest.Class]bool{rest.Read: true, rest.SignIn: true, rest.ReadEffect: false, rest.Idempotent: false, rest.Write: false} {
		before := len(s.seen())
		planned = nil
		call := newCall(class)
		call.Anonymous, call.Secrets = true, []string{"canari"}
		err := do(t.Context(), client, call)
		if got := len(s.seen()) > before; got != sent || errors.Is(err, guichet.ErrDryRun) == sent || (len(planned) == 0) != sent {
			t.Errorf("class %d: sent is %v, %d are shown, and %v", class, got, len(planned), err)
		}
		if !sent && (!planned[0].Anonymous || len(planned[0].Secrets) != 1 || planned[0].Secrets[0].Reveal() != "canari") {
			t.Errorf("class %d: shown is %+v", class, planned[0])
		}
	}
}

func TestACredentialThatIsRefusedAgainIsNotRenewedAgain(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
		if before < 5 {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		good(w)
	})
	cfg, fetched := renewed(s.URL)
	err := do(t.Context(), openWith(t, cfg), newCall(rest.Write))
	if !errors.Is(err, guichet.ErrUnauthorized) || len(s.seen()) != 2 || fetched.Load() != 2 {
		t.Errorf("%d requests, %d credentials and %v", len(s.seen()), fetched.Load(), err)
	}
}

func TestATextWithAnHTMLContentTypeIsAPage(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Type", "text/HTML; charset=utf-8")
		_, _ = io.WriteString(w, "Connexion")
	})
	if err := open(t, s.URL).Do(t.Context(), newCall(rest.Write), nil); !errors.Is(err, guichet.ErrUnusableAnswer) {
		t.Errorf("the call returned %v", err)
	}
}

func TestABaseURLWithAPortAloneIsRefused(t *testing.T) {
	if base, err := rest.ParseBase("https://:443", false); err == nil {
		t.Errorf("it is %s", base)
	}
}

func TestSecretStringMethodsAreRedacted(t *testing.T) {
	s := guichet.NewSecret("canari")
	if got := s.String() + s.GoString(); got != "[redacted][redacted]" {
		t.Errorf("got %s", got)
	}
}
