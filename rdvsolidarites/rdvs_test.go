package rdvsolidarites_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// generations are the states of the service.
func generations() []rdvsolidaritestest.Generation {
	return []rdvsolidaritestest.Generation{rdvsolidaritestest.Generation2024, rdvsolidaritestest.Generation2025, rdvsolidaritestest.Generation2026}
}

func rdvID(r rdvsolidarites.RDV) int64 { return r.ID }

// firstRDV reads the first appointment of an organisation.
func firstRDV(t *testing.T, c *rdvsolidarites.Client, organisationID int64) rdvsolidarites.RDV {
	t.Helper()
	page, err := c.RDVs.List(t.Context(), rdvsolidarites.RDVQuery{OrganisationID: organisationID})
	if err != nil || len(page.Items) == 0 {
		t.Fatalf("%+v, %v", page, err)
	}
	return page.Items[0]
}

func TestAnAppointmentIsFoundByItsID(t *testing.T) {
	for _, generation := range generations() {
		server := sandbox(t, rdvsolidaritestest.Options{Generation: generation})
		client := admin(t, server)
		want := firstRDV(t, client, 101)
		got, err := client.RDVs.Get(t.Context(), want.ID)
		raw, rawErr := client.RDVs.GetRaw(t.Context(), want.ID)
		if generation == rdvsolidaritestest.Generation2024 {
			if err == nil || rawErr == nil {
				t.Errorf("generation 2024 gave %+v and %s", got, raw)
			}
			continue
		}
		if err != nil || got.UUID != want.UUID || rawErr != nil || !json.Valid(raw) {
			t.Errorf("generation %d gave %+v (%v) and %s (%v)", generation, got, err, raw, rawErr)
		}
		_, err = client.RDVs.Get(t.Context(), 987654)
		if e := failure(t, err); !errors.Is(err, guichet.ErrNotFound) || e.Op != "RDVs.Get" || e.Sent != guichet.Answered || e.Message != "rdv 987654 not found" {
			t.Errorf("generation %d, an unknown id: %+v", generation, *e)
		}
	}
}

// TestAnAnswerWithOtherAppointmentsIsNotTheOneAskedFor is about a service that does not
// look at ids.
func TestAnAnswerWithOtherAppointmentsIsNotTheOneAskedFor(t *testing.T) {
	client := says(t, `{"rdvs":[{"id":8},{"id":9}],"meta":{"current_page":1,"total_pages":1,"total_count":2}}`)
	if rdv, err := client.RDVs.Get(t.Context(), 7); !errors.Is(err, guichet.ErrUnusableAnswer) || rdv != nil {
		t.Errorf("%+v, %v", rdv, err)
	}
	if rdv, err := client.RDVs.Get(t.Context(), 9); err != nil || rdv.ID != 9 {
		t.Errorf("%+v, %v", rdv, err)
	}
}

func TestAStatusOfAnAppointmentIsSetAlone(t *testing.T) {
	for _, generation := range generations() {
		server := sandbox(t, rdvsolidaritestest.Options{Generation: generation})
		client := admin(t, server)
		before := firstRDV(t, client, 101)
		want := rdvsolidarites.StatusNoShow
		if before.Status == want {
			want = rdvsolidarites.StatusSeen
		}
		got, err := client.RDVs.UpdateStatus(t.Context(), before.ID, want)
		if generation != rdvsolidaritestest.Generation2026 {
			if err == nil || got != "" {
				t.Errorf("generation %d gave %q", generation, got)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("the status is %q (%v)", got, err)
		}
		raw, err := client.RDVs.UpdateStatusRaw(t.Context(), before.ID, want)
		if err != nil || string(raw) != `{"status":"`+string(want)+`"}` {
			t.Errorf("the answer is %s (%v)", raw, err)
		}
		after := firstRDV(t, client, 101)
		if after.Status != want || after.CancelledAt != before.CancelledAt || after.Participations[0].Status != before.Participations[0].Status {
			t.Errorf("%+v became %+v", before, after)
		}
		if _, err := client.RDVs.UpdateStatus(t.Context(), 987654, want); !errors.Is(err, guichet.ErrNotFound) {
			t.Errorf("an unknown id gave %v", err)
		}
	}
}

func TestAppointmentsAreSelectedByStatus(t *testing.T) {
	for _, generation := range generations()[1:] {
		client := admin(t, sandbox(t, rdvsolidaritestest.Options{RDVs: 300, Generation: generation}))
		wanted := []rdvsolidarites.Status{rdvsolidarites.StatusSeen, rdvsolidarites.StatusExcused}
		want, got := []int64{}, []int64{}
		for rdv := range must(t, client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{})) {
			if slices.Contains(wanted, rdv.Status) {
				want = append(want, rdv.ID)
			}
		}
		for rdv := range must(t, client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{Status: wanted})) {
			got = append(got, rdv.ID)
		}
		slices.Sort(want)
		slices.Sort(got)
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("generation %d: %d appointments, not %d", generation, len(got), len(want))
		}
	}
}

