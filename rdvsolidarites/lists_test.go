package rdvsolidarites_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// reader reads one whole list, typed and raw, as ids in the order in which
// they come.
type reader struct {
	name       string
	typed, raw func(c *rdvsolidarites.Client, options ...guichet.CallOption) []int64
}

func readers(t *testing.T, organisationID int64) []reader {
	type (
		client = rdvsolidarites.Client
		option = guichet.CallOption
	)
	ctx := t.Context()
	raw := func(list func(*client, ...option) func(func(json.RawMessage, error) bool)) func(*client, ...option) []int64 {
		return func(c *client, o ...option) (ids []int64) {
			for row := range must(t, list(c, o...)) {
				var object struct{ ID int64 }
				if err := json.Unmarshal(row, &object); err != nil {
					t.Fatal(err)
				}
				ids = append(ids, object.ID)
			}
			return ids
		}
	}
	absences, agents, motifs := rdvsolidarites.AbsenceQuery{}, rdvsolidarites.AgentQuery{}, rdvsolidarites.MotifQuery{OrganisationID: organisationID}
	organisations, users, teams := rdvsolidarites.OrganisationQuery{}, rdvsolidarites.UserQuery{}, rdvsolidarites.TeamQuery{}
	rdvs, nested := rdvsolidarites.RDVQuery{}, rdvsolidarites.RDVQuery{OrganisationID: organisationID}
	endpoints, lieux := rdvsolidarites.WebhookEndpointQuery{OrganisationID: organisationID}, rdvsolidarites.LieuQuery{}
	return []reader{
		{"absences", func(c *client, o ...option) []int64 {
			return idsOf(t, c.Absences.All(ctx, absences, o...), func(r rdvsolidarites.Absence) int64 { return r.ID })
		},
			raw(func(c *client, o ...option) func(func(json.RawMessage, error) bool) {
				return rows(c.Absences.AllRaw(ctx, absences, o...))
			})},
		{"agents", func(c *client, o ...option) []int64 {
			return idsOf(t, c.Agents.All(ctx, agents, o...), func(r rdvsolidarites.Agent) int64 { return r.ID })
		},
			raw(func(c *client, o ...option) func(func(json.RawMessage, error) bool) {
				return rows(c.Agents.AllRaw(ctx, agents, o...))
			})},
		{"lieux", func(c *client, o ...option) []int64 {
			return idsOf(t, c.Lieux.All(ctx, lieux, o...), func(r rdvsolidarites.Lieu) int64 { return r.ID })
		},
			raw(func(c *client, o ...option) func(func(json.RawMessage, error) bool) {
				return rows(c.Lieux.AllRaw(ctx, lieux, o...))
			})},
		{"motifs", func(c *client, o ...option) []int64 {
			return idsOf(t, c.Motifs.All(ctx, motifs, o...), func(r rdvsolidarites.Motif) int64 { return r.ID })
		},
			raw(func(c *client, o ...option) func(func(json.RawMessage, error) bool) {
				return rows(c.Motifs.AllRaw(ctx, motifs, o...))
			})},
		{"organisations", func(c *client, o ...option) []int64 {
			return idsOf(t, c.Organisations.All(ctx, organisations, o...), func(r rdvsolidarites.Organisation) int64 { return r.ID })
		},
			raw(func(c *client, o ...option) func(func(json.RawMessage, error) bool) {
				return rows(c.Organisations.AllRaw(ctx, organisations, o...))
			})},
		{"rdvs", func(c *client, o ...option) []int64 {
			return idsOf(t, c.RDVs.All(ctx, rdvs, o...), func(r rdvsolidarites.RDV) int64 { return r.ID })
		},
			raw(func(c *client, o ...option) func(func(json.RawMessage, error) bool) {
				return rows(c.RDVs.AllRaw(ctx, rdvs, o...))
			})},
		{"rdvs of an organisation", func(c *client, o ...option) []int64 {
			return idsOf(t, c.RDVs.All(ctx, nested, o...), func(r rdvsolidarites.RDV) int64 { return r.ID })
		},
			raw(func(c *client, o ...option) func(func(json.RawMessage, error) bool) {
				return rows(c.RDVs.AllRaw(ctx, nested, o...))
			})},
		{"teams", func(c *client, o ...option) []int64 {
			return idsOf(t, c.Teams.All(ctx, teams, o...), func(r rdvsolidarites.Team) int64 { return r.ID })
		},
			raw(func(c *client, o ...option) func(func(json.RawMessage, error) bool) {
				return rows(c.Teams.AllRaw(ctx, teams, o...))
			})},
		{"users", func(c *client, o ...option) []int64 {
			return idsOf(t, c.Users.All(ctx, users, o...), func(r rdvsolidarites.User) int64 { return r.ID })
		},
			raw(func(c *client, o ...option) func(func(json.RawMessage, error) bool) {
				return rows(c.Users.AllRaw(ctx, users, o...))
			})},
		{"webhook endpoints", func(c *client, o ...option) []int64 {
			return idsOf(t, c.WebhookEndpoints.All(ctx, endpoints, o...), func(r rdvsolidarites.WebhookEndpoint) int64 { return r.ID })
		},
			raw(func(c *client, o ...option) func(func(json.RawMessage, error) bool) {
				return rows(c.WebhookEndpoints.AllRaw(ctx, endpoints, o...))
			})},
	}
}

