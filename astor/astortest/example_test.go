package astortest_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

// userName is the program under test: it asks the service for a user's name.
func userName(ctx context.Context, client *astor.Client, getUser *astor.Operation, id string) string {
	response, err := client.Call(ctx, getUser, astor.Values{Vars: map[string]string{"id": id}})
	switch {
	case errors.Is(err, guichet.ErrUnusableAnswer):
		return "the service is down for maintenance"
	case err != nil:
		return err.Error()
	}
	var user struct {
		Name string `json:"last_name"`
	}
	if err := response.Decode(&user); err != nil {
		return err.Error()
	}
	return user.Name
}

// A test of one's own program: what does it do when a page in HTML comes in place
// of the answer? In a test, t.Cleanup closes the server. Options.Collection has
// the server answer as your own collection says.
func Example() {
	server, err := astortest.New(astortest.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	client, err := astor.New(astor.Token(astortest.Token), server.Environment())
	if err != nil {
		log.Fatal(err)
	}
	collection, err := astor.ParseCollection(astortest.Collection())
	if err != nil {
		log.Fatal(err)
	}
	getUser, err := collection.Find("Users/Get a user")
	if err != nil {
		log.Fatal(err)
	}

	fmt.Println(userName(context.Background(), client, getUser, "7"))
	server.Fault(astortest.Fault{Match: "GET /users/", HTML: true})
	fmt.Println(userName(context.Background(), client, getUser, "7"))
	// Output:
	// Marchand
	// the service is down for maintenance
}
