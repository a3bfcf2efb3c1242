package astor_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

func TestAnUnusedVariableIsRefused(t *testing.T) {
	const plain = `{"method":"DELETE","url":"{{base_url}}/users/12/{{role}}/:site","auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}}`
	body := func(s string) string {
		return `{"method":"POST","url":"{{base_url}}/a/:id","body":{"mode":"raw","raw":"` + s + `"}}`
	}
	for _, row := range []struct {
		name, request string
		values        astor.Values
		words         []string
	}{
		{"a name that is misspelt", plain, astor.Values{Vars: map[string]string{"id": "99"}}, []string{`unknown variable "id"`, `uses "role", "site"`}},
		{"nothing to vary", `"{{base_url}}/a"`, astor.Values{Vars: map[string]string{"id": "99"}}, []string{`unknown variable "id"`, "has no variables"}},
		{"a parameter that is disabled", `{"url":{"host":["{{base_url}}"],"path":["a"],"query":[{"key":"x","value":"{{id}}","disabled":true}]}}`,
			astor.Values{Vars: map[string]string{"id": "99"}}, []string{`"id"`, "has no variables"}},
		{"a header that is made anew", `{"url":"{{base_url}}/a","header":"Postman-Token: {{id}}"}`, astor.Values{Vars: map[string]string{"id": "9"}}, []string{`"id"`, "has no variables"}},
		{"the body that was replaced", body("{{name}}"), astor.Values{Vars: map[string]string{"name": "n", "id": "7"}, Body: []byte("{}")}, []string{`"name"`, "replaced"}},
		{"the parameter that was replaced", `"{{base_url}}/a?page={{page}}"`, astor.Values{Vars: map[string]string{"page": "2"}, Query: map[string][]string{"page": {"3"}}}, []string{`"page"`, "replaced"}},
		{"the header that was replaced", `{"url":"{{base_url}}/a","header":"X-A: {{a}}"}`, astor.Values{Vars: map[string]string{"a": "2"}, Header: http.Header{"x-a": {"3"}}}, []string{`"a"`, "replaced"}},
		{"the variable that was replaced", `"{{base_url}}/{{outer}}"`, astor.Values{Vars: map[string]string{"outer": "1", "inner": "2"}}, []string{`"inner"`, `uses "outer"`}},
		{"the body of a GET", `{"url":"{{base_url}}/a","body":{"mode":"raw","raw":"{{name}}"}}`, astor.Values{Vars: map[string]string{"name": "n"}}, []string{`"name"`}},
		{"the token where none is sent", `"{{base_url}}/a"`, astor.Values{Vars: map[string]string{"AUTH_TOKEN": "other"}}, []string{`"AUTH_TOKEN"`}},
		{"a comment of JSON", body(`{} // {{name}}`), astor.Values{Vars: map[string]string{"name": "n", "id": "7"}}, []string{`"name"`, `uses "id"`}},
	} {
		_, err := client(t, here()).Build(one(t, row.request), row.values)
		t.Run(row.name, func(t *testing.T) { refused(t, err, astor.ErrUnknownInput, row.words...) })
	}
}

