package guichet_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// A header for one call, such as the id of a trace.
func ExampleWithHeader() {
	fake := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	_, err = client.Organisations.Get(context.Background(), 101, guichet.WithHeader("X-Trace-Id", "4bf92f35"))
	if err != nil {
		log.Fatal(err)
	}
	for _, request := range fake.Requests() {
		fmt.Printf("%s %q\n", request.Path, request.Headers.Get("X-Trace-Id"))
	}
	// Output:
	// /api/v1/auth/sign_in ""
	// /api/v1/organisations/101 "4bf92f35"
}

// A read is repeated after a failure that may pass; with NoRetry it is sent
// once.
func ExampleNoRetry() {
	fake := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	fake.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/101", Status: 503})
	_, err = client.Organisations.Get(context.Background(), 101, guichet.NoRetry())
	fmt.Println(err)
	fmt.Println(errors.Is(err, guichet.ErrUnavailable))
	// Output:
	// rdvsolidarites: Organisations.Get: 503 Service Unavailable: Le service a rencontré un problème.
	// true
}

// OnAnswer is told about the last answer to a call: its status, its headers, and
// the service's name for the exchange, which its support may ask for.
func ExampleOnAnswer() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	_, err = client.Organisations.Get(context.Background(), 101, guichet.OnAnswer(func(a guichet.Answer) {
		fmt.Println(a.Status, a.Header.Get("Content-Type"), a.RequestID, a.Attempts)
	}))
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// 200 application/json; charset=utf-8 req-2 1
}

// WithBody keeps the service's own bytes beside the decoded value, for fields
// that the package does not know.
func ExampleWithBody() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	var body []byte
	organisation, err := client.Organisations.Get(context.Background(), 101, guichet.WithBody(&body))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(organisation.Name)
	fmt.Println(string(body))
	// Output:
	// Maison des solidarités Arras
	// {"organisation":{"id":101,"email":"accueil-1@example.fr","name":"Maison des solidarités Arras","phone_number":"01 99 00 11 10","verticale":"rdv_solidarites","website":null}}
}

// WithConfirm asks before a write is sent, once everything was checked. Reads do
// not ask.
func ExampleWithConfirm() {
	fake := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	errDeclined := errors.New("declined")
	err = client.Absences.Delete(context.Background(), 601, guichet.WithConfirm(func() error {
		fmt.Println("Delete the absence?")
		return errDeclined
	}))
	fmt.Println(errors.Is(err, errDeclined), len(fake.Requests()))
	// Output:
	// Delete the absence?
	// true 0
}

// A report follows the reading of a list: how many rows came, and whether they
// are all that the service counts.
func ExampleWithReport() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{Users: 250}))
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	var report guichet.Report
	report.OnPage = func() { fmt.Printf("%d of %d\n", report.Unique, report.Total) }
	for _, err := range client.Users.All(context.Background(), rdvsolidarites.UserQuery{}, guichet.WithReport(&report)) {
		if errors.Is(err, guichet.ErrIncomplete) {
			break // the people that were read are good; some are missing
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(report.Pages, "pages, complete:", report.Done)
	// Output:
	// 100 of 250
	// 200 of 250
	// 250 of 250
	// 3 pages, complete: true
}

// The service sees the name of the program before that of this module.
func ExampleWithUserAgent() {
	fake := zopstest.New(zopstest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	client, err := zops.New(zops.Anonymous(), guichet.WithBaseURL(server.URL), guichet.WithUserAgent("mairie/2.1"))
	if err != nil {
		log.Fatal(err)
	}

	err = client.Ping(context.Background())
	agent := fake.Requests()[0].Headers.Get("User-Agent")
	fmt.Println(strings.HasPrefix(agent, "mairie/2.1 guichet-go/"), err)
	// Output: true <nil>
}
