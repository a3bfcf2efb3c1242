package astor_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

// third is a server beside the two services, and the last request that it saw.
func third(t *testing.T) (url string, seen func() string) {
	t.Helper()
	last := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header, _ := json.Marshal(r.Header)
		last = r.Method + " " + r.RequestURI + " " + string(header)
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() string { return last }
}

func TestAFurtherHostGetsNoCredentialUnlessTheCallerSaysSo(t *testing.T) {
	url, seen := third(t)
	for name, request := range map[string]string{
		"an auth":               `{"url":"{{images}}/a/7","auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}}`,
		"a literal address":     `{"url":"` + url + `/v2/a/7","auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}}`,
		"an API key":            `{"url":"{{images}}/a/7","auth":{"type":"apikey","apikey":{"key":"X-Key","value":"{{jeton}}"}}}`,
		"a parameter":           `{"url":"{{images}}/a/7?access_token={{jeton}}"}`,
		"a header":              `{"url":"{{images}}/a/7","header":"Authorization: Token {{jeton}}"}`,
		"a name and a password": `{"url":"{{images}}/a/7","auth":{"type":"basic","basic":{"username":"nom","password":"{{hidden}}"}}}`,
		"the pair of a client":  `{"url":"{{images}}/a/7","header":"Authorization: ` + pair + `"}`,
	} {
		for _, allowed := range []bool{false, true} {
			environment := here()
			environment.Hosts = []astor.Host{{Name: "images", BaseURL: url + "/v2", SendToken: allowed}}
			r, err := client(t, environment).Build(one(t, request), astor.Values{})
			if err != nil || r.Service != "{{images}}" {
				t.Errorf("%s: built %v, %v", name, r, err)
				continue
			}
			if _, err := client(t, environment).Call(t.Context(), one(t, request), astor.Values{}); err != nil {
				t.Errorf("%s gave %v", name, err)
			}
			got := seen()
			has := strings.Contains(got, "canary") || strings.Contains(got, "d2Vi") || strings.Contains(got, "Authorization")
			if !strings.HasPrefix(got, "GET /v2/a/7") || has != allowed {
				t.Errorf("%s, allowed %v: the host saw %s", name, allowed, got)
			}
		}
	}
}

// TestACredentialElsewhereInARequestToAFurtherHostIsRefused: left out of there, the
// request would mean something else.
func TestACredentialElsewhereInARequestToAFurtherHostIsRefused(t *testing.T) {
	const bearer = `,"auth":{"type":"bearer","bearer":{"token":"{{jeton}}"}}}`
	environment := here()
	environment.Hosts = []astor.Host{{Name: "images", BaseURL: "https://images.example.invalid"}}
	for name, row := range map[string]struct {
		request string
		values  astor.Values
	}{
		"the token in a header":            {`{"url":"{{images}}/a","header":"X-A: {{AUTH_TOKEN}}"}`, astor.Values{}},
		"the token in a parameter":         {`{"url":"{{images}}/a?x={{AUTH_TOKEN}}"}`, astor.Values{}},
		"the token in a body":              {`{"method":"POST","url":"{{images}}/a","body":{"mode":"raw","raw":"{{AUTH_TOKEN}}"}}`, astor.Values{}},
		"a secret of the environment":      {`{"url":"{{images}}/a?x={{hidden}}"}`, astor.Values{}},
		"a pair beside an API key":         {`{"url":"{{images}}/a","header":"Authorization: ` + pair + `","auth":{"type":"apikey","apikey":{"key":"X-Key","value":"{{AUTH_TOKEN}}"}}}`, astor.Values{}},
		"a token that the caller gives":    {`{"url":"{{images}}/a"` + bearer, astor.Values{Secrets: map[string]guichet.Secret{"jeton": guichet.NewSecret("canary")}}},
		"AUTH_TOKEN that the caller gives": {`{"url":"{{images}}/a?x={{AUTH_TOKEN}}"}`, astor.Values{Secrets: map[string]guichet.Secret{"AUTH_TOKEN": guichet.NewSecret("canary")}}},
	} {
		_, err := client(t, environment).Build(one(t, row.request), row.values)
		t.Run(name, func(t *testing.T) {
			refused(t, err, astor.ErrHostNotConfigured, "credential", "https://images.example.invalid:443")
		})
	}
	secret := astor.Values{Secrets: map[string]guichet.Secret{"mot": guichet.NewSecret("canary")}}
	if r, err := client(t, environment).Build(one(t, `{"url":"{{images}}/a?x={{mot}}"}`), secret); err != nil || r.URL != "https://images.example.invalid/a?x={{mot}}" {
		t.Errorf("a secret of the caller's own gave %v, %v", r, err)
	}
}