// TestAQueryWithEveryWordSelectsEverything shows that the service knows each of them.
func TestAQueryWithEveryWordSelectsEverything(t *testing.T) {
	client := admin(t, sandbox(t, rdvsolidaritestest.Options{RDVs: 90}))
	query := rdvsolidarites.RDVQuery{Status: rdvsolidarites.Statuses(), Include: rdvsolidarites.Includes()}
	page, err := client.RDVs.List(t.Context(), query)
	if err != nil || page.TotalCount != 90 {
		t.Fatalf("%+v, %v", page, err)
	}
	for _, rdv := range page.Items {
		if rdv.Organisation == nil || rdv.Motif == nil || rdv.Users == nil || rdv.Participations == nil || rdv.Agents == nil || rdv.Lieu.IsZero() {
			t.Errorf("something is left out of %+v", rdv)
		}
	}
}

// TestWhatIsLeftOutOfAnAppointmentDiffersFromWhatIsEmpty reads appointments with and
// without what belongs to them.
func TestWhatIsLeftOutOfAnAppointmentDiffersFromWhatIsEmpty(t *testing.T) {
	client := admin(t, sandbox(t, rdvsolidaritestest.Options{RDVs: 300}))
	places := map[bool]int{}
	for rdv := range must(t, client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{})) {
		if rdv.Organisation == nil || rdv.Motif == nil || rdv.Users == nil || rdv.Participations == nil || rdv.Agents == nil || rdv.Lieu.IsZero() {
			t.Fatalf("something is left out of %+v", rdv)
		}
		places[rdv.Lieu.IsNull()]++
	}
	if places[true] == 0 || places[false] == 0 {
		t.Errorf("%v appointments are without a place", places)
	}
	some := rdvsolidarites.RDVQuery{Include: []rdvsolidarites.Include{rdvsolidarites.IncludeAgents, rdvsolidarites.IncludeMotif}}
	for rdv := range must(t, client.RDVs.All(t.Context(), some)) {
		if rdv.Organisation != nil || rdv.Users != nil || rdv.Participations != nil || !rdv.Lieu.IsZero() || rdv.Motif == nil || len(rdv.Agents) == 0 {
			t.Fatalf("%+v", rdv)
		}
	}
	page, err := says(t, `{"rdvs":[{"id":1,"agents":[],"users":[]}],"meta":{}}`).RDVs.List(t.Context(), rdvsolidarites.RDVQuery{})
	if err != nil || page.Items[0].Agents == nil || page.Items[0].Participations != nil {
		t.Errorf("an empty list is %+v (%v)", page, err)
	}
}

// TestEveryAppointmentIsReadWithoutItsAgents is about lists that repeat appointments as
// often as they have agents.
func TestEveryAppointmentIsReadWithoutItsAgents(t *testing.T) {
	for _, generation := range generations()[1:] {
		client := admin(t, sandbox(t, rdvsolidaritestest.Options{RDVs: 300, Generation: generation}))
		var report guichet.Report
		query := rdvsolidarites.RDVQuery{Include: []rdvsolidarites.Include{rdvsolidarites.IncludeMotif}}
		ids, err := readIDs(client.RDVs.All(t.Context(), query, guichet.WithReport(&report)), rdvID)
		if err != nil || !report.Done || different(t, ids) < 300 {
			t.Errorf("generation %d: %d appointments, %v, %+v", generation, len(ids), err, report)
		}
	}
}

