package rest_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func withToken(token string) rest.Config {
	return rest.Config{Auth: auth(rest.Static(rest.Field{Name: "Authorization", Value: guichet.NewSecret("Bearer " + token)}))}
}

func TestARedirectToTheSameOriginIsFollowedForAGET(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request, before int) {
			if before == 0 {
				http.Redirect(w, r, "/moved/7?page=2", status)
				return
			}
			good(w)
		})
		cfg := withToken("jeton-de-lecture")
		cfg.BaseURL = s.URL
		if err := do(t.Context(), openWith(t, cfg), newCall(rest.Read)); err != nil {
			t.Errorf("%d: %v", status, err)
			continue
		}
		last := s.seen()[1]
		if last.URL.String() != "/moved/7?page=2" || last.Header.Get("Authorization") != "Bearer jeton-de-lecture" {
			t.Errorf("%d: the second request was %s with %q", status, last.URL, last.Header.Get("Authorization"))
		}
	}
}

func TestARedirectOfAWriteIsNotFollowed(t *testing.T) {
	for _, class := range []rest.Class{rest.ReadEffect, rest.Idempotent, rest.Write, rest.SignIn} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
			http.Redirect(w, r, "/moved", http.StatusTemporaryRedirect)
		})
		err := do(t.Context(), open(t, s.URL), newCall(class))
		if e := failure(t, err); e.Status != 307 || !errors.Is(err, guichet.ErrUnusableAnswer) || len(s.seen()) != 1 {
			t.Errorf("class %d: %d requests and %v", class, len(s.seen()), err)
		}
	}
}

func TestALoopOfRedirectsEnds(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request, before int) {
		http.Redirect(w, r, fmt.Sprintf("/again/%d", before), http.StatusFound)
	})
	err := do(t.Context(), open(t, s.URL), newCall(rest.Read))
	if e := failure(t, err); len(s.seen()) != 6 || e.Attempts != 6 || e.Status != 302 {
		t.Errorf("%d requests and %v", len(s.seen()), err)
	}
}

// TestARedirectElsewhereIsNotFollowed has no host but the first answer, and
// counts every request of the transport.
func TestARedirectElsewhereIsNotFollowed(t *testing.T) {
	for _, location := range []string{
		"https://autre.example.fr/things/7",
		"https://sous.service.example.fr/",
		"https://service.example.fr:8443/",
		"http://service.example.fr/things/7",
		"//autre.example.fr/",
		"https://service.example.fr.autre.fr/",
		"https://service.example.fr@autre.fr/",
		"https://nom:mot@service.example.fr/",
		"ftp://service.example.fr/",
		"javascript:alert(1)",
		"",
		"https://[::1",
	} {
		sent := 0
		client := offlineWith(t, withToken("jeton-de-lecture"), func(*http.Request) (*http.Response, error) {
			sent++
			return answer(302, http.Header{"Location": {location}}, ""), nil
		})
		err := do(t.Context(), client, newCall(rest.Read))
		if e := failure(t, err); sent != 1 || e.Status != 302 || e.Kind != guichet.ErrUnusableAnswer {
			t.Errorf("the redirect to %q took %d requests and gave %v", location, sent, err)
		}
	}
}

func TestEverySpellingOfTheSameOriginIsFollowed(t *testing.T) {
	for _, location := range []string{"/other", "other", "https://service.example.fr:443/other", "HTTPS://Service.Example.FR/other"} {
		sent := 0
		client := offline(t, func(*http.Request) (*http.Response, error) {
			if sent++; sent == 1 {
				return answer(302, http.Header{"Location": {location}}, ""), nil
			}
			return answer(200, nil, goodThing), nil
		})
		if err := do(t.Context(), client, newCall(rest.Read)); err != nil || sent != 2 {
			t.Errorf("the redirect to %q took %d requests and gave %v", location, sent, err)
		}
	}
}

func TestTheTargetOfARedirectIsNamedWithoutItsQuery(t *testing.T) {
	client := offline(t, func(*http.Request) (*http.Response, error) {
		return answer(302, http.Header{"Location": {"https://autre.example.fr/connexion?jeton=canari"}}, ""), nil
	})
	err := do(t.Context(), client, newCall(rest.Read))
	if !strings.Contains(err.Error(), "https://autre.example.fr/connexion") || strings.Contains(err.Error(), "canari") {
		t.Errorf("the error reads %q", err)
	}
}

func TestTheCallersHTTPClientIsNotChanged(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request, before int) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		if before == 0 {
			http.Redirect(w, r, "/other", http.StatusFound)
			return
		}
		good(w)
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	asked := false
	given := &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { asked = true; return nil }}
	client := open(t, s.URL, guichet.WithHTTPClient(given))
	for range 2 {
		if err := do(t.Context(), client, newCall(rest.Read)); err != nil {
			t.Fatal(err)
		}
	}
	if given.Jar != http.CookieJar(jar) || given.Transport != nil || given.CheckRedirect == nil || given.Timeout != time.Minute || asked {
		t.Errorf("the client is now %+v", given)
	}
	for _, r := range s.seen() {
		if len(r.Cookies()) != 0 {
			t.Errorf("a cookie was sent to %s", r.URL)
		}
	}
}

func TestAnOriginIsSchemeHostAndPort(t *testing.T) {
	for raw, want := range map[string]string{
		"https://Service.Example.FR/chemin": "https://service.example.fr:443",
		"http://127.0.0.1":                  "http://127.0.0.1:80",
		"https://service.example.fr:8443":   "https://service.example.fr:8443",
		"https://[::1]:8443/":               "https://[::1]:8443",
	} {
		base, err := rest.ParseBase(raw, true)
		if err != nil {
			t.Fatal(err)
		}
		if got := rest.Origin(base); got != want {
			t.Errorf("the origin of %s is %s, not %s", raw, got, want)
		}
	}
}

func TestABodyOverTheLimitIsRefused(t *testing.T) {
	const limit = 3 << 20
	for size, fits := range map[int]bool{limit: true, limit + 1: false, 3 * limit: false} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Content-Type", "application/octet-stream")
			_, _ = io.WriteString(w, strings.Repeat("a", size))
		})
		body, err := rest.Raw(t.Context(), openWith(t, rest.Config{BaseURL: s.URL, MaxBody: limit}), newCall(rest.Read))
		switch {
		case fits && (err != nil || len(body) != size):
			t.Errorf("a body of %d bytes gave %d bytes and %v", size, len(body), err)
		case !fits && !errors.Is(err, guichet.ErrUnusableAnswer):
			t.Errorf("a body of %d bytes gave %v", size, err)
		case !fits && (len(s.seen()) != 1 || !strings.Contains(err.Error(), "3145728 bytes")):
			t.Errorf("%d requests, and the error reads %q", len(s.seen()), err)
		}
	}
}
