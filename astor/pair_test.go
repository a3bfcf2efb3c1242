package astor_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

// pair is "web:mot-canary" as a client sends it.
const pair = "Basic d2ViOm1vdC1jYW5hcnk="

// sentHeaders are the headers of a request as they would be sent.
func sentHeaders(r *astor.Request) http.Header {
	h := http.Header{}
	for _, header := range r.Header {
		if value := header.Secret.Reveal(); value != "" {
			h.Add(header.Name, value)
			continue
		}
		h.Add(header.Name, header.Value)
	}
	return h
}

func TestALiteralBasicPairIsSentUnchanged(t *testing.T) {
	const shownPair = "[Authorization: Basic {{credentials}}]"
	for name, row := range map[string]struct{ data, shows, sends string }{
		"alone":                     {`"item":[{"name":"it","request":{"method":"POST","url":"{{base_url}}/a","header":"Authorization: ` + pair + `"}}]`, shownPair, pair},
		"in small letters":          {`"item":[{"name":"it","request":{"url":"{{base_url}}/a","header":[{"key":"authorization","value":"basic d2ViOg"}]}}]`, "[Authorization: basic {{credentials}}]", "basic d2ViOg"},
		"where auth was turned off": {`"auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}},"item":[{"name":"it","request":{"url":"{{base_url}}/a","auth":{"type":"noauth"},"header":"Authorization: ` + pair + `"}}]`, shownPair, pair},
		"where auth is inherited":   {`"auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}},"item":[{"name":"it","request":{"url":"{{base_url}}/a","header":"Authorization: ` + pair + `"}}]`, shownPair, pair},
		"where the documentation says that auth is inherited": {`"item":[{"name":"it","request":{"url":"{{base_url}}/a","auth":{"type":"bearer","bearer":{"basicConfig":[]},"isInherited":true},"header":"Authorization: ` + pair + `"}}]`, shownPair, pair},
		"as an API key": {`"item":[{"name":"it","request":{"url":"{{base_url}}/a","auth":{"type":"apikey","apikey":{"key":"Authorization","value":"` + pair + `"}}}}]`, shownPair, pair},
	} {
		c := parse(t, []byte("{"+row.data+"}"))
		encoded, err := c.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		anonymous, err := astor.New(astor.Anonymous(), here())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []*astor.Collection{c, parse(t, encoded)} {
			for _, sender := range []*astor.Client{anonymous, client(t, here())} {
				r, err := sender.Build(c.Operations()[0], astor.Values{})
				if err != nil || !strings.Contains(shown(r), row.shows) || strings.Contains(shown(r), "d2Vi") || sentHeaders(r).Get("Authorization") != row.sends {
					t.Errorf("%s: built %v, %v", name, r, err)
				}
			}
			if !strings.Contains(notes(c.Operations()[0]), "a client's own") {
				t.Errorf("%s: the notes are %q", name, notes(c.Operations()[0]))
			}
		}
	}
}

