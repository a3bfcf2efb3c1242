package rdvsolidaritestest_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// welcome is the program under test: it notes that a person came.
func welcome(ctx context.Context, agenda *rdvsolidarites.Client, participationID int64) string {
	_, err := agenda.Participations.Update(ctx, participationID, rdvsolidarites.StatusSeen)
	switch {
	case errors.Is(err, guichet.ErrUnknownOutcome):
		return "look at the appointment before noting this again"
	case err != nil:
		return err.Error()
	}
	return "noted"
}

// A test of one's own program: what does it do when the service carries a write
// out and the connection breaks before the answer? In a test, t.Cleanup closes
// the server.
func Example() {
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	agent := rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	agenda, err := rdvsolidarites.New(agent, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	server.Fault(rdvsolidaritestest.Fault{Match: "PATCH /api/v1/participations/", Cut: rdvsolidaritestest.CutBeforeAnswer})
	fmt.Println(welcome(context.Background(), agenda, 160112))
	for _, request := range server.Requests() {
		fmt.Println(request.Method, request.Path, request.Status)
	}
	// Output:
	// look at the appointment before noting this again
	// POST /api/v1/auth/sign_in 200
	// PATCH /api/v1/participations/160112 0
}
