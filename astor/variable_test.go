package astor_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/cryptotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

func TestTheInnermostValueOfAVariableWins(t *testing.T) {
	c := parse(t, []byte(`{"variable":[{"key":"shared","value":"collection"},{"key":"site","value":"collection"},{"key":"base_url","value":"https://evil.example"}],
		"item":[{"name":"F","variable":[{"key":"site","value":"outer"}],"item":[{"name":"G","variable":[{"key":"site","value":"inner"},{"key":"site","value":"off","disabled":true}],
		"item":[{"name":"o","request":"{{base_url}}/{{site}}/{{shared}}"}]}]}]}`))
	o := c.Operations()[0]
	sender := client(t, here())
	for _, row := range []struct {
		vars map[string]string
		want string
	}{
		{nil, "GET AUTH/inner/environment"},
		{map[string]string{"site": "call", "shared": "{{site}}"}, "GET AUTH/call/%7B%7Bsite%7D%7D"},
	} {
		r, err := sender.Build(o, astor.Values{Vars: row.vars})
		if err != nil || shown(r) != row.want {
			t.Errorf("%v gave %v, %v, not %s", row.vars, r, err, row.want)
		}
	}
	want := []astor.Use{
		{Name: "base_url", In: "url", Source: astor.FromEnvironment, Value: "https://auth.example.invalid"},
		{Name: "site", In: "path", Source: astor.FromFolder, Value: "inner"},
		{Name: "shared", In: "path", Source: astor.FromCall, Value: "x"},
	}
	if diff := cmp.Diff(want, sender.Variables(o, astor.Values{Vars: map[string]string{"shared": "x"}})); diff != "" {
		t.Error(diff)
	}
}

func TestVariablesMayHoldVariables(t *testing.T) {
	for _, row := range []struct{ variables, template, want string }{
		{`[{"key":"a","value":"<{{b}}>"},{"key":"b","value":7}]`, "{{a}}", "<7>"},
		{`[{"key":"k_fr","value":"oui"},{"key":"lang","value":"fr"}]`, "{{k_{{lang}}}}", "oui"},
		{`[{"key":"a","value":"1"}]`, `{"x":{"y":{{a}}}}`, `{"x":{"y":1}}`},
		{`[{"key":"a","value":"1"}]`, `{{{a}}}`, `{1}`},
		{`[{"key":"a","value":"1"}]`, `{{ a }} {{a`, `1 {{a`},
		{`[{"key":"a","value":{"x":[1,"é"]}}]`, `{{a}}`, `{"x":[1,"é"]}`},
		{`[{"key":"a","value":null}]`, `[{{a}}]`, `[]`},
		{`[]`, `{{}} {{ {a} }} }} {`, `{{}} {{ {a} }} }} {`},
	} {
		quoted := fmt.Sprintf("%q", row.template)
		c := parse(t, []byte(`{"variable":`+row.variables+`,"item":[{"name":"o","request":{"method":"POST","url":"{{base_url}}","body":{"mode":"raw","raw":`+quoted+`}}}]}`))
		r, err := client(t, here()).Build(c.Operations()[0], astor.Values{})
		if err != nil || string(r.Body) != row.want {
			t.Errorf("%s gave %v, %v, not %s", row.template, r, err, row.want)
		}
	}
}

func TestCyclicOrHugeVariablesAreRefused(t *testing.T) {
	chain := func(n int, value string) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`{"key":"v%d","value":%q}`, i, strings.ReplaceAll(value, "NEXT", fmt.Sprintf("{{v%d}}", i+1))))
		}
		return "[" + strings.Join(append(all, fmt.Sprintf(`{"key":"v%d","value":"end"}`, n)), ",") + "]"
	}
	for _, row := range []struct{ variables, word string }{
		{`[{"key":"v0","value":"{{v0}}"}]`, "refers to itself"},
		{`[{"key":"v0","value":"{{v1}}"},{"key":"v1","value":"a{{v0}}"}]`, "v0 → v1 → v0"},
		{chain(30, "NEXT"), "20 levels deep"},
		{chain(18, strings.Repeat("NEXT", 10)), "expand"},
		{chain(18, "NEXTNEXT"+strings.Repeat("x", 5000)), "expand"},
	} {
		c := parse(t, []byte(`{"variable":`+row.variables+`,"item":[{"name":"o","request":"{{base_url}}/{{v0}}"}]}`))
		_, err := client(t, here()).Build(c.Operations()[0], astor.Values{})
		refused(t, err, guichet.ErrInvalid, row.word)
	}
}