func idsOf[T any](t *testing.T, list func(func(T, error) bool), id func(T) int64) (ids []int64) {
	t.Helper()
	for row := range must(t, list) {
		ids = append(ids, id(row))
	}
	return ids
}

func TestAWholeListHasEveryRowOnce(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{RDVs: 720, Users: 340})
	client := admin(t, server, guichet.WithPrefetch(4))
	ids := find(t, server, client)
	for _, r := range readers(t, ids.organisation) {
		var report guichet.Report
		typed := r.typed(client, guichet.WithReport(&report))
		if len(typed) == 0 || len(typed) != report.Total || report.Passes != 1 || !report.Done {
			t.Errorf("%s: %d rows, %+v", r.name, len(typed), report)
		}
		if unique := slices.Compact(slices.Sorted(slices.Values(typed))); len(unique) != len(typed) {
			t.Errorf("%s: %d rows came twice", r.name, len(typed)-len(unique))
		}
		if raw := r.raw(client); !slices.Equal(raw, typed) {
			t.Errorf("%s: %d raw rows, %d typed ones", r.name, len(raw), len(typed))
		}
	}
}

// TestNoRowIsLostWhilePagesShift has every page come from another order.
func TestNoRowIsLostWhilePagesShift(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{RDVs: 720, Users: 340})
	client := admin(t, server, guichet.WithPrefetch(3))
	for _, r := range readers(t, find(t, server, client).organisation) {
		if r.name != "rdvs" && r.name != "users" {
			continue
		}
		want := slices.Sorted(slices.Values(r.typed(client)))
		for _, read := range []func(*rdvsolidarites.Client, ...guichet.CallOption) []int64{r.typed, r.raw} {
			server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/" + r.name, Count: 1000, ShiftPages: true})
			var report guichet.Report
			got := slices.Sorted(slices.Values(read(client, guichet.WithReport(&report))))
			server.ClearFaults()
			if !slices.Equal(got, want) || !report.Done {
				t.Errorf("%s: %d rows of %d, each once, after %+v", r.name, len(got), len(want), report)
			}
		}
	}
}

// TestRDVsThatTheServiceListsTwiceComeOnce is about agents without the rights
// of the secretariat, whose total counts such rdvs twice.
func TestRDVsThatTheServiceListsTwiceComeOnce(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{RDVs: 900, Generation: rdvsolidaritestest.Generation2025})
	basic := server.Agents()[1]
	client := newClient(t, server.URL, rdvsolidarites.SignIn(basic.Email, basic.Password))
	var report guichet.Report
	ids := idsOf(t, client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{}, guichet.WithReport(&report)), func(r rdvsolidarites.RDV) int64 { return r.ID })
	if unique := slices.Compact(slices.Sorted(slices.Values(ids))); len(ids) == 0 || len(unique) != len(ids) || report.Total <= len(ids) || !report.Done {
		t.Errorf("%d rows, %d of them different, %+v", len(ids), len(unique), report)
	}
}

