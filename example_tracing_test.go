package guichet_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// tracer tells about each request. It sees the credential in the headers: it
// prints neither them nor the query.
type tracer struct{ next http.RoundTripper }

func (t tracer) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	fmt.Println(r.Method, r.URL.Path, response.StatusCode)
	return response, nil
}

// Tracing needs no option of its own: wrap the transport of the HTTP client, as
// the instrumentation of OpenTelemetry does too. Every attempt passes through it,
// sign-ins included.
func ExampleWithHTTPClient_tracing() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	client, err := rdvsolidarites.New(
		rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password),
		guichet.WithBaseURL(server.URL),
		guichet.WithHTTPClient(&http.Client{Transport: tracer{http.DefaultTransport}}),
	)
	if err != nil {
		log.Fatal(err)
	}

	if _, err := client.Organisations.Get(context.Background(), 101); err != nil {
		log.Fatal(err)
	}
	// Output:
	// POST /api/v1/auth/sign_in 200
	// GET /api/v1/organisations/101 200
}