func TestDynamicVariablesAreMadeOnceForEachUse(t *testing.T) {
	now := func() time.Time { return time.Unix(1795000000, 0) }
	sender, err := astor.New(astor.Anonymous(), here(), guichet.WithClock(now, func(context.Context, time.Duration) error { return nil }))
	if err != nil {
		t.Fatal(err)
	}
	o := one(t, `"{{base_url}}/{{$guid}}/{{$randomUUID}}/{{$timestamp}}"`)
	r, err := sender.Build(o, astor.Values{})
	if err != nil {
		t.Fatal(err)
	}
	const uuid = `([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})`
	found := regexp.MustCompile("/" + uuid + "/" + uuid + "/1795000000$").FindStringSubmatch(r.URL)
	if found == nil || found[1] == found[2] {
		t.Errorf("the URL is %s", r.URL)
	}
	r, err = sender.Build(o, astor.Values{Vars: map[string]string{"$guid": "1", "$randomUUID": "2", "$timestamp": "3"}})
	if err != nil || shown(r) != "GET AUTH/1/2/3" {
		t.Errorf("given values gave %v, %v", r, err)
	}
}

// TestDynamicVariablesHaveThePostmansForm with a clock and a random source of the
// test.
func TestDynamicVariablesHaveThePostmansForm(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 29, 1, 2, 3, 4_567_890, time.FixedZone("", 3600)) }
	sender, err := astor.New(astor.Anonymous(), here(), guichet.WithClock(now, func(context.Context, time.Duration) error { return nil }))
	if err != nil {
		t.Fatal(err)
	}
	o := one(t, `"{{base_url}}/{{$isoTimestamp}}/{{$randomInt}}/{{$randomBoolean}}/{{$randomAlphaNumeric}}/{{$guid}}"`)
	forms := regexp.MustCompile(`/2026-11-29T00:02:03\.004Z/([0-9]{1,3}|1000)/(true|false)/[0-9a-z]/[-0-9a-f]{36}$`)
	urls := map[string]int{}
	for seed := range uint64(20) {
		for range 2 {
			cryptotest.SetGlobalRandom(t, seed)
			r, err := sender.Build(o, astor.Values{})
			if err != nil || !forms.MatchString(r.URL) {
				t.Fatalf("built %v, %v", r, err)
			}
			urls[r.URL]++
		}
	}
	if len(urls) != 20 {
		t.Errorf("20 seeds gave the URLs %v", urls)
	}
	for _, use := range o.Variables()[1:] {
		if want := map[bool]astor.Source{true: astor.FromClock, false: astor.FromRandom}[use.Name == "$isoTimestamp"]; use.Source != want {
			t.Errorf("%s comes from %s", use.Name, use.Source)
		}
	}
	_, err = sender.Build(one(t, `"{{base_url}}/{{$randomEmail}}"`), astor.Values{})
	refused(t, err, astor.ErrUnsupported, `"$randomEmail"`)
}

func TestCallerValuesAreEscapedAndNotExpanded(t *testing.T) {
	for _, row := range []struct{ request, want string }{
		{`{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"{\"v\":\"{{v}}\",\"n\":{{n}},\"{{n}}\":\"x\\\"{{v}}\"}"}}`,
			`POST AUTH/a [Content-Type: application/json] {"v":"a\"b\\{{AUTH_TOKEN}}&c=d/é","n":12,"12":"x\"a\"b\\{{AUTH_TOKEN}}&c=d/é"}`},
		{`"{{base_url}}/a?v={{v}}"`, `GET AUTH/a?v=a%22b%5C%7B%7BAUTH_TOKEN%7D%7D%26c%3Dd%2F%C3%A9`},
		{`"{{base_url}}/{{v}}"`, `GET AUTH/a%22b%5C%7B%7BAUTH_TOKEN%7D%7D&c=d%2F%C3%A9`},
		{`"{{base_url}}/:v"`, `GET AUTH/a%22b%5C%7B%7BAUTH_TOKEN%7D%7D&c=d%2F%C3%A9`},
	} {
		vars := map[string]string{"v": `a"b\{{AUTH_TOKEN}}&c=d/é`}
		if strings.Contains(row.request, "{{n}}") {
			vars["n"] = "12"
		}
		if got := build(t, row.request, astor.Values{Vars: vars}); got != row.want {
			t.Errorf("got %s\nwant %s", got, row.want)
		}
	}
}

