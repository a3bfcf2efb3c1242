package rdvsolidaritestest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/internal/paris"
)

// contractCase is a request in the world of the contract's cases. It speaks about Generation2026 on the new
// instance unless it says otherwise.
type contractCase struct {
	name       string // the behaviour, with the number of the case
	generation Generation
	instance   Instance
	as         string
	request    string
	body       string
	status     int
	want       []string // parts of the answer, each "path=JSON", see at
}

func (c contractCase) play(t *testing.T) {
	t.Helper()
	instance := c.instance
	if instance == "" {
		instance = InstanceNumerique
	}
	w := newWorld(t, c.generation, instance)
	response, text := w.send(c.as, c.request, c.body)
	if response.StatusCode != c.status {
		t.Errorf("%s as %s answered %d %.300s, want %d", c.request, c.as, response.StatusCode, text, c.status)
	}
	for _, want := range c.want {
		path, value, _ := strings.Cut(fill(want), "=")
		if got := at(text, path); got != value {
			t.Errorf("%s as %s has %s = %s in %.400s, want %s", c.request, c.as, path, got, text, value)
		}
	}
}

func playAll(t *testing.T, cases []contractCase) {
	var names []string
	for _, c := range cases {
		if slices.Contains(names, c.name) {
			t.Errorf("two cases are called %q", c.name)
		}
		names = append(names, c.name)
		t.Run(c.name, c.play)
	}
}

const (
	isForbidden = `errors.0.base="forbidden"`
	isJSON500   = `={"errors":["Unexpected internal error"]}`
)

func TestAuthenticationAnswersAsTheContractSays(t *testing.T) {
	const absences = "GET absences"
	playAll(t, []contractCase{
		{name: "1 without credentials the 401 has no body", as: "nobody", request: absences, status: 401, want: []string{"=no JSON"}},
		{name: "1 in 2024 the 401 has an error", generation: Generation2024, as: "nobody", request: absences, status: 401, want: []string{"keys=[\"errors\"]"}},
		{name: "2 a token of a deleted agent is refused", as: "gone", request: "GET agents/me", status: 401},
		{name: "3 the new instance has no sign-in by password", as: "nobody", request: "POST auth/sign_in",
			body: `{"email":"basic@example.fr","password":"secret"}`, status: 404},
		{name: "3 the historic instance has one", instance: InstanceHistoric, as: "nobody", request: "POST auth/sign_in",
			body: `{"email":"basic@example.fr","password":"secret"}`, status: 200},
		{name: "4 the new instance reads no session headers", as: "basic by session", request: absences, status: 401, want: []string{"=no JSON"}},
		{name: "4 the historic instance reads them", instance: InstanceHistoric, as: "basic by session", request: absences, status: 200},
		{name: "5 the shared secret opens nothing under api v1", instance: InstanceHistoric, as: "basic by signature", request: absences, status: 401},
		{name: "5 in 2025 the shared secret signs in", generation: Generation2025, as: "basic by signature", request: absences, status: 200},
		{name: "6 a session packed as a bearer is refused", instance: InstanceHistoric, as: "basic by packed session", request: absences, status: 401},
		{name: "6 in 2024 a session packed as a bearer is read", generation: Generation2024, as: "basic by packed session", request: absences, status: 200},
		{name: "7 an agent asks who it is", as: "basic", request: "GET agents/me", status: 200,
			want: []string{`keys=["agent"]`, "agent.id={basic}", `agent.keys=["email","first_name","id","last_name"]`}},
		{name: "7 in 2024 an agent cannot ask who it is", generation: Generation2024, as: "basic by session", request: "GET agents/me", status: 404},
		{name: "7 in 2024 an OAuth token is refused", generation: Generation2024, as: "basic", request: absences, status: 401},
		{name: "8 public links are gone", as: "nobody", request: "GET public_links?territory=26", status: 404},
		{name: "8 in 2024 public links are there", generation: Generation2024, as: "nobody", request: "GET public_links?territory=26", status: 200},
	})
}