// TestAVariableUsedThroughAnotherIsAccepted: in a value of the collection or
// of the environment, in a name, or as the token.
func TestAVariableUsedThroughAnotherIsAccepted(t *testing.T) {
	environment := here()
	environment.Variables = append(environment.Variables, astor.Variable{Name: "reference", Value: "{{site}}-{{id}}"})
	for _, row := range []struct {
		request string
		vars    map[string]string
		want    string
	}{
		{`"{{base_url}}/{{outer}}"`, map[string]string{"inner": "2"}, "GET AUTH/<2>"},
		{`"{{base_url}}/{{reference}}"`, map[string]string{"site": "s", "id": "7"}, "GET AUTH/s-7"},
		{`"{{base_url}}/{{k_{{lang}}}}"`, map[string]string{"lang": "fr", "k_fr": "oui"}, "GET AUTH/oui"},
		{`{"url":{"host":["{{base_url}}"],"path":[":a"],"variable":[{"key":"a","value":"{{inner}}"}]}}`, map[string]string{"inner": "2"}, "GET AUTH/2"},
		{`{"url":"{{base_url}}/a","auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}}`, map[string]string{"AUTH_TOKEN": "x"}, "GET AUTH/a [Authorization: Bearer {{AUTH_TOKEN}}]"},
		{`"{{base_url}}/{{$timestamp}}"`, map[string]string{"$timestamp": "1"}, "GET AUTH/1"},
		{`"{{base_url}}/a"`, map[string]string{"base_url": "https://auth.example.invalid"}, "GET AUTH/a"},
	} {
		c := parse(t, []byte(`{"variable":[{"key":"outer","value":"<{{inner}}>"}],"item":[{"name":"it","request":`+row.request+`}]}`))
		r, err := client(t, environment).Build(c.Operations()[0], astor.Values{Vars: row.vars})
		if err != nil || strings.NewReplacer("%3C", "<", "%3E", ">").Replace(shown(r)) != row.want {
			t.Errorf("%s with %v gave %v, %v", row.request, row.vars, r, err)
		}
	}
}

func TestAHeaderOrAParameterThatWouldBeDroppedIsRefused(t *testing.T) {
	const key = `{"url":"{{base_url}}/a","auth":{"type":"apikey","apikey":{"key":"X-Key","value":"{{AUTH_TOKEN}}"}}}`
	for name, row := range map[string]struct {
		request string
		values  astor.Values
		word    string
	}{
		"a header that is made anew":  {`"{{base_url}}/a"`, astor.Values{Header: http.Header{"host": {"x"}}}, `"Host"`},
		"the credential's header":     {key, astor.Values{Header: http.Header{"x-key": {"x"}}}, `"X-Key"`},
		"the credential's parameter":  {strings.Replace(key, `"key":"X-Key"`, `"in":"query","key":"k"`, 1), astor.Values{Query: map[string][]string{"k": {"x"}}}, `"k"`},
		"the type of a form of parts": {`{"method":"POST","url":"{{base_url}}/a","body":{"mode":"formdata","formdata":[{"key":"a","value":"b"}]}}`, astor.Values{Header: http.Header{"Content-Type": {"x/y"}}}, `"Content-Type"`},
	} {
		_, err := client(t, here()).Build(one(t, row.request), row.values)
		t.Run(name, func(t *testing.T) { refused(t, err, astor.ErrUnknownInput, row.word) })
	}
}