// TestAnAdminReadsAllAppointmentsInOneReading uses the data of a sandbox as it starts.
func TestAnAdminReadsAllAppointmentsInOneReading(t *testing.T) {
	for _, generation := range generations() {
		server := sandbox(t, rdvsolidaritestest.Options{RDVs: 2450, Generation: generation})
		client := admin(t, server)
		repeats := generation != rdvsolidaritestest.Generation2026
		read, listed := 0, 0
		for _, organisationID := range server.Agents()[0].OrganisationIDs {
			var report guichet.Report
			ids, err := readIDs(client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{OrganisationID: organisationID}, guichet.WithReport(&report)), rdvID)
			read += different(t, ids)
			if err != nil || !report.Done || report.Passes != 1 || report.Pages != (report.Total+99)/100 || report.Rows != report.Total {
				t.Errorf("generation %d, organisation %d: %v, %+v", generation, organisationID, err, report)
			}
			listed += report.Total
		}
		if read != 2450 || repeats != (listed > read) {
			t.Errorf("generation %d: %d appointments, listed %d times", generation, read, listed)
		}
	}
}

// overseas is a client of the administrator of the organisation in Martinique.
func overseas(t *testing.T, server *rdvsolidaritestest.Server, options ...guichet.Option) (*rdvsolidarites.Client, int64) {
	t.Helper()
	for _, agent := range server.Agents() {
		if agent.LastName == "Césaire" {
			return newClient(t, server.URL, rdvsolidarites.SignIn(agent.Email, agent.Password), options...), agent.OrganisationIDs[0]
		}
	}
	t.Fatal("nobody works overseas")
	return nil, 0
}

// TestBoundsAreReadOnTheClockOfTheOrganisation looks for one appointment by its moment, by
// its clock, and by its day.
func TestBoundsAreReadOnTheClockOfTheOrganisation(t *testing.T) {
	client, organisationID := overseas(t, sandbox(t, rdvsolidaritestest.Options{}))
	rdv := firstRDV(t, client, organisationID)
	if rdv.TimeZone != "America/Martinique" || rdv.StartsAt.Format("-0700") != "-0400" {
		t.Fatalf("the appointment is %+v", rdv)
	}
	martinique := time.FixedZone(rdv.TimeZone, -4*60*60)
	start, year, month, day := rdv.StartsAt.Time, rdv.StartsAt.Year(), rdv.StartsAt.Month(), rdv.StartsAt.Day()
	clock := time.Date(year, month, day, start.Hour(), start.Minute(), start.Second(), 0, rdvsolidarites.Paris())
	date := rdvsolidarites.DateOf(start)
	for name, c := range map[string]struct {
		query rdvsolidarites.RDVQuery
		found bool
	}{
		"a moment and the zone":       {rdvsolidarites.RDVQuery{StartsAfter: start.UTC(), StartsBefore: start.UTC(), Zone: martinique}, true},
		"the clock, as in Paris":      {rdvsolidarites.RDVQuery{StartsAfter: clock, StartsBefore: clock}, true},
		"the day":                     {rdvsolidarites.RDVQuery{FirstDay: date, LastDay: date}, true},
		"a moment, as if in Paris":    {rdvsolidarites.RDVQuery{StartsAfter: start.UTC(), StartsBefore: start.UTC()}, false},
		"another clock and the zone":  {rdvsolidarites.RDVQuery{StartsAfter: start.Add(time.Second), StartsBefore: start.Add(time.Hour), Zone: martinique}, false},
		"the zone without any bounds": {rdvsolidarites.RDVQuery{Zone: martinique}, true},
	} {
		c.query.OrganisationID = organisationID
		ids, err := readIDs(client.RDVs.All(t.Context(), c.query), rdvID)
		if err != nil || slices.Contains(ids, rdv.ID) != c.found {
			t.Errorf("%s: %v, %v", name, ids, err)
		}
	}
}

