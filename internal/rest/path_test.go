package rest_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// sentPath returns the target of the request that a call sends, "" when it is
// refused before.
func sentPath(t testing.TB, base string, call *rest.Call) (*url.URL, error) {
	t.Helper()
	var sent *url.URL
	client, err := rest.New(rest.Config{Service: "service", BaseURL: base, PathAllowed: true},
		guichet.WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			sent = r.URL
			return answer(200, nil, "{}"), nil
		})}))
	if err != nil {
		t.Fatal(err)
	}
	err = client.Do(t.Context(), call, nil)
	if (err == nil) != (sent != nil) {
		t.Fatalf("the call returned %v and sent %v", err, sent)
	}
	return sent, err
}

func TestPathElementsAreEscapedOneByOne(t *testing.T) {
	for element, want := range map[string]string{
		"7": "7", "a/b": "a%2Fb", "a?b=c": "a%3Fb=c", "a#b": "a%23b", "%2e%2e": "%252e%252e", "a b": "a%20b", "é": "%C3%A9",
		"...": "...", "..;": "..%3B", "a\\b": "a%5Cb", "../admin": "..%2Fadmin", "{x}": "%7Bx%7D", "a\u00a0b": "a%C2%A0b", "\xff": "%FF",
		"//autre.fr": "%2F%2Fautre.fr", "@autre.fr": "@autre.fr", "+": "+", "a&b": "a&b",
	} {
		sent, err := sentPath(t, "https://service.example.fr/crm", rest.NewCall(rest.Read, "Things.Get", "GET /api/{id}/end", element))
		if err != nil {
			t.Errorf("%q was refused: %v", element, err)
			continue
		}
		if got := sent.EscapedPath(); got != "/crm/api/"+want+"/end" || sent.RawQuery != "" || sent.Host != "service.example.fr" {
			t.Errorf("%q was sent as %s", element, sent)
		}
	}
}

func TestUnsafePathElementsAreRefused(t *testing.T) {
	for _, element := range []string{"", ".", "..", "a\nb", "a\r\nb", "\x00", "a\tb", "\x7f"} {
		_, err := sentPath(t, "https://service.example.fr", rest.NewCall(rest.Read, "Things.Get", "GET /things/{thing_id}", element))
		if e := failure(t, err); !errors.Is(err, guichet.ErrInvalid) || e.Sent != guichet.NotSent || !strings.Contains(err.Error(), "thing_id") {
			t.Errorf("the element %q gave %v", element, err)
		}
	}
	for _, elements := range [][]string{{}, {"1", "2"}} {
		if _, err := sentPath(t, "https://service.example.fr", rest.NewCall(rest.Read, "Things.Get", "GET /things/{thing_id}", elements...)); err == nil {
			t.Errorf("%d elements for one placeholder were accepted", len(elements))
		}
	}
}

func FuzzAnElementNeverChangesThePath(f *testing.F) {
	for _, seed := range []string{"7", "../x", "a?b", "a#b", "%2f", "\\", ";", "//x", "@x:8", "é\xff", "\u202e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, element string) {
		sent, err := sentPath(t, "https://service.example.fr", rest.NewCall(rest.Read, "Things.Get", "GET /a/{id}/b", element))
		if err != nil {
			return
		}
		wire, err := url.ParseRequestURI(sent.RequestURI())
		if err != nil {
			t.Fatalf("%q was sent as %q, which nobody can read: %v", element, sent.RequestURI(), err)
		}
		segments := strings.Split(wire.EscapedPath(), "/")
		if len(segments) != 4 || segments[1] != "a" || segments[3] != "b" || wire.RawQuery != "" || wire.ForceQuery || wire.Host != "" {
			t.Fatalf("%q was sent as %q", element, sent.RequestURI())
		}
		if plain, err := url.PathUnescape(segments[2]); err != nil || plain != element {
			t.Fatalf("%q arrives as %q", element, plain)
		}
	})
}

