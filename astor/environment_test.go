package astor_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

// metadata has the shape of the vendor's metadata: the published hosts, and a
// list of environments beside a collection without operations.
const metadata = `{"collection":{"info":{"name":"x"},"statusCode":200},"environments":[{"name":"Sandbox","id":"1","owner":"2","values":[
	{"key":"base_url","value":"https://auth.sandbox.service.astorprotect.com","enabled":true},{"key":"AUTH_TOKEN","value":"","enabled":true},
	{"key":"cams_base_url","value":"https://camera.sandbox.service.astorprotect.com","enabled":true}],"published":true}]}`

func TestThePublishedEnvironmentIsTheSandbox(t *testing.T) {
	got, err := astor.ParseEnvironment(strings.NewReader(metadata))
	if err != nil {
		t.Fatal(err)
	}
	want := astor.Sandbox()
	want.Name = "Sandbox"
	if got.BaseURL != want.BaseURL || got.CamsBaseURL != want.CamsBaseURL || got.Name != want.Name || !got.Token.IsZero() || got.Variables != nil {
		t.Errorf("the metadata gave %+v", got)
	}
}

func TestEveryShapeOfAnEnvironmentIsRead(t *testing.T) {
	const values = `"name":"E","values":[{"key":"base_url","value":" https://a.example "},{"key":"AUTH_TOKEN","value":"canary-token","type":"secret"},
		{"key":"n","value":7,"type":"any"},{"key":"off","value":"x","enabled":false},{"key":"none","value":null,"enabled":true},{"key":"s","value":"canary-value","type":"secret"}, 7]`
	for _, data := range []string{"{" + values + "}", `{"environment":{` + values + "}}", "\ufeff{" + values + `,"_postman_variable_scope":"globals"}`, `{"environments":[{` + values + `}]}`} {
		e, err := astor.ParseEnvironment(strings.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if e.Name != "E" || e.BaseURL != "https://a.example" || e.CamsBaseURL != "" || e.Token.Reveal() != "canary-token" {
			t.Errorf("%s gave %+v", data, e)
		}
		var names []string
		for _, v := range e.Variables {
			names = append(names, v.Name+"="+v.Value+v.Secret.Reveal())
		}
		if diff := cmp.Diff([]string{"n=7", "none=", "s=canary-value"}, names); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAnInvalidEnvironmentFileIsRefused(t *testing.T) {
	for data, word := range map[string]string{
		"": "empty", "{": "truncated", `{"item":[]}`: `"values"`, "[]": "not an object", `{"environments":[]}`: `"values"`,
		`{"environments":[{"name":"A"},{"name":"B"}]}`: `"A", "B"`,
	} {
		_, err := astor.ParseEnvironment(strings.NewReader(data))
		refused(t, err, astor.ErrNotACollection, word)
	}
}

func TestProductionNeverCallsTheSandboxNorTheReverse(t *testing.T) {
	production := astor.Production("https://cams.example.invalid")
	for _, row := range []struct {
		environment astor.Environment
		url, want   string
	}{
		{production, "https://auth.sandbox.service.astorprotect.com/a", "GET https://auth.service.astorprotect.com/a"},
		{production, "https://AUTH.sandbox.service.astorprotect.com/a", "GET https://auth.service.astorprotect.com/a"},
		{production, "https://camera.sandbox.service.astorprotect.com/a", "GET https://cams.example.invalid/a"},
		{production, "{{base_url}}/a", "GET https://auth.service.astorprotect.com/a"},
		{production, "{{cams_base_url}}/a", "GET https://cams.example.invalid/a"},
		{astor.Sandbox(), "https://auth.service.astorprotect.com/a", "GET https://auth.sandbox.service.astorprotect.com/a"},
		{astor.Sandbox(), "http://auth.service.astorprotect.com/a", "GET https://auth.sandbox.service.astorprotect.com/a"},
		{astor.Environment{BaseURL: "https://x.example/v2/"}, "https://x.example/v2/a", "GET https://x.example/v2/a"},
		{astor.Environment{BaseURL: "https://x.example/v2"}, "{{base_url}}/a", "GET https://x.example/v2/a"},
	} {
		r, err := client(t, row.environment).Build(one(t, `"`+row.url+`"`), astor.Values{})
		if err != nil || shown(r) != row.want {
			t.Errorf("%s gave %v, %v, not %s", row.url, r, err, row.want)
		}
	}
}

func TestCamerasOfProductionAreRefusedUntilTheirHostIsGiven(t *testing.T) {
	sender := client(t, astor.Production(""))
	for _, url := range []string{"{{cams_base_url}}/a", "https://camera.sandbox.service.astorprotect.com/a"} {
		c := parse(t, []byte(`{"variable":[{"key":"cams_base_url","value":"https://camera.sandbox.service.astorprotect.com"}],"item":[{"name":"o","request":"`+url+`"}]}`))
		_, err := sender.Build(c.Operations()[0], astor.Values{})
		refused(t, err, astor.ErrHostNotConfigured, "cams_base_url")
	}
	refused(t, sender.Do(t.Context(), astor.Cameras, "GET", "/a", nil, nil), astor.ErrHostNotConfigured, "cams_base_url")
}

func TestAnUnusableEnvironmentIsRefused(t *testing.T) {
	for _, e := range []astor.Environment{
		{}, {BaseURL: "http://auth.example.invalid"}, {BaseURL: "https://u:p@auth.example.invalid"}, {BaseURL: "https://a.example?x=1"},
		{BaseURL: "https://a.example", CamsBaseURL: "ftp://cams.example"},
	} {
		if _, err := astor.New(astor.Anonymous(), e); err == nil {
			t.Errorf("%+v was accepted", e)
		}
	}
	_, err := astor.New(astor.Token(""), here())
	refused(t, err, guichet.ErrNoCredential, "empty")
	_, err = astor.New(astor.Credential{}, here())
	refused(t, err, guichet.ErrNoCredential)
	_, err = astor.New(astor.Token("a\r\nX-B: c"), here())
	refused(t, err, guichet.ErrInvalid)
}

func TestAHostWithUserOrQueryIsRefused(t *testing.T) {
	for _, row := range []struct{ request, host string }{
		{`"https://user:word@auth.example.invalid/a"`, ""},
		{`"{{h}}/a"`, "https://user@auth.example.invalid"},
		{`"{{h}}/a"`, "https://auth.example.invalid?x=1"},
		{`"{{h}}/a"`, "https://auth.example.invalid#x"},
	} {
		vars := map[string]string{"h": row.host}
		if row.host == "" {
			vars = nil
		}
		_, err := client(t, here()).Build(one(t, row.request), astor.Values{Vars: vars})
		refused(t, err, astor.ErrHostNotConfigured, "more than a host")
	}
}

func TestAPublishedHostWithAPortIsAnotherHost(t *testing.T) {
	for _, host := range []string{"auth.service.astorprotect.com:8443", "auth.sandbox.service.astorprotect.com:80", "camera.sandbox.service.astorprotect.com:8443"} {
		_, err := client(t, astor.Sandbox()).Build(one(t, `"https://`+host+`/a"`), astor.Values{})
		refused(t, err, astor.ErrHostNotConfigured, "is not configured")
	}
}

// TestServicesOnOneHostDifferByTheirBasePath refuses a URL outside both paths.
func TestServicesOnOneHostDifferByTheirBasePath(t *testing.T) {
	sender := client(t, astor.Environment{BaseURL: "https://x.example/auth/v2", CamsBaseURL: "https://x.example/cams"})
	for path, want := range map[string]astor.Service{
		"/auth/v2/a": astor.AuthCRM, "/cams/a": astor.Cameras, "/auth%2Fv2/a": "", "/auth/v3/a": "", "/auth": "", "/camsa/a": "", "": "",
	} {
		r, err := sender.Build(one(t, `"https://x.example`+path+`"`), astor.Values{})
		if want == "" {
			refused(t, err, astor.ErrHostNotConfigured, "x.example")
		} else if err != nil || r.Service != want || r.URL != "https://x.example"+path {
			t.Errorf("%s gave %+v, %v", path, r, err)
		}
	}
}
