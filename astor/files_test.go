package astor_test

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

// parts are the parts of a form as a server reads them: "name file: content".
func parts(t *testing.T, r *astor.Request) (list []string) {
	t.Helper()
	for _, h := range r.Header {
		if h.Name != "Content-Type" {
			continue
		}
		_, parameters, err := mime.ParseMediaType(h.Value)
		if err != nil {
			t.Fatal(err)
		}
		form := multipart.NewReader(strings.NewReader(string(r.Body)), parameters["boundary"])
		for p, err := form.NextPart(); err == nil; p, err = form.NextPart() {
			content, err := io.ReadAll(p)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, fmt.Sprintf("%s %s: %s", p.FormName(), p.FileName(), content))
		}
	}
	return list
}

func files(names ...string) (all []astor.File) {
	for _, name := range names {
		all = append(all, astor.File{Name: name, Content: []byte("of " + name)})
	}
	return all
}

func TestFilesOfTheSameFieldAreSentInOrder(t *testing.T) {
	const text = `{"key":"t","value":"x"}`
	for _, row := range []struct {
		fields string
		given  []astor.File
		want   []string
	}{
		{`{"key":"docs","type":"file","src":["/a","/b"]},` + text, files("b", "a"), []string{"docs b: of b", "docs a: of a", "t : x"}},
		{`{"key":"docs","type":"file","src":"/a"},` + text, files("a", "b", "c"), []string{"docs a: of a", "docs b: of b", "docs c: of c", "t : x"}},
		{`{"key":"docs","type":"file","src":["/a","/b"]}`, files("a"), []string{"docs a: of a"}},
		{`{"key":"docs","type":"file","src":null},` + text + `,{"key":"docs","type":"file","src":null}`, files("a", "b"), []string{"docs a: of a", "t : x", "docs b: of b"}},
		{`{"key":"docs","type":"file","disabled":true},` + text + `,{"key":"docs","type":"file"}`, files("a"), []string{"t : x", "docs a: of a"}},
		{`{"key":"docs","type":"file","disabled":true},` + text + `,{"key":"docs","type":"file"}`, files("a", "b"), []string{"docs a: of a", "t : x", "docs b: of b"}},
		{`{"key":"docs","type":"file","disabled":true},` + text, files("a", "b"), []string{"docs a: of a", "docs b: of b", "t : x"}},
	} {
		o := one(t, `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"formdata","formdata":[`+row.fields+`]}}`)
		r, err := client(t, here()).Build(o, astor.Values{Files: map[string][]astor.File{"docs": row.given}})
		if err != nil {
			t.Errorf("%s gave %v", row.fields, err)
			continue
		}
		if diff := cmp.Diff(row.want, parts(t, r)); diff != "" {
			t.Errorf("%s:\n%s", row.fields, diff)
		}
	}
}

func TestFilesWithoutAMatchingFieldAreRefused(t *testing.T) {
	form := func(fields string) string {
		return `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"formdata","formdata":[` + fields + `]}}`
	}
	const field = `{"key":"docs","type":"file"}`
	docs := func(names ...string) map[string][]astor.File { return map[string][]astor.File{"docs": files(names...)} }
	for name, row := range map[string]struct {
		request string
		values  astor.Values
		kind    error
		word    string
	}{
		"none":                   {form(field), astor.Values{}, guichet.ErrInvalid, `"docs" is a file`},
		"an empty list":          {form(field), astor.Values{Files: docs()}, guichet.ErrInvalid, `"docs" is a file`},
		"too few":                {form(field + "," + field), astor.Values{Files: docs("a")}, guichet.ErrInvalid, `2 file fields are named "docs": give one file for each, not 1`},
		"too many":               {form(field + "," + field), astor.Values{Files: docs("a", "b", "c")}, guichet.ErrInvalid, "not 3"},
		"two bodies":             {`{"method":"PUT","url":"{{base_url}}/a","body":{"mode":"file"}}`, astor.Values{Files: map[string][]astor.File{"file": files("a", "b")}}, guichet.ErrInvalid, "single file, but 2 files were given"},
		"another name":           {form(`{"key":"photo","type":"file","disabled":true}`), astor.Values{Files: docs("a")}, astor.ErrUnknownInput, `unknown file "docs": the operation accepts "photo"`},
		"beside a whole body":    {form(field), astor.Values{Files: docs("a"), Body: []byte("{}")}, astor.ErrUnknownInput, `"docs" cannot be added`},
		"of a GET's stale body":  {strings.Replace(form(field), "POST", "GET", 1), astor.Values{Files: docs("a")}, astor.ErrUnknownInput, "accepts no files"},
		"of a body that is text": {`{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"x"}}`, astor.Values{Files: docs("a")}, astor.ErrUnknownInput, "accepts no files"},
	} {
		_, err := client(t, here()).Build(one(t, row.request), row.values)
		t.Run(name, func(t *testing.T) { refused(t, err, row.kind, row.word) })
	}
}

// TestASecretValueIsSentButNotShown also refuses a secret in a path.
func TestASecretValueIsSentButNotShown(t *testing.T) {
	secret := func(name string) map[string]guichet.Secret {
		return map[string]guichet.Secret{name: guichet.NewSecret(`mot"canary`)}
	}
	sender := client(t, here())
	o := one(t, `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"raw","raw":"{\"p\":\"{{password}}\"}"}}`)
	r, err := sender.Build(o, astor.Values{Secrets: secret("password")})
	if want := `POST AUTH/a [Content-Type: application/json] {"p":"{{password}}"}`; err != nil || shown(r) != want {
		t.Errorf("built %v, %v", r, err)
	}
	want := astor.Use{Name: "password", In: "body", Source: astor.FromCall, Secret: true}
	if got := sender.Variables(o, astor.Values{Secrets: secret("password")}); got[len(got)-1] != want {
		t.Errorf("its variables are %+v", got)
	}
	_, err = sender.Build(o, astor.Values{Secrets: secret("pasword")})
	refused(t, err, astor.ErrUnknownInput, `"pasword"`, `"password"`)
	_, err = sender.Build(o, astor.Values{Secrets: secret("password"), Vars: map[string]string{"password": "x"}})
	refused(t, err, astor.ErrUnknownInput, `"password" is given twice`)
	_, err = sender.Build(one(t, `"{{base_url}}/:id"`), astor.Values{Secrets: secret("id")})
	refused(t, err, astor.ErrUnsupported, "path")
	for _, use := range sender.Variables(one(t, `"{{base_url}}/:id"`), astor.Values{Secrets: secret("id")}) {
		if strings.Contains(use.Value, "canary") {
			t.Errorf("it shows %+v", use)
		}
	}

	server, sending := started(t)
	_, _ = sending.Call(t.Context(), o, astor.Values{Secrets: secret("password")})
	if got := server.Requests()[0].Body; got != `{"p":"mot\"canary"}` {
		t.Errorf("the server saw %s", got)
	}
}
