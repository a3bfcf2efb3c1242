package guichet_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http/httptest"
	"os"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// A dry run describes each write instead of sending it. Reads and the sign-in
// are sent.
func ExampleWithDryRun() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	client, err := rdvsolidarites.New(
		rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password),
		guichet.WithBaseURL(server.URL),
		guichet.WithDryRun(func(p guichet.Planned) {
			fmt.Printf("%s %s\n%s\n", p.Method, p.URL[len(server.URL):], p.Body)
		}),
	)
	if err != nil {
		log.Fatal(err)
	}

	_, err = client.UserProfiles.Create(context.Background(), 101, 1001)
	fmt.Println(errors.Is(err, guichet.ErrDryRun))
	// Output:
	// POST /api/v1/user_profiles
	// {"organisation_id":101,"user_id":1001}
	// true
}

// Each attempt is one record. It has neither a body, nor a query, nor a
// credential.
func ExampleWithLogger() {
	server := httptest.NewServer(rdvsolidaritestest.New(rdvsolidaritestest.Options{}))
	defer server.Close()
	// The times are left out because this output is compared.
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "elapsed" {
				return slog.Attr{}
			}
			return a
		},
	}))
	client, err := rdvsolidarites.New(
		rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password),
		guichet.WithBaseURL(server.URL), guichet.WithLogger(logger),
	)
	if err != nil {
		log.Fatal(err)
	}

	if _, err := client.Organisations.Get(context.Background(), 101); err != nil {
		log.Fatal(err)
	}
	// Output:
	// level=DEBUG msg=attempt op=Auth.SignIn method=POST route=/api/v1/auth/sign_in attempt=1 status=200 bytes=675
	// level=DEBUG msg=attempt op=Organisations.Get method=GET route=/api/v1/organisations/{organisation_id} attempt=1 status=200 bytes=174
}

// A test replaces the clock, so that nothing waits: a read that meets 429 is
// repeated after as many seconds as the service asked for.
func ExampleWithClock() {
	fake := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	now := time.Date(2026, time.November, 16, 9, 0, 0, 0, time.UTC)
	client, err := rdvsolidarites.New(
		rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password),
		guichet.WithBaseURL(server.URL),
		guichet.WithClock(func() time.Time { return now }, func(ctx context.Context, d time.Duration) error {
			fmt.Println("wait", d)
			now = now.Add(d)
			return ctx.Err()
		}),
	)
	if err != nil {
		log.Fatal(err)
	}

	fake.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/agents/me", Status: 429, RetryAfter: "30"})
	me, err := client.Agents.Me(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(me.FirstName, me.LastName)
	// Output:
	// wait 30s
	// Camille Moreau
}

// WithRetries limits how often a read is repeated, and WithBackoff says how long
// to wait in between. The error says how many requests were sent.
func ExampleWithRetries() {
	fake := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	client, err := rdvsolidarites.New(
		rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password),
		guichet.WithBaseURL(server.URL),
		guichet.WithRetries(2),
		guichet.WithBackoff(func(n int) time.Duration { return time.Duration(n) * time.Millisecond }),
	)
	if err != nil {
		log.Fatal(err)
	}

	fake.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/agents/me", Status: 503, Count: 3})
	_, err = client.Agents.Me(context.Background())
	if failed := new(guichet.Error); errors.As(err, &failed) {
		fmt.Println(failed.Attempts, failed.Status)
	}
	// Output: 3 503
}
