package astor_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

// everyValue gives each variable and each file of an operation a value.
func everyValue(sender *astor.Client, o *astor.Operation) astor.Values {
	values := astor.Values{Vars: map[string]string{}, Files: map[string][]astor.File{}}
	for missing := true; missing; {
		missing = false
		for _, use := range sender.Variables(o, values) { // a value may make another needless
			fixed := use.Name == astor.VarBaseURL || use.Name == astor.VarCamsBaseURL || use.Name == astor.VarToken
			if _, given := values.Vars[use.Name]; !fixed && !given && len(values.Vars) < 20 {
				values.Vars[use.Name], missing = "7", true
				break
			}
		}
	}
	if o.Body.Dropped {
		return values
	}
	for _, f := range o.Body.Fields {
		if f.File {
			values.Files[f.Name] = append(values.Files[f.Name], astor.File{Content: []byte("x")})
		}
	}
	if o.Body.Mode == "file" {
		values.Files[astor.FileBody] = []astor.File{{Content: []byte("x")}}
	}
	return values
}

// seeds are small collections of one operation each: the fuzzer is quick with
// small files only.
func seeds(t testing.TB, data []byte) []string {
	t.Helper()
	var c struct {
		Item []struct{ Item []map[string]json.RawMessage }
	}
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, folder := range c.Item {
		for _, item := range folder.Item {
			delete(item, "response")
			encoded, err := json.Marshal(map[string]any{"item": []any{item}, "variable": []any{map[string]any{"key": "site", "value": 1}}})
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(encoded))
		}
	}
	return all
}

// FuzzParseCollection: whatever the file, there is no panic; what can be read
// can be written and read again, and then builds the same requests to the two
// hosts of the environment only, without showing the token.
func FuzzParseCollection(f *testing.F) {
	for _, data := range forms {
		for _, seed := range seeds(f, data()) {
			f.Add(seed)
		}
	}
	f.Add(`{"item":[{"name":"a/b","request":"{{base_url}}/:x.json?y&z={{w}}#h"}]}`)
	f.Add(`{"collection":{"variables":[{"id":"v","value":{"a":[1]}}],"item":[{"item":[{"request":{"url":{"host":["{{v}}"],"path":[{"value":"{{{{a}}}}"}]},"header":"A: b"}}]}]}}`)
	f.Add(`{"item":[{"request":{"method":"POST","url":"{{base_url}}","auth":{"type":"oauth2","oauth2":[{"key":"accessToken","value":"x"}]},"body":{"mode":"formdata","formdata":[{"key":"f","src":["x"]}]}}}]}`)
	f.Add(`{"item":[{"request":{"method":"POST","url":"{{base_url}}","body":{"mode":"formdata","formdata":[{"value":"0","type":"file"},{"key":"a","value":"b"}]}}}]}`)
	f.Add(`{"auth":{"type":"bearer"},"protocolProfileBehavior":{"disableBodyPruning":true},"item":[{"request":{"url":"{{base_url}}","header":"Authorization: Basic YTpi","body":{"mode":"raw","raw":"{}//x"}}}]}`)
	f.Add(`{"item":[{"request":{"method":"PUT","url":"{{base_url}}","body":{"mode":"urlencoded","urlencoded":"a+b=%2B{{c}}&d"}}}]}`)
	f.Add(`{"variable":[{"key":"t","value":"T {{u}}"}],"item":[{"request":{"url":"{{base_url}}/h/1/a%40b?token=x","header":"// A: b\nx-api-key: y\nAuthorization: {{t}}"}}]}`)
	f.Add(`{"item":[{"request":{"method":"POST","url":{"host":"{{base_url}}","path":"a?b"},"header":"s: eyJ.eyJ","body":{"mode":"urlencoded","urlencoded":[{"key":"token","value":"x"}]}}}]}`)
	sender := client(f, here())
	f.Fuzz(func(t *testing.T, data string) {
		c, err := astor.ParseCollection([]byte(data))
		if err != nil {
			refused(t, err, astor.ErrNotACollection)
			return
		}
		_ = c.Report()
		encoded, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		again := parse(t, encoded).Operations()
		for i, o := range c.Operations() {
			if _, err := c.Find(o.Path()); err != nil && strings.ContainsAny(err.Error(), "\n\r\x1b") {
				t.Errorf("the error %q is more than a line", err)
			}
			sameRequest(t, sender, data, o, again[i])
		}
	})
}

