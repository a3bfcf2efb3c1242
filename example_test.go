package guichet_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
	"github.com/guichet-go/guichet/zops"
)

// A first program makes a client, reads a list to its end, and stops at the
// first error. Here a test server answers; without WithBaseURL the client goes to
// the real service.
func Example() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()

	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	for organisation, err := range client.Organisations.All(context.Background(), rdvsolidarites.OrganisationQuery{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(organisation.ID, organisation.Name)
	}
	// Output:
	// 101 Maison des solidarités Arras
	// 102 Centre médico-social Lens
	// 103 Espace insertion Romans-sur-Isère
}

// errors.As finds what the service said: the status, its words for single
// fields, and whether the request was processed.
func ExampleError() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	// The person is in this organisation already.
	_, err = client.UserProfiles.Create(context.Background(), 101, 1002)
	var failed *guichet.Error
	if errors.As(err, &failed) {
		fmt.Println(failed.Op, failed.Method, failed.Path)
		fmt.Println(failed.Status, failed.Kind, failed.RequestID, failed.Sent)
		for field, refusals := range failed.Fields {
			for _, refusal := range refusals {
				fmt.Println(field, refusal.Code)
			}
		}
	}
	// Output:
	// UserProfiles.Create POST /api/v1/user_profiles
	// 422 the data was refused req-2 answered
	// user_id taken
}

// errors.Is says what kind of failure it was, whichever service failed.
func ExampleKind() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	_, err = client.Users.Get(context.Background(), 999999)
	switch {
	case err == nil:
		fmt.Println("found")
	case errors.Is(err, guichet.ErrNotFound):
		fmt.Println("no such person, or not visible to this agent")
	case errors.Is(err, guichet.ErrUnauthorized), errors.Is(err, guichet.ErrNoCredential):
		fmt.Println("sign in again")
	case errors.Is(err, guichet.ErrRateLimited), errors.Is(err, guichet.ErrUnavailable), errors.Is(err, guichet.ErrNetwork):
		fmt.Println("try again later")
	default:
		log.Fatal(err)
	}
	// Output: no such person, or not visible to this agent
}

// Sent tells a request that the service never saw from one that it refused, and
// both from one that it may have processed.
func ExampleSent() {
	fake := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	update := func(participationID int64, status rdvsolidarites.Status) {
		_, err := client.Participations.Update(ctx, participationID, status)
		if failed := new(guichet.Error); errors.As(err, &failed) {
			fmt.Printf("%s: %s\n", failed.Sent, failed.Kind)
		}
	}

	update(160112, "venu")               // refused here: there is no such status
	update(1, rdvsolidarites.StatusSeen) // refused by the service
	fake.Fault(rdvsolidaritestest.Fault{Cut: rdvsolidaritestest.CutBeforeAnswer})
	update(160112, rdvsolidarites.StatusSeen) // the connection breaks
	// Output:
	// not_sent: the data was refused
	// answered: not found
	// maybe: the service could not be reached
}

// A write whose answer was lost may have been carried out. The client does not
// send it again; the program looks first, and repeats it only when it was not.
func ExampleError_UnknownOutcome() {
	fake := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()

	// The service adds the person, and the connection breaks before it answers.
	fake.Fault(rdvsolidaritestest.Fault{Match: "POST /api/v1/user_profiles", Cut: rdvsolidaritestest.CutBeforeAnswer})
	_, err = client.UserProfiles.Create(ctx, 101, 1001)
	if errors.Is(err, guichet.ErrUnknownOutcome) {
		fmt.Println("unknown")
		_, err = client.Users.GetIn(ctx, 101, 1001)
		switch {
		case err == nil:
			fmt.Println("it was carried out")
		case errors.Is(err, guichet.ErrNotFound):
			_, err = client.UserProfiles.Create(ctx, 101, 1001)
		}
	}
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// unknown
	// it was carried out
}

// The options are the same for the four services. New does no I/O, and a client
// prints without its credential.
func ExampleOption() {
	common := []guichet.Option{
		guichet.WithUserAgent("agenda/1.2"),
		guichet.WithRetries(2),
		guichet.WithHTTPClient(&http.Client{Timeout: 20 * time.Second}), // per attempt
	}
	agenda, err := rdvsolidarites.New(rdvsolidarites.SignIn("ada@example.fr", "mot de passe"), common...)
	if err != nil {
		log.Fatal(err)
	}
	reminders, err := zops.New(zops.Login("ada@example.fr", "mot de passe"),
		append(common, guichet.WithBaseURL("https://saas.example.com"))...)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(agenda)
	fmt.Printf("%+v\n", reminders)
	// Output:
	// rdvsolidarites.Client(https://www.rdv-solidarites.fr)
	// zops.Client(https://saas.example.com)
}
