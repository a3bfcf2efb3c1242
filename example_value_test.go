package guichet_test

import (
	"encoding/json"
	"fmt"
	"log"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// A field of a request is left out, set or null. The zero Opt leaves it out, so
// that an update changes only the fields that it names.
func ExampleOpt() {
	body, err := json.Marshal(rdvsolidarites.OrganisationUpdate{
		PhoneNumber: guichet.Set(""),
		Email:       guichet.Null[string](),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(body))

	name, ok := guichet.Set("Accueil").Value()
	fmt.Println(name, ok, guichet.Null[string]().IsNull(), guichet.Opt[string]{}.IsZero())
	// Output:
	// {"phone_number":"","email":null}
	// Accueil true true true
}

// A secret does not show in logs, errors or JSON; Reveal gives it.
func ExampleSecret() {
	config := struct {
		Email    string
		Password guichet.Secret
	}{"ada@example.fr", guichet.NewSecret("mot de passe")}

	fmt.Printf("%+v\n", config)
	encoded, err := json.Marshal(config)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(encoded))
	fmt.Println(len(config.Password.Reveal()))
	// Output:
	// {Email:ada@example.fr Password:[redacted]}
	// {"Email":"ada@example.fr","Password":"[redacted]"}
	// 12
}
