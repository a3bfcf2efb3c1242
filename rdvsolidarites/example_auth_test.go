package rdvsolidarites_test

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

// OAuth from the authorization to the renewal. Instead of the agent's browser,
// this program follows the redirect; the application keeps each new token before
// it is used.
func ExampleOAuth() {
	fake := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	ctx := context.Background()
	app := rdvsolidarites.OAuthApp{
		ClientID:     rdvsolidaritestest.ClientID,
		ClientSecret: guichet.NewSecret(rdvsolidaritestest.ClientSecret),
		RedirectURL:  "https://agenda.example.fr/retour",
	}

	// 1. Send the agent to the service. The state and the verifier are kept in
	// the session of the agent's browser.
	anyone, err := rdvsolidarites.New(rdvsolidarites.Anonymous(), guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	state, verifier := rdvsolidarites.NewVerifier(), rdvsolidarites.NewVerifier()
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(anyone.Auth.AuthorizeURL(app, state, verifier))
	if err != nil {
		log.Fatal(err)
	}
	response.Body.Close()

	// 2. The agent comes back with a code: compare the state, trade the code.
	back, err := response.Location()
	if err != nil || back.Query().Get("state") != state {
		log.Fatal("the redirect does not belong to this authorization")
	}
	token, err := anyone.Auth.Exchange(ctx, app, back.Query().Get("code"), verifier)
	if err != nil {
		log.Fatal(err)
	}

	// 3. Use the token. When it is over or refused, the client renews it once.
	keep := func(_ context.Context, token rdvsolidarites.OAuthToken) error {
		fmt.Println("a new token is kept:", token.AccessToken)
		return nil
	}
	client, err := rdvsolidarites.New(rdvsolidarites.OAuth(app, token, keep), guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	fake.RevokeSessions()
	me, err := client.Agents.Me(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(me.FirstName, me.LastName)
	// Output:
	// a new token is kept: [redacted]
	// Camille Moreau
}

// One session that several processes share: fetch gives what is kept, and signs
// in only when the service refused just that. Lock what is kept while it is
// replaced: each sign-in ends the session before.
func ExampleSessionSource() {
	fake := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()

	anyone, err := rdvsolidarites.New(rdvsolidarites.Anonymous(), guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	var kept rdvsolidarites.Session // in a program: a file, a database, a vault
	shared := rdvsolidarites.SessionSource(func(ctx context.Context, rejected *rdvsolidarites.Session) (rdvsolidarites.Session, error) {
		if !kept.AccessToken.IsZero() && (rejected == nil || kept.AccessToken.Reveal() != rejected.AccessToken.Reveal()) {
			return kept, nil
		}
		session, err := anyone.Auth.SignIn(ctx, rdvsolidaritestest.Email, rdvsolidaritestest.Password)
		kept = session
		return session, err
	})
	for range 2 { // two processes
		client, err := rdvsolidarites.New(shared, guichet.WithBaseURL(server.URL))
		if err != nil {
			log.Fatal(err)
		}
		if _, err := client.Agents.Me(context.Background()); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("sign-ins:", fake.SignIns())
	// Output: sign-ins: 1
}
