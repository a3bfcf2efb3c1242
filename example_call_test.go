package guichet_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// tenant returns a test server and a client of the admin of its tenant.
func tenant(options ...guichet.Option) (*zopstest.Server, *zops.Client) {
	server := zopstest.New(zopstest.Options{})
	if err := server.Start(); err != nil {
		panic(err)
	}
	client, err := zops.New(zops.Login(zopstest.Email, zopstest.Password), append(options,
		guichet.WithBaseURL(server.URL), guichet.WithBackoff(func(int) time.Duration { return 0 }))...)
	if err != nil {
		panic(err)
	}
	return server, client
}

// What a service says beside its answer, such as the name of the exchange that
// its support asks for, comes with OnAnswer.
func ExampleOnAnswer() {
	server, client := tenant()
	defer server.Close()
	server.Fault(zopstest.Fault{Match: "GET /api/v1/projects", Status: 503})

	_, err := client.Projects.List(context.Background(), guichet.OnAnswer(func(a guichet.Answer) {
		fmt.Println(a.Status, "after", a.Attempts, "attempts,", a.Header.Get("Content-Type"))
	}))
	fmt.Println(err)
	// Output:
	// 200 after 2 attempts, application/json
	// <nil>
}

// A program asks before something is changed. Whoever says no has sent nothing.
func ExampleWithConfirm() {
	server, client := tenant()
	defer server.Close()
	declined := errors.New("better not")

	err := client.Account.Delete(context.Background(), guichet.WithConfirm(func() error { return declined }))
	fmt.Println(errors.Is(err, declined), len(server.Requests()))
	_, err = client.Me.Get(context.Background())
	fmt.Println(err)
	// Output:
	// true 0
	// <nil>
}

// The service sees the name of the program before that of this module.
func ExampleWithUserAgent() {
	server, client := tenant(guichet.WithUserAgent("mairie/2.1"))
	defer server.Close()

	err := client.Ping(context.Background())
	agent := server.Requests()[0].Headers.Get("User-Agent")
	fmt.Println(strings.HasPrefix(agent, "mairie/2.1 guichet-go/"), err)
	// Output: true <nil>
}

// A field is left out, set or set to null.
func ExampleOpt() {
	type change struct {
		FirstName guichet.Opt[string] `json:"first_name,omitzero"`
		LastName  guichet.Opt[string] `json:"last_name,omitzero"`
		Phone     guichet.Opt[string] `json:"phone,omitzero"`
	}
	sent, err := json.Marshal(change{FirstName: guichet.Set("Ada"), Phone: guichet.Null[string]()})
	fmt.Println(string(sent), err)

	var read change
	err = json.Unmarshal(sent, &read)
	name, _ := read.FirstName.Value()
	fmt.Println(name, read.LastName.IsZero(), read.Phone.IsNull(), err)
	// Output:
	// {"first_name":"Ada","phone":null} <nil>
	// Ada true true <nil>
}
