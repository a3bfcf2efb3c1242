package conform

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
)

func (s Subject) writeAnswered502(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.WriteHeader(http.StatusBadGateway)
	})
	err := s.Open(t, server.URL, guichet.WithBackoff(noWait)).Create(t.Context())
	e := failure(t, err)
	if n := len(record.seen()); n != 1 {
		t.Errorf("the server saw the write %d times", n)
	}
	if !errors.Is(err, guichet.ErrUnknownOutcome) || e.Sent != guichet.MaybeSent || e.Status != http.StatusBadGateway {
		t.Errorf("the error is %+v, which does not say that the outcome is unknown", e)
	}
}

func (s Subject) writeCut(t *testing.T) {
	server, record := s.serve(t, func(http.ResponseWriter, *http.Request, int) {
		panic(http.ErrAbortHandler)
	})
	err := s.Open(t, server.URL, guichet.WithBackoff(noWait)).Create(t.Context())
	failure(t, err)
	if n := len(record.seen()); n != 1 {
		t.Errorf("the server saw the write %d times", n)
	}
	if !errors.Is(err, guichet.ErrUnknownOutcome) {
		t.Errorf("the error is %v, which does not say that the outcome is unknown", err)
	}
}

func (s Subject) retryAfterIsHonoured(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, before int) {
		if before == 0 {
			w.Header().Set("Retry-After", "17")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		s.good(w, r)
	})
	clock := &waits{}
	client := s.Open(t, server.URL, clock.option())
	if err := client.Get(t.Context(), client.GoodID); err != nil {
		t.Fatal(err)
	}
	if n := len(record.seen()); n != 2 {
		t.Errorf("the server saw %d requests, not 2", n)
	}
	if got := clock.total(); got != 17*time.Second {
		t.Errorf("the client waited %v, not the 17s that it was asked to", got)
	}
}

func (s Subject) deadlineDuringBackoff(t *testing.T) {
	server, _ := s.serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	client := s.Open(t, server.URL, guichet.WithBackoff(func(int) time.Duration { return 30 * time.Second }))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	err := client.Get(ctx, client.GoodID)
	e := failure(t, err)
	if ctx.Err() != nil {
		t.Error("the call slept to its deadline instead of returning")
	}
	if !errors.Is(err, context.DeadlineExceeded) || e.Status != http.StatusServiceUnavailable {
		t.Errorf("the error %v does not show both the deadline and the answer 503", err)
	}
}

func (s Subject) redirectElsewhere(t *testing.T) {
	var strangers atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strangers.Add(1) }))
	t.Cleanup(other.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
			http.Redirect(w, r, other.URL+"/stolen?secret=1", status)
		})
		client := s.Open(t, server.URL, guichet.WithBackoff(noWait))
		read, write := client.Get(t.Context(), client.GoodID), client.Create(t.Context())
		for _, err := range []error{read, write} {
			if e := failure(t, err); e.Status != status || !errors.Is(err, guichet.ErrUnusableAnswer) || strings.Contains(err.Error(), "secret=1") {
				t.Errorf("the redirect %d gave %v", status, err)
			}
		}
		if n := len(record.seen()); n != 2 {
			t.Errorf("the server saw %d requests, not one read and one write", n)
		}
	}
	if n := strangers.Load(); n != 0 {
		t.Errorf("the other host got %d requests", n)
	}
}

func (s Subject) hostileID(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, _ int) { s.good(w, r) })
	client := s.Open(t, server.URL)
	if err := client.Get(t.Context(), client.GoodID); err != nil {
		t.Fatal(err)
	}
	depth := strings.Count(record.seen()[0].URL.EscapedPath(), "/")
	for _, id := range []string{"../admin?x=1", "..", ".", "", "a/b", "a\nb", "%2e%2e", "a?b#c", "../../x"} {
		before := len(record.seen())
		err := client.Get(t.Context(), id)
		for _, r := range record.seen()[before:] {
			if strings.Count(r.URL.EscapedPath(), "/") != depth || r.URL.Query().Has("x") {
				t.Errorf("the id %q was sent as %s", id, r.URL)
			}
		}
		if refused := id == "" || id == "." || id == ".."; refused && (err == nil || len(record.seen()) > before) {
			t.Errorf("the id %q was not refused before it was sent", id)
		}
	}
}

