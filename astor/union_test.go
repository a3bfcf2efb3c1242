package astor_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

// here is an environment of reserved host names; nothing is sent there.
func here() astor.Environment {
	return astor.Environment{
		Name: "test", BaseURL: "https://auth.example.invalid", CamsBaseURL: "https://cams.example.invalid",
		Variables: []astor.Variable{{Name: "shared", Value: "environment"}, {Name: "hidden", Secret: guichet.NewSecret("canary-hidden")}},
	}
}

func client(t testing.TB, environment astor.Environment) *astor.Client {
	t.Helper()
	c, err := astor.New(astor.Token("canary-token"), environment)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// one is the only operation of a collection whose request is the given JSON.
func one(t testing.TB, request string) *astor.Operation {
	t.Helper()
	return parse(t, []byte(`{"item":[{"name":"it","request":`+request+`}]}`)).Operations()[0]
}

// shown is a built request as text: method, URL, headers but Accept, body.
func shown(r *astor.Request) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s", r.Method, r.URL)
	for _, h := range r.Header {
		if h.Name != "Accept" {
			fmt.Fprintf(&out, " [%s: %s]", h.Name, h.Value)
		}
	}
	if r.Body != nil {
		fmt.Fprintf(&out, " %s", r.Body)
	}
	return strings.ReplaceAll(out.String(), "https://auth.example.invalid", "AUTH")
}

func build(t testing.TB, request string, values astor.Values) string {
	t.Helper()
	r, err := client(t, here()).Build(one(t, request), values)
	if err != nil {
		return "refused: " + err.Error()
	}
	return shown(r)
}