// lossyOverseas serves 150 appointments of Martinique, an hour apart. It compares bounds
// with the clock there as if it were in Paris, and its page 2 repeats page 1.
func lossyOverseas(w http.ResponseWriter, r *http.Request) {
	after, afterErr := time.Parse(time.RFC3339, r.URL.Query().Get("starts_after"))
	before, beforeErr := time.Parse(time.RFC3339, r.URL.Query().Get("starts_before"))
	rows := []string{}
	for n := range 150 {
		kept := time.Date(2026, time.January, 15, n, 0, 0, 0, rdvsolidarites.Paris())
		if afterErr == nil && kept.Before(after) || beforeErr == nil && kept.After(before) {
			continue
		}
		rows = append(rows, fmt.Sprintf(`{"id":%d,"starts_at":"%s -0400","agents":[{"id":1}]}`, n+1, kept.Format(time.DateTime)))
	}
	_, _ = fmt.Fprintf(w, `{"rdvs":[%s],"meta":{"current_page":%s,"total_pages":%d,"total_count":%d}}`,
		strings.Join(rows[:min(100, len(rows))], ","), r.URL.Query().Get("page"), (len(rows)+99)/100, len(rows))
}

func TestAppointmentsOverseasAreReadInWindowsOfTime(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(lossyOverseas))
	t.Cleanup(server.Close)
	client := newClient(t, server.URL, rdvsolidarites.Bearer("jeton"))
	for name, read := range map[string]func(*guichet.Report) ([]int64, error){
		"typed": func(report *guichet.Report) ([]int64, error) {
			return readIDs(client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{}, guichet.WithReport(report)), rdvID)
		},
		"raw": func(report *guichet.Report) ([]int64, error) {
			list, _ := client.RDVs.AllRaw(t.Context(), rdvsolidarites.RDVQuery{}, guichet.WithReport(report))
			return readIDs(list, func(row json.RawMessage) int64 {
				var rdv rdvsolidarites.RDV
				_ = json.Unmarshal(row, &rdv) // an id of 0 is counted as lost
				return rdv.ID
			})
		},
	} {
		var report guichet.Report
		if ids, err := read(&report); err != nil || !report.Done || different(t, ids) != 150 {
			t.Errorf("%s: %d appointments, %v, %+v", name, len(ids), err, report)
		}
	}
}

// TestARepeatDoesNotStandForALostAppointmentSince2026 is about a service that lists each
// appointment once: page 2 repeats one of two agents in the place of another one.
func TestARepeatDoesNotStandForALostAppointmentSince2026(t *testing.T) {
	const twice, alone = `{"id":1,"starts_at":"2026-11-16 09:00:00 +0100","time_zone":"Europe/Paris","agents":[{"id":1},{"id":2}]}`,
		`{"id":2,"starts_at":"2026-11-16 10:00:00 +0100","time_zone":"Europe/Paris","agents":[{"id":1}]}`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rows, number, next := twice+","+alone, "1", "2"
		if r.URL.Query().Get("page") == "2" {
			rows, number, next = twice, "2", "null"
		}
		_, _ = fmt.Fprintf(w, `{"rdvs":[%s],"meta":{"current_page":%s,"next_page":%s,"total_pages":2,"total_count":3}}`, rows, number, next)
	}))
	t.Cleanup(server.Close)
	client := newClient(t, server.URL, rdvsolidarites.Bearer("jeton"))
	var report guichet.Report
	ids, err := readIDs(client.RDVs.All(t.Context(), rdvsolidarites.RDVQuery{}, guichet.WithReport(&report)), rdvID)
	if !errors.Is(err, guichet.ErrIncomplete) || report.Done {
		t.Errorf("%v were read, %v, %+v", ids, err, report)
	}
	rows, raw := client.RDVs.AllRaw(t.Context(), rdvsolidarites.RDVQuery{})
	if _, err := readIDs(rows, func(json.RawMessage) int64 { return 0 }); !errors.Is(err, guichet.ErrIncomplete) || raw.Done {
		t.Errorf("raw: %v, %+v", err, *raw)
	}
}
