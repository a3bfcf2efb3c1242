package rdvsolidarites_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// ids reads the ids of a list to its end.
func readIDs[T any](list iter.Seq2[T, error], id func(T) int64) (ids []int64, err error) {
	for row, err := range list {
		if err != nil {
			return ids, err
		}
		ids = append(ids, id(row))
	}
	return ids, nil
}

func userID(u rdvsolidarites.User) int64 { return u.ID }

// different counts the different ids, and fails when one came twice.
func different(t *testing.T, ids []int64) int {
	t.Helper()
	if n := len(slices.Compact(slices.Sorted(slices.Values(ids)))); n != len(ids) {
		t.Errorf("%d rows came twice", len(ids)-n)
	}
	return len(ids)
}

// TestEveryUserIsReadEvenIfPagesRepeatUsers uses a service whose second page
// repeats users of the first, the same ones each time.
func TestEveryUserIsReadEvenIfPagesRepeatUsers(t *testing.T) {
	for _, size := range []int{101, 250, 5000} {
		server := sandbox(t, rdvsolidaritestest.Options{Users: size, LossyPages: true})
		client := admin(t, server, guichet.WithPrefetch(4))
		for _, query := range []rdvsolidarites.UserQuery{{}, {OrganisationID: 101}} {
			var report guichet.Report
			ids, err := readIDs(client.Users.All(t.Context(), query, guichet.WithReport(&report)), userID)
			if err != nil || !report.Done || different(t, ids) != report.Total || query.OrganisationID == 0 && len(ids) != size {
				t.Errorf("%d people, %+v: %d were read, %v, %+v", size, query, len(ids), err, report)
			}
			if report.Pages > 2+2*size/50 {
				t.Errorf("%d people, %+v: it took %d requests", size, query, report.Pages)
			}
		}
	}
}

// TestUsersCreatedOnALossyServiceAreRead creates users until the service's
// database changes its plan.
func TestUsersCreatedOnALossyServiceAreRead(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{Users: 130})
	client := admin(t, server)
	for n := range 40 {
		_, err := client.Users.Create(t.Context(), rdvsolidarites.UserCreate{
			FirstName: "Ada", LastName: fmt.Sprint("Lovelace ", n), OrganisationIDs: []int64{101},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var report guichet.Report
	ids, err := readIDs(client.Users.All(t.Context(), rdvsolidarites.UserQuery{}, guichet.WithReport(&report)), userID)
	if err != nil || different(t, ids) != 170 || report.Rows == report.Unique {
		t.Errorf("%d were read (%v), %+v", len(ids), err, report)
	}
}

// TestUsersSelectedByIDAreRead asks for more ids than a page has rows.
func TestUsersSelectedByIDAreRead(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{Users: 250, LossyPages: true})
	client := admin(t, server)
	all, err := readIDs(client.Users.All(t.Context(), rdvsolidarites.UserQuery{}), userID)
	if err != nil {
		t.Fatal(err)
	}
	wanted := all[:180]
	ids, err := readIDs(client.Users.All(t.Context(), rdvsolidarites.UserQuery{IDs: wanted}), userID)
	slices.Sort(ids)
	if want := slices.Sorted(slices.Values(wanted)); err != nil || !slices.Equal(ids, want) {
		t.Errorf("%d of %d were read (%v)", len(ids), len(want), err)
	}
}

// TestUsersThatCannotBeReadMakeTheListIncomplete uses a service that offers
// neither ids nor organisations.
func TestUsersThatCannotBeReadMakeTheListIncomplete(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{Users: 250, LossyPages: true})
	client := admin(t, server)
	for _, match := range []string{"GET /api/v1/users?ids", "GET /api/v1/organisations"} {
		server.Fault(rdvsolidaritestest.Fault{Match: match, Count: 1000, Status: 404})
	}
	var report guichet.Report
	ids, err := readIDs(client.Users.All(t.Context(), rdvsolidarites.UserQuery{}, guichet.WithReport(&report)), userID)
	if !errors.Is(err, guichet.ErrIncomplete) || report.Done || len(ids) == 0 || different(t, ids) >= report.Total {
		t.Errorf("%d were read, %v, %+v", len(ids), err, report)
	}
}

// TestAFailureWhileFillingInAListFailsTheList uses a 503, which differs from a way
// that the service does not offer.
func TestAFailureWhileFillingInAListFailsTheList(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{Users: 250, LossyPages: true})
	client := admin(t, server, guichet.WithRetries(0))
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/users?ids", Count: 1, Status: 503})
	_, err := readIDs(client.Users.All(t.Context(), rdvsolidarites.UserQuery{}), userID)
	if !errors.Is(err, guichet.ErrUnavailable) {
		t.Errorf("it ended with %v", err)
	}
}

