package astor_test

import (
	"context"
	"fmt"

	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

// A program reads the collection that its user downloaded, finds an operation
// by its path and calls it. Here a test server answers.
func ExampleClient_Call() {
	server, err := astortest.New(astortest.Options{})
	if err != nil {
		panic(err)
	}
	if err := server.Start(); err != nil {
		panic(err)
	}
	defer server.Close()

	collection, err := astor.ParseCollection(astortest.Collection())
	if err != nil {
		panic(err)
	}
	client, err := astor.New(astor.Token(astortest.Token), server.Environment())
	if err != nil {
		panic(err)
	}
	operation, err := collection.Find("Users/Get a user")
	if err != nil {
		panic(err)
	}
	response, err := client.Call(context.Background(), operation, astor.Values{Vars: map[string]string{"id": "7"}})
	if err != nil {
		panic(err)
	}
	fmt.Println(response.Status, string(response.Body))
	// Output: 200 {"id":7,"first_name":"Élise","last_name":"Marchand","email":"elise.marchand@example.fr","role":"operator"}
}
