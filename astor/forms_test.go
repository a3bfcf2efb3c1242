package astor_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

// forms are the three forms of the invented collection.
var forms = map[string]func() []byte{
	"v2.0.0":        astortest.CollectionV200,
	"v2.1.0":        astortest.Collection,
	"documentation": astortest.CollectionDocumentation,
}

// given are values for every variable of the invented collection.
func given() astor.Values {
	return astor.Values{
		Vars: map[string]string{
			"email": "elise.marchand@example.fr", "password": `secret "entre guillemets"`, "id": "7", "group_id": "4", "user_id": "7/8",
			"camera": "cam 12", "camera_name": "Entrée été", "arming": "arm", "first_name": "Élise", "last_name": "O'Neill",
		},
	}
}

// valuesFor are those of an operation, with the files that it wants.
func valuesFor(o *astor.Operation) astor.Values {
	values := given()
	maps.DeleteFunc(values.Vars, func(name, _ string) bool {
		return !slices.ContainsFunc(o.Variables(), func(use astor.Use) bool { return use.Name == name })
	})
	for _, f := range o.Body.Fields {
		if f.File {
			values.Files = map[string][]astor.File{f.Name: {{Name: "visage.jpg", Content: []byte("\xff\xd8 image")}}}
		}
	}
	if o.Body.Mode == "file" {
		values.Files = map[string][]astor.File{astor.FileBody: {{Content: []byte("firmware")}}}
	}
	return values
}

func parse(t testing.TB, data []byte) *astor.Collection {
	t.Helper()
	c, err := astor.ParseCollection(data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// started is a test server and a client of it.
func started(t testing.TB, options ...guichet.Option) (*astortest.Server, *astor.Client) {
	t.Helper()
	server, err := astortest.New(astortest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	client, err := astor.New(astor.Token(astortest.Token), server.Environment(), options...)
	if err != nil {
		t.Fatal(err)
	}
	return server, client
}

// callAll calls every operation and returns the requests that the server saw.
func callAll(t *testing.T, server *astortest.Server, client *astor.Client, c *astor.Collection) []astortest.Request {
	t.Helper()
	server.ResetRequests()
	for _, o := range c.Operations() {
		if _, err := client.Call(t.Context(), o, valuesFor(o)); err != nil {
			t.Errorf("%s: %v", o.Path(), err)
		}
	}
	return server.Requests()
}

func TestTheThreeFormsGiveTheSameOperations(t *testing.T) {
	type shown struct {
		Path, Description, Method, URL string
		Variables                      []astor.Use
		Scripts                        []string
		Examples                       []astor.Example
		Notes                          []astor.Note
	}
	var want []shown
	for _, form := range []string{"v2.1.0", "v2.0.0", "documentation"} {
		c := parse(t, forms[form]())
		if c.Form != form {
			t.Errorf("the form %s was taken for %s", form, c.Form)
		}
		var got []shown
		for _, o := range c.Operations() {
			got = append(got, shown{o.Path(), o.Description, o.Method, o.URL, o.Variables(), o.Scripts, o.Examples, o.Notes()})
		}
		if len(got) != 22 {
			t.Errorf("%s has %d operations, not 22", form, len(got))
		}
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s differs from v2.1.0:\n%s", form, diff)
		}
	}
}

func TestTheThreeFormsSendTheSameBytes(t *testing.T) {
	server, client := started(t)
	want := callAll(t, server, client, parse(t, astortest.Collection()))
	for form, data := range forms {
		got := callAll(t, server, client, parse(t, data()))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s sends other requests:\n%s", form, diff)
		}
	}
}

func TestAMarshalledCollectionSendsTheSameBytes(t *testing.T) {
	server, client := started(t)
	for form, data := range forms {
		c := parse(t, data())
		encoded, err := c.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		want, got := callAll(t, server, client, c), callAll(t, server, client, parse(t, encoded))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, written and read again, sends other requests:\n%s", form, diff)
		}
	}
}

func TestEveryOperationOfTheFixtureIsAnsweredByItsExample(t *testing.T) {
	server, client := started(t)
	for i, seen := range callAll(t, server, client, parse(t, astortest.Collection())) {
		o := parse(t, astortest.Collection()).Operations()[i]
		if seen.Status != o.Examples[0].Status || seen.Method != o.Method {
			t.Errorf("%s was answered %d, its example is %d", o.Path(), seen.Status, o.Examples[0].Status)
		}
	}
}

func TestTheRequestsAreThoseOfTheCollection(t *testing.T) {
	server, client := started(t)
	seen := map[string]string{}
	for i, r := range callAll(t, server, client, parse(t, astortest.Collection())) {
		o := parse(t, astortest.Collection()).Operations()[i]
		seen[o.Name] = strings.TrimSuffix(r.Method+" "+r.Path+"?"+r.Query, "?") + " " + r.Headers.Get("Content-Type") + " " + r.Body
	}
	want := map[string]string{
		"Log in":                 `POST /login application/json {"email":"elise.marchand@example.fr","password":"secret \"entre guillemets\""}`,
		"Ask for a new password": `POST /password/forgotten application/x-www-form-urlencoded email=elise.marchand%40example.fr&locale=fr`,
		"List users":             `GET /users?page=1&size=50  `,
		"Export users":           `GET /users/export.csv?separator=%3B&header  `,
		"List groups":            `GET /groups/  `,
		"Add a user to a group":  `PUT /groups/4/users/7%2F8 application/json {"since":2026}`,
		"List cameras":           `GET /cameras?site=siege&online  `,
		"Get a camera":           `GET /cameras/cam%2012.json  `,
		"Rename a camera":        `PUT /cameras/cam%2012 application/json {"name":"Entrée été","reference":"siege-Entrée été"}`,
		"Search events":          `POST /graphql application/json {"query":"query Events($site: String!) { events(site: $site) { id camera kind } }","operationName":"Events","variables":{"site":"siege"}}`,
		"Upload firmware":        `PUT /cameras/cam%2012/firmware application/octet-stream firmware`,
		"Delete a camera":        `DELETE /cameras/cam%2012  `,
	}
	maps.DeleteFunc(seen, func(name, _ string) bool { return want[name] == "" })
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
}
