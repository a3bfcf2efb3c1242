package guichet_test

import (
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/zops"
)

// TestAClientTellsItsBaseURLWithoutASlashAtTheEnd makes a client of each service
// that has one base URL.
func TestAClientTellsItsBaseURLWithoutASlashAtTheEnd(t *testing.T) {
	given := guichet.WithBaseURL("https://guichet.example/")
	rdv, err := rdvsolidarites.New(rdvsolidarites.Anonymous(), given)
	byDefault, err2 := rdvsolidarites.New(rdvsolidarites.Anonymous())
	tenant, err3 := zops.New(zops.Anonymous(), given)
	application, err4 := gopaas.New(gopaas.APIKey("canary"), guichet.WithBaseURL("https://guichet.example/crm/"))
	for _, err := range []error{err, err2, err3, err4} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for want, client := range map[string][]string{
		"https://guichet.example":     {rdv.BaseURL(), tenant.BaseURL()},
		rdvsolidarites.DefaultBaseURL: {byDefault.BaseURL()},
		"https://guichet.example/crm": {application.BaseURL()},
	} {
		for _, got := range client {
			if got != want {
				t.Errorf("a client tells %s, not %s", got, want)
			}
		}
	}
}
