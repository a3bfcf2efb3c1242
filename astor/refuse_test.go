package astor_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

// refused checks that err is one line of the kind and has each of the words.
func refused(t testing.TB, err error, kind error, words ...string) {
	t.Helper()
	var e *guichet.Error
	if !errors.Is(err, kind) || !errors.As(err, &e) || e.Sent != guichet.NotSent || e.UnknownOutcome() {
		t.Errorf("the error is %v, not a refusal of the kind %q", err, kind)
		return
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the error %q does not say %q", err, word)
		}
	}
	if strings.ContainsAny(err.Error(), "\n\r\x1b") || strings.Contains(err.Error(), "canary") {
		t.Errorf("the error %q is not one clean line", err)
	}
}

func TestAnInvalidCollectionIsRefusedInOneLine(t *testing.T) {
	deep := strings.Repeat(`{"name":"f","item":[`, 200) + strings.Repeat(`]}`, 200)
	for _, row := range []struct{ data, word string }{
		{"", "empty"},
		{"\ufeff", "empty"},
		{"<!DOCTYPE html>", "web page"},
		{`{"item":[{"name":"x"`, "truncated"},
		{`{"item":[`, "truncated"},
		{"{\n\"item\": oops}", "line 2"},
		{`{"item":[]} trailing`, "after the JSON value"},
		{`[]`, "not an object"},
		{`{"a":1}`, `"item"`},
		{`{"item":null}`, `"item"`},
		{`{"values":[]}`, "environment"},
		{`{"requests":[],"order":[]}`, "version 1"},
		{`{"collection":{"info":{}}}`, "metadata"},
		{`{"item":[` + deep + `]}`, "more than 100 levels deep"},
		{strings.Repeat("[", 20000), "exceeded max depth"},
		{`{"item":[{"name":"` + strings.Repeat("long ", 500) + `","item":[{"name":"o","request":"u"}]}]}`, "longer than 2048 bytes"},
	} {
		_, err := astor.ParseCollection([]byte(row.data))
		refused(t, err, astor.ErrNotACollection, row.word)
	}
}

func TestACollectionOfAHundredNestedFoldersIsRead(t *testing.T) {
	data := strings.Repeat(`{"name":"f","item":[`, 100) + `{"name":"o","request":"u"}` + strings.Repeat(`]}`, 100)
	if o := parse(t, []byte(`{"item":[`+data+`]}`)).Operations()[0]; strings.Count(o.Path(), "/") != 100 {
		t.Errorf("the operation lies at %s", o.Path())
	}
}

func TestAnUncallableOperationIsRefusedBeforeSending(t *testing.T) {
	for _, row := range []struct {
		name, request string
		values        astor.Values
		kind          error
		word          string
	}{
		{"a method", `{"method":"PATCH","url":"{{base_url}}/a"}`, astor.Values{}, astor.ErrMethodNotAllowed, "PATCH"},
		{"a strange method", `{"method":"GET /x HTTP/1.1\r\nA","url":"{{base_url}}/a"}`, astor.Values{}, astor.ErrMethodNotAllowed, ""},
		{"another host", `"https://evil.example/a"`, astor.Values{}, astor.ErrHostNotConfigured, "evil.example"},
		{"another port", `"https://auth.example.invalid:8443/a"`, astor.Values{}, astor.ErrHostNotConfigured, "8443"},
		{"another scheme", `"ftp://auth.example.invalid/a"`, astor.Values{}, astor.ErrHostNotConfigured, "ftp"},
		{"http", `"http://auth.example.invalid/a"`, astor.Values{}, astor.ErrHostNotConfigured, ""},
		{"a user in the host", `"https://auth.example.invalid@evil.example/a"`, astor.Values{}, astor.ErrHostNotConfigured, ""},
		{"a base URL of the caller's", `"{{base_url}}/a"`, astor.Values{Vars: map[string]string{"base_url": "https://evil.example"}}, astor.ErrHostNotConfigured, "evil.example"},
		{"no host", `"/a/b"`, astor.Values{}, astor.ErrHostNotConfigured, ""},
		{"no URL", `{"method":"GET","url":null}`, astor.Values{}, astor.ErrHostNotConfigured, ""},
		{"variables without a value", `"{{base_url}}/{{a}}/{{b}}"`, astor.Values{}, astor.ErrUnresolved, `"a", "b"`},
		{"a path variable without a value", `"{{base_url}}/:user"`, astor.Values{}, astor.ErrUnresolved, `"user"`},
		{"an empty path variable", `"{{base_url}}/:user"`, astor.Values{Vars: map[string]string{"user": ""}}, guichet.ErrInvalid, `"user" is empty`},
		{"a double slash", `"{{base_url}}/a//b"`, astor.Values{}, guichet.ErrInvalid, "empty"},
		{"a way up", `"{{base_url}}/a/:x"`, astor.Values{Vars: map[string]string{"x": ".."}}, guichet.ErrInvalid, `".."`},
		{"a way up of the author's", `"{{base_url}}/%2e%2e/x"`, astor.Values{}, guichet.ErrInvalid, `".."`},
		{"a control character", `"{{base_url}}/:x"`, astor.Values{Vars: map[string]string{"x": "a\nb"}}, guichet.ErrInvalid, "control"},
		{"a header with a line break", `{"url":"{{base_url}}/a","header":[{"key":"X-A","value":"{{v}}"}]}`, astor.Values{Vars: map[string]string{"v": "a\r\nX-B: c"}}, guichet.ErrInvalid, "X-A"},
		{"a header's name", `{"url":"{{base_url}}/a","header":[{"key":"X A","value":"1"}]}`, astor.Values{}, guichet.ErrInvalid, "header"},
		{"a dynamic variable", `"{{base_url}}/{{$randomCity}}"`, astor.Values{}, astor.ErrUnsupported, "$randomCity"},
		{"a body's mode", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"soap","soap":"x"}}`, astor.Values{}, astor.ErrUnsupported, "soap"},
		{"a file of the author's", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"file","file":{"src":"/etc/hostname"}}}`, astor.Values{}, guichet.ErrInvalid, `"file"`},
		{"a file of the author's, as text", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"file","file":"/etc/hostname"}}`, astor.Values{}, guichet.ErrInvalid, `"file"`},
		{"a form's file", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"formdata","formdata":[{"key":"f","src":["/etc/hostname"]}]}}`, astor.Values{}, guichet.ErrInvalid, `"f"`},
		{"a file that nothing asks for", `{"method":"POST","url":"{{base_url}}/a"}`, astor.Values{Files: map[string][]astor.File{"x": {{}}}}, astor.ErrUnknownInput, `"x"`},
		{"variables of graphql", `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"graphql","graphql":{"query":"q","variables":"{"}}}`, astor.Values{}, guichet.ErrInvalid, "GraphQL"},
		{"a token in the path", `"{{base_url}}/{{AUTH_TOKEN}}"`, astor.Values{}, astor.ErrUnsupported, "secret"},
		{"an empty token", `{"url":"{{base_url}}/a","auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}}`, astor.Values{Vars: map[string]string{"AUTH_TOKEN": " "}}, guichet.ErrNoCredential, "token"},
		{"an empty token in a header", `{"url":"{{base_url}}/a","header":[{"key":"Authorization","value":"Bearer {{t}}"}]}`, astor.Values{Vars: map[string]string{"t": ""}}, guichet.ErrNoCredential, "token"},
	} {
		_, err := client(t, here()).Build(one(t, row.request), row.values)
		t.Run(row.name, func(t *testing.T) { refused(t, err, row.kind, row.word) })
	}
}