func TestRDVsAreListedAsTheContractSays(t *testing.T) {
	playAll(t, []contractCase{
		{name: "9 a basic agent sees its services and motifs without one", as: "basic", request: "GET organisations/{O1}/rdvs", status: 200,
			want: []string{"rdvs.*.id=[{R0},{R1}]"}},
		{name: "10 an admin sees every rdv once", as: "admin", request: "GET organisations/{O1}/rdvs", status: 200,
			want: []string{"rdvs.*.id=[{R0},{R1},{R2}]", "meta.total_count=3"}},
		{name: "10 an agent d'accueil sees every rdv once", as: "desk", request: "GET organisations/{O1}/rdvs", status: 200,
			want: []string{"rdvs.*.id=[{R0},{R1},{R2}]"}},
		{name: "11 in 2025 an admin sees an rdv once per agent", generation: Generation2025, as: "admin", request: "GET organisations/{O1}/rdvs", status: 200,
			want: []string{"rdvs.*.id=[{R0},{R1},{R1},{R2}]", "meta.total_count=4"}},
		{name: "11 in 2025 the secretariat sees every rdv once", generation: Generation2025, as: "desk", request: "GET organisations/{O1}/rdvs", status: 200,
			want: []string{"meta.total_count=3"}},
		{name: "12 text for an organisation gives no rdv", as: "basic", request: "GET organisations/false/rdvs", status: 200, want: []string{"rdvs=[]"}},
		{name: "12 in 2024 too", generation: Generation2024, as: "basic by session", request: "GET organisations/false/rdvs", status: 200, want: []string{"rdvs=[]"}},
		{name: "13 an organisation of another territory is forbidden", as: "basic", request: "GET organisations/{O9}/rdvs", status: 403, want: []string{isForbidden}},
		{name: "13 in 2025 it gives no rdv", generation: Generation2025, as: "basic", request: "GET organisations/{O9}/rdvs", status: 200, want: []string{"rdvs=[]"}},
		{name: "14 an unknown organisation is forbidden too", as: "basic", request: "GET rdvs?organisation_id={NONE}", status: 403, want: []string{isForbidden}},
		{name: "14 an unknown territory is forbidden", as: "basic", request: "GET rdvs?territory_id=77", status: 403, want: []string{isForbidden}},
		{name: "14 an own territory is not", as: "terr", request: "GET rdvs?territory_id=1", status: 200},
		{name: "15 an id with a leading zero is decimal", as: "basic", request: "GET rdvs?organisation_id=0{O1}", status: 200, want: []string{"rdvs.*.id=[{R0},{R1}]"}},
		{name: "16 include names the associations that are sent", as: "admin", request: "GET rdvs?include=agents,users&id={R1}", status: 200,
			want: []string{"rdvs.0.agents.*.id=[{basic},{pair}]", "rdvs.0.users.*.id=[{U1}]", "rdvs.0.organisation=absent", "rdvs.0.motif=absent",
				"rdvs.0.lieu=absent", "rdvs.0.participations=absent"}},
		{name: "16 in 2025 include is ignored", generation: Generation2025, as: "admin", request: "GET rdvs?include=agents&id={R2}", status: 200,
			want: []string{"rdvs.0.motif.id={M2}"}},
		{name: "17 an rdv without a lieu has a null", as: "admin", request: "GET rdvs?include[]=lieu", status: 200,
			want: []string{"rdvs.1.lieu.id={L1}", "rdvs.2.lieu=null"}},
		{name: "18 an empty include sends no association", as: "admin", request: "GET rdvs?include=&id={R1}", status: 200,
			want: []string{"rdvs.0.agents=absent", "rdvs.0.motif=absent", "rdvs.0.users=absent", "rdvs.0.organisation=absent", "rdvs.0.lieu=absent",
				"rdvs.0.participations=absent", `rdvs.0.time_zone="Europe/Paris"`}},
		{name: "19 the documented word motifs means nothing", as: "admin", request: "GET rdvs?include=motifs", status: 200,
			want: []string{`rdvs.*.motif=["absent","absent","absent"]`}},
		{name: "20 without include all associations are sent", as: "admin", request: "GET rdvs", status: 200,
			want: []string{"rdvs.*.id=[{R0},{R1},{R2}]", "rdvs.*.organisation.id=[{O1},{O1},{O1}]", "rdvs.*.motif.id=[{M0},{M1},{M2}]",
				"rdvs.0.lieu=null", "rdvs.1.lieu.id={L1}", "rdvs.2.lieu=null", "rdvs.*.agents.*.id=[[{pair}],[{basic},{pair}],[{other}]]",
				"rdvs.*.users.*.id=[[],[{U1}],[]]", "rdvs.*.participations.*.user.id=[[],[{U1}],[]]"}},
		{name: "21 ids are a list with commas", as: "admin", request: "GET rdvs?id={R1},{R2}", status: 200, want: []string{"rdvs.*.id=[{R1},{R2}]"}},
		{name: "21 in 2025 the text behind the comma is ignored", generation: Generation2025, as: "desk", request: "GET rdvs?id={R1},{R2}", status: 200,
			want: []string{"rdvs.*.id=[{R1}]"}},
		{name: "22 an id out of sight is left out", as: "admin", request: "GET rdvs?id[]={R1}&id[]={R9}", status: 200, want: []string{"rdvs.*.id=[{R1}]"}},
		{name: "22 an empty list of ids gives no rdv", as: "admin", request: "GET rdvs?id[]=", status: 200, want: []string{"rdvs=[]"}},
		{name: "23 statuses are a list with commas", as: "admin", request: "GET rdvs?status=seen,excused", status: 200, want: []string{"rdvs.*.id=[{R0},{R2}]"}},
		{name: "23 commas at the end of a list name nothing", as: "admin", request: "GET rdvs?status=seen,,&include=agents,", status: 200,
			want: []string{"rdvs.*.id=[{R2}]", "rdvs.*.agents.*.id=[[{other}]]"}},
		{name: "23 a space belongs to a status", as: "admin", request: "GET rdvs?status=%20seen", status: 500, want: []string{isJSON500}},
		{name: "24 an unknown status is an unhandled error", as: "admin", request: "GET rdvs?status=done", status: 500, want: []string{isJSON500}},
		{name: "25 a date as the end means its midnight", as: "admin", request: "GET rdvs?starts_before=2024-01-01", status: 200, want: []string{"rdvs.*.id=[{R1}]"}},
		{name: "26 the start is included", as: "admin", request: "GET rdvs?starts_after=2024-01-01T09:00:00%2B01:00", status: 200, want: []string{"rdvs.*.id=[{R0},{R2}]"}},
		{name: "27 month 13 is an unhandled error", as: "admin", request: "GET rdvs?starts_after=2024-13-01", status: 500, want: []string{isJSON500}},
		{name: "27a a bound before the rdv leaves it out", as: "admin", request: "GET rdvs?starts_before=2021-12-31&id={R1}", status: 200, want: []string{"rdvs=[]"}},
		{name: "27a 31 February is 3 March", as: "admin", request: "GET rdvs?starts_before=2022-02-31&id={R1}", status: 200, want: []string{"rdvs.*.id=[{R1}]"}},
		{name: "28 rdvs are filtered by a person", as: "admin", request: "GET rdvs?user_id={U1}", status: 200, want: []string{"rdvs.*.id=[{R1}]"}},
		{name: "28 in 2024 there is no list of all organisations", generation: Generation2024, as: "admin by session", request: "GET rdvs", status: 404},
		{name: "29 an rdv overseas has the offset of its organisation", as: "terr", request: "GET rdvs?id={R3}", status: 200,
			want: []string{`rdvs.0.starts_at="2025-01-15 10:00:00 -0400"`, `rdvs.0.ends_at="2025-01-15 10:30:00 -0400"`, `rdvs.0.time_zone="America/Martinique"`}},
		{name: "29 in 2025 it has that of Paris", generation: Generation2025, as: "terr", request: "GET rdvs?id={R3}", status: 200,
			want: []string{`rdvs.0.starts_at="2025-01-15 10:00:00 +0100"`, "rdvs.0.time_zone=absent"}},
		{name: "30 a bound without an offset is local", as: "terr", request: "GET rdvs?organisation_id={O3}&starts_after=2025-01-15T10:00:00", status: 200,
			want: []string{"rdvs.*.id=[{R3}]"}},
		{name: "31 a bound with the local offset misses rows", as: "terr", request: "GET rdvs?organisation_id={O3}&starts_after=2025-01-15T10:00:00-04:00", status: 200,
			want: []string{"rdvs=[]"}},
	})
}