// TestEveryRDVIsReadEvenIfPagesRepeatRDVs reads from a generation whose lists repeat an
// RDV once per agent, and from one whose lists do not.
func TestEveryRDVIsReadEvenIfPagesRepeatRDVs(t *testing.T) {
	for _, generation := range []rdvsolidaritestest.Generation{rdvsolidaritestest.Generation2025, rdvsolidaritestest.Generation2026} {
		whole := sandbox(t, rdvsolidaritestest.Options{RDVs: 900, Generation: generation})
		lossy := sandbox(t, rdvsolidaritestest.Options{RDVs: 900, Generation: generation, LossyPages: true})
		for _, query := range []rdvsolidarites.RDVQuery{
			{}, {OrganisationID: 101}, {FirstDay: rdvsolidarites.Date{Year: 2026, Month: 11, Day: 2}, LastDay: rdvsolidarites.Date{Year: 2026, Month: 12, Day: 31}},
		} {
			for n, agent := range whole.Agents()[:2] {
				read := func(server *rdvsolidaritestest.Server) []int64 {
					client := newClient(t, server.URL, rdvsolidarites.SignIn(agent.Email, agent.Password))
					var report guichet.Report
					ids, err := readIDs(client.RDVs.All(t.Context(), query, guichet.WithReport(&report)), func(r rdvsolidarites.RDV) int64 { return r.ID })
					if err != nil || !report.Done {
						t.Errorf("agent %d, generation %d, %+v: %v after %+v", n, generation, query, err, report)
					}
					different(t, ids)
					slices.Sort(ids)
					return ids
				}
				if got, want := read(lossy), read(whole); !slices.Equal(got, want) {
					t.Errorf("agent %d, generation %d, %+v: %d appointments, not %d", n, generation, query, len(got), len(want))
				}
			}
		}
	}
}

// TestRDVsListedOncePerAgentAreReadOnce checks that a total which counts them
// several times needs no second pass.
func TestRDVsListedOncePerAgentAreReadOnce(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{RDVs: 900, Generation: rdvsolidaritestest.Generation2025})
	client := admin(t, server)
	rows, report := client.RDVs.AllRaw(t.Context(), rdvsolidarites.RDVQuery{})
	for _, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !report.Done || report.Passes != 1 || report.Unique != 900 || report.Total <= 900 || report.Pages != (report.Total+99)/100 {
		t.Errorf("the report is %+v", *report)
	}
}

// TestAListThatCanOnlyBePagedIsReportedIncomplete covers absences, teams and
// webhook endpoints.
func TestAListThatCanOnlyBePagedIsReportedIncomplete(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2025})
	client := admin(t, server)
	for _, dataset := range []string{"rdv.absences", "rdv.teams", "rdv.webhook_endpoints"} {
		if _, _, err := server.Rows(dataset, 150, 0); err != nil {
			t.Fatal(err)
		}
	}
	for name, read := range map[string]func(...guichet.CallOption) ([]int64, error){
		"absences": func(o ...guichet.CallOption) ([]int64, error) {
			return readIDs(client.Absences.All(t.Context(), rdvsolidarites.AbsenceQuery{}, o...), func(a rdvsolidarites.Absence) int64 { return a.ID })
		},
		"teams": func(o ...guichet.CallOption) ([]int64, error) {
			return readIDs(client.Teams.All(t.Context(), rdvsolidarites.TeamQuery{}, o...), func(a rdvsolidarites.Team) int64 { return a.ID })
		},
		"webhook endpoints": func(o ...guichet.CallOption) ([]int64, error) {
			return readIDs(client.WebhookEndpoints.All(t.Context(), rdvsolidarites.WebhookEndpointQuery{OrganisationID: 101}, o...), func(a rdvsolidarites.WebhookEndpoint) int64 { return a.ID })
		},
	} {
		var report guichet.Report
		ids, err := read(guichet.WithReport(&report))
		if !errors.Is(err, guichet.ErrIncomplete) || report.Done || different(t, ids) >= report.Total {
			t.Errorf("%s: %d were read, %v, %+v", name, len(ids), err, report)
		}
	}
}

// TestAListWithACustomQueryIsNotFilledIn uses WithQuery, whose selection the
// client does not know.
func TestAListWithACustomQueryIsNotFilledIn(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{Users: 250, LossyPages: true})
	client := admin(t, server)
	_, err := readIDs(client.Users.All(t.Context(), rdvsolidarites.UserQuery{}, guichet.WithQuery("since", "x")), userID)
	if !errors.Is(err, guichet.ErrIncomplete) {
		t.Errorf("it ended with %v", err)
	}
	for _, r := range server.Requests() {
		if strings.Contains(r.Query, "ids") || strings.HasPrefix(r.Path, "/api/v1/organisations") {
			t.Errorf("%s?%s was asked for", r.Path, r.Query)
		}
	}
}
