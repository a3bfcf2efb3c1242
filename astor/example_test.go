package astor_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/astor/astortest"
)

// A program reads the collection that its user downloaded, finds an operation
// by its path and calls it. Here a test server answers.
func ExampleClient_Call() {
	server, err := astortest.New(astortest.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
	defer server.Close()

	collection, err := astor.ParseCollection(astortest.Collection())
	if err != nil {
		log.Fatal(err)
	}
	client, err := astor.New(astor.Token(astortest.Token), server.Environment())
	if err != nil {
		log.Fatal(err)
	}
	operation, err := collection.Find("Users/Get a user")
	if err != nil {
		log.Fatal(err)
	}
	response, err := client.Call(context.Background(), operation, astor.Values{Vars: map[string]string{"id": "7"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Status, string(response.Body))
	// Output: 200 {"id":7,"first_name":"Élise","last_name":"Marchand","email":"elise.marchand@example.fr","role":"operator"}
}

// Build shows what Call would send, and sends nothing. A secret is shown by its
// name.
func ExampleClient_Build() {
	collection, err := astor.ParseCollection(astortest.Collection())
	if err != nil {
		log.Fatal(err)
	}
	client, err := astor.New(astor.Token("un-jeton"), astor.Sandbox())
	if err != nil {
		log.Fatal(err)
	}
	operation, err := collection.Find("Users/Get a user")
	if err != nil {
		log.Fatal(err)
	}
	request, err := client.Build(operation, astor.Values{Vars: map[string]string{"id": "7"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(request.Method, request.Service, operation.Path())
	for _, header := range request.Header {
		fmt.Println(header.Name+":", header.Value)
	}
	// Output:
	// GET auth Users/Get a user
	// Authorization: Bearer {{AUTH_TOKEN}}
}

// Report says what a collection holds, and what cannot be called as it is.
func ExampleCollection_Report() {
	collection, err := astor.ParseCollection(astortest.Collection())
	if err != nil {
		log.Fatal(err)
	}
	report := collection.Report()
	fmt.Println(report.Operations, "operations; variables without a value:", report.Missing)
	for _, finding := range report.Findings {
		if finding.Refused {
			fmt.Println(finding.Path+":", finding.Text)
		}
	}
	// Output:
	// 22 operations; variables without a value: [AUTH_TOKEN arming base_url camera camera_name cams_base_url email first_name id last_name password user_id]
}

// A request that is marked as repeatable is sent again after a failure, whatever
// its method. The package does so for no operation by itself.
func ExampleClient_Call_repeatable() {
	server, err := astortest.New(astortest.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	client, err := astor.New(astor.Token(astortest.Token), server.Environment(),
		guichet.WithBackoff(func(int) time.Duration { return 0 })) // a test does not wait
	if err != nil {
		log.Fatal(err)
	}
	collection, err := astor.ParseCollection(astortest.Collection())
	if err != nil {
		log.Fatal(err)
	}
	operation, err := collection.Find("Users/List users")
	if err != nil {
		log.Fatal(err)
	}

	server.Fault(astortest.Fault{Match: "GET /users", Cut: astortest.CutBeforeAnswer})
	response, err := client.Call(context.Background(), operation, astor.Values{}, guichet.Repeatable())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Status, "after", len(server.Requests()), "requests")
	// Output:
	// 200 after 2 requests
}
