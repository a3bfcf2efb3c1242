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

// TestAShownRequestHidesEverySecret takes secrets from each place that can hold
// one.
func TestAShownRequestHidesEverySecret(t *testing.T) {
	bearer := func(value string) string {
		return `{"item":[{"name":"it","request":{"method":"GET","url":"{{base_url}}/x?q={{Q}}","header":[{"key":"X-Key","value":"{{K}}"}],"auth":{"type":"bearer","bearer":[{"key":"token","value":"` + value + `"}]}}}],"variable":[{"key":"K","value":"clef-canari","type":"secret"},{"key":"Q","value":"1"}]}`
	}
	environment, err := astor.ParseEnvironment(strings.NewReader(
		`{"name":"own","values":[{"key":"base_url","value":"https://a.example.fr"},{"key":"S","value":"env-canari","type":"secret"},{"key":"P","value":"plain-canari"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		value string
		vars  map[string]string
		want  string
	}{
		"the token":                        {"{{AUTH_TOKEN}}", nil, "Bearer {{AUTH_TOKEN}}"},
		"a token given with the call":      {"{{AUTH_TOKEN}}", map[string]string{"AUTH_TOKEN": "call-canari"}, "Bearer {{AUTH_TOKEN}}"},
		"a secret of the environment":      {"{{S}}", nil, "Bearer {{S}}"},
		"a secret given with the call":     {"{{S}}", map[string]string{"S": "call-canari", "Q": "2"}, "Bearer {{S}}"},
		"a plain variable that proves who": {"{{P}}", nil, "Bearer {{P}}"},
	} {
		client, err := astor.New(astor.Token("jeton-canari"), environment)
		if err != nil {
			t.Fatal(err)
		}
		request, err := client.Build(parse(t, []byte(bearer(c.value))).Operations()[0], astor.Values{Vars: c.vars})
		if err != nil {
			t.Fatal(err)
		}
		if text := shown(request); !strings.Contains(text, "[Authorization: "+c.want+"]") || !strings.Contains(text, "[X-Key: {{K}}]") || strings.Contains(text, "canari") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestASecretGivenWithTheCallIsHiddenInTheURL(t *testing.T) {
	environment := astor.Environment{Name: "own", BaseURL: "https://a.example.fr", Variables: []astor.Variable{{Name: "S", Secret: guichet.NewSecret("env-canari")}}}
	client, err := astor.New(astor.Token("jeton-canari"), environment)
	if err != nil {
		t.Fatal(err)
	}
	operation := one(t, `{"method":"POST","url":"{{base_url}}/x?a={{AUTH_TOKEN}}&s={{S}}"}`)
	request, err := client.Build(operation, astor.Values{Vars: map[string]string{"AUTH_TOKEN": "call-canari", "S": "autre-canari"}})
	if err != nil {
		t.Fatal(err)
	}
	if text := shown(request); strings.Contains(text, "canari") || !strings.Contains(text, "a={{AUTH_TOKEN}}&s={{S}}") {
		t.Errorf("it shows %s", text)
	}
}

// TestADryRunShowsNoHeaderThatHoldsASecret: neither the collection's nor the one
// that the caller gave in its place.
func TestADryRunShowsNoHeaderThatHoldsASecret(t *testing.T) {
	var planned guichet.Planned
	sender, err := astor.New(astor.Token("jeton-canari"), here(), guichet.WithDryRun(func(p guichet.Planned) { planned = p }))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		request string
		header  http.Header
	}{
		{`{"url":"{{base_url}}/a","header":[{"key":"X-Key","value":"clef {{AUTH_TOKEN}}"}]}`, nil},
		{`{"url":"{{base_url}}/a","header":[{"key":"X-Key","value":"canari"},{"key":"X-Key","value":"{{AUTH_TOKEN}}"}]}`, nil},
		{`{"url":"{{base_url}}/a","auth":{"type":"apikey","apikey":{"key":"X-Key","value":"{{AUTH_TOKEN}}"}}}`, http.Header{"x-other": {"1"}}},
	} {
		_, err := sender.Call(t.Context(), one(t, row.request), astor.Values{Header: row.header})
		if !errors.Is(err, guichet.ErrDryRun) {
			t.Fatal(err)
		}
		if text := fmt.Sprint(planned); planned.Anonymous || strings.Contains(text, "canari") {
			t.Errorf("it shows %s", text)
		}
	}
}

// TestARequestThatNeedsATokenIsNotSentWithoutOne covers each place where a
// collection can use the token.
func TestARequestThatNeedsATokenIsNotSentWithoutOne(t *testing.T) {
	anonymous, err := astor.New(astor.Anonymous(), here())
	if err != nil {
		t.Fatal(err)
	}
	for request, vars := range map[string]map[string]string{
		`"{{base_url}}/a?t={{AUTH_TOKEN}}"`:                                                                 nil,
		`{"url":"{{base_url}}/a","header":[{"key":"X-Key","value":"clef {{AUTH_TOKEN}}"}]}`:                 nil,
		`{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"{\"t\":\"{{AUTH_TOKEN}}\"}"}}`: nil,
		`{"url":"{{base_url}}/a?h={{hidden}}"}`:                                                             {"hidden": " "},
	} {
		_, err := anonymous.Build(one(t, request), astor.Values{Vars: vars})
		refused(t, err, guichet.ErrNoCredential, "token")
	}
}

func TestAnEmptyUserOrPasswordIsRefused(t *testing.T) {
	for auth, vars := range map[string]map[string]string{
		`{"username":"{{u}}","password":"{{p}}"}`: {"u": "", "p": "mot"},
		`{"username":"{{p}}","password":"{{u}}"}`: {"u": "", "p": "nom"},
		`{"username":"nom"}`:                      nil,
		`{"password":"mot"}`:                      nil,
	} {
		o := one(t, `{"url":"{{base_url}}/a","auth":{"type":"basic","basic":`+auth+`}}`)
		_, err := client(t, here()).Build(o, astor.Values{Vars: vars})
		refused(t, err, guichet.ErrNoCredential)
	}
}

func TestAnEchoedPasswordIsRedacted(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		w.WriteHeader(http.StatusForbidden)
		_, _ = fmt.Fprintf(w, "refus de %s, %s, %s", user, password, r.Header.Get("Authorization"))
	}))
	t.Cleanup(server.Close)
	o := one(t, `{"url":"{{base_url}}/a","auth":{"type":"basic","basic":{"username":"nom","password":"{{p}}"}}}`)
	_, err := client(t, astor.Environment{BaseURL: server.URL}).Call(t.Context(), o, astor.Values{Vars: map[string]string{"p": "mot-canari"}})
	if want := "refus de nom, [redacted], [redacted]"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the call gave %v", err)
	}
}

func TestASecretAsTheNameOfAHeaderIsRefused(t *testing.T) {
	environment := astor.Environment{Name: "own", BaseURL: "https://a.example.fr", Variables: []astor.Variable{{Name: "S", Secret: guichet.NewSecret("env-canari")}}}
	client, err := astor.New(astor.Token("jeton-canari"), environment)
	if err != nil {
		t.Fatal(err)
	}
	for _, request := range []string{
		`"header":[{"key":"{{S}}","value":"x"}]`,
		`"header":[{"key":"X-{{AUTH_TOKEN}}","value":"x"}]`,
		`"auth":{"type":"apikey","apikey":[{"key":"key","value":"{{S}}"},{"key":"value","value":"{{AUTH_TOKEN}}"}]}`,
	} {
		_, err := client.Build(one(t, `{"method":"GET","url":"{{base_url}}/x",`+request+`}`), astor.Values{})
		if !errors.Is(err, astor.ErrUnsupported) || strings.Contains(err.Error(), "canari") {
			t.Errorf("%s gave %v", request, err)
		}
	}
}
