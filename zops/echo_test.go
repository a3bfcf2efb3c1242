package zops_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
)

// scripted returns the address of a service that answers as answer says.
func scripted(t *testing.T, answer func(path, token string, before int) (status int, body string)) string {
	t.Helper()
	seen := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		token := r.Header.Get("Authorization")
		status, body := answer(r.URL.Path, token, seen[r.URL.Path])
		seen[r.URL.Path]++
		if body == "" {
			echo, _ := json.Marshal(token + " " + string(sent))
			body = `{"title":"Refus","description":` + string(echo) + `}`
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func client(t *testing.T, base string, credential zops.Credential) *zops.Client {
	t.Helper()
	c, err := zops.New(credential, guichet.WithBaseURL(base), guichet.WithBackoff(func(int) time.Duration { return 0 }))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// kept gives a token, and another one once that is refused.
func kept() zops.Credential {
	return zops.TokenSource(func(_ context.Context, rejected guichet.Secret) (guichet.Secret, error) {
		if rejected.IsZero() {
			return guichet.NewSecret("jeton-canari"), nil
		}
		return guichet.NewSecret("jeton-neuf"), nil
	})
}

func TestTheTokenOfADeletedUserIsReplaced(t *testing.T) {
	base := scripted(t, func(path, token string, _ int) (int, string) {
		switch {
		case token == "jeton-neuf":
			return 200, `{"content":[]}`
		case path == "/api/v1/me":
			return 404, "{}"
		}
		return 401, "{}"
	})
	if err := client(t, base, kept()).Do(t.Context(), "GET", "/api/v1/projects", nil, nil); err != nil {
		t.Error(err)
	}
}

func TestAServiceThatEchoesWhatItWasSentIsNotRepeated(t *testing.T) {
	for status := range map[int]bool{400: true, 403: true} {
		base := scripted(t, func(path, _ string, _ int) (int, string) {
			if path == "/api/v1/projects" {
				return 401, "{}"
			}
			return status, ""
		})
		_, loginErr := client(t, base, zops.Anonymous()).Session.Login(t.Context(), "a@exemple.fr", "mot-canari")
		livesErr := client(t, base, kept()).Do(t.Context(), "GET", "/api/v1/projects", nil, nil)
		otherErr := client(t, base, zops.Token("jeton-canari")).Do(t.Context(), "GET", "/api/v1/other", nil, nil)
		for name, err := range map[string]error{"login": loginErr, "a look at the token": livesErr, "a call": otherErr} {
			if err == nil || !strings.Contains(err.Error(), "Refus") || strings.Contains(err.Error(), "canari") {
				t.Errorf("%d, %s: got %v", status, name, err)
			}
		}
	}
}

func TestALoginAnsweredWithoutATokenIsAnError(t *testing.T) {
	base := scripted(t, func(string, string, int) (int, string) { return 200, `{"content":{}}` })
	_, err := client(t, base, zops.Anonymous()).Session.Login(t.Context(), "a@exemple.fr", "mot")
	want(t, err, guichet.ErrUnusableAnswer)
}

// TestA401AfterAPauseMeansTheCredentialIsRefused answers 429 before the 401, so
// that the repeat was not caused by the token.
func TestA401AfterAPauseMeansTheCredentialIsRefused(t *testing.T) {
	base := scripted(t, func(_, _ string, before int) (int, string) {
		if before%2 == 0 {
			return http.StatusTooManyRequests, "{}"
		}
		return 401, "{}"
	})
	want(t, client(t, base, zops.Token("jeton")).Do(t.Context(), "GET", "/api/v1/projects", nil, nil), guichet.ErrUnauthorized)
	_, err := client(t, base, kept()).Session.Login(t.Context(), "a@exemple.fr", "mot")
	want(t, err, guichet.ErrUnauthorized)
}

// ending ends a call as soon as its refusal is there, before anyone can look at
// the token.
type ending struct{ end context.CancelFunc }

func (e ending) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	e.end()
	return resp, err
}

// TestACancelledCheckOfTheTokenDoesNotBlameTheRole cancels the call before the
// token is checked, after the request was sent twice.
func TestACancelledCheckOfTheTokenDoesNotBlameTheRole(t *testing.T) {
	looked := false
	base := scripted(t, func(path, _ string, before int) (int, string) {
		looked = looked || path == "/api/v1/me"
		if before == 0 {
			return http.StatusTooManyRequests, "{}"
		}
		return http.StatusUnauthorized, "{}"
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	sender, err := zops.New(kept(), guichet.WithBaseURL(base), guichet.WithBackoff(func(int) time.Duration { return 0 }),
		guichet.WithHTTPClient(&http.Client{Transport: ending{cancel}}))
	if err != nil {
		t.Fatal(err)
	}
	err = sender.Do(ctx, "GET", "/api/v1/projects", nil, nil)
	want(t, err, guichet.ErrUnauthorized)
	if e := failure(t, err); e.Attempts != 2 || looked {
		t.Errorf("%d attempts, looked at the token: %v", e.Attempts, looked)
	}
}