// sameRequest builds an operation and its copy, and compares.
func sameRequest(t *testing.T, sender *astor.Client, data string, o, again *astor.Operation) {
	values := everyValue(sender, o)
	r, err := sender.Build(o, values)
	if err != nil {
		return
	}
	if !strings.HasPrefix(r.URL, "https://auth.example.invalid") && !strings.HasPrefix(r.URL, "https://cams.example.invalid") {
		t.Errorf("%s goes to %s", o.Path(), r.URL)
	}
	if strings.Contains(shown(r), "canary-token") && !strings.Contains(data, "canary-token") {
		t.Errorf("%s shows the token: %s", o.Path(), shown(r))
	}
	if strings.Contains(data, "$") {
		return // dynamic values differ from one build to the next
	}
	second, err := sender.Build(again, values)
	if err != nil {
		t.Errorf("%s, written and read again, gives %v", o.Path(), err)
		return
	}
	if diff := cmp.Diff(shown(r), shown(second)); diff != "" {
		t.Errorf("%s, written and read again, differs:\n%s", o.Path(), diff)
	}
}

// FuzzParseEnvironment: no panic, and no secret when it is printed as JSON.
func FuzzParseEnvironment(f *testing.F) {
	f.Add(metadata)
	f.Add(`{"environment":{"name":"E","values":[{"key":"a","value":1,"type":"secret"},{"key":"AUTH_TOKEN","value":"x"}]}}`)
	f.Fuzz(func(t *testing.T, data string) {
		all, err := astor.ParseEnvironments(strings.NewReader(data))
		if err != nil {
			refused(t, err, astor.ErrNotACollection)
			return
		}
		for _, e := range all {
			_, _ = astor.New(astor.Anonymous(), e) // any refusal will do
		}
	})
}

// FuzzVariables: the values of variables never panic, never grow without end,
// and never let the caller's data be read as anything else.
func FuzzVariables(f *testing.F) {
	f.Add("{{a}}", "{{b}}", "x{{a}}", "data")
	f.Add("{{a{{b}}}}", "{{{{", "}}", "{{AUTH_TOKEN}}")
	f.Add(strings.Repeat("{{a", 50), "{{b}}{{b}}", "{{given}}", "}}")
	sender := client(f, here())
	f.Fuzz(func(t *testing.T, template, a, b, given string) {
		text := func(s string) string { encoded, _ := json.Marshal(s); return string(encoded) }
		c := parse(t, []byte(`{"variable":[{"key":"a","value":`+text(a)+`},{"key":"b","value":`+text(b)+`}],"item":[{"name":"o","request":
			{"method":"POST","url":"{{base_url}}/x","body":{"mode":"raw","raw":`+text("."+template)+`,"options":{"raw":{"language":"text"}}}}}]}`))
		r, err := sender.Build(c.Operations()[0], astor.Values{Vars: map[string]string{"given": given}})
		if err != nil {
			if len(err.Error()) > 2000 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
			return
		}
		if strings.Contains(string(r.Body), "canary-token") && !strings.Contains(template+a+b+given, "canary-token") {
			t.Errorf("%q shows the token", r.Body)
		}
	})
}

func TestATruncatedFixtureIsRefused(t *testing.T) {
	data := astortest.Collection()
	for end := 0; end < len(data)-2; end += 997 {
		_, err := astor.ParseCollection(data[:end])
		refused(t, err, astor.ErrNotACollection)
	}
}