func TestTheCallerReplacesAndAddsParameters(t *testing.T) {
	request := `{"method":"POST","url":{"host":["{{base_url}}"],"path":["a"],"query":[{"key":"x","value":"1"},{"key":"off","value":"0","disabled":true},{"key":"z","value":"9"}]},
		"header":[{"key":"X-A","value":"1"},{"key":"X-B","value":"2"}],"body":{"mode":"urlencoded","urlencoded":[{"key":"k","value":"v"}]}}`
	got := build(t, request, astor.Values{
		Query:  map[string][]string{"off": {"on", "twice"}, "b": {"2"}, "a": {"1 1"}, "x": nil},
		Header: map[string][]string{"x-a": {"mine"}, "X-C": {"3"}},
		Body:   []byte(`{"own":true}`),
	})
	want := `POST AUTH/a?off=on&off=twice&z=9&a=1%201&b=2 [Content-Type: application/json] [X-A: mine] [X-B: 2] [X-C: 3] {"own":true}`
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got := build(t, request, astor.Values{Body: []byte{}}); strings.Contains(got, "Content-Type") {
		t.Errorf("an empty body was sent: %s", got)
	}
}

func TestAFormIsTheSameBytesEachTime(t *testing.T) {
	request := `{"method":"POST","url":"{{base_url}}/a","header":[{"key":"Content-Type","value":"multipart/form-data"}],"body":{"mode":"formdata","formdata":[
		{"key":"texte","value":"é","type":"text","contentType":"text/plain; charset=utf-8"},{"key":"off","value":"x","disabled":true},{"key":"f\"","type":"file","src":null}]}}`
	values := astor.Values{Files: map[string][]astor.File{`f"`: {{Name: "a\"b.txt", Content: []byte("contenu")}}}}
	first := build(t, request, values)
	if second := build(t, request, values); first != second {
		t.Errorf("two builds differ:\n%s\n%s", first, second)
	}
	for _, part := range []string{
		"multipart/form-data; boundary=guichet-", "Content-Disposition: form-data; name=\"texte\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\né\r\n",
		"name=\"f\\\"\"; filename=\"a\\\"b.txt\"\r\nContent-Type: text/plain\r\n\r\ncontenu\r\n",
	} {
		if !strings.Contains(first, part) {
			t.Errorf("the form has no %q:\n%s", part, first)
		}
	}
}

// TestTheNumberAndSizeOfExpandedValuesAreLimited counts the base URL as one of the
// values.
func TestTheNumberAndSizeOfExpandedValuesAreLimited(t *testing.T) {
	for _, row := range []struct {
		value string
		uses  int
		fits  bool
	}{
		{"x", 9_999, true}, {"x", 10_000, false},
		{strings.Repeat("x", 1<<20), 16, true}, {strings.Repeat("x", 1<<20), 17, false},
	} {
		o := one(t, `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"`+strings.Repeat("{{v}}", row.uses)+`"}}`)
		r, err := client(t, here()).Build(o, astor.Values{Vars: map[string]string{"v": row.value}})
		if !row.fits {
			refused(t, err, guichet.ErrInvalid, "expand", "10000 values", "16 MiB")
		} else if err != nil || len(r.Body) != row.uses*len(row.value) {
			t.Errorf("%d uses of %d bytes gave %v", row.uses, len(row.value), err)
		}
	}
}

func TestACallOptionReplacesAHeaderOfTheCollection(t *testing.T) {
	server, sender := started(t)
	o := one(t, `{"method":"POST","url":"{{base_url}}/login","header":[{"key":"X-A","value":"1"},{"key":"Accept","value":"text/csv"}],"body":{"mode":"raw","raw":"{}"}}`)
	_, _ = sender.Call(t.Context(), o, astor.Values{}, guichet.WithHeader("x-a", "2"), guichet.WithHeader("Accept", "text/plain"), guichet.WithHeader("Content-Type", "text/x"))
	sent := server.Requests()[0].Headers
	for name, want := range map[string]string{"X-A": "2", "Accept": "text/plain", "Content-Type": "text/x"} {
		if got := sent.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s was sent as %q, not as %q", name, got, want)
		}
	}
}

func TestATextThatIsNoMarkOfASecretIsShownAsItIs(t *testing.T) {
	o := one(t, `{"url":"{{base_url}}/a","header":[{"key":"X-T","value":"zqSecretz a {{hidden}} zqSecretzXXzq0 b zqSecretz61"}]}`)
	r, err := client(t, here()).Build(o, astor.Values{})
	if want := "GET AUTH/a [X-T: zqSecretz a {{hidden}} zqSecretzXXzq0 b zqSecretz61]"; err != nil || shown(r) != want {
		t.Errorf("built %s, %v", shown(r), err)
	}
}