func TestEachQueryFieldIsSentAsItsParameter(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	client := admin(t, server)
	paris := time.FixedZone("", 2*60*60)
	last := func(_ any, err error) error { return err }
	ctx := t.Context()
	monday, sunday := rdvsolidarites.Date{Year: 2026, Month: 11, Day: 16}, rdvsolidarites.Date{Year: 2026, Month: 11, Day: 22}
	for _, c := range []struct {
		path, query string
		call        func() error
	}{
		{"/api/v1/rdvs", "page=1", func() error { return last(client.RDVs.List(ctx, rdvsolidarites.RDVQuery{})) }},
		{"/api/v1/organisations/101/rdvs", "page=3", func() error {
			return last(client.RDVs.List(ctx, rdvsolidarites.RDVQuery{OrganisationID: 101, Page: 3}))
		}},
		{"/api/v1/rdvs", "page=1 starts_after=2026-11-16 starts_before=2026-11-22 23:59:59", func() error {
			return last(client.RDVs.List(ctx, rdvsolidarites.RDVQuery{FirstDay: monday, LastDay: sunday}))
		}},
		{"/api/v1/rdvs", "page=1 starts_after=2026-07-01T08:00:00+02:00 starts_before=2026-07-01T06:30:00Z", func() error {
			return last(client.RDVs.List(ctx, rdvsolidarites.RDVQuery{
				FirstDay: monday, LastDay: sunday, StartsAfter: time.Date(2026, 7, 1, 8, 0, 0, 0, paris), StartsBefore: time.Date(2026, 7, 1, 6, 30, 0, 0, time.UTC),
			}))
		}},
		{"/api/v1/rdvs", "agent_id=3 id[]=1 id[]=2 page=1 user_id=4", func() error {
			return last(client.RDVs.List(ctx, rdvsolidarites.RDVQuery{UserID: 4, AgentID: 3, IDs: []int64{1, 2}}))
		}},
		{"/api/v1/rdvs", "include[]=agents include[]=lieu page=1 status[]=excused status[]=seen", func() error {
			return last(client.RDVs.List(ctx, rdvsolidarites.RDVQuery{
				Status:  []rdvsolidarites.Status{rdvsolidarites.StatusSeen, rdvsolidarites.StatusExcused},
				Include: []rdvsolidarites.Include{rdvsolidarites.IncludeAgents, rdvsolidarites.IncludeLieu},
			}))
		}},
		{"/api/v1/rdvs", "id[]=7 page=1", func() error { _, _ = client.RDVs.Get(ctx, 7); return nil }},
		{"/api/v1/lieux", "organisation_id=101 page=2", func() error {
			return last(client.Lieux.List(ctx, rdvsolidarites.LieuQuery{OrganisationID: 101, Page: 2}))
		}},
		{"/api/v1/organisations/101/motifs", "page=1 service_id=", func() error {
			return last(client.Motifs.List(ctx, rdvsolidarites.MotifQuery{OrganisationID: 101, ServiceID: 3, WithoutService: true}))
		}},
		{"/api/v1/users", "ids[]=5 ids[]=6 page=1", func() error { return last(client.Users.List(ctx, rdvsolidarites.UserQuery{IDs: []int64{5, 6}})) }},
		{"/api/v1/agents", "organisation_id=101 page=1", func() error { return last(client.Agents.List(ctx, rdvsolidarites.AgentQuery{OrganisationID: 101})) }},
		{"/api/v1/organisations", "city_code=62041 departement_number=62 page=1 street_ban_id=62041_0010", func() error {
			return last(client.Organisations.List(ctx, rdvsolidarites.OrganisationQuery{CityCode: "62041", StreetBANID: "62041_0010", DepartementNumber: "62"}))
		}},
		{"/api/v1/organisations/101/webhook_endpoints", "page=1 target_url=https://exemple.fr/a?b=c", func() error {
			return last(client.WebhookEndpoints.List(ctx, rdvsolidarites.WebhookEndpointQuery{OrganisationID: 101, TargetURL: "https://exemple.fr/a?b=c"}))
		}},
		{"/api/v1/organisations/101/motifs", "active=true bookable_publicly=false page=1 service_id=3", func() error {
			return last(client.Motifs.List(ctx, rdvsolidarites.MotifQuery{OrganisationID: 101, Active: guichet.Set(true), BookablePublicly: guichet.Set(false), ServiceID: 3}))
		}},
		{"/api/v1/user_profiles", "organisation_id=101 user_id=4", func() error { _ = client.UserProfiles.Delete(ctx, 101, 4); return nil }},
	} {
		if err := c.call(); err != nil {
			t.Errorf("%s %s: %v", c.path, c.query, err)
		}
		r := server.Requests()[len(server.Requests())-1]
		if got := readable(t, r.Query); r.Path != c.path || got != c.query {
			t.Errorf("%s?%s was asked for, not %s?%s", r.Path, got, c.path, c.query)
		}
		if strings.ContainsAny(r.Query, "+ ") && strings.Contains(c.query, "+02:00") && !strings.Contains(r.Query, "%2B02") {
			t.Errorf("the offset is not escaped in %s", r.Query)
		}
	}
}

// readable is a query with its parameters in order and unescaped.
func readable(t *testing.T, raw string) string {
	t.Helper()
	values, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for name, all := range values {
		for _, value := range all {
			list = append(list, fmt.Sprintf("%s=%s", name, value))
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// TestWholeDaysAreDaysInParis compares with the starts that were read.
func TestWholeDaysAreDaysInParis(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{RDVs: 600})
	client := admin(t, server)
	day := rdvsolidarites.Date{Year: 2026, Month: 11, Day: 16}
	want, got := 0, 0
	for rdv := range must(t, client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{})) {
		if rdvsolidarites.DateOf(rdv.StartsAt.Time) == day { // which the service writes in Paris time
			want++
		}
	}
	for rdv := range must(t, client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{FirstDay: day, LastDay: day})) {
		if got++; rdvsolidarites.DateOf(rdv.StartsAt.Time) != day {
			t.Errorf("an rdv of %v came", rdv.StartsAt)
		}
	}
	if want == 0 || got != want {
		t.Errorf("%d rdvs came, and there are %d", got, want)
	}
}

func TestAListIsOneRequest(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{RDVs: 250})
	client := admin(t, server)
	page, err := client.RDVs.List(t.Context(), rdvsolidarites.RDVQuery{Page: 2})
	if err != nil || len(page.Items) != 100 || page.CurrentPage != 2 || page.NextPage != 3 || page.PrevPage != 1 || page.TotalPages != 3 || page.TotalCount != 250 {
		t.Errorf("the page is %+v (%v)", page.Meta, err)
	}
	if n := len(server.Requests()); n != 2 { // with the sign-in
		t.Errorf("the server saw %d requests", n)
	}
}
