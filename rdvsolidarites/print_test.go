package rdvsolidarites_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func TestNothingPrintsAnAddress(t *testing.T) {
	handler, err := rdvsolidarites.NewWebhookHandler("canary", func(*http.Request, *rdvsolidarites.Event, error) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	client := newClient(t, "http://127.0.0.1:1", rdvsolidarites.Bearer("canary"))
	conform.CheckPrinted(t, ".", client,
		rdvsolidarites.Absence{}, rdvsolidarites.AbsenceCreate{}, rdvsolidarites.AbsenceQuery{}, rdvsolidarites.AbsenceUpdate{},
		rdvsolidarites.Account{}, rdvsolidarites.Agent{}, rdvsolidarites.AgentQuery{}, rdvsolidarites.AgentRole{},
		rdvsolidarites.Bearer("canary"), rdvsolidarites.Clock{}, rdvsolidarites.Date{}, rdvsolidarites.Event{}, &rdvsolidarites.Event{},
		rdvsolidarites.EventMeta{}, rdvsolidarites.ExternalReference{}, rdvsolidarites.Lieu{}, rdvsolidarites.LieuCreate{}, rdvsolidarites.LieuQuery{}, rdvsolidarites.Meta{}, rdvsolidarites.Motif{}, rdvsolidarites.MotifCategory{}, rdvsolidarites.MotifQuery{},
		rdvsolidarites.OAuthApp{}, rdvsolidarites.OAuthToken{}, rdvsolidarites.Organisation{}, rdvsolidarites.OrganisationQuery{},
		rdvsolidarites.OrganisationUpdate{}, rdvsolidarites.Page[rdvsolidarites.RDV]{}, rdvsolidarites.Participation{},
		rdvsolidarites.PlageOuverture{}, rdvsolidarites.PlannedRDV{}, rdvsolidarites.PublicLink{}, rdvsolidarites.RDV{}, &rdvsolidarites.RDV{},
		rdvsolidarites.RDVPlan{}, rdvsolidarites.RDVPlanCreate{}, rdvsolidarites.RDVPlanUser{}, rdvsolidarites.RDVQuery{},
		rdvsolidarites.ReferentAssignation{}, &rdvsolidarites.Sequencer{}, rdvsolidarites.Session{}, rdvsolidarites.Team{}, rdvsolidarites.TeamQuery{},
		rdvsolidarites.Territory{}, rdvsolidarites.Time{}, rdvsolidarites.User{}, rdvsolidarites.UserCreate{}, rdvsolidarites.UserProfile{},
		rdvsolidarites.UserQuery{}, rdvsolidarites.UserUpdate{}, rdvsolidarites.WebhookEndpoint{}, rdvsolidarites.WebhookEndpointCreate{},
		rdvsolidarites.WebhookEndpointQuery{}, rdvsolidarites.WebhookEndpointUpdate{}, *handler, handler)
}

func TestAnObjectPrintsTheFieldsOfWhatItPointsTo(t *testing.T) {
	motif := rdvsolidarites.Motif{ID: 1, MotifCategory: &rdvsolidarites.MotifCategory{ID: 2, Name: "RSA"}}
	if got, want := fmt.Sprint(motif), "{1    false  0 0 false false  0 0 0 {2 RSA }}"; got != want {
		t.Errorf("it prints %s, not %s", got, want)
	}
	user := rdvsolidarites.UserUpdate{
		Email: guichet.Null[string](), NumberOfChildren: guichet.Set(0), PhoneNumber: guichet.Set("0612345678"),
	}
	const want = "{FirstName: LastName: OrganisationIDs: NotificationEmail: BirthName: BirthDate: Email:null PhoneNumber:0612345678 Address: CityCode: PostCode: CityName: " +
		"ResponsibleID: CaisseAffiliation: AffiliationNumber: FamilySituation: NumberOfChildren:0 NotifyBySMS: NotifyByEmail: ReferentAgentIDs:}"
	if got := fmt.Sprintf("%+v", user); got != want {
		t.Errorf("it prints %s, not %s", got, want)
	}
	if got := fmt.Sprintf("%+v", rdvsolidarites.RDV{}.Motif); got != "<nil>" {
		t.Errorf("no motif prints %s", got)
	}
}

func TestRequestsAreWrittenAsOneLiteral(t *testing.T) { conform.CheckRequests(t, ".") }