func TestNothingIsSentWhenACallIsRefused(t *testing.T) {
	server, sender := started(t)
	anonymous, err := astor.New(astor.Anonymous(), server.Environment())
	if err != nil {
		t.Fatal(err)
	}
	padlocked := one(t, `{"url":"{{base_url}}/me","auth":{"type":"bearer","bearer":{"token":"{{AUTH_TOKEN}}"}}}`)
	_, err = anonymous.Call(t.Context(), padlocked, astor.Values{})
	refused(t, err, guichet.ErrNoCredential)
	_, err = sender.Call(t.Context(), one(t, `"https://evil.example/a"`), astor.Values{})
	refused(t, err, astor.ErrHostNotConfigured)
	_, err = sender.Call(t.Context(), nil, astor.Values{})
	refused(t, err, astor.ErrUnknownOperation)
	for _, method := range []string{"PATCH", "HEAD", "OPTIONS", "TRACE", "get /x", ""} {
		refused(t, sender.Do(t.Context(), astor.AuthCRM, method, "/me", nil, nil), astor.ErrMethodNotAllowed)
	}
	refused(t, sender.Do(t.Context(), "billing", "GET", "/me", nil, nil), astor.ErrHostNotConfigured, "billing")
	refused(t, sender.Do(t.Context(), astor.AuthCRM, "GET", "https://evil.example/", nil, nil), guichet.ErrInvalid)
	if n := len(server.Requests()); n != 0 {
		t.Errorf("the server saw %d requests", n)
	}
}

func TestAnOperationIsFoundByPathIDOrSuffix(t *testing.T) {
	c := parse(t, []byte(`{"item":[{"name":"A","item":[{"name":"x/y","id":"1","request":"u"},{"name":"same","id":"2","request":"u"}]},
		{"name":"B","item":[{"name":"same","request":"u"},{"name":"twin","id":"5","request":"u"},{"name":"twin","id":"6","request":"u"}]},{"name":"same","request":"u"}]}`))
	for name, number := range map[string]int{
		`A/x\/y`: 0, `x\/y`: 0, "x/y": 0, "1": 0, "#1": 0, "A/same": 1, "B/same": 2, "#3": 2, "same": 5, "6": 4, "a/SAME": 1,
	} {
		o, err := c.Find(name)
		if err != nil || o != c.Operations()[number] {
			t.Errorf("%q gave %v, not operation %d (%v)", name, o, number, err)
		}
	}
	_, err := c.Find("B/twin")
	refused(t, err, astor.ErrAmbiguous, "5 (", "6 (")
	_, err = c.Find("twn")
	refused(t, err, astor.ErrUnknownOperation, `"B/twin"`)
	for i, o := range c.Operations() {
		if found, err := c.Find(fmt.Sprintf("#%d", i+1)); err != nil || found != o {
			t.Errorf("#%d gave %v", i+1, err)
		}
	}
}
