package zops_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// A first program lists the projects of the account.
func Example() {
	server := httptest.NewServer(zopstest.New(zopstest.Options{}))
	defer server.Close()

	admin := zops.Login(zopstest.Email, zopstest.Password)
	client, err := zops.New(admin, guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	for project, err := range client.Projects.All(context.Background()) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(project.Name)
	}
	// Output:
	// Accueil numérique
	// Rappels de rendez-vous
	// Bac à sable
}

// A tenant: a project, a service of the catalogue attached to it, and a consumer
// with a token for that service. A project is deleted with its account only.
func Example_tenant() {
	server := httptest.NewServer(zopstest.New(zopstest.Options{}))
	defer server.Close()
	client, err := zops.New(zops.Login(zopstest.Email, zopstest.Password), guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()

	project, err := client.Projects.Create(ctx, zops.ProjectCreate{Name: "Alertes", Description: "Les alertes de la commune"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.ProjectServices.Attach(ctx, project.ID, zops.ProjectServiceAttach{ServiceCatalogCode: zops.ServicePush, Name: "Alertes"})
	if err != nil && !errors.Is(err, guichet.ErrConflict) { // a conflict: it is attached already
		log.Fatal(err)
	}
	consumer, err := client.Consumers.Create(ctx)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.ProjectConsumers.Attach(ctx, project.ID, consumer.ID); err != nil {
		log.Fatal(err)
	}
	// The consumer exchanges this token at the token server, within a minute.
	token, err := client.ConsumerTokens.Create(ctx, zops.ConsumerTokenCreate{
		ConsumerID: consumer.ID, ProjectID: project.ID, ServiceCatalogCode: zops.ServicePush,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token.ServiceCatalogCode, token.Token)

	project, err = client.Projects.Get(ctx, project.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(project.Name, project.Services, project.UserUsed)
	// Output:
	// push [redacted]
	// Alertes [push] 1
}

// A consumer of the push service gets an access token, and later the next one.
func ExampleTokenServer_Exchange() {
	server := httptest.NewServer(zopstest.New(zopstest.Options{}))
	defer server.Close()
	client, err := zops.New(zops.Login(zopstest.Email, zopstest.Password), guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	// The token server is another server; the test server is both.
	tokens, err := zops.NewTokenServer(guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()

	projects, err := client.Projects.List(ctx)
	if err != nil {
		log.Fatal(err)
	}
	consumer, err := client.Consumers.Create(ctx)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.ProjectConsumers.Attach(ctx, projects[0].ID, consumer.ID); err != nil {
		log.Fatal(err)
	}
	made, err := client.ConsumerTokens.Create(ctx, zops.ConsumerTokenCreate{ConsumerID: consumer.ID, ProjectID: projects[0].ID, ServiceCatalogCode: zops.ServicePush})
	if err != nil {
		log.Fatal(err)
	}
	access, err := tokens.Exchange(ctx, made.Token)
	if err != nil {
		log.Fatal(err)
	}
	next, err := tokens.Exchange(ctx, access.RefreshToken)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(access.AccessToken, next.AccessToken == access.AccessToken, next.ExpiresIn)
	// Output: [redacted] false 10800
}

// Login logs in when a token is first needed, and once more when the service
// does not accept it any more. A token lives for a week; here eight days pass.
func ExampleLogin() {
	now := time.Date(2026, time.November, 16, 9, 0, 0, 0, time.UTC)
	fake := zopstest.New(zopstest.Options{Now: func() time.Time { return now }})
	server := httptest.NewServer(fake)
	defer server.Close()
	client, err := zops.New(zops.Login(zopstest.Email, zopstest.Password), guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	for range 2 {
		me, err := client.Me.Get(context.Background())
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(me.FirstName, me.Role)
		now = now.AddDate(0, 0, 8)
	}
	for _, request := range fake.Requests() {
		fmt.Println(request.Method, request.Path, request.Status)
	}
	// Output:
	// Claire admin
	// Claire admin
	// POST /api/v1/session 201
	// GET /api/v1/me 200
	// GET /api/v1/me 400
	// GET /api/v1/me 400
	// POST /api/v1/session 201
	// GET /api/v1/me 200
}

// A token that is kept between runs: fetch gives it, and logs in only when the
// service no longer accepts just that one.
func ExampleTokenSource() {
	fake := zopstest.New(zopstest.Options{})
	server := httptest.NewServer(fake)
	defer server.Close()
	ctx := context.Background()
	anyone, err := zops.New(zops.Anonymous(), guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	var kept guichet.Secret // in a program: a file, a database, a vault
	source := zops.TokenSource(func(ctx context.Context, rejected guichet.Secret) (guichet.Secret, error) {
		if !kept.IsZero() && kept.Reveal() != rejected.Reveal() {
			return kept, nil
		}
		token, err := anyone.Session.Login(ctx, zopstest.Email, zopstest.Password)
		kept = token
		return token, err
	})
	for range 2 { // two runs
		client, err := zops.New(source, guichet.WithBaseURL(server.URL))
		if err != nil {
			log.Fatal(err)
		}
		if _, err := client.Me.Get(ctx); err != nil {
			log.Fatal(err)
		}
	}
	for _, request := range fake.Requests() {
		fmt.Println(request.Method, request.Path, request.Status)
	}
	// Output:
	// POST /api/v1/session 201
	// GET /api/v1/me 200
	// GET /api/v1/me 200
}

// Update replaces the whole object. Modify reads it first, so that only what the
// function changes is changed.
func ExampleAccount_Modify() {
	server := httptest.NewServer(zopstest.New(zopstest.Options{}))
	defer server.Close()
	client, err := zops.New(zops.Login(zopstest.Email, zopstest.Password), guichet.WithBaseURL(server.URL))
	if err != nil {
		log.Fatal(err)
	}

	account, err := client.Account.Modify(context.Background(), func(a *zops.AccountUpdate) { a.Phone = "33565000001" })
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(account.OrganizationName, account.Phone)
	// Output:
	// Métropole de l'Aubrac 33565000001
}