func TestABaseURLIsAnOriginAndMaybeAPath(t *testing.T) {
	for _, c := range []struct {
		raw         string
		pathAllowed bool
		want        string // "": refused
	}{
		{"https://service.example.fr", false, "https://service.example.fr"},
		{"https://service.example.fr/", false, "https://service.example.fr"},
		{"https://service.example.fr:8443", false, "https://service.example.fr:8443"},
		{"HTTPS://service.example.fr", false, "https://service.example.fr"},
		{"https://service.example.fr/crm/", true, "https://service.example.fr/crm"},
		{"https://service.example.fr/a/b", true, "https://service.example.fr/a/b"},
		{"http://127.0.0.1:3000", false, "http://127.0.0.1:3000"},
		{"http://127.8.8.8", false, "http://127.8.8.8"},
		{"http://localhost:3000", false, "http://localhost:3000"},
		{"http://[::1]:3000", false, "http://[::1]:3000"},
		{"", false, ""},
		{"service.example.fr", false, ""},
		{"localhost:3000", false, ""},
		{"/chemin", false, ""},
		{"https://", false, ""},
		{"https://:443", false, ""},
		{"http://service.example.fr", false, ""},
		{"http://localhost.example.fr", false, ""},
		{"http://127.0.0.1.example.fr", false, ""},
		{"http://10.0.0.1", false, ""},
		{"http://0.0.0.0", false, ""},
		{"ftp://service.example.fr", false, ""},
		{"https://nom:canari@service.example.fr", false, ""},
		{"https://nom@service.example.fr", false, ""},
		{"https://service.example.fr?jeton=canari", false, ""},
		{"https://service.example.fr?", false, ""},
		{"https://service.example.fr#fin", false, ""},
		{"https://service.example.fr/crm", false, ""},
		{"https://service.example.fr/api/v1", false, ""},
		{"https://service.example.fr/api/v1/", false, ""},
		{"https://service.example.fr/crm/api/v1", true, ""},
		{"https://service.example.fr/%zz", true, ""},
		{"https://service.example.fr/\n", true, ""},
	} {
		base, err := rest.ParseBase(c.raw, c.pathAllowed)
		switch {
		case c.want == "" && err == nil:
			t.Errorf("%q was accepted as %s", c.raw, base)
		case c.want == "" && strings.Contains(err.Error(), "canari"):
			t.Errorf("the refusal of %q repeats its secret: %v", c.raw, err)
		case c.want != "" && (err != nil || base.String() != c.want):
			t.Errorf("%q gave %v and %v, not %s", c.raw, base, err, c.want)
		}
	}
}

func TestARawCallKeepsItsPathAndQuery(t *testing.T) {
	for target, want := range map[string]string{
		"/api/v1/things":                 "/crm/api/v1/things",
		"/api/v1/things/":                "/crm/api/v1/things/",
		"/api/v1/things?x=1&y=a%20b":     "/crm/api/v1/things?x=1&y=a+b",
		"/api/v1/things/?x=1":            "/crm/api/v1/things/?x=1",
		"/api/v1/things?next=/a/?b":      "/crm/api/v1/things?next=%2Fa%2F%3Fb",
		"/api/v1/things?next=/a/":        "/crm/api/v1/things?next=%2Fa%2F",
		"/api/v1/a%2Fb":                  "/crm/api/v1/a%2Fb",
		"/api/v1/a%20b%3F":               "/crm/api/v1/a%20b%3F",
		"/api/v1/{id}":                   "/crm/api/v1/%7Bid%7D",
		"/":                              "/crm/",
		"/?x=1":                          "/crm/?x=1",
		"/api/v1/things?ids[]=1&ids[]=2": "/crm/api/v1/things?ids%5B%5D=1&ids%5B%5D=2",
	} {
		sent, err := sentPath(t, "https://service.example.fr/crm", rest.RawCall("get", target, nil))
		if err != nil || sent.RequestURI() != want {
			t.Errorf("%q was sent as %v (%v), not %s", target, sent, err, want)
		}
	}
}

func TestARawCallToAnotherHostOrPathIsRefused(t *testing.T) {
	for _, target := range []string{
		"", "api/v1/things", "//autre.fr/x", "https://autre.fr/", "/api/v1/../x", "/api/v1/%2e%2e/x", "/./x", "/api//x", "/api/x//",
		"/a b", "/a#b", "/a\\b", "/a\r\nHost: autre.fr", "/%zz", "/a%00b", "/a%0Ab", "/x?a=%zz", "\\\\autre.fr", "/a\x7fb", "@autre.fr/",
	} {
		if err := rest.CheckRaw("GET", target); err == nil {
			t.Errorf("%q was accepted", target)
		}
	}
	for _, method := range []string{"", "TRACE", "CONNECT", "GET /x", "GÉT"} {
		if err := rest.CheckRaw(method, "/x"); err == nil {
			t.Errorf("the method %q was accepted", method)
		}
	}
}

func TestARawCallIsRepeatedOnlyWhenItReads(t *testing.T) {
	for method, want := range map[string]rest.Class{
		"GET": rest.Read, "HEAD": rest.Read, "POST": rest.Write, "PUT": rest.Write, "PATCH": rest.Write, "DELETE": rest.Write, "OPTIONS": rest.Write,
	} {
		if call := rest.RawCall(method, "/x", nil); call.Class != want {
			t.Errorf("%s has class %d", method, call.Class)
		}
	}
}
