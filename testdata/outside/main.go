// Outside asks each of the four services for something. It stands in a module of
// its own: TestAProgramOutsideTheModuleNeedsOnlyThePublicPackages compiles it.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/astor"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/zops"
)

func main() {
	for name, ask := range map[string]func(context.Context, ...guichet.Option) error{
		"rdvsolidarites": appointments, "zops": projects, "gopaas": rows, "astor": operation,
	} {
		err := ask(context.Background(), guichet.WithRetries(2))
		var failed *guichet.Error
		switch {
		case errors.Is(err, guichet.ErrUnknownOutcome):
			log.Printf("%s: look before you repeat it: %v", name, err)
		case errors.As(err, &failed):
			log.Printf("%s: %s, %d, %v, %s", name, failed.Kind, failed.Status, failed.Fields, failed.Sent)
		case err != nil:
			log.Print(err)
		}
	}
}

func appointments(ctx context.Context, options ...guichet.Option) error {
	client, err := rdvsolidarites.New(rdvsolidarites.SignIn(os.Getenv("EMAIL"), os.Getenv("PASSWORD")), options...)
	if err != nil {
		return err
	}
	var report guichet.Report
	for rdv, err := range client.RDVs.All(ctx, rdvsolidarites.RDVQuery{}, guichet.WithReport(&report)) {
		if err != nil {
			return err
		}
		fmt.Println(rdv.ID, rdv.Status, report.Pages)
	}
	return nil
}

func projects(ctx context.Context, options ...guichet.Option) error {
	options = append(options, guichet.WithBaseURL(os.Getenv("ZOPS")), guichet.WithBackoff(func(n int) time.Duration { return time.Duration(n) * time.Second }))
	client, err := zops.New(zops.Login(os.Getenv("EMAIL"), os.Getenv("PASSWORD")), options...)
	if err != nil {
		return err
	}
	var body []byte
	list, err := client.Projects.List(ctx, guichet.WithBody(&body), guichet.OnAnswer(func(a guichet.Answer) { log.Print(a.RequestID) }))
	for _, project := range list {
		fmt.Println(project.ID, project.Name)
	}
	return err
}

func rows(ctx context.Context, options ...guichet.Option) error {
	options = append(options, guichet.WithBaseURL(os.Getenv("GOPAAS")), guichet.WithDryRun(func(p guichet.Planned) { fmt.Println(p.Method, p.URL) }))
	client, err := gopaas.New(gopaas.APIKey(os.Getenv("KEY")), options...)
	if err != nil {
		return err
	}
	for row, err := range client.Lists.Rows(ctx, "1167", gopaas.ListQuery{Page: guichet.Set(1)}) {
		if err != nil {
			return err
		}
		fmt.Println(row.Cle())
	}
	return nil
}

func operation(ctx context.Context, options ...guichet.Option) error {
	file, err := os.ReadFile("collection.json")
	if err != nil {
		return err
	}
	collection, err := astor.ParseCollection(file)
	if err != nil {
		return err
	}
	client, err := astor.New(astor.Token(os.Getenv("TOKEN")), astor.Sandbox(), options...)
	if err != nil {
		return err
	}
	found, err := collection.Find("Users/Get a user")
	if err != nil {
		return err
	}
	answer, err := client.Call(ctx, found, astor.Values{Vars: map[string]string{"id": "7"}}, guichet.Repeatable())
	if err != nil {
		return err
	}
	fmt.Println(answer.Status)
	return nil
}