// TestEveryShapeOfARequestIsRead has a row for each union of the formats.
func TestEveryShapeOfARequestIsRead(t *testing.T) {
	for _, row := range []struct{ name, request, want string }{
		{"a request that is text", `"{{base_url}}/a?x=1"`, "GET AUTH/a?x=1"},
		{"a request that is text with escapes", `"{{base_url}}/\u00e9t\u00e9/a\"b"`, "GET AUTH/%C3%A9t%C3%A9/a%22b"},
		{"a URL that is text", `{"method":"DELETE","url":"{{base_url}}/a"}`, "DELETE AUTH/a"},
		{"a method in small letters", `{"method":"put","url":"{{base_url}}/a"}`, "PUT AUTH/a"},
		{"no method", `{"url":"{{base_url}}/a"}`, "GET AUTH/a"},
		{"a fragment", `{"url":"{{base_url}}/a#top"}`, "GET AUTH/a"},
		{"a last slash", `{"url":"{{base_url}}/a/"}`, "GET AUTH/a/"},
		{"escapes in a path", `{"url":"{{base_url}}/a%2Bb(c)%7e/d|e%zz"}`, "GET AUTH/a%2Bb(c)%7e/d%7Ce%25zz"},
		{"no path", `{"url":"{{base_url}}"}`, "GET AUTH"},
		{"only a slash", `{"url":"{{base_url}}/"}`, "GET AUTH/"},
		{"only raw", `{"url":{"raw":"{{base_url}}/a?x=1"}}`, "GET AUTH/a?x=1"},
		{"a host that is text", `{"url":{"host":"{{base_url}}","path":["a"]}}`, "GET AUTH/a"},
		{"a host in parts", `{"url":{"protocol":"https","host":["auth","example","invalid"],"path":["a"]}}`, "GET AUTH/a"},
		{"a host with a port", `{"url":{"protocol":"https","host":["auth","example","invalid"],"port":443,"path":["a"]}}`, "GET AUTH/a"},
		{"a host with its scheme", `{"url":{"host":["https://auth","example","invalid"],"path":["a"]}}`, "GET AUTH/a"},
		{"a path that is text", `{"url":{"host":["{{base_url}}"],"path":"/a/b"}}`, "GET AUTH/a/b"},
		{"path segments that are objects", `{"url":{"host":["{{base_url}}"],"path":[{"type":"string","value":"a"},"b"]}}`, "GET AUTH/a/b"},
		{"a path in raw only", `{"url":{"raw":"{{base_url}}/some/:a/?p=1","host":["{{base_url}}"],"variable":[{"key":"a","value":"w"}]}}`, "GET AUTH/some/w/?p=1"},
		{"a path that is empty", `{"url":{"raw":"{{base_url}}/some","host":["{{base_url}}"],"path":[]}}`, "GET AUTH"},
		{"a path in parts with the query", `{"url":{"raw":"{{base_url}}/api/chat?user=1","host":["{{base_url}}"],"path":["api","chat?user=1"],"query":[{"key":"user","value":"1"}]}}`, "GET AUTH/api/chat?user=1"},
		{"a path with the only query", `{"url":{"host":["{{base_url}}"],"path":["api","chat?user=1&a=b/c#top"]}}`, "GET AUTH/api/chat?user=1&a=b/c"},
		{"a question mark in a variable of the path", `{"url":{"host":["{{base_url}}"],"path":["{{a?}}"],"query":[]}}`, `refused: astor: it: the variable "a?" has no value: set it (not sent)`},
		{"a double slash in raw only", `{"url":{"raw":"{{base_url}}//a","host":["{{base_url}}"],"path":["a"]}}`, "GET AUTH/a"},
		{"a query that is text", `{"url":{"host":["{{base_url}}"],"path":["a"],"query":"x=1&y"}}`, "GET AUTH/a?x=1&y"},
		{"a key without a value", `{"url":{"host":["{{base_url}}"],"path":["a"],"query":[{"key":"x","value":null},{"key":"y","value":""}]}}`, "GET AUTH/a?x&y="},
		{"a parameter that is disabled", `{"url":{"host":["{{base_url}}"],"path":["a"],"query":[{"key":"x","value":"1","disabled":true},{"key":"y","value":"2"}]}}`, "GET AUTH/a?y=2"},
		{"a value without a key", `{"url":{"host":["{{base_url}}"],"path":["a"],"query":[{"key":null,"value":"1"},{"key":null,"value":null}]}}`, "GET AUTH/a?=1"},
		{"a value that is a number", `{"url":{"host":["{{base_url}}"],"path":["a"],"query":[{"key":"x","value":12345678901234567890}]}}`, "GET AUTH/a?x=12345678901234567890"},
		{"escapes in a query", `{"url":"{{base_url}}/a?x=a%20b&y=c+d&z=é"}`, "GET AUTH/a?x=a%20b&y=c+d&z=%C3%A9"},
		{"a path variable", `{"url":{"host":["{{base_url}}"],"path":[":a"],"variable":[{"key":"a","value":"x/y"}]}}`, "GET AUTH/x%2Fy"},
		{"a path variable whose value is escaped", `{"url":{"host":["{{base_url}}"],"path":[":a"],"variable":[{"key":"a","value":"ana%40example.org 50%25 100%"}]}}`, "GET AUTH/ana%40example.org%2050%25%20100%25"},
		{"a path variable by id, a number", `{"url":{"host":["{{base_url}}"],"path":[":a"],"variable":[{"id":"a","value":7,"type":"any"}]}}`, "GET AUTH/7"},
		{"a path variable with a suffix", `{"url":{"host":["{{base_url}}"],"path":[":a.json"],"variable":[{"key":"a","value":"7"}]}}`, "GET AUTH/7.json"},
		{"a path variable whose name has a dot", `{"url":{"host":["{{base_url}}"],"path":[":a.json"],"variable":[{"key":"a.json","value":"7"}]}}`, "GET AUTH/7"},
		{"a colon before a number", `{"url":"https://auth.example.invalid:443/a/:/:1:2"}`, `refused: astor: it: the variable "1" has no value: set it (not sent)`},
		{"the documentation's urlObject", `{"url":"{{base_url}}/a","urlObject":{"host":["{{base_url}}"],"path":["a"],"query":[{"key":"x","value":"1"},{"key":"y","value":"2","disabled":true}],"variable":[]}}`, "GET AUTH/a?x=1"},
		{"headers as a list", `{"url":"{{base_url}}/a","header":[{"key":"X-A","value":"1"},{"key":"X-B","value":"2","disabled":true},{"key":"X-C","value":null,"description":{"content":"c","type":"text/plain"}}]}`, "GET AUTH/a [X-A: 1] [X-C: ]"},
		{"headers as text", `{"url":"{{base_url}}/a","header":"X-A: 1:2\nX-B: 3\r\n\nnothing\n"}`, "GET AUTH/a [X-A: 1:2] [X-B: 3]"},
		{"lines of headers that are turned off", `{"url":"{{base_url}}/a","header":"X-A: 1\n// X-B: 2\n  //X-C: 3\nX-D: // 4"}`, "GET AUTH/a [X-A: 1] [X-D: // 4]"},
		{"headers that are null", `{"url":"{{base_url}}/a","header":null}`, "GET AUTH/a"},
		{"headers of another request", `{"url":"{{base_url}}/a","header":[{"key":"Host","value":"evil.example"},{"key":"content-length","value":"9"},{"key":"X-A","value":"1"}]}`, "GET AUTH/a [X-A: 1]"},
		{"no body", `{"method":"POST","url":"{{base_url}}/a","body":null}`, "POST AUTH/a"},
		{"a body that is disabled", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"x","disabled":true}}`, "POST AUTH/a"},
		{"a body of a GET", `{"url":"{{base_url}}/a","body":{"mode":"raw","raw":"x"}}`, "GET AUTH/a"},
		{"raw JSON", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"{\"a\":1}"}}`, `POST AUTH/a [Content-Type: application/json] {"a":1}`},
		{"raw XML", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"<a/>","options":{"raw":{"language":"xml"}}}}`, `POST AUTH/a [Content-Type: application/xml] <a/>`},
		{"raw text with a type of its own", `{"method":"POST","url":"{{base_url}}/a","header":[{"key":"content-type","value":"text/x"}],"body":{"mode":"raw","raw":"a"}}`, `POST AUTH/a [Content-Type: text/x] a`},
		{"urlencoded", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"urlencoded","urlencoded":[{"key":"a b","value":"1&2"},{"key":"c","value":"3","disabled":true}]}}`, `POST AUTH/a [Content-Type: application/x-www-form-urlencoded] a%20b=1%262`},
		{"urlencoded as text", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"urlencoded","urlencoded":"a=1&b=2"}}`, `POST AUTH/a [Content-Type: application/x-www-form-urlencoded] a=1&b=2`},
		{"a file with its content", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"file","file":{"content":"abc"}}}`, `POST AUTH/a [Content-Type: application/octet-stream] abc`},
		{"graphql with variables as text", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"graphql","graphql":{"query":"{a{b}}","variables":"{\"x\":1}"}}}`, `POST AUTH/a [Content-Type: application/json] {"query":"{a{b}}","variables":{"x":1}}`},
		{"graphql with variables as an object", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"graphql","graphql":{"query":"q","variables":{"x":1},"operationName":"n"}}}`, `POST AUTH/a [Content-Type: application/json] {"query":"q","operationName":"n","variables":{"x":1}}`},
		{"graphql as text", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"graphql","graphql":"{a}"}}`, `POST AUTH/a [Content-Type: application/json] {"query":"{a}"}`},
	} {
		if got := build(t, row.request, astor.Values{}); got != row.want {
			t.Errorf("%s:\n got %s\nwant %s", row.name, got, row.want)
		}
	}
}

// TestAFileInUTF16IsRead: PowerShell writes such files.
func TestAFileInUTF16IsRead(t *testing.T) {
	wide := func(order binary.ByteOrder, text string) []byte {
		var out []byte
		for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
			out = append(out, 0, 0)
			order.PutUint16(out[len(out)-2:], unit)
		}
		return out
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		c := parse(t, wide(order, ` {"item":[{"name":"Été 😀","request":"{{base_url}}/a"}]}`))
		if name := c.Operations()[0].Name; name != "Été 😀" {
			t.Errorf("the operation is called %q", name)
		}
		env, err := astor.ParseEnvironment(bytes.NewReader(wide(order, `{"name":"Été","values":[]}`)))
		if err != nil || env.Name != "Été" {
			t.Errorf("the environment is %+v, %v", env, err)
		}
		_, err = astor.ParseCollection(wide(order, `{}`)[:5])
		refused(t, err, astor.ErrNotACollection, "UTF-16")
	}
}

func TestARawDoubleSlashIsNotReportedWhereThePathHasNone(t *testing.T) {
	if o := one(t, `{"url":{"raw":"{{base_url}}//a","host":["{{base_url}}"],"path":["a"]}}`); len(o.Notes()) != 0 {
		t.Errorf("the notes are %v", o.Notes())
	}
}

func TestEveryShapeOfAnAuthIsRead(t *testing.T) {
	for _, row := range []struct{ name, auth, want string }{
		{"v2.1.0", `{"type":"bearer","bearer":[{"key":"token","value":"{{AUTH_TOKEN}}","type":"string"}]}`, "[Authorization: Bearer {{AUTH_TOKEN}}]"},
		{"v2.0.0", `{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}`, "[Authorization: Bearer {{AUTH_TOKEN}}]"},
		{"documentation", `{"type":"bearer","bearer":{"basicConfig":[{"key":"token","value":"{{AUTH_TOKEN}}"}]},"isInherited":true}`, "[Authorization: Bearer {{AUTH_TOKEN}}]"},
		{"documentation, the token expanded to nothing", `{"type":"bearer","bearer":{"basicConfig":[{"key":"token","value":""}]},"isInherited":false}`, "[Authorization: Bearer {{AUTH_TOKEN}}]"},
		{"the author's own token", `{"type":"bearer","bearer":{"token":"author-secret"}}`, "[Authorization: Bearer {{AUTH_TOKEN}}]"},
		{"the author's own name", `{"type":"bearer","bearer":{"token":"{{jeton}}"}}`, "[Authorization: Bearer {{jeton}}]"},
		{"an API key", `{"type":"apikey","apikey":[{"key":"key","value":"X-Key"},{"key":"value","value":"{{AUTH_TOKEN}}"}]}`, "[X-Key: {{AUTH_TOKEN}}]"},
		{"an API key in the query", `{"type":"apikey","apikey":{"key":"k","value":"{{AUTH_TOKEN}}","in":"query"}}`, "?k={{AUTH_TOKEN}}"},
		{"OAuth 2", `{"type":"oauth2","oauth2":[{"key":"accessToken","value":"author-secret"},{"key":"headerPrefix","value":"Token"}]}`, "[Authorization: Token {{AUTH_TOKEN}}]"},
		{"OAuth 2 in the query", `{"type":"oauth2","oauth2":[{"key":"addTokenTo","value":"queryParams"}]}`, "?access_token={{AUTH_TOKEN}}"},
		{"basic", `{"type":"basic","basic":[{"key":"username","value":"{{shared}}"},{"key":"password","value":"{{hidden}}"}]}`, "[Authorization: Basic {{credentials}}]"},
		{"noauth", `{"type":"noauth"}`, ""},
		{"null", `null`, ""},
		{"without a type", `{"type":null}`, ""},
	} {
		want := strings.TrimSpace("GET AUTH/a " + row.want)
		if strings.HasPrefix(row.want, "?") {
			want = "GET AUTH/a" + row.want
		}
		if got := build(t, `{"url":"{{base_url}}/a","auth":`+row.auth+`}`, astor.Values{}); got != want {
			t.Errorf("%s:\n got %s\nwant %s", row.name, got, want)
		}
	}
}

func TestAnExplicitAuthorizationHeaderIsKept(t *testing.T) {
	for auth, want := range map[string]string{
		`{"type":"apikey","apikey":{"key":"X-Key","value":"{{AUTH_TOKEN}}"}}`: "GET AUTH/a [Authorization: Basic {{hidden}}] [X-Key: {{AUTH_TOKEN}}]",
		`{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}`:               "GET AUTH/a [Authorization: Bearer {{AUTH_TOKEN}}]",
		`{"type":"noauth"}`: "GET AUTH/a [Authorization: Basic {{hidden}}]",
	} {
		if got := build(t, `{"url":"{{base_url}}/a","header":"Authorization: Basic {{hidden}}","auth":`+auth+`}`, astor.Values{}); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
	c := parse(t, []byte(`{"variable":[{"key":"web","value":"d2ViOm1vdA"}],"item":[{"name":"it","request":{"url":"{{base_url}}/a","header":"Authorization: Basic {{web}}","auth":{"type":"apikey","apikey":{"key":"X-Key","value":"{{AUTH_TOKEN}}"}}}}]}`))
	if r, err := client(t, here()).Build(c.Operations()[0], astor.Values{}); err != nil || !strings.Contains(shown(r), "[Authorization: Basic d2ViOm1vdA]") {
		t.Errorf("a pair in a variable gave %v, %v", r, err)
	}
	if got := build(t, `{"url":"{{base_url}}/a","header":"Authorization: Token author-secret"}`, astor.Values{}); got != "GET AUTH/a [Authorization: Token {{AUTH_TOKEN}}]" {
		t.Errorf("the author's own header gave %s", got)
	}
}

func TestASignatureSchemeIsRefusedByItsName(t *testing.T) {
	for _, kind := range []string{"awsv4", "digest", "edgegrid", "hawk", "ntlm", "oauth1", "jwt"} {
		o := one(t, `{"url":"{{base_url}}/a","auth":{"type":"`+kind+`"}}`)
		_, err := client(t, here()).Build(o, astor.Values{})
		refused(t, err, astor.ErrUnsupported, `"`+kind+`"`)
		if notes := o.Notes(); len(notes) != 1 || !notes[0].Refused || !strings.Contains(notes[0].Text, kind) {
			t.Errorf("%s is not reported: %v", kind, notes)
		}
	}
}

func TestADescriptionIsReadAsPlainText(t *testing.T) {
	for _, row := range []struct{ given, want string }{
		{`"plain"`, "plain"},
		{`null`, ""},
		{`{"content":"inside","type":"text/markdown"}`, "inside"},
		{`"<p>Un &eacute;t&eacute; &lt;id&gt;</p>\n<ul><li>a</li><li><code>b</code></li></ul>"`, "Un été <id>\n\na\n\nb"},
		{`"put <id> & <name> here"`, "put <id> & <name> here"},
		{`"a\u001b[31mred\u0000\u202e"`, "a[31mred"},
		{`7`, ""},
	} {
		if got := one(t, `{"url":"u","description":`+row.given+`}`).Description; got != row.want {
			t.Errorf("%s became %q, not %q", row.given, got, row.want)
		}
	}
}

func TestOldFieldNamesOfCollectionsAreRead(t *testing.T) {
	c := parse(t, []byte("\ufeff"+`{"collection":{"info":{"name":"c"},"variables":[{"id":"v","value":true}],
		"item":[{"name":"f","item":[]},{"name":"o","_postman_id":"i","request":"{{base_url}}/{{v}}",
		"event":[{"listen":"test","script":{"exec":"x()"}},{"listen":"prerequest","script":{"exec":["",""]}}],
		"response":[{"name":"r","code":"201","header":"A: b\n","body":null},{"name":"s","code":200,"header":null,"body":"x"}]}, 7, {"name":"neither"}]}}`))
	o := c.Operations()[0]
	if o.ID != "i" || len(c.Root.Folders) != 1 {
		t.Errorf("the collection was read as %+v with the id %q", c.Report(), o.ID)
	}
	if diff := cmp.Diff([]string{"test"}, o.Scripts); diff != "" {
		t.Error(diff)
	}
	want := []astor.Example{{Name: "r", Status: 201, Header: []astor.Parameter{{Name: "A", Value: "b"}}}, {Name: "s", Status: 200, Body: "x"}}
	if diff := cmp.Diff(want, o.Examples); diff != "" {
		t.Error(diff)
	}
	r, err := client(t, here()).Build(o, astor.Values{})
	if err != nil || shown(r) != "GET AUTH/true" {
		t.Errorf("built %v, %v", r, err)
	}
	if c.Report().Ignored != 2 {
		t.Errorf("%d entries were ignored, not 2", c.Report().Ignored)
	}
}

// TestAVariableOfTheAuthorsTakesTheToken wherever the request asks for one, and the
// environment has no value for it.
func TestAVariableOfTheAuthorsTakesTheToken(t *testing.T) {
	const header, bearer = `"header":"Authorization: Token {{jeton}}"`, `"auth":{"type":"bearer","bearer":{"token":"{{jeton}}"}}`
	for _, row := range []struct{ request, variables, environment, want string }{
		{header, `{"key":"jeton","value":"clef"}`, "", "Token canary-token"},
		{header, ``, "", "Token canary-token"},
		{header, ``, "own", "Token own"},
		{`"header":"Authorization: {{kind}} {{jeton}}"`, `{"key":"kind","value":"Jeton"}`, "", "Jeton canary-token"},
		{`"header":"Authorization: {{jeton}}"`, `{"key":"jeton","value":"Token clef"}`, "", "Token canary-token"},
		{`"header":"Authorization: {{jeton}}"`, `{"key":"jeton","value":"{{entier}}"},{"key":"entier","value":"BEARER {{t}}"}`, "", "BEARER canary-token"},
		{`"header":"Authorization: {{jeton}}"`, `{"key":"jeton","value":"` + pair + `"}`, "", pair},
		{`"header":"Authorization: {{jeton}}"`, `{"key":"jeton","value":"clef"}`, "Token own", "Token own"},
		{`"header":"Authorization: Basic {{jeton}}"`, `{"key":"jeton","value":"d2ViOm1vdA"}`, "", "Basic d2ViOm1vdA"},
		{`"header":"Authorization:"`, ``, "", "Bearer canary-token"},
		{bearer, `{"key":"jeton","value":"clef"}`, "", "Bearer canary-token"},
		{bearer, ``, "", "Bearer canary-token"},
		{bearer, `{"key":"autre","value":"clef"}`, "{{autre}}", "Bearer clef"},
		{bearer, ``, "{{autre}}", ""},
		{`"auth":{"type":"apikey","apikey":{"key":"X-Key","value":"{{jeton}}"}}`, ``, "{{autre}}", ""},
		{`"header":"Authorization: Basic {{jeton}}"`, ``, "", ""},
		{`"auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}} "}}`, ``, "", "Bearer canary-token "},
	} {
		environment := here()
		if row.environment != "" {
			environment.Variables = []astor.Variable{{Name: "jeton", Value: row.environment}}
		}
		c := parse(t, []byte(`{"variable":[`+row.variables+`],"item":[{"name":"it","request":{"url":"{{base_url}}/a",`+row.request+`}}]}`))
		r, err := client(t, environment).Build(c.Operations()[0], astor.Values{})
		if row.want == "" {
			refused(t, err, astor.ErrUnresolved)
			continue
		}
		if err != nil {
			t.Errorf("%s gave %v", row.request, err)
			continue
		}
		sent := ""
		for _, h := range r.Header {
			if h.Name == "Authorization" {
				sent = h.Secret.Reveal()
			}
		}
		if sent != row.want {
			t.Errorf("%s with %s gave %q, not %q", row.request, row.variables, sent, row.want)
		}
	}
}