func TestTheSecretariatBecomesTheRoleOfTheAgentDAccueil(t *testing.T) {
	for generation, want := range map[Generation]string{Generation2025: levelBasic, Generation2026: levelReception} {
		s := New(Options{RDVs: 30, Generation: generation})
		sacha := s.agents[2]
		if sacha.roles[101] != want || !sacha.seesAll(101) || s.Agents()[2].Role != "secretariat" {
			t.Errorf("%d: %s has the role %q in services %v", generation, sacha.firstName, sacha.roles[101], sacha.services)
		}
	}
}

func TestTheDataOfAnotherDayIsShiftedByWholeWeeks(t *testing.T) {
	ids := map[int64]int64{}
	for _, r := range New(Options{RDVs: 60}).rdvs {
		ids[r.id] = r.startsAt
	}
	// A Thursday in summer: the Monday of its week is 30 weeks after 2026-11-16, and clocks are an hour ahead.
	for _, r := range New(Options{RDVs: 60, Today: time.Date(2027, time.June, 17, 15, 0, 0, 0, time.UTC)}).rdvs {
		before := time.Unix(ids[r.id], 0).In(paris.Location())
		if after := time.Unix(r.startsAt, 0).In(paris.Location()); !after.Equal(before.AddDate(0, 0, 30*7)) {
			t.Errorf("rdv %d moved from %s to %s", r.id, before, after)
		}
	}
}

