package rdvsolidarites_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// TestEveryEndpointSucceeds runs them in the order of the table, and looks at
// what came back.
func TestEveryEndpointSucceeds(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	client := adminWithLinks(t, server)
	for _, e := range endpoints(find(t, server, client)) {
		value, err := e.call(t.Context(), client)
		if err != nil {
			t.Errorf("%s: %v", e.name, err)
		}
		if e.root != "" && value == nil {
			t.Errorf("%s gave neither a value nor an error", e.name)
		}
	}
	if n := server.SignIns(); n != 1 {
		t.Errorf("the client signed in %d times", n)
	}
}

func TestAnAbsenceIsReadAsItWasWritten(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	client := admin(t, server)
	in := newAbsence(server.Agents()[0].ID)
	created, err := client.Absences.Create(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	end, _ := in.EndDay.Value()
	if created.Title != in.Title || created.FirstDay != in.FirstDay || created.StartTime != in.StartTime || created.EndDay != end || created.EndTime != in.EndTime {
		t.Errorf("created %+v from %+v", created, in)
	}
	update := rdvsolidarites.AbsenceUpdate{EndTime: guichet.Set(rdvsolidarites.Clock{Hour: 12})}
	if _, err := client.Absences.Update(t.Context(), created.ID, update); err != nil {
		t.Fatal(err)
	}
	read, err := client.Absences.Get(t.Context(), created.ID)
	if err != nil || read.EndTime.Hour != 12 || read.Title != in.Title {
		t.Errorf("read %+v (%v)", read, err)
	}
	if err := client.Absences.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Absences.Get(t.Context(), created.ID); !errors.Is(err, guichet.ErrNotFound) {
		t.Errorf("a deleted absence gave %v", err)
	}
}

func TestAnAbsenceInTheRepeatedHourOfAutumnIsNotSent(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	client := admin(t, server)
	clock := func(hour, minute int) rdvsolidarites.Clock { return rdvsolidarites.Clock{Hour: hour, Minute: minute} }
	sunday := rdvsolidarites.Date{Year: 2026, Month: time.October, Day: 25}
	for _, c := range []struct {
		field      string
		day        rdvsolidarites.Date
		start, end rdvsolidarites.Clock
	}{
		{"start_time", sunday, clock(2, 0), clock(12, 0)},
		{"end_time", sunday, clock(1, 0), clock(2, 59)},
		{"", sunday, clock(1, 59), clock(3, 0)},
		{"", rdvsolidarites.Date{Year: 2026, Month: time.October, Day: 18}, clock(2, 0), clock(2, 30)},
		{"", rdvsolidarites.Date{Year: 2026, Month: time.October, Day: 26}, clock(2, 0), clock(2, 30)},
		{"", rdvsolidarites.Date{Year: 2026, Month: time.September, Day: 27}, clock(2, 0), clock(2, 30)},
	} {
		server.ResetRequests()
		in := newAbsence(server.Agents()[0].ID)
		in.FirstDay, in.StartTime, in.EndTime, in.EndDay = c.day, c.start, c.end, guichet.Opt[rdvsolidarites.Date]{}
		created, err := client.Absences.Create(t.Context(), in)
		if c.field == "" {
			if err != nil {
				t.Errorf("%v from %v to %v was refused: %v", c.day, c.start, c.end, err)
			}
			continue
		}
		var update rdvsolidarites.AbsenceUpdate
		if c.field == "start_time" {
			update.FirstDay, update.StartTime = guichet.Set(c.day), guichet.Set(c.start)
		} else {
			update.EndDay, update.EndTime = guichet.Set(c.day), guichet.Set(c.end)
		}
		_, changed := client.Absences.Update(t.Context(), 601, update)
		for _, err := range []error{err, changed} {
			var e *guichet.Error
			if !errors.As(err, &e) || e.Kind != guichet.ErrInvalid || e.Status != 0 || e.Fields[c.field] == nil {
				t.Errorf("%v from %v to %v gave %v, %v", c.day, c.start, c.end, created, err)
			}
		}
		if n := len(server.Requests()); n != 0 {
			t.Errorf("%d requests were sent", n)
		}
	}
}

func TestAnUnknownRouteIsNotFound(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	err := admin(t, server).Do(t.Context(), "GET", "/api/v1/nothing", nil, nil)
	if !errors.Is(err, guichet.ErrNotFound) {
		t.Errorf("it gave %v", err)
	}
}

func TestEachRefusalOfTheServiceHasItsKind(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	client := adminWithLinks(t, server)
	ids := find(t, server, client)
	ctx := t.Context()
	basic := server.Agents()[1]
	modest := newClient(t, server.URL, rdvsolidarites.SignIn(basic.Email, basic.Password))
	const unknown = 987654
	last := func(_ any, err error) error { return err }
	twice := func(call func() error) error { _ = call(); return call() }
	for _, c := range []struct {
		name  string
		err   error
		kind  error
		field string
	}{
		{"an unknown absence", last(client.Absences.Get(ctx, unknown)), guichet.ErrNotFound, ""},
		{"an absence of an unknown e-mail", last(client.Absences.Create(ctx, rdvsolidarites.AbsenceCreate{AgentEmail: "nul@example.fr"})), guichet.ErrNotFound, ""},
		{"an absence of an unknown agent", last(client.Absences.Create(ctx, newAbsence(unknown))), guichet.ErrInvalid, "agent"},
		{"an absence that ends before it starts", last(client.Absences.Update(ctx, ids.absence, rdvsolidarites.AbsenceUpdate{
			EndDay: guichet.Set(rdvsolidarites.Date{Year: 2019, Month: 1, Day: 1}),
		})), guichet.ErrInvalid, "end_time"},
		{"deleting an unknown absence", client.Absences.Delete(ctx, unknown), guichet.ErrNotFound, ""},
		{"an unknown organisation", last(client.Organisations.Get(ctx, unknown)), guichet.ErrNotFound, ""},
		{"administering without the role", last(modest.Organisations.Update(ctx, basic.OrganisationIDs[0], rdvsolidarites.OrganisationUpdate{})), guichet.ErrForbidden, ""},
		{"a wrong office phone", last(client.Organisations.Update(ctx, ids.organisation, rdvsolidarites.OrganisationUpdate{PhoneNumber: guichet.Set("12")})), guichet.ErrInvalid, "phone_number"},
		{"an unknown user", last(client.Users.Get(ctx, unknown)), guichet.ErrNotFound, ""},
		{"a user of an unknown organisation", last(client.Users.GetIn(ctx, unknown, ids.user)), guichet.ErrForbidden, ""},
		{"a user without a name", last(client.Users.Create(ctx, rdvsolidarites.UserCreate{OrganisationIDs: []int64{ids.organisation}})), guichet.ErrInvalid, "first_name"},
		{"a user with a wrong phone", last(client.Users.Update(ctx, ids.user, rdvsolidarites.UserUpdate{PhoneNumber: guichet.Set("12")})), guichet.ErrInvalid, "phone_number"},
		{"inviting an unknown user", last(client.Users.InvitationToken(ctx, unknown)), guichet.ErrNotFound, ""},
		{"a profile twice", twice(func() error { return last(client.UserProfiles.Create(ctx, ids.otherOrganisation, ids.user)) }), guichet.ErrInvalid, "user_id"},
		{"a profile of an unknown user", last(client.UserProfiles.Create(ctx, ids.organisation, unknown)), guichet.ErrInvalid, "user"},
		{"a profile in an unknown organisation", last(client.UserProfiles.Create(ctx, unknown, ids.user)), guichet.ErrForbidden, ""},
		{"deleting an unknown profile", client.UserProfiles.Delete(ctx, ids.organisation, unknown), guichet.ErrNotFound, ""},
		{"a referent twice", twice(func() error { return last(client.Referents.Create(ctx, ids.agent, ids.user)) }), guichet.ErrInvalid, "user_id"},
		{"a referent who is none", last(client.Referents.Create(ctx, unknown, ids.user)), guichet.ErrUnavailable, ""},
		{"deleting an unknown referent", client.Referents.Delete(ctx, unknown, ids.user), guichet.ErrNotFound, ""},
		{"endpoints of an unknown organisation", last(client.WebhookEndpoints.List(ctx, rdvsolidarites.WebhookEndpointQuery{OrganisationID: unknown})), guichet.ErrForbidden, ""},
		{"an endpoint without the right", last(modest.WebhookEndpoints.Create(ctx, basic.OrganisationIDs[0], newEndpoint())), guichet.ErrForbidden, ""},
		{"an endpoint twice", twice(func() error { return last(client.WebhookEndpoints.Create(ctx, ids.organisation, newEndpoint())) }), guichet.ErrInvalid, "target_url"},
		{"an unknown endpoint", last(client.WebhookEndpoints.Update(ctx, ids.organisation, unknown, rdvsolidarites.WebhookEndpointUpdate{})), guichet.ErrNotFound, ""},
		{"an unknown participation", last(client.Participations.Update(ctx, unknown, rdvsolidarites.StatusSeen)), guichet.ErrNotFound, ""},
		{"an unknown plan", last(client.RDVPlans.Get(ctx, unknown)), guichet.ErrNotFound, ""},
		{"an unknown territory", last(client.PublicLinks.List(ctx, "987")), guichet.ErrNotFound, ""},
		{"no territory", last(client.PublicLinks.List(ctx, "")), guichet.ErrInvalid, ""},
	} {
		e := failure(t, c.err)
		if !errors.Is(c.err, c.kind) || e.Message == "" || e.Op == "" || e.RequestID == "" || strings.Contains(c.err.Error(), "\n") {
			t.Errorf("%s gave %v", c.name, c.err)
		}
		if c.field != "" && len(e.Fields[c.field]) == 0 {
			t.Errorf("%s names the fields %v, not %s", c.name, e.Fields, c.field)
		}
	}
}

func TestATakenEmailGivesTheUserWhoHasIt(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2025})
	client := admin(t, server)
	in := newUser(server.Agents()[0].OrganisationIDs[0])
	first, err := client.Users.Create(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Users.Create(t.Context(), in)
	if id, ok := rdvsolidarites.ExistingUserID(err); !ok || id != first.ID || !errors.Is(err, guichet.ErrInvalid) {
		t.Errorf("the existing user is %d (%v), not %d: %v", id, ok, first.ID, err)
	}
	if e := failure(t, err); e.Fields["email"][0].Code != "taken" {
		t.Errorf("the fields are %v", e.Fields)
	}
	for _, other := range []error{nil, errors.New("autre"), &guichet.Error{}} {
		if id, ok := rdvsolidarites.ExistingUserID(other); ok || id != 0 {
			t.Errorf("%v gave the user %d", other, id)
		}
	}
}

