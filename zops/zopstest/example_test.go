package zopstest_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// addConsumer is the program under test: it adds a consumer to a project.
func addConsumer(ctx context.Context, client *zops.Client, projectID string) string {
	consumer, err := client.Consumers.Create(ctx)
	if err != nil {
		return err.Error()
	}
	_, err = client.ProjectConsumers.Attach(ctx, projectID, consumer.ID)
	switch {
	case errors.Is(err, guichet.ErrPaymentRequired):
		return "the project has all the consumers that it may have"
	case err != nil:
		return err.Error()
	}
	return "added"
}

// A test of one's own program: what does it do when a quota is used up? In a
// test, t.Cleanup closes the server.
func Example() {
	server := zopstest.New(zopstest.Options{})
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	client, err := zops.New(zops.Login(zopstest.Email, zopstest.Password), guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	projects, err := client.Projects.List(ctx)
	if err != nil {
		log.Fatal(err)
	}

	fmt.Println(addConsumer(ctx, client, projects[0].ID))
	server.Fault(zopstest.Fault{Match: "POST /api/v1/projects/", Status: 402})
	fmt.Println(addConsumer(ctx, client, projects[0].ID))
	// Output:
	// added
	// the project has all the consumers that it may have
}
