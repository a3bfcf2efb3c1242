// Command gopaas-list prints the accounts of a town that a view of a GoPaaS
// application shows, decoded into a struct.
//
//	GUICHET_GOPAAS_BASE_URL=https://main.gopaas.net/crm GUICHET_GOPAAS_API_KEY=… \
//		go run ./examples/gopaas-list 1167 Lyon
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
)

// account is a row of the view. The service writes every value as text.
type account struct {
	Key  string `json:"cle"`
	Name string `json:"nom"`
	Code string `json:"cp"`
	Town string `json:"ville"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, env func(string) string, out io.Writer) error {
	if len(args) != 2 {
		return errors.New("usage: gopaas-list VIEW TOWN")
	}
	client, err := gopaas.New(gopaas.APIKey(env("GUICHET_GOPAAS_API_KEY")), guichet.WithBaseURL(env("GUICHET_GOPAAS_BASE_URL")))
	if err != nil {
		return err
	}
	var report gopaas.Report
	query := gopaas.ListQuery{Search: gopaas.Equals("ville", args[1]), RowsPerPage: 100, Report: &report}
	for a, err := range gopaas.RowsAs[account](ctx, client.Lists, args[0], query) {
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "%s\t%s\t%s %s\n", a.Key, a.Name, a.Code, a.Town); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "%d accounts; whether these are all: %s\n", report.Unique, report.Completeness)
	return err
}