func TestAPairAndAnAPIKeyAreBothSent(t *testing.T) {
	o := one(t, `{"url":"{{base_url}}/a","header":"Authorization: `+pair+`","auth":{"type":"apikey","apikey":{"key":"X-Key","value":"{{AUTH_TOKEN}}"}}}`)
	r, err := client(t, here()).Build(o, astor.Values{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "GET AUTH/a [Authorization: Basic {{credentials}}] [X-Key: {{AUTH_TOKEN}}]"; shown(r) != want {
		t.Errorf("built %s", shown(r))
	}
	if h := sentHeaders(r); h.Get("Authorization") != pair || h.Get("X-Key") != "canary-token" {
		t.Errorf("it would send %v", h)
	}
}

func TestTheRequestsOwnAuthReplacesAPair(t *testing.T) {
	o := one(t, `{"url":"{{base_url}}/a","header":"Authorization: `+pair+`","auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}}`)
	r, err := client(t, here()).Build(o, astor.Values{})
	if err != nil || shown(r) != "GET AUTH/a [Authorization: Bearer {{AUTH_TOKEN}}]" || !strings.Contains(notes(o), "gives way") {
		t.Errorf("built %v, %v; the notes are %q", r, err, notes(o))
	}
}

func TestATokenIsNeverSentAsAPair(t *testing.T) {
	auth := func(s string) string { return `{"url":"{{base_url}}/a","auth":` + s + `}` }
	for name, request := range map[string]string{
		"a literal that is no pair":       `{"url":"{{base_url}}/a","header":"Authorization: Basic author-secret"}`,
		"a literal that decodes to noise": `{"url":"{{base_url}}/a","header":"Authorization: Basic AAE6Ag=="}`,
		"a literal without a colon":       `{"url":"{{base_url}}/a","header":"Authorization: Basic bm9jb2xvbg=="}`,
		"a header of the author's":        `{"url":"{{base_url}}/a","header":"Authorization: Basic {{AUTH_TOKEN}}"}`,
		"a header beside an API key":      `{"url":"{{base_url}}/a","header":"Authorization: Basic {{AUTH_TOKEN}}","auth":{"type":"apikey","apikey":{"key":"X-Key","value":"{{AUTH_TOKEN}}"}}}`,
		"a prefix of OAuth 2":             auth(`{"type":"oauth2","oauth2":{"headerPrefix":"Basic","accessToken":"author-secret"}}`),
		"a prefix and the author's name":  auth(`{"type":"oauth2","oauth2":{"headerPrefix":"basic","accessToken":"{{jeton}}"}}`),
		"an API key":                      auth(`{"type":"apikey","apikey":{"key":"Authorization","value":"Basic {{AUTH_TOKEN}}"}}`),
	} {
		_, err := client(t, here()).Build(one(t, request), astor.Values{})
		t.Run(name, func(t *testing.T) { refused(t, err, astor.ErrUnsupported, "Basic") })
	}
	// A log-in would not help, so none is asked for.
	anonymous, err := astor.New(astor.Anonymous(), here())
	if err != nil {
		t.Fatal(err)
	}
	o := one(t, `{"url":"{{base_url}}/a","header":"Authorization: Basic author-secret"}`)
	_, err = anonymous.Build(o, astor.Values{})
	refused(t, err, astor.ErrUnsupported, "Basic")
	if all := o.Notes(); !all[0].Refused || !strings.Contains(all[0].Text, "Basic") {
		t.Errorf("the notes are %v", all)
	}
	c := parse(t, []byte(`{"variable":[{"key":"whole","value":"Basic {{AUTH_TOKEN}}"}],"item":[{"name":"it","request":{"url":"{{base_url}}/a","header":"Authorization: {{whole}}"}}]}`))
	for _, vars := range []map[string]string{nil, {"AUTH_TOKEN": "of-the-call"}} {
		_, err := client(t, here()).Build(c.Operations()[0], astor.Values{Vars: vars})
		refused(t, err, astor.ErrUnsupported, "Basic")
	}
}

func TestAPairIsSentOnlyToHostsOfTheEnvironment(t *testing.T) {
	var elsewhere int
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			elsewhere++
		}
	}))
	t.Cleanup(other.Close)
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, other.URL+"/a", http.StatusTemporaryRedirect)
			return
		}
		got = r.Header.Get("Authorization")
		w.WriteHeader(http.StatusForbidden)
		_, _ = fmt.Fprintf(w, "refus de %s, mot-canary", got)
	}))
	t.Cleanup(server.Close)
	anonymous, err := astor.New(astor.Anonymous(), astor.Environment{BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	request := func(url string) *astor.Operation {
		return one(t, `{"method":"POST","url":"`+url+`","header":"Authorization: `+pair+`"}`)
	}
	_, err = anonymous.Call(t.Context(), request("{{base_url}}/a"), astor.Values{})
	if got != pair || !errors.Is(err, guichet.ErrForbidden) || strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), pair[6:]) {
		t.Errorf("the server saw %q and the call gave %v", got, err)
	}
	_, err = anonymous.Call(t.Context(), request(other.URL+"/a"), astor.Values{})
	refused(t, err, astor.ErrHostNotConfigured)
	if _, err = anonymous.Call(t.Context(), request("{{base_url}}/moved"), astor.Values{}); err == nil || elsewhere != 0 {
		t.Errorf("the redirect gave %v, and %d pairs went elsewhere", err, elsewhere)
	}
}
