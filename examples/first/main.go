// Command first prints the appointments of a day, today's unless -day names another.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func main() {
	day := rdvsolidarites.Today()
	flag.Func("day", "such as 2026-11-30; today when it is missing", func(text string) (err error) {
		day, err = rdvsolidarites.ParseDate(text)
		return err
	})
	flag.Parse()
	address := cmp.Or(os.Getenv("GUICHET_RDV_BASE_URL"), rdvsolidarites.DefaultBaseURL)
	if err := list(context.Background(), address, os.Getenv("GUICHET_RDV_EMAIL"), os.Getenv("GUICHET_RDV_PASSWORD"), day); err != nil {
		log.Fatal(err)
	}
}

func list(ctx context.Context, address, email, password string, day rdvsolidarites.Date) error {
	agent := rdvsolidarites.SignIn(email, password)
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(address))
	if err != nil {
		return err
	}
	for rdv, err := range client.RDVs.All(ctx, rdvsolidarites.RDVQuery{FirstDay: day, LastDay: day}) {
		if err != nil {
			return err // says which call failed and what the service answered
		}
		fmt.Println(rdv.ID, rdv.StartsAt, rdv.Motif.Name)
	}
	return nil
}