func TestOnlyAHostThatTheCallerNamesIsReached(t *testing.T) {
	url, seen := third(t)
	environment := here()
	environment.Variables = append(environment.Variables, astor.Variable{Name: "images", Value: url})
	_, err := client(t, environment).Call(t.Context(), one(t, `"{{images}}/a"`), astor.Values{})
	refused(t, err, astor.ErrHostNotConfigured, "127.0.0.1")
	_, err = client(t, here()).Call(t.Context(), one(t, `"{{images}}/a"`), astor.Values{})
	refused(t, err, astor.ErrHostNotConfigured, `the variable "images"`)
	environment.Hosts = []astor.Host{{Name: "images", BaseURL: url + "/v2"}}
	_, err = client(t, environment).Call(t.Context(), one(t, `"`+url+`/v1/a"`), astor.Values{})
	refused(t, err, astor.ErrHostNotConfigured, "127.0.0.1")
	_, err = client(t, environment).Call(t.Context(), one(t, `"{{images}}/a"`), astor.Values{Vars: map[string]string{"images": "https://evil.example"}})
	refused(t, err, astor.ErrHostNotConfigured, "evil.example")
	if seen() != "" {
		t.Errorf("the host saw %s", seen())
	}
	if err := client(t, environment).Do(t.Context(), "{{images}}", "GET", "/a", nil, nil); err != nil || strings.Contains(seen(), "canary") {
		t.Errorf("Do gave %v, and the host saw %s", err, seen())
	}
	environment.Hosts[0].SendToken = true
	if err := client(t, environment).Do(t.Context(), "{{images}}", "GET", "/a", nil, nil); err != nil || !strings.Contains(seen(), "Bearer canary-token") {
		t.Errorf("Do gave %v, and the host saw %s", err, seen())
	}
}

func TestAFurtherHostOfTheSameAddressIsTheService(t *testing.T) {
	environment := here()
	environment.Hosts = []astor.Host{{Name: "images", BaseURL: "https://auth.example.invalid/images"}}
	r, err := client(t, environment).Build(one(t, `{"url":"{{images}}/a","auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}}`), astor.Values{})
	if err != nil || r.Service != astor.AuthCRM || shown(r) != "GET AUTH/images/a [Authorization: Bearer {{AUTH_TOKEN}}]" {
		t.Errorf("built %v, %v", r, err)
	}
}

func TestAnAddressThatCannotBeAHostIsRefused(t *testing.T) {
	for _, host := range []astor.Host{
		{Name: "images", BaseURL: "http://images.example.fr"}, {Name: "images", BaseURL: ""}, {Name: "images", BaseURL: "https://moi:canary@images.example.fr"},
		{Name: "", BaseURL: "https://images.example.fr"}, {Name: "base_url", BaseURL: "https://images.example.fr"}, {Name: "AUTH_TOKEN", BaseURL: "https://images.example.fr"},
	} {
		environment := here()
		environment.Hosts = []astor.Host{host}
		if _, err := astor.New(astor.Anonymous(), environment); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%+v gave %v", host, err)
		}
	}
}
