package astor_test

import (
	"fmt"
	"testing"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/internal/conform"
)

func TestNothingPrintsAnAddress(t *testing.T) {
	client, err := astor.New(astor.Token("canary"), astor.Sandbox())
	if err != nil {
		t.Fatal(err)
	}
	conform.CheckPrinted(t, ".", client, astor.Auth{}, astor.Body{}, astor.Change{}, &astor.Collection{}, astor.Difference{}, astor.Token("canary"), astor.Environment{},
		astor.Example{}, astor.Field{}, astor.File{}, astor.Finding{}, &astor.Folder{}, astor.Header{}, astor.Host{}, astor.Note{}, &astor.Operation{},
		astor.Parameter{}, astor.Report{}, astor.Request{}, astor.Response{}, astor.Use{}, astor.Values{}, astor.Variable{})
}

func TestOperationsPrintTheirMethodAndPath(t *testing.T) {
	collection, err := astor.ParseCollection([]byte(`{"info":{"name":"Astor"},"item":[
		{"name":"Users","item":[{"name":"Get a user","request":{"method":"GET","url":"{{base_url}}/users/7"}}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	operations := collection.Operations()
	if got, want := fmt.Sprint(collection, operations, collection.Root.Folders), "Astor [GET Users/Get a user] [Users]"; got != want {
		t.Errorf("they print as %s, not %s", got, want)
	}
}