// TestAValueTheServiceAnswersWithA500IsNotSent covers values whose limits
// are known.
func TestAValueTheServiceAnswersWithA500IsNotSent(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	client := admin(t, server)
	ctx := t.Context()
	last := func(_ any, err error) error { return err }
	user := newUser(1)
	user.CaisseAffiliation = guichet.Set(rdvsolidarites.CaisseAffiliation("cpam"))
	family := rdvsolidarites.UserUpdate{FamilySituation: guichet.Set(rdvsolidarites.FamilySituation("veuf"))}
	verticale := rdvsolidarites.OrganisationUpdate{Verticale: guichet.Set(rdvsolidarites.Verticale("autre"))}
	born, late := newUser(1), newAbsence(1)
	born.BirthDate = guichet.Set(rdvsolidarites.Date{Year: 2026, Month: 2, Day: 30})
	late.EndTime = rdvsolidarites.Clock{Hour: 25}
	list := func(q rdvsolidarites.RDVQuery) error { return last(client.RDVs.List(ctx, q)) }
	motifs := func(organisationID int64) error {
		return last(client.Motifs.List(ctx, rdvsolidarites.MotifQuery{OrganisationID: organisationID}))
	}
	for field, err := range map[string]error{
		"caisse_affiliation":               last(client.Users.Create(ctx, user)),
		"family_situation":                 last(client.Users.Update(ctx, 1, family)),
		"verticale":                        last(client.Organisations.Update(ctx, 1, verticale)),
		"status":                           last(client.Participations.Update(ctx, 1, "absent")),
		"status of an rdv":                 last(client.RDVs.UpdateStatus(ctx, 1, "done")),
		"status that is missing":           last(client.RDVs.UpdateStatus(ctx, 1, "")),
		"status of a list":                 list(rdvsolidarites.RDVQuery{Status: []rdvsolidarites.Status{"seen", "done"}}),
		"include":                          list(rdvsolidarites.RDVQuery{Include: []rdvsolidarites.Include{"motifs"}}),
		"starts_after":                     list(rdvsolidarites.RDVQuery{FirstDay: rdvsolidarites.Date{Year: 2026, Month: 13, Day: 1}}),
		"starts_before":                    list(rdvsolidarites.RDVQuery{LastDay: rdvsolidarites.Date{Year: 2026, Month: 2, Day: 30}}),
		"2026-02-30":                       last(client.Users.Create(ctx, born)),
		"25:00:00":                         last(client.Absences.Create(ctx, late)),
		"rdv_id":                           last(client.RDVs.Get(ctx, 0)),
		"rdv_id of a status":               last(client.RDVs.UpdateStatus(ctx, 0, rdvsolidarites.StatusSeen)),
		"organisation_id of a place":       last(client.Lieux.Create(ctx, newLieu(0))),
		"latitude":                         last(client.Lieux.Create(ctx, rdvsolidarites.LieuCreate{OrganisationID: 1, Name: "MDS", Address: "Arras"})),
		"user.id":                          last(client.RDVPlans.Create(ctx, rdvsolidarites.RDVPlanCreate{User: rdvsolidarites.RDVPlanUser{ID: -1}})),
		"organisation_ids":                 last(client.Users.Create(ctx, rdvsolidarites.UserCreate{FirstName: "Ada", LastName: "Durand"})),
		"absence_id":                       last(client.Absences.Get(ctx, 0)),
		"user_id":                          client.Referents.Delete(ctx, 1, 0),
		"agent_id":                         last(client.Referents.Create(ctx, -1, 1)),
		"organisation_id":                  client.UserProfiles.Delete(ctx, 0, 1),
		"organisation_id of a new profile": last(client.UserProfiles.Create(ctx, 0, 1)), "user_id of a new profile": last(client.UserProfiles.Create(ctx, 1, 0)),
		// Motifs looks up the agent's organisations, which a missing id must not cost.
		"organisation_id of motifs": motifs(0), "organisation_id below 0 of motifs": motifs(-1),
	} {
		e := failure(t, err)
		field, _, _ = strings.Cut(field, " ")
		if !errors.Is(err, guichet.ErrInvalid) || e.Sent != guichet.NotSent || !strings.Contains(e.Message, field) {
			t.Errorf("%s: %+v", field, *e)
		}
	}
	if seen := server.Requests(); len(seen) != 0 {
		t.Errorf("the server saw %v", seen)
	}
}

