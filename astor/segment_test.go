package astor_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

func TestALiteralIDOfAPathIsNamedByTheSegmentBeforeIt(t *testing.T) {
	for path, want := range map[string][]astor.Parameter{
		"api/hotels/1":                     {{Name: "hotels", Value: "1"}},
		"user/all/0/20":                    {{Name: "all", Value: "0"}, {Name: "all#2", Value: "20"}},
		"hotels/1/rooms/2":                 {{Name: "hotels", Value: "1"}, {Name: "rooms", Value: "2"}},
		"a/1/a/2":                          {{Name: "a", Value: "1"}, {Name: "a#2", Value: "2"}},
		"users/:id/7":                      {{Name: ":id", Value: "7"}},
		"users/{{id}}/7":                   {{Name: "{{id}}", Value: "7"}},
		"cameras/cam-12":                   {{Name: "cameras", Value: "cam-12"}},
		"users/ana%40exemple.fr":           {{Name: "users", Value: "ana@exemple.fr"}},
		"mes%20b%C3%A9/5f3a9c0d1e2b":       {{Name: "mes bé", Value: "5f3a9c0d1e2b"}},
		"u/550e8400-e29b-41d4-a716-446655": {{Name: "u", Value: "550e8400-e29b-41d4-a716-446655"}},
		"u/aZk9Qw3rTy5uIoPq":               {{Name: "u", Value: "aZk9Qw3rTy5uIoPq"}},
		"api/v1/hotels":                    nil,
		"api/1.0/hotels/V2.1/search":       nil,
		"api/oauth2/token":                 nil,
		"1":                                nil,
		"users/{{id}}/:x":                  nil,
		"hotels/paris":                     nil,
		"":                                 nil,
	} {
		o := one(t, `"{{base_url}}/`+path+`"`)
		if diff := cmp.Diff(want, o.Segments); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	if got, want := notes(one(t, `"{{base_url}}/hotels/1"`)), `the id "1" in its path is the author's: to use your own, set the segment "hotels"`; got != want {
		t.Errorf("the notes are %q", got)
	}
}

func TestALiteralSegmentOfAPathIsReplacedByTheCallers(t *testing.T) {
	for _, row := range []struct {
		path     string
		segments map[string]string
		want     string
	}{
		{"api/hotels/1", map[string]string{"hotels": "7"}, "GET AUTH/api/hotels/7"},
		{"api/hotels/1", nil, "GET AUTH/api/hotels/1"},
		{"user/all/0/20", map[string]string{"all#2": "50", "all": "3"}, "GET AUTH/user/all/3/50"},
		{"hotels/1", map[string]string{"hotels": "a/b {{x}}?é"}, "GET AUTH/hotels/a%2Fb%20%7B%7Bx%7D%7D%3F%C3%A9"},
		{"hotels/paris", map[string]string{"hotels": "lyon"}, "GET AUTH/hotels/lyon"},
		{"hotels/1/rooms", map[string]string{"hotels": "2"}, "GET AUTH/hotels/2/rooms"},
	} {
		if got := build(t, `"{{base_url}}/`+row.path+`"`, astor.Values{Segments: row.segments}); got != row.want {
			t.Errorf("%s with %v: got %s, want %s", row.path, row.segments, got, row.want)
		}
	}
}

func TestASegmentThatThePathDoesNotHaveIsRefused(t *testing.T) {
	for _, row := range []struct {
		path, name, value string
		kind              error
		words             []string
	}{
		{"api/hotels/1", "hotel", "7", astor.ErrUnknownInput, []string{`unknown path segment "hotel"`, `has "api", "hotels"`}},
		{"hotels/1/rooms", "1", "suites", astor.ErrUnknownInput, []string{`has "hotels"`}},
		{"users/:id/posts", "id", "7", astor.ErrUnknownInput, []string{"has -"}},
		{"users/{{id}}", "", "7", astor.ErrUnknownInput, []string{"has -"}},
		{"hotels/1", "hotels", "", guichet.ErrInvalid, []string{"empty"}},
		{"hotels/1", "hotels", "..", guichet.ErrInvalid, []string{`".."`}},
		{"hotels/1", "hotels", "a\nb", guichet.ErrInvalid, []string{"control"}},
	} {
		o := one(t, `"{{base_url}}/`+row.path+`"`)
		values := astor.Values{Segments: map[string]string{row.name: row.value}, Vars: map[string]string{}}
		for _, use := range o.Variables() {
			if use.Name == "id" {
				values.Vars["id"] = "1"
			}
		}
		_, err := client(t, here()).Build(o, values)
		refused(t, err, row.kind, row.words...)
	}
}

func TestACallWithItsOwnSegmentArrives(t *testing.T) {
	server, sender := started(t)
	values := astor.Values{Segments: map[string]string{"users": "7"}}
	_, err := sender.Call(t.Context(), one(t, `{"url":"{{base_url}}/users/1","auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}}`), values)
	if got := server.Requests(); err != nil || len(got) != 1 || got[0].Path != "/users/7" {
		t.Errorf("the call gave %v, and the server saw %+v", err, got)
	}
	_, err = sender.Call(t.Context(), one(t, `"{{base_url}}/all/0/20"`), astor.Values{Segments: map[string]string{"all#2": "a/b"}})
	if got := server.Requests(); err == nil || len(got) != 2 || got[1].Path != "/all/0/a%2Fb" && got[1].Path != "/all/0/a/b" {
		t.Errorf("the call gave %v, and the server saw %+v", err, got)
	}
}

func TestThePathArrivesAsTheFileHasIt(t *testing.T) {
	var seen []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = append(seen, r.RequestURI) }))
	t.Cleanup(server.Close)
	sender := client(t, astor.Environment{BaseURL: server.URL + "/base(1)"})
	for path, want := range map[string]string{
		"a%2Bb(c)%7e/d;e": "/base(1)/a%2Bb(c)%7e/d;e",
		"x%2Fy/{{v}}":     "/base(1)/x%2Fy/a%2Fb%28c%29@d%2540",
	} {
		seen = nil
		values := astor.Values{}
		if strings.Contains(path, "{{v}}") {
			values.Vars = map[string]string{"v": "a/b(c)@d%40"}
		}
		if _, err := sender.Call(t.Context(), one(t, `"{{base_url}}/`+path+`"`), values); err != nil || len(seen) != 1 || strings.NewReplacer("%281%29", "(1)").Replace(seen[0]) != want {
			t.Errorf("%s was seen as %q, %v", path, seen, err)
		}
	}
}
