// Command first prints the appointments that an agent may see.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func main() {
	organisation := flag.Int64("organisation-id", 0, "only this organisation")
	flag.Parse()
	agent := rdvsolidarites.SignIn(os.Getenv("GUICHET_RDV_EMAIL"), os.Getenv("GUICHET_RDV_PASSWORD"))
	client, err := rdvsolidarites.New(agent, guichet.WithBaseURL(os.Getenv("GUICHET_RDV_BASE_URL")))
	if err != nil {
		log.Fatal(err)
	}
	for rdv, err := range client.RDVs.All(context.Background(), rdvsolidarites.RDVQuery{OrganisationID: *organisation}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(rdv.ID, rdv.StartsAt, rdv.Status, rdv.Motif.Name)
	}
}