// TestMotifsOfAForeignOrganisationAreRefusedBeforeSending protects from the
// service's 500. The agent's organisations are looked up once.
func TestMotifsOfAForeignOrganisationAreRefusedBeforeSending(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	basic := server.Agents()[1]
	client := newClient(t, server.URL, rdvsolidarites.SignIn(basic.Email, basic.Password))
	var foreign int64
	for _, id := range server.Agents()[0].OrganisationIDs {
		if !slices.Contains(basic.OrganisationIDs, id) {
			foreign = id
		}
	}
	if foreign == 0 {
		t.Fatal("the second agent sees every organisation")
	}
	count := func(part string) (n int) {
		for _, r := range server.Requests() {
			if strings.HasSuffix(r.Path, part) {
				n++
			}
		}
		return n
	}
	for range 2 {
		if _, err := client.Motifs.List(t.Context(), rdvsolidarites.MotifQuery{OrganisationID: basic.OrganisationIDs[0]}); err != nil {
			t.Fatal(err)
		}
	}
	if n := count("/organisations"); n != 1 {
		t.Errorf("the organisations were looked up %d times for two calls", n)
	}
	asked := count("/motifs")
	_, err := client.Motifs.List(t.Context(), rdvsolidarites.MotifQuery{OrganisationID: foreign})
	if e := failure(t, err); !errors.Is(err, guichet.ErrInvalid) || e.Sent != guichet.NotSent || count("/motifs") != asked {
		t.Errorf("a foreign organisation gave %v", err)
	}
	for range must(t, client.Motifs.All(t.Context(), rdvsolidarites.MotifQuery{OrganisationID: basic.OrganisationIDs[0], Active: guichet.Set(false)})) {
		break
	}
	if last := server.Requests()[len(server.Requests())-1]; !strings.Contains(last.Query, "active=false") || last.Status != http.StatusOK {
		t.Errorf("the deleted motifs were asked for by %s?%s", last.Path, last.Query)
	}
}

func TestMeIsTheAgentWhoAsks(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	client := admin(t, server)
	me, err := client.Agents.Me(t.Context())
	if err != nil || me.Email != rdvsolidaritestest.Email || me.ID != server.Agents()[0].ID {
		t.Errorf("me is %+v (%v)", me, err)
	}
	bare := replay(t, recording{Method: "GET", Status: 200, Body: []byte(`{"id":3,"email":"agathe.petit@example.fr"}`)})
	if me, err := bare.Agents.Me(t.Context()); err != nil || me.ID != 3 {
		t.Errorf("a bare object gave %+v (%v)", me, err)
	}
	other := replay(t, recording{Method: "GET", Status: 200, Body: []byte(`{"moi":{"id":3}}`)})
	if me, err := other.Agents.Me(t.Context()); !errors.Is(err, guichet.ErrUnusableAnswer) || me != nil {
		t.Errorf("another shape gave %+v (%v)", me, err)
	}
}