func TestALiteralFormValueIsEncoded(t *testing.T) {
	for _, row := range []struct{ fields, want string }{
		{`[{"key":"phone","value":"+33 6 12"}]`, "phone=%2B33%206%2012"},
		{`[{"key":"discount","value":"50%25"}]`, "discount=50%2525"},
		{`[{"key":"a+b","value":"{{v}}+1"}]`, "a%2Bb=c%2Bd+1"},
		{`[{"key":"a","value":"b=c&d"},{"key":"e","value":"é/?"}]`, "a=b%3Dc%26d&e=%C3%A9%2F%3F"},
		{`"phone=%2B33+6%2012&flag"`, "phone=%2B33%206%2012&flag"},
	} {
		got := build(t, `{"method":"POST","url":"{{base_url}}/a?phone=+33%2041","body":{"mode":"urlencoded","urlencoded":`+row.fields+`}}`, astor.Values{})
		if strings.Contains(row.fields, "{{v}}") {
			got = build(t, `{"method":"POST","url":"{{base_url}}/a?phone=+33%2041","body":{"mode":"urlencoded","urlencoded":`+row.fields+`}}`, astor.Values{Vars: map[string]string{"v": "c+d"}})
			row.want = "a%2Bb=c%2Bd%2B1"
		}
		if want := "POST AUTH/a?phone=+33%2041 [Content-Type: application/x-www-form-urlencoded] " + row.want; got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

func TestJSONCommentsAreNotSent(t *testing.T) {
	const json = `"options":{"raw":{"language":"json"}}`
	for _, row := range []struct{ text, more, want string }{
		{"{\n  // a note\n  \"a\": 1, /* b\n */ \"c\": 2 // end\r\n}// last", json, "{\n  \n  \"a\": 1,  \"c\": 2 \r\n}"},
		{`{"u":"http://x/*y*/","q":"\"//","b":"\\"}//z`, json, `{"u":"http://x/*y*/","q":"\"//","b":"\\"}`},
		{`/**//* * /*/{"a":/***/1}`, json, `{"a":1}`},
		{`{"a":1} /* not ended`, json, `{"a":1} /* not ended`},
		{`{"a":1 / 2}/`, json, `{"a":1 / 2}/`},
		{`{"a":{{n}}/*{{missing}}*/,"b":"{{v}}"}`, json, `{"a":7,"b":"// \"v\""}`},
		{`{"a":{{with//slashes}}}`, json, `{"a":3}`},
		{`[1] // found out`, `"x":1`, `[1] `},
		{`{"a":"<a/>//x"} // y`, `"options":{"raw":{"language":"text"}}`, `{"a":"<a/>//x"} // y`},
		{`// <a/>`, `"options":{"raw":{"language":"xml"}}`, `// <a/>`},
	} {
		vars := map[string]string{}
		for name, value := range map[string]string{"n": "7", "v": `// "v"`, "with//slashes": "3"} {
			if strings.Contains(row.text, "{{"+name+"}}") {
				vars[name] = value
			}
		}
		r, err := client(t, here()).Build(one(t, `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":`+quoted(row.text)+`,`+row.more+`}}`), astor.Values{Vars: vars})
		if err != nil || string(r.Body) != row.want {
			t.Errorf("%q gave %+v, %v\nwant %q", row.text, r, err, row.want)
		}
	}
	const header = `"header":"Content-Type: application/vnd.astor+json"`
	got := build(t, `{"method":"POST","url":"{{base_url}}/a",`+header+`,"body":{"mode":"raw","raw":"/* it */ {}"}}`, astor.Values{})
	if want := "POST AUTH/a [Content-Type: application/vnd.astor+json]  {}"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	const off = `"header":[{"key":"Content-Type","value":"application/json","disabled":true}]`
	got = build(t, `{"method":"POST","url":"{{base_url}}/a",`+off+`,"body":{"mode":"raw","raw":"// it"}}`, astor.Values{})
	if want := "POST AUTH/a [Content-Type: text/plain] // it"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	got = build(t, `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"graphql","graphql":{"query":"q","variables":"{\"a\":1 // note\n}"}}}`, astor.Values{})
	if want := `POST AUTH/a [Content-Type: application/json] {"query":"q","variables":{"a":1 ` + "\n" + `}}`; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func quoted(text string) string {
	encoded, _ := json.Marshal(text) // a text can always be encoded
	return string(encoded)
}

// FuzzJSONComments: JSON without comments is sent byte by byte, and JSON with
// comments as if they had never been there.
func FuzzJSONComments(f *testing.F) {
	for _, seed := range []string{
		`{"u":"http://x","v":["\\\"//",1e3,null]}`, "[1,\n\t{}]", `"/*"`, `{"a":{"b":"{ {","c":2}}`, `7`, `{"o":{"i":{"j":"{{","b":2}},"u":"http://x"}`, "\"\u2028//\"",
	} {
		f.Add(seed, " note")
	}
	sender := client(f, here())
	f.Fuzz(func(t *testing.T, text, note string) {
		if !json.Valid([]byte(text)) || strings.Contains(text, "{{") || strings.ContainsAny(note, "\r\n{}*") || quoted(text) != quoted(strings.ToValidUTF8(text, "")) {
			return
		}
		sent := func(raw string) string {
			r, err := sender.Build(one(t, `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":`+quoted(raw)+`,"options":{"raw":{"language":"json"}}}}`), astor.Values{})
			if err != nil {
				t.Fatal(err)
			}
			return string(r.Body)
		}
		if got := sent(text); got != text {
			t.Errorf("%q was sent as %q", text, got)
		}
		if got := sent("/*" + note + "*/" + text + "//" + note); got != text {
			t.Errorf("%q with comments was sent as %q", text, got)
		}
	})
}

func TestAGETSendsItsBodyWhenTheFileSaysSo(t *testing.T) {
	const body = `"request":{"url":"{{base_url}}/a","body":{"mode":"raw","raw":"{\"a\":1}"}}`
	const sent, dropped = `GET AUTH/a [Content-Type: application/json] {"a":1}`, "GET AUTH/a"
	on, off := `"protocolProfileBehavior":{"disableBodyPruning":true},`, `"protocolProfileBehavior":{"disableBodyPruning":false},`
	for name, row := range map[string]struct{ data, want string }{
		"said of the request":        {`{"item":[{"name":"it",` + on + body + `}]}`, sent},
		"said of the folder":         {`{"item":[{"name":"f",` + on + `"item":[{"name":"it",` + body + `}]}]}`, sent},
		"said of the collection":     {`{` + on + `"item":[{"name":"f","item":[{"name":"it",` + body + `}]}]}`, sent},
		"said, and taken back":       {`{` + on + `"item":[{"name":"f",` + off + `"item":[{"name":"it",` + body + `}]}]}`, dropped},
		"not said":                   {`{"item":[{"name":"it",` + body + `}]}`, dropped},
		"said of a request without":  {`{"item":[{"name":"it",` + on + `"request":{"url":"{{base_url}}/a","body":{"mode":"raw","raw":""}}}]}`, dropped},
		"said of a body of its type": {`{"item":[{"name":"it",` + on + `"request":{"url":"{{base_url}}/a","body":{"mode":"urlencoded","urlencoded":[{"key":"a","value":"1"}]}}}]}`, "GET AUTH/a [Content-Type: application/x-www-form-urlencoded] a=1"},
	} {
		c := parse(t, []byte(row.data))
		encoded, err := c.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []*astor.Collection{c, parse(t, encoded)} {
			o := c.Operations()[0]
			r, err := client(t, here()).Build(o, astor.Values{})
			if err != nil || shown(r) != row.want {
				t.Errorf("%s: built %v, %v", name, r, err)
			}
			if stale := row.want == dropped && o.Body.Mode != ""; o.Body.Dropped != stale || strings.Contains(notes(o), "is not sent") != stale {
				t.Errorf("%s: dropped is %v, the notes are %q", name, o.Body.Dropped, notes(o))
			}
		}
	}
}

func notes(o *astor.Operation) string {
	var all []string
	for _, note := range o.Notes() {
		all = append(all, note.Text)
	}
	return strings.Join(all, "\n")
}

func TestTheBodyOfAGETArrives(t *testing.T) {
	server, sender := started(t)
	o := parse(t, []byte(`{"item":[{"name":"it","protocolProfileBehavior":{"disableBodyPruning":true},"request":{"url":"{{base_url}}/health","body":{"mode":"raw","raw":"{\"a\":1}"}}}]}`)).Operations()[0]
	for _, options := range [][]guichet.CallOption{nil, {guichet.Repeatable()}} {
		server.ResetRequests()
		_, _ = sender.Call(t.Context(), o, astor.Values{}, options...)
		got := server.Requests()
		if len(got) != 1 || got[0].Method != http.MethodGet || got[0].Body != `{"a":1}` || got[0].Headers.Get("Content-Type") != "application/json" {
			t.Errorf("the server saw %+v", got)
		}
	}
}

func TestVariablesOfAnUnsentBodyAreNotAskedFor(t *testing.T) {
	for _, request := range []string{
		`{"url":"{{base_url}}/a","body":{"mode":"raw","raw":"{{stale}}"}}`,
		`{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"{} // {{stale}}"}}`,
	} {
		want := []astor.Use{{Name: "base_url", In: "url", Source: astor.FromNowhere}}
		if diff := cmp.Diff(want, one(t, request).Variables()); diff != "" {
			t.Error(diff)
		}
	}
}