func TestTodayIsNeverEmpty(t *testing.T) {
	for day := range 7 {
		today := time.Date(2026, time.November, 16+day, 0, 0, 0, 0, time.UTC)
		on := 0
		for _, r := range New(Options{RDVs: 2450, Today: today}).rdvs {
			if time.Unix(r.startsAt, 0).In(paris.Location()).Format(time.DateOnly) == today.Format(time.DateOnly) {
				on++
			}
		}
		if on < 5 {
			t.Errorf("%d appointments on %s", on, today.Format("Mon "+time.DateOnly))
		}
	}
}

func TestAProfileIsKeptWhileAnRDVLiesAfterToday(t *testing.T) {
	// R3 is on 2025-01-15.
	for today, want := range map[time.Month]int{time.January: 422, time.February: 204} {
		w := newWorld(t, Generation2026, InstanceNumerique)
		w.server.options.Today = time.Date(2025, today, 1, 0, 0, 0, 0, time.UTC)
		w.server.users[0].organisations = []int64{1, 3}
		r, _ := w.server.rdv(worldIDs["R3"])
		r.participations = []*participation{{w.server.users[0], "unknown", createdBy{"Agent", worldIDs["terr"]}}}
		response, text := w.send("terr", "DELETE user_profiles?organisation_id={O3}&user_id={U1}", "")
		if response.StatusCode != want {
			t.Errorf("on %s 1 it answered %d %s, want %d", today, response.StatusCode, text, want)
		}
	}
}

func TestTheCheckedDaysLieAroundToday(t *testing.T) {
	w := newWorld(t, Generation2026, InstanceNumerique)
	w.server.options.Today = time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)
	if _, text := w.send("admin", "GET rdvs?starts_after=08:00&starts_before=10:00", ""); at(text, "rdvs.*.id") != "[52]" {
		t.Errorf("between 8 and 10 o'clock there is %s", text)
	}
	for _, c := range []struct {
		request, body string
		status        int
	}{
		{"POST absences", `{"title":"Congés","first_day":"2029-01-01","start_time":"08:00","end_time":"12:00"}`, 200},
		{"POST absences", `{"title":"Congés","first_day":"2029-01-02","start_time":"08:00","end_time":"12:00"}`, 422},
		{"PATCH users/{U1}", `{"birth_date":"2024-01-01"}`, 200},
		{"PATCH users/{U1}", `{"birth_date":"2024-01-02"}`, 422},
		{"PATCH users/{U1}", `{"birth_date":"1893-12-31"}`, 422},
	} {
		if response, text := w.send("basic", c.request, c.body); response.StatusCode != c.status {
			t.Errorf("%s %s answered %d %s", c.request, c.body, response.StatusCode, text)
		}
	}
}
