package rdvsolidarites_test

import (
	"errors"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// TestEachGenerationSendsItsFields looks at one object of each kind.
func TestEachGenerationSendsItsFields(t *testing.T) {
	for _, generation := range generations() {
		server := sandbox(t, rdvsolidaritestest.Options{RDVs: 300, Generation: generation})
		client := admin(t, server)
		since2025, since2026 := generation >= rdvsolidaritestest.Generation2025, generation >= rdvsolidaritestest.Generation2026
		rdv := firstRDV(t, client, 101)
		motif := rdv.Motif
		visio := ""
		for r := range must(t, client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{OrganisationID: 101})) {
			if r.Motif.LocationType == rdvsolidarites.LocationVisio {
				visio = r.VisioURL
				break
			}
		}
		city := rdvsolidarites.UserUpdate{CaisseAffiliation: guichet.Set(rdvsolidarites.CaisseCAF), CityCode: guichet.Set("75056"), PostCode: guichet.Set("75001"), CityName: guichet.Set("Paris")}
		user, err := client.Users.Update(t.Context(), rdv.Users[0].ID, city)
		if err != nil {
			t.Fatal(err)
		}
		organisation, err := client.Organisations.Update(t.Context(), 101, rdvsolidarites.OrganisationUpdate{Website: guichet.Set("https://exemple.fr/")})
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct{ sent, want bool }{
			"created_at of an rdv":     {!rdv.CreatedAt.IsZero(), since2025},
			"url_for_agents":           {rdv.URLForAgents != "", since2025},
			"time_zone":                {rdv.TimeZone == "Europe/Paris", since2026},
			"visio_url":                {visio != "", since2026},
			"default_duration_in_min":  {motif.DefaultDurationInMin > 0, since2026},
			"min_public_booking_delay": {motif.MinPublicBookingDelay > 0, since2026},
			"max_public_booking_delay": {motif.MaxPublicBookingDelay > motif.MinPublicBookingDelay, since2026},
			"city_code":                {user.CityCode == "75056", since2026},
			"post_code":                {user.PostCode == "75001", since2026},
			"city_name":                {user.CityName == "Paris", since2026},
			"caisse_affiliation":       {user.CaisseAffiliation != "", !since2025},
			"website":                  {organisation.Website == "https://exemple.fr/", since2026},
		} {
			if c.sent != c.want {
				t.Errorf("generation %d: %s is sent: %v", generation, name, c.sent)
			}
		}
	}
}

// TestMotifsOfNoServiceAreSelected is about a service_id that is there and empty.
func TestMotifsOfNoServiceAreSelected(t *testing.T) {
	for _, generation := range generations()[1:] {
		client := admin(t, sandbox(t, rdvsolidaritestest.Options{Generation: generation}))
		n := 0
		for motif := range must(t, client.Motifs.All(t.Context(), rdvsolidarites.MotifQuery{OrganisationID: 101, WithoutService: true})) {
			if n++; motif.ServiceID != 0 {
				t.Errorf("generation %d: a motif of the service %d came", generation, motif.ServiceID)
			}
		}
		if n != 1 {
			t.Errorf("generation %d: %d motifs", generation, n)
		}
	}
}

// TestARepeatedEmailMakesASecondPersonSince2026 is why a creation is not repeated.
func TestARepeatedEmailMakesASecondPersonSince2026(t *testing.T) {
	for _, generation := range generations() {
		client := admin(t, sandbox(t, rdvsolidaritestest.Options{Generation: generation}))
		first, err := client.Users.Create(t.Context(), newUser(101))
		if err != nil {
			t.Fatal(err)
		}
		second, err := client.Users.Create(t.Context(), newUser(101))
		known, taken := rdvsolidarites.ExistingUserID(err)
		if generation == rdvsolidaritestest.Generation2026 {
			if err != nil || second.ID == first.ID || taken {
				t.Errorf("generation 2026: %+v, %v", second, err)
			}
		} else if known != first.ID || !taken {
			t.Errorf("generation %d: %d, %v", generation, known, err)
		}
	}
}

// TestAPlanIsMadeForAKnownPerson also makes one for a new person, and one for a person of
// another organisation.
func TestAPlanIsMadeForAKnownPerson(t *testing.T) {
	for _, generation := range generations()[1:] {
		server := sandbox(t, rdvsolidaritestest.Options{Generation: generation})
		client := admin(t, server)
		userID := find(t, server, client).user
		plan, err := client.RDVPlans.Create(t.Context(), rdvsolidarites.RDVPlanCreate{User: rdvsolidarites.RDVPlanUser{ID: userID}})
		if err != nil || plan.UserID != userID || plan.RDV != nil {
			t.Errorf("generation %d: %+v, %v", generation, plan, err)
		}
		born := rdvsolidarites.Date{Year: 1990, Month: time.December, Day: 31}
		plan, err = client.RDVPlans.Create(t.Context(), rdvsolidarites.RDVPlanCreate{
			User: rdvsolidarites.RDVPlanUser{FirstName: "Ada", LastName: "Durand", BirthDate: born},
		})
		if err != nil || plan.UserID == userID || plan.UserID == 0 {
			t.Errorf("generation %d: %+v, %v", generation, plan, err)
		}
		other, _ := overseas(t, server)
		_, err = other.RDVPlans.Create(t.Context(), rdvsolidarites.RDVPlanCreate{User: rdvsolidarites.RDVPlanUser{ID: userID}})
		if !errors.Is(err, guichet.ErrForbidden) {
			t.Errorf("generation %d: a foreign person gave %v", generation, err)
		}
	}
}

// TestThePlannedStartIsReadInBothOfItsForms compares the space form with ISO 8601.
func TestThePlannedStartIsReadInBothOfItsForms(t *testing.T) {
	want := time.Date(2026, time.November, 18, 13, 0, 0, 0, time.UTC)
	for _, text := range []string{"2026-11-18 09:00:00 -0400", "2026-11-18T09:00:00.000-04:00", "2026-11-18T09:00:00-04:00", "2026-11-18T13:00:00Z"} {
		client := says(t, `{"rdv_plan":{"id":1,"rdv":{"id":2,"status":"unknown","starts_at":"`+text+`","location_type":"phone"}}}`)
		plan, err := client.RDVPlans.Get(t.Context(), 1)
		if err != nil || !plan.RDV.StartsAt.Equal(want) {
			t.Errorf("%s: %+v, %v", text, plan, err)
		}
	}
}
