package astor_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
)

// form is a request with a form of these fields.
func form(mode, fields string) string {
	return `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"` + mode + `","` + mode + `":[` + fields + `]}}`
}

func TestTheCallersTextStandsInPlaceOfAFormField(t *testing.T) {
	const fields = `{"key":"user","value":"{{user}}"},{"key":"tag","value":"a"},{"key":"role","value":"viewer"},{"key":"note","value":"x","disabled":true},{"key":"tag","value":"b"}`
	for name, row := range map[string]struct {
		form          map[string][]string
		encoded       string
		parts         []string
		leavesUserOut bool
	}{
		"nothing": {nil, "user=ana&tag=a&role=viewer&tag=b", []string{"user : ana", "tag : a", "role : viewer", "tag : b"}, false},
		"a value that is data": {map[string][]string{"role": {"a&b {{user}}"}}, "user=ana&tag=a&role=a%26b%20%7B%7Buser%7D%7D&tag=b",
			[]string{"user : ana", "tag : a", "role : a&b {{user}}", "tag : b"}, false},
		"an empty text":            {map[string][]string{"role": {""}}, "user=ana&tag=a&role=&tag=b", []string{"user : ana", "tag : a", "role : ", "tag : b"}, false},
		"several values of a name": {map[string][]string{"tag": {"1", "2", "3"}}, "user=ana&tag=1&tag=2&tag=3&role=viewer", []string{"user : ana", "tag : 1", "tag : 2", "tag : 3", "role : viewer"}, false},
		"a disabled field":         {map[string][]string{"note": {"n"}}, "user=ana&tag=a&role=viewer&note=n&tag=b", []string{"user : ana", "tag : a", "role : viewer", "note : n", "tag : b"}, false},
		"fields that are left out": {map[string][]string{"user": nil, "tag": {}}, "role=viewer", []string{"role : viewer"}, true},
	} {
		values := astor.Values{Form: row.form}
		if !row.leavesUserOut {
			values.Vars = map[string]string{"user": "ana"}
		}
		want := "POST AUTH/a [Content-Type: application/x-www-form-urlencoded] " + row.encoded
		if got := build(t, form("urlencoded", fields), values); got != want {
			t.Errorf("%s: got %s\nwant %s", name, got, want)
		}
		r, err := client(t, here()).Build(one(t, form("formdata", fields)), values)
		if err != nil {
			t.Errorf("%s gave %v", name, err)
		} else if diff := cmp.Diff(row.parts, parts(t, r)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	got := build(t, `{"method":"POST","url":"{{base_url}}/a","body":{"mode":"urlencoded","urlencoded":"flag&a=1"}}`, astor.Values{Form: map[string][]string{"flag": {"1"}}})
	if want := "POST AUTH/a [Content-Type: application/x-www-form-urlencoded] flag=1&a=1"; got != want {
		t.Errorf("got %s", got)
	}
}

func TestAFileFieldCanBeLeftOut(t *testing.T) {
	const fields = `{"key":"t","value":"x"},{"key":"photo","type":"file","src":"/a"}`
	r, err := client(t, here()).Build(one(t, form("formdata", fields)), astor.Values{Form: map[string][]string{"photo": nil}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"t : x"}, parts(t, r)); diff != "" {
		t.Error(diff)
	}
}

func TestAFormValueThatWouldNotBeSentIsRefused(t *testing.T) {
	const fields = `{"key":"user","value":"{{user}}"},{"key":"photo","type":"file","disabled":true}`
	secret := map[string]guichet.Secret{"user": guichet.NewSecret("canary")}
	set := map[string][]string{"user": {"ana"}}
	for name, row := range map[string]struct {
		request string
		values  astor.Values
		kind    error
		words   []string
	}{
		"another name":            {form("formdata", fields), astor.Values{Form: map[string][]string{"usr": {"a"}}}, astor.ErrUnknownInput, []string{`unknown form field "usr"`, `has "user", "photo"`}},
		"a secret's other name":   {form("formdata", fields), astor.Values{FormSecrets: map[string]guichet.Secret{"usr": secret["user"]}}, astor.ErrUnknownInput, []string{`"usr"`}},
		"no form":                 {`"{{base_url}}/a"`, astor.Values{Form: set}, astor.ErrUnknownInput, []string{`"user"`, "the form has -"}},
		"the form of a GET":       {strings.Replace(form("formdata", fields), "POST", "GET", 1), astor.Values{Form: set}, astor.ErrUnknownInput, []string{"the form has -"}},
		"a whole body":            {form("formdata", fields), astor.Values{Form: set, Body: []byte("{}")}, astor.ErrUnknownInput, []string{`"user"`, "whole body"}},
		"a secret and a text":     {form("formdata", fields), astor.Values{Form: set, FormSecrets: secret}, astor.ErrUnknownInput, []string{`"user" is given twice`}},
		"a file that is left out": {form("formdata", fields), astor.Values{Form: map[string][]string{"user": {"a"}, "photo": nil}, Files: map[string][]astor.File{"photo": files("a")}}, astor.ErrUnknownInput, []string{`"photo" is given twice`}},
		"a text for a file":       {form("formdata", fields), astor.Values{Form: map[string][]string{"user": {"a"}, "photo": {"x"}}}, guichet.ErrInvalid, []string{`"photo" is a file`}},
		"the field's variable":    {form("formdata", fields), astor.Values{Form: set, Vars: map[string]string{"user": "bo"}}, astor.ErrUnknownInput, []string{`"user"`, "replaced"}},
	} {
		_, err := client(t, here()).Build(one(t, row.request), row.values)
		t.Run(name, func(t *testing.T) { refused(t, err, row.kind, row.words...) })
	}
}

func TestASecretOfAFormIsSentButNotShown(t *testing.T) {
	values := astor.Values{FormSecrets: map[string]guichet.Secret{"password": guichet.NewSecret("mot+canary")}}
	server, sender := started(t)
	for mode, want := range map[string]string{"urlencoded": "user=a&password=mot%2Bcanary", "formdata": "\r\n\r\nmot+canary\r\n"} {
		o := one(t, strings.Replace(form(mode, `{"key":"user","value":"a"},{"key":"password","value":"old"}`), "/a", "/login", 1))
		r, err := sender.Build(o, values)
		if err != nil || strings.Contains(shown(r), "canary") || !strings.Contains(shown(r), "{{password}}") {
			t.Errorf("built %v, %v", r, err)
		}
		server.ResetRequests()
		_, err = sender.Call(t.Context(), o, values)
		if got := server.Requests(); len(got) != 1 || !strings.Contains(got[0].Body, want) || err != nil && strings.Contains(err.Error(), "canary") {
			t.Errorf("the call gave %v, and the server saw %+v", err, got)
		}
	}
}

func TestAFileHasTheTypeOfItsExtension(t *testing.T) {
	for name, want := range map[string]string{
		"a.txt": "text/plain", "A.JSON": "application/json", "a.b.Png": "image/png", "a.jpg": "image/jpeg", "a.csv": "text/csv", "a.pdf": "application/pdf", "a.svg": "image/svg+xml",
		"a.tif": "image/tiff", "a.html": "text/html", "a.md": "text/markdown", "a.ics": "text/calendar", "a.xml": "application/xml", "a.zip": "application/zip", "a.mp3": "audio/mpeg", "a.mp4": "video/mp4",
		"a.doc": "application/msword", "a.xls": "application/vnd.ms-excel",
		"a.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"a.odt": "application/vnd.oasis.opendocument.text", "a.ods": "application/vnd.oasis.opendocument.spreadsheet",
		"a.bin": "application/octet-stream", "png": "application/octet-stream", "": "application/octet-stream",
	} {
		given := map[string][]astor.File{"f": {{Name: name, Content: []byte("x")}}}
		if got := build(t, form("formdata", `{"key":"f","type":"file"}`), astor.Values{Files: given}); !strings.Contains(got, "\r\nContent-Type: "+want+"\r\n") {
			t.Errorf("%q was sent as %s", name, got)
		}
		given = map[string][]astor.File{astor.FileBody: given["f"]}
		if got := build(t, `{"method":"PUT","url":"{{base_url}}/a","body":{"mode":"file"}}`, astor.Values{Files: given}); !strings.Contains(got, "[Content-Type: "+want+"]") {
			t.Errorf("the body %q was sent as %s", name, got)
		}
	}
	for _, row := range []struct{ own, fields, want string }{
		{"", "text/own", "text/own"}, {"text/mine", "text/own", "text/mine"},
	} {
		file := map[string][]astor.File{"f": {{Name: "a.png", ContentType: row.own}}}
		if got := build(t, form("formdata", `{"key":"f","type":"file","contentType":"`+row.fields+`"}`), astor.Values{Files: file}); !strings.Contains(got, "Content-Type: "+row.want+"\r\n") {
			t.Errorf("it was sent as %s", got)
		}
	}
}
