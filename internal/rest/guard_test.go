package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/internal/token"
)

// renewed is a configuration with a credential that can be renewed, and the
// number of times that it was.
func renewed(base string) (rest.Config, *atomic.Int32) {
	fetched := new(atomic.Int32)
	source := token.New(token.Config[int32]{Fetch: func(context.Context, *int32) (int32, error) { return fetched.Add(1), nil }})
	return rest.Config{BaseURL: base, Auth: auth(rest.Renewable(source, func(n int32) []rest.Field {
		return []rest.Field{{Name: "Authorization", Value: guichet.NewSecret(fmt.Sprintf("Bearer jeton-%d", n))}}
	}))}, fetched
}

func mustParse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestA401ToACallWithoutACredentialIsNotRetried(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusUnauthorized) })
	for _, class := range []rest.Class{rest.Read, rest.SignIn} {
		cfg, fetched := renewed(s.URL)
		before := len(s.seen())
		call := newCall(class)
		call.Anonymous = class == rest.Read
		err := do(t.Context(), openWith(t, cfg), call)
		if seen := s.seen()[before:]; len(seen) != 1 || !errors.Is(err, guichet.ErrUnauthorized) {
			t.Errorf("class %d: %d requests and %v", class, len(seen), err)
		} else if call.Anonymous && (seen[0].Header.Get("Authorization") != "" || fetched.Load() != 0) {
			t.Errorf("an anonymous call was sent with %q", seen[0].Header)
		}
	}
}

func TestACancelledCallDoesNotRejectItsCredential(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
		if before == 0 {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		good(w)
	})
	cfg, fetched := renewed(s.URL)
	ctx, cancel := context.WithCancel(t.Context())
	cfg.Refused = func(status int, _ []byte) bool {
		cancel()
		return status == http.StatusUnauthorized
	}
	client := openWith(t, cfg)
	_ = do(ctx, client, newCall(rest.Read))
	if err := do(t.Context(), client, newCall(rest.Read)); err != nil || fetched.Load() != 1 {
		t.Errorf("the credential was fetched %d times (%v)", fetched.Load(), err)
	}
}

func TestACredentialIsSentOnlyToTheOriginOfTheBaseURL(t *testing.T) {
	stranger := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	own := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	cfg := withToken("jeton-de-lecture")
	cfg.BaseURL = own.URL
	client := openWith(t, cfg)
	for _, s := range []*service{stranger, own} {
		call := newCall(rest.Read)
		call.URL = mustParse(t, s.URL+"/things/7")
		if err := do(t.Context(), client, call); err != nil {
			t.Fatal(err)
		}
	}
	if got := stranger.seen()[0].Header.Get("Authorization") + "|" + own.seen()[0].Header.Get("Authorization"); got != "|Bearer jeton-de-lecture" {
		t.Errorf("the credentials sent were %q", got)
	}
}

func TestARedirectFromAnotherHostToTheServiceIsNotFollowed(t *testing.T) {
	own := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	stranger := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		http.Redirect(w, r, own.URL+"/things/8", http.StatusFound)
	})
	call := newCall(rest.Read)
	call.URL = mustParse(t, stranger.URL)
	if err := do(t.Context(), open(t, own.URL), call); !errors.Is(err, guichet.ErrUnusableAnswer) || len(own.seen()) != 0 {
		t.Errorf("the service saw %d requests (%v)", len(own.seen()), err)
	}
}

func TestOnlyARedirectOfAReadWithoutABodyIsFollowed(t *testing.T) {
	withBody := newCall(rest.Read)
	withBody.Body = []byte("{}")
	for _, c := range []struct {
		name   string
		status int
		call   *rest.Call
		sent   int
	}{
		{"a GET", 302, newCall(rest.Read), 2},
		{"a HEAD", 302, rest.NewCall(rest.Read, "Things.Has", "HEAD /things/7"), 2},
		{"a POST that reads", 302, rest.NewCall(rest.Read, "Things.Find", "POST /things"), 1},
		{"a GET with a body", 302, withBody, 1},
		{"several choices", 300, newCall(rest.Read), 1},
		{"not modified", 304, newCall(rest.Read), 1},
		{"created", 201, newCall(rest.Read), 1},
	} {
		sent := 0
		client := offline(t, func(*http.Request) (*http.Response, error) {
			if sent++; sent == 1 {
				return answer(c.status, http.Header{"Location": {"/other"}}, ""), nil
			}
			return answer(200, nil, goodThing), nil
		})
		if _ = client.Do(t.Context(), c.call, nil); sent != c.sent {
			t.Errorf("%s: %d requests, not %d", c.name, sent, c.sent)
		}
	}
}

func TestOnlyA429OfUpToAMinutePausesOtherCalls(t *testing.T) {
	for _, c := range []struct {
		status int
		after  string
		want   time.Duration
	}{
		{429, "60", time.Minute}, {429, "61", 0}, {503, "17", 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			first := true
			client := offline(t, func(*http.Request) (*http.Response, error) {
				if first {
					first = false
					return answer(c.status, http.Header{"Retry-After": {c.after}}, ""), nil
				}
				return answer(200, nil, goodThing), nil
			})
			start := time.Now()
			_ = do(t.Context(), client, newCall(rest.Write, guichet.NoRetry()))
			if err := do(t.Context(), client, newCall(rest.Read)); err != nil || time.Since(start) != c.want {
				t.Errorf("%d for %s s: the next call took %v (%v)", c.status, c.after, time.Since(start), err)
			}
		})
	}
}

func TestAShorterPauseDoesNotEndALongerOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int32
		var both sync.WaitGroup
		both.Add(2)
		client := offline(t, func(*http.Request) (*http.Response, error) {
			n := sent.Add(1)
			if n > 2 {
				return answer(200, nil, goodThing), nil
			}
			both.Done()
			both.Wait()
			if n == 1 {
				return answer(429, http.Header{"Retry-After": {"30"}}, ""), nil
			}
			time.Sleep(time.Second)
			return answer(429, http.Header{"Retry-After": {"5"}}, ""), nil
		})
		var calls sync.WaitGroup
		start := time.Now()
		for range 2 {
			calls.Go(func() { _ = do(t.Context(), client, newCall(rest.Read, guichet.NoRetry())) })
		}
		calls.Wait()
		if err := do(t.Context(), client, newCall(rest.Read)); err != nil || time.Since(start) != 30*time.Second {
			t.Errorf("the next call was sent after %v (%v)", time.Since(start), err)
		}
	})
}
