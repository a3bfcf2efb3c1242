package conform

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
)

func (s Subject) dryRunOfNothing(t *testing.T) {
	if _, err := s.OpenAs(tenantToken("alice"), guichet.WithDryRun(nil)); err == nil {
		t.Error("the client was made, and would send what a dry run must not")
	}
}

func (s Subject) oneRequest(t *testing.T) {
	for name, answer := range map[string]func(w http.ResponseWriter, r *http.Request){
		"the credential refused": func(w http.ResponseWriter, _ *http.Request) { s.Refuse(w) },
		"too many requests":      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"unavailable":            func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"a redirect":             func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) },
		"cut":                    func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, _ int) { answer(w, r) })
			client := s.Open(t, server.URL, guichet.WithBackoff(noWait))
			err := client.Do(t.Context(), method, client.Path, nil, nil, guichet.NoRetry())
			failure(t, err)
			if n := len(record.seen()); n != 1 || record.signIns > 1 {
				t.Errorf("%s, %s: %d requests and %d sign-ins (%v)", method, name, n, record.signIns, err)
			}
		}
	}
}

func (s Subject) renewedByTheNext(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, before int) {
		if before == 0 {
			s.Refuse(w)
			return
		}
		s.good(w, r)
	})
	client := s.Open(t, server.URL, guichet.WithBackoff(noWait))
	if err := client.Do(t.Context(), "GET", client.Path, nil, nil, guichet.NoRetry()); !errors.Is(err, guichet.ErrUnauthorized) {
		t.Errorf("the refused call gave %v", err)
	}
	if err := client.Do(t.Context(), "GET", client.Path, nil, nil, guichet.NoRetry()); err != nil || record.signIns != 2 {
		t.Errorf("the next call gave %v after %d sign-ins", err, record.signIns)
	}
}

func (s Subject) headWithoutLength(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusOK) // net/http adds no length to HEAD
	})
	client := s.Open(t, server.URL, guichet.WithBackoff(noWait))
	var body []byte
	err := client.Do(t.Context(), http.MethodHead, client.Path, nil, &body)
	if s.NoHead {
		if !errors.Is(err, guichet.ErrInvalid) {
			t.Errorf("HEAD gave %v", err)
		}
		return
	}
	if n := len(record.seen()); err != nil || n != 1 || len(body) != 0 {
		t.Errorf("HEAD gave %q and %v after %d requests", body, err, n)
	}
}

func (s Subject) headers(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, _ int) { s.good(w, r) })
	client := s.Open(t, server.URL, guichet.WithBackoff(noWait))
	put := func(options ...guichet.CallOption) error {
		return client.Do(t.Context(), http.MethodPut, client.Path, []byte("{}"), nil, options...)
	}
	const kind, agent = "application/merge-patch+json", "nightly/1"
	if err := put(guichet.WithHeader("content-type", kind), guichet.WithHeader("User-Agent", agent)); err != nil {
		t.Fatal(err)
	}
	sent := record.seen()[0].Header
	if got := fmt.Sprint(sent["Content-Type"], sent["User-Agent"]); got != fmt.Sprint([]string{kind}, []string{agent}) {
		t.Errorf("Content-Type and User-Agent were %s", got)
	}
	impossible := []string{"Host", "content-length", "Transfer-Encoding", "Trailer", "Connection", "Upgrade"}
	for name, values := range sent {
		if s.holdsSecret(values) {
			impossible = append(impossible, name, strings.ToLower(name))
		}
	}
	if len(impossible) == 6 {
		t.Fatalf("no header of %v carries the credential", sent)
	}
	for _, name := range impossible {
		if err := put(guichet.WithHeader(name, "1")); !errors.Is(err, guichet.ErrInvalid) || failure(t, err).Sent != guichet.NotSent {
			t.Errorf("the header %s gave %v", name, err)
		}
	}
	if err := put(guichet.WithHeader("User-Agent", agent), guichet.WithHeader("User-Agent", "other")); !errors.Is(err, guichet.ErrInvalid) {
		t.Errorf("two user agents, of which one is sent, gave %v", err)
	}
	if n := len(record.seen()); n != 1 {
		t.Errorf("%d requests were sent", n)
	}
}

func (s Subject) holdsSecret(values []string) bool {
	for _, secret := range s.Secrets {
		if strings.Contains(strings.Join(values, " "), secret) {
			return true
		}
	}
	return false
}

func (s Subject) nilOption(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, _ int) { s.good(w, r) })
	client := s.Open(t, server.URL)
	get, err := s.OpenAs(tenantToken("alice"), guichet.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{client.Do(t.Context(), "GET", client.Path, nil, nil, nil), get(t.Context(), nil)} {
		if e := failure(t, err); !errors.Is(err, guichet.ErrInvalid) || e.Attempts != 0 {
			t.Errorf("a nil option gave %v", err)
		}
	}
	if n := len(record.seen()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func (s Subject) impossibleRequest(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, r *http.Request, _ int) { s.good(w, r) })
	client := s.Open(t, server.URL)
	for _, c := range []struct {
		method, path string
		in           any
	}{
		{"BREW", client.Path, nil},
		{"", client.Path, nil},
		{"GET /x HTTP/1.1\r\nA", client.Path, nil},
		{"GET", "", nil},
		{"GET", "things", nil},
		{"GET", "//elsewhere/things", nil},
		{"GET", client.Path + "/..", nil},
		{"GET", "/a b", nil},
		{"GET", "/a%zz", nil},
		{"POST", client.Path, func() {}},
	} {
		err := client.Do(t.Context(), c.method, c.path, c.in, nil)
		if e := failure(t, err); !errors.Is(err, guichet.ErrInvalid) || e.Op != "Do" || e.Sent != guichet.NotSent || strings.ContainsAny(err.Error(), "\r\n") {
			t.Errorf("%q %q gave %v", c.method, c.path, err)
		}
	}
	if n := len(record.seen()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}