func (s Subject) printing(t *testing.T) {
	server, _ := s.serve(t, func(w http.ResponseWriter, r *http.Request, _ int) { s.good(w, r) })
	client := s.Open(t, server.URL)
	if err := client.Get(t.Context(), client.GoodID); err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	text := slog.New(slog.NewTextHandler(&shown, nil))
	lines := slog.New(slog.NewJSONHandler(&shown, nil))
	for _, value := range client.Values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			_, _ = fmt.Fprintf(&shown, verb+"\n", value)
			_, _ = fmt.Fprintf(&shown, verb+"\n", struct{ hidden any }{value})
		}
		encoded, _ := json.Marshal(value)
		shown.Write(encoded)
		text.Info("value", "it", value)
		lines.Info("value", "it", value)
	}
	for _, secret := range s.Secrets {
		if strings.Contains(shown.String(), secret) || strings.Contains(shown.String(), fmt.Sprintf("%x", secret)) {
			t.Errorf("%q shows in %s", secret, shown.String())
		}
	}
}

func (s Subject) htmlError(t *testing.T) {
	server, _ := s.serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = fmt.Fprint(w, "<html><body>Bad gateway</body></html>")
	})
	client := s.Open(t, server.URL, guichet.WithBackoff(noWait), guichet.WithRetries(2))
	err := client.Get(t.Context(), client.GoodID)
	if e := failure(t, err); e.Status != http.StatusBadGateway || !errors.Is(err, guichet.ErrUnavailable) || e.Attempts != 3 {
		t.Errorf("the error is %+v, not a 502 after 3 attempts", e)
	}
}

func (s Subject) longRetryAfter(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	clock := &waits{}
	client := s.Open(t, server.URL, clock.option())
	err := client.Get(t.Context(), client.GoodID)
	if e := failure(t, err); e.RetryAfter != 24*time.Hour || !errors.Is(err, guichet.ErrRateLimited) {
		t.Errorf("the error is %+v, without the day that the service asked for", e)
	}
	if n := len(record.seen()); n != 1 || clock.total() != 0 {
		t.Errorf("the client sent %d requests and waited %v", n, clock.total())
	}
}

func (s Subject) htmlOK(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, "<!DOCTYPE html><title>Connexion</title>")
	})
	client := s.Open(t, server.URL, guichet.WithBackoff(noWait))
	for _, err := range []error{client.Get(t.Context(), client.GoodID), client.Create(t.Context())} {
		if !errors.Is(err, guichet.ErrUnusableAnswer) {
			t.Errorf("the page was taken for %v", err)
		}
	}
	if n := len(record.seen()); n != 2 {
		t.Errorf("the server saw %d requests, not one read and one write", n)
	}
}

func (s Subject) oneSignIn(t *testing.T) {
	var gate sync.WaitGroup
	gate.Add(50)
	server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, before int) {
		if before > 0 && before <= 50 {
			gate.Done()
			gate.Wait() // refuse all of them together
			s.Refuse(w)
			return
		}
		s.good(w, r)
	})
	client := s.Open(t, server.URL, guichet.WithBackoff(noWait))
	if err := client.Get(t.Context(), client.GoodID); err != nil {
		t.Fatal(err)
	}
	var callers sync.WaitGroup
	for range 50 {
		callers.Go(func() {
			if err := client.Get(t.Context(), client.GoodID); err != nil {
				t.Error(err)
			}
		})
	}
	callers.Wait()
	if record.signIns != 2 {
		t.Errorf("there were %d sign-ins, not one at first and one for all the fifty", record.signIns)
	}
}

func (s Subject) refusedWhilePaging(t *testing.T) {
	const last = 5
	server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, before int) {
		if before == 2 {
			s.Refuse(w)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, s.Page(r, last))
	})
	client := s.Open(t, server.URL, guichet.WithBackoff(noWait))
	rows, err := client.All(t.Context())
	if err != nil || rows == 0 || rows%last != 0 {
		t.Fatalf("the list gave %d rows and %v", rows, err)
	}
	if record.signIns != 2 || len(record.seen()) != last+1 {
		t.Errorf("there were %d sign-ins and %d requests, not 2 and %d", record.signIns, len(record.seen()), last+1)
	}
}

func (s Subject) stuckPaging(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, s.Stuck(r))
	})
	_, err := s.Open(t, server.URL).All(t.Context())
	if !errors.Is(err, guichet.ErrStuck) {
		t.Errorf("the list ended with %v", err)
	}
	if n := len(record.seen()); n > 10 {
		t.Errorf("the server saw %d requests", n)
	}
}
