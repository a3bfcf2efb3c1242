package rdvsolidarites_test

import (
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func noWait(int) time.Duration { return 0 }

// sandbox starts a test server on a socket, with few rdvs unless told
// otherwise.
func sandbox(t testing.TB, o rdvsolidaritestest.Options) *rdvsolidaritestest.Server {
	t.Helper()
	if o.RDVs == 0 {
		o.RDVs = 30
	}
	server := rdvsolidaritestest.New(o)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

func newClient(t testing.TB, base string, credential rdvsolidarites.Credential, options ...guichet.Option) *rdvsolidarites.Client {
	t.Helper()
	client, err := rdvsolidarites.New(credential, append([]guichet.Option{
		guichet.WithBaseURL(base), guichet.WithBackoff(noWait),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// admin is a client of the agent who may do everything.
func admin(t testing.TB, server *rdvsolidaritestest.Server, options ...guichet.Option) *rdvsolidarites.Client {
	t.Helper()
	return newClient(t, server.URL, rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password), options...)
}

// adminWithLinks is a client of the agent who may do everything, with public links.
func adminWithLinks(t testing.TB, server *rdvsolidaritestest.Server) *rdvsolidarites.Client {
	t.Helper()
	transport := fake.New(withPublicLinks(server), fake.Options{}).Transport()
	return admin(t, server, guichet.WithHTTPClient(&http.Client{Transport: transport}))
}

// ids are of objects that exist.
type ids struct {
	organisation, otherOrganisation, agent, user, absence, rdv, plan, webhookEndpoint, participation int64
}

// find looks for objects to work with.
func find(t testing.TB, server *rdvsolidaritestest.Server, c *rdvsolidarites.Client) ids {
	t.Helper()
	me := server.Agents()[0]
	found := ids{organisation: me.OrganisationIDs[0], otherOrganisation: me.OrganisationIDs[1], agent: me.ID}
	for user := range must(t, c.Users.All(t.Context(), rdvsolidarites.UserQuery{})) {
		user, err := c.Users.Get(t.Context(), user.ID)
		if err != nil {
			t.Fatal(err)
		}
		// One organisation, so that the other one can be added.
		if len(user.UserProfiles) == 1 && user.UserProfiles[0].Organisation.ID == found.organisation {
			found.user = user.ID
			break
		}
	}
	for absence := range must(t, c.Absences.All(t.Context(), rdvsolidarites.AbsenceQuery{})) {
		found.absence = absence.ID
		break
	}
	for rdv := range must(t, c.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{})) {
		if len(rdv.Participations) > 0 {
			found.rdv, found.participation = rdv.ID, rdv.Participations[0].ID
			break
		}
	}
	plan, err := c.RDVPlans.Create(t.Context(), rdvsolidarites.RDVPlanCreate{User: rdvsolidarites.RDVPlanUser{FirstName: "Ida", LastName: "Noël"}})
	if err != nil {
		t.Fatal(err)
	}
	target := rdvsolidarites.WebhookEndpointCreate{TargetURL: "https://exemple.fr/premier", Secret: guichet.NewSecret("clef-de-signature")}
	endpoint, err := c.WebhookEndpoints.Create(t.Context(), found.organisation, target)
	if err != nil {
		t.Fatal(err)
	}
	found.plan, found.webhookEndpoint = plan.ID, endpoint.ID
	return found
}

// rows drops the report of a raw list.
func rows(list iter.Seq2[json.RawMessage, error], _ *guichet.Report) iter.Seq2[json.RawMessage, error] {
	return list
}

// must turns the errors of a list into failures of the test.
func must[T any](t testing.TB, list iter.Seq2[T, error]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for row, err := range list {
			if err != nil {
				t.Fatal(err)
			}
			if !yield(row) {
				return
			}
		}
	}
}

// failure returns the *Error that err must be.
func failure(t testing.TB, err error) *guichet.Error {
	t.Helper()
	var e *guichet.Error
	if !errors.As(err, &e) {
		t.Fatalf("the call returned %v, which is no *Error", err)
	}
	return e
}

func newAbsence(agentID int64) rdvsolidarites.AbsenceCreate {
	return rdvsolidarites.AbsenceCreate{
		AgentID: agentID, Title: "Congés d'été",
		FirstDay: rdvsolidarites.Date{Year: 2026, Month: time.August, Day: 3}, StartTime: rdvsolidarites.Clock{Hour: 8},
		EndDay:  guichet.Set(rdvsolidarites.Date{Year: 2026, Month: time.August, Day: 21}),
		EndTime: rdvsolidarites.Clock{Hour: 17, Minute: 30},
	}
}

func newLieu(organisationID int64) rdvsolidarites.LieuCreate {
	return rdvsolidarites.LieuCreate{
		OrganisationID: organisationID, Name: "Maison France services", Address: "2 rue de la Paix, Arras, 62000", Latitude: 50.29, Longitude: 2.78,
	}
}

func newUser(organisationID int64) rdvsolidarites.UserCreate {
	return rdvsolidarites.UserCreate{
		FirstName: "Ada", LastName: "Durand", OrganisationIDs: []int64{organisationID},
		Email:       guichet.Set("ada.durand@example.fr"),
		BirthDate:   guichet.Set(rdvsolidarites.Date{Year: 1985, Month: time.July, Day: 20}),
		NotifyBySMS: guichet.Set(false),
	}
}

func newEndpoint() rdvsolidarites.WebhookEndpointCreate {
	return rdvsolidarites.WebhookEndpointCreate{
		TargetURL: "https://exemple.fr/webhooks", Secret: guichet.NewSecret("clef-de-signature"),
		Subscriptions: guichet.Set([]rdvsolidarites.Subscription{rdvsolidarites.SubscriptionRDV}),
	}
}
