package gopaastest_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// countContacts is the program under test.
func countContacts(ctx context.Context, client *gopaas.Client) (n int, err error) {
	for _, err := range client.Lists.Rows(ctx, gopaastest.ContactView, gopaas.ListQuery{RowsPerPage: 100}) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// A test of one's own program: does it read every row when the service fails in
// between, and counts its pages from 0? In a test, t.Cleanup closes the server.
func Example() {
	server := gopaastest.New(gopaastest.Options{Accounts: 60, ZeroBased: true})
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	client, err := gopaas.New(gopaas.APIKey(gopaastest.APIKey),
		guichet.WithBaseURL(server.URL),
		guichet.WithBackoff(func(int) time.Duration { return 0 }), // a test does not wait
	)
	if err != nil {
		log.Fatal(err)
	}

	server.Fault(gopaastest.Fault{Match: "GET /api/list/", Status: 503, Count: 2})
	n, err := countContacts(context.Background(), client)
	fmt.Println(n, "of", server.Count("contact"), err)
	// Output:
	// 240 of 240 <nil>
}
