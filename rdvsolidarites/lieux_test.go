package rdvsolidarites_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// referenced is a place with a name in the calling program.
func referenced(organisationID int64) rdvsolidarites.LieuCreate {
	in := newLieu(organisationID)
	in.PhoneNumber = guichet.Set("01 99 00 12 34")
	in.ExternalReference = guichet.Set(rdvsolidarites.ExternalReference{ExternalID: "L-1"})
	return in
}

func TestAPlaceIsAddedAndListed(t *testing.T) {
	for _, generation := range generations()[1:] {
		client := admin(t, sandbox(t, rdvsolidaritestest.Options{Generation: generation}))
		made, err := client.Lieux.Create(t.Context(), referenced(101))
		if err != nil || made.ID == 0 || made.Name != "Maison France services" || made.Latitude != 50.29 || made.Longitude != 2.78 || made.OrganisationID != 101 {
			t.Fatalf("generation %d: %+v, %v", generation, made, err)
		}
		found := false
		for lieu := range must(t, client.Lieux.All(t.Context(), rdvsolidarites.LieuQuery{OrganisationID: 101})) {
			enabled, known := lieu.Enabled.Value()
			found = found || lieu == *made && enabled && known
		}
		if !found {
			t.Errorf("generation %d: the place is not in the list", generation)
		}
	}
}

// TestAPlaceWithAnExternalReferenceIsMadeOnce also makes one without, twice.
func TestAPlaceWithAnExternalReferenceIsMadeOnce(t *testing.T) {
	client := admin(t, sandbox(t, rdvsolidaritestest.Options{}))
	count := func() (n int) {
		for range must(t, client.Lieux.All(t.Context(), rdvsolidarites.LieuQuery{})) {
			n++
		}
		return n
	}
	before := count()
	for range 2 {
		if _, err := client.Lieux.Create(t.Context(), newLieu(101)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := client.Lieux.Create(t.Context(), referenced(101)); err != nil {
		t.Fatal(err)
	}
	_, err := client.Lieux.Create(t.Context(), referenced(101))
	if e := failure(t, err); !errors.Is(err, guichet.ErrInvalid) || e.Sent != guichet.Answered || !strings.Contains(e.Message, "external_id") {
		t.Errorf("the second time gave %+v", *e)
	}
	if n := count() - before; n != 3 {
		t.Errorf("%d places were made, not 3", n)
	}
}

// TestAnExternalReferenceWithoutAnIDIsRefused since it would not keep the place from being
// made twice.
func TestAnExternalReferenceWithoutAnIDIsRefused(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	in := newLieu(101)
	in.ExternalReference = guichet.Set(rdvsolidarites.ExternalReference{ExternalURL: guichet.Set("https://exemple.fr/L-1")})
	_, err := newClient(t, server.URL, rdvsolidarites.Bearer(server.BearerToken())).Lieux.Create(t.Context(), in)
	if !errors.Is(err, guichet.ErrInvalid) || len(server.Requests()) != 0 {
		t.Errorf("%v after %d requests", err, len(server.Requests()))
	}
}

func TestPlacesOfAForeignOrganisationAreForbiddenSince2026(t *testing.T) {
	for _, generation := range generations()[1:] {
		server := sandbox(t, rdvsolidaritestest.Options{Generation: generation})
		client, _ := overseas(t, server)
		page, err := client.Lieux.List(t.Context(), rdvsolidarites.LieuQuery{OrganisationID: 101})
		if generation == rdvsolidaritestest.Generation2026 != errors.Is(err, guichet.ErrForbidden) || err == nil && len(page.Items) > 0 {
			t.Errorf("generation %d: %+v, %v", generation, page, err)
		}
		if _, err := client.Lieux.Create(t.Context(), newLieu(101)); !errors.Is(err, guichet.ErrForbidden) {
			t.Errorf("generation %d: a new place gave %v", generation, err)
		}
	}
}
