package rdvsolidaritestest_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

const layout = "2006-01-02 15:04:05 -0700"

func TestTheUnsortedListKeepsAStableOrderThatIsNotByID(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{RDVs: 450})
	first, total := c.all("rdvs", "/api/v1/rdvs")
	second, _ := c.all("rdvs", "/api/v1/rdvs")
	if total != 450 || distinct(first) != 450 || !slices.Equal(first, second) || slices.IsSorted(first) {
		t.Errorf("read %d different rdvs of %d", distinct(first), total)
	}
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/rdvs", ShiftPages: true, Count: 5})
	if shifted, _ := c.all("rdvs", "/api/v1/rdvs"); distinct(shifted) == 450 || len(shifted) != 450 {
		t.Errorf("shifting pages still gave %d different rdvs", distinct(shifted))
	}
}

func TestAWindowIncludesBothItsBounds(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{RDVs: 450})
	row := c.get("/api/v1/rdvs").rows("rdvs")[0]
	at, err := time.Parse(layout, row["starts_at"].(string))
	if err != nil {
		t.Fatal(err)
	}
	window := func(from, to time.Time) int {
		query := url.Values{"starts_after": {from.Format(time.RFC3339)}, "starts_before": {to.Format(time.RFC3339)}}
		ids, _ := c.all("rdvs", "/api/v1/rdvs?"+query.Encode())
		return len(ids)
	}
	exact := window(at, at)
	if exact == 0 || window(at.Add(-time.Second), at.Add(-time.Second)) != 0 {
		t.Errorf("the second of an rdv holds %d", exact)
	}
	if window(at.Add(time.Second), at) != 0 {
		t.Error("a window that ends before it begins holds rdvs")
	}
	middle := time.Date(2026, 11, 16, 12, 0, 1, 0, time.UTC)
	if sum := window(middle.AddDate(-1, 0, 0), middle.Add(-time.Second)) + window(middle, middle.AddDate(1, 0, 0)); sum != 450 {
		t.Errorf("two halves hold %d rdvs together, want 450", sum)
	}
}

func TestDatesAndTimesWithoutAnOffsetAreParisTime(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	count := func(after, before string) (n int) {
		query := url.Values{"starts_after": {after}, "starts_before": {before}}
		ids, _ := c.all("rdvs", "/api/v1/rdvs?"+query.Encode())
		return len(ids)
	}
	for _, day := range []struct{ from, to, midnight, next string }{
		{"2026-11-17", "2026-11-18", "2026-11-17T00:00:00+01:00", "2026-11-17T23:00:00Z"},
		{"2026-10-20", "2026-10-21", "2026-10-20T00:00:00+02:00", "2026-10-20T22:00:00Z"},
	} {
		whole := count(day.from, day.to)
		if whole == 0 || whole != count(day.midnight, day.next) || whole != count(day.from+" 00:00", day.to+" 00:00:00") {
			t.Errorf("the day %s holds %d, %d and %d rdvs", day.from, whole, count(day.midnight, day.next),
				count(day.from+" 00:00", day.to+" 00:00:00"))
		}
		if count(day.from, day.from) != 0 {
			t.Errorf("a window up to the date %s holds rdvs of that day", day.from)
		}
	}
}

func TestAnInvalidDateGivesAnEmptyListOrA500(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	c.want(200, `{"rdvs":[],"meta":{X"total_count":0}}`, "GET", "/api/v1/rdvs?starts_after=demain", nil)
	c.want(500, `{"errors":["Unexpected internal error"]}`, "GET", "/api/v1/rdvs?starts_before=2026-02-32", nil)
}

func TestRDVsAreFilteredByOrganisationAgentUserAndID(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{RDVs: 450})
	row := c.get("/api/v1/rdvs").rows("rdvs")[0]
	for filter, id := range map[string]int64{
		"organisation_id": row.object("organisation").id(), "agent_id": row.rows("agents")[0].id(),
		"user_id": row.rows("users")[0].id(), "id": row.id(), "id[]": row.id(),
	} {
		ids, total := c.all("rdvs", "/api/v1/rdvs?"+url.Values{filter: {fmt.Sprint(id)}}.Encode())
		if !slices.Contains(ids, row.id()) || total == 450 || filter == "id" && total != 1 {
			t.Errorf("%s=%d gives %d rdvs", filter, id, total)
		}
	}
	c.want(403, `{"errors":[{"base":"forbidden"}],X`, "GET", "/api/v1/organisations/999/rdvs", nil)
	nested, _ := c.all("rdvs", fmt.Sprintf("/api/v1/organisations/%d/rdvs", row.object("organisation").id()))
	top, _ := c.all("rdvs", fmt.Sprintf("/api/v1/rdvs?organisation_id=%d", row.object("organisation").id()))
	if !slices.Equal(nested, top) {
		t.Error("the nested list and the filtered one differ")
	}
}

func TestABasicAgentSeesAnRDVOncePerAgent(t *testing.T) {
	server, admin := signedIn(t, rdvsolidaritestest.Options{RDVs: 450, Generation: rdvsolidaritestest.Generation2025})
	agents := server.Agents()
	basic, total := admin.as(agents[1]).all("rdvs", "/api/v1/rdvs")
	if distinct(basic) == len(basic) || total != len(basic) {
		t.Errorf("a basic agent read %d rows, %d rdvs, of %d", len(basic), distinct(basic), total)
	}
	all, _ := admin.all("rdvs", fmt.Sprintf("/api/v1/organisations/%d/rdvs", agents[1].OrganisationIDs[0]))
	if distinct(basic) >= distinct(all) {
		t.Errorf("a basic agent sees %d of the %d rdvs of the organisation", distinct(basic), distinct(all))
	}
	secretariat, _ := admin.as(agents[2]).all("rdvs", "/api/v1/rdvs")
	if len(secretariat) != distinct(all) || distinct(secretariat) != len(secretariat) {
		t.Errorf("the secretariat read %d rows, %d rdvs, of %d", len(secretariat), distinct(secretariat), distinct(all))
	}
}

func TestAnRDVHasTheFieldsOfTheServiceInItsOrder(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	c.want(200, `{"rdvs":[{"id":X,"address":X,"agents":[{"id":X,"email":X,"first_name":X,"last_name":X`+
		`"cancelled_at":X,"collectif":X,"context":X,"created_at":"X","created_by":X,"created_by_id":X,"created_by_type":X,`+
		`"duration_in_min":X,"ends_at":"X","lieu":X,"max_participants_count":X,"motif":{"id":X},"name":X,"organisation":{"id":X},`+
		`"participations":[X],"starts_at":"X","status":"X","url_for_agents":"X","users":[X],"users_count":X,"uuid":"X"X`,
		"GET", "/api/v1/rdvs", nil)
}

func TestBothKindsOfRDVAndEveryPlaceAreThere(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{RDVs: 300})
	seen := map[string]bool{}
	for page := range 3 {
		for _, row := range c.get(fmt.Sprintf("/api/v1/rdvs?page=%d", page+1)).rows("rdvs") {
			seen[fmt.Sprint("collectif ", row["collectif"])] = true
			seen[row.object("motif")["location_type"].(string)] = true
			seen[row["status"].(string)] = true
		}
	}
	want := map[string]bool{"collectif true": true, "collectif false": true, "public_office": true, "phone": true,
		"home": true, "visio": true, "unknown": true, "seen": true, "excused": true, "revoked": true, "noshow": true}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
}

func TestAParticipationChangesItsRDV(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	for _, row := range c.get("/api/v1/rdvs").rows("rdvs") {
		if len(row.rows("participations")) != 1 || row["status"] != "unknown" {
			continue
		}
		path := fmt.Sprintf("/api/v1/participations/%d", row.rows("participations")[0].id())
		changed := c.json(200, "PUT", path, object{"participation": object{"status": "noshow"}}).object("rdv")
		if changed["status"] != "noshow" || changed["cancelled_at"] == nil || changed["id"] != row["id"] {
			t.Errorf("the rdv became %v", changed)
		}
		flat := c.json(200, "PATCH", path, object{"status": "seen"}).object("rdv")
		if flat["status"] != "seen" || flat["cancelled_at"] != nil {
			t.Errorf("the rdv became %v", flat)
		}
		c.want(500, `{"errors":["Unexpected internal error"]}`, "PATCH", path, object{"participation": object{"status": "perdu"}})
		c.want(422, `{"errors":["Xparticipation"]}`, "PATCH", path, object{})
		break
	}
	c.want(404, `{"errors":["X"]}`, "PATCH", "/api/v1/participations/1", object{"status": "seen"})
}

func TestTheRowsControlInsertsAndDeletes(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{RDVs: 150})
	changed := c.json(200, "POST", "/_sandbox/rows", object{"dataset": "rdv.rdvs", "insert": 3, "delete": 2})
	if len(changed["inserted"].([]any)) != 3 || len(changed["deleted"].([]any)) != 2 {
		t.Fatalf("touched %v", changed)
	}
	ids, total := c.all("rdvs", "/api/v1/rdvs")
	if total != 151 || distinct(ids) != 151 || !slices.Contains(ids, int64(changed["inserted"].([]any)[0].(float64))) {
		t.Errorf("there are %d rdvs, want 151", total)
	}
	c.json(200, "POST", "/_sandbox/rows", object{"dataset": "rdv.rdvs", "insert": 150, "starts_at": "2026-12-25T10:00:00Z"})
	if _, crowded := c.all("rdvs", "/api/v1/rdvs?starts_after=2026-12-25T10:00:00Z&starts_before=2026-12-25T10:00:00Z"); crowded < 150 {
		t.Errorf("the crowded second holds %d rdvs", crowded)
	}
	c.json(200, "POST", "/_sandbox/rows", object{"dataset": "rdv.users", "insert": 1, "delete": 3})
	if _, users := c.all("users", "/api/v1/users"); users != 128 {
		t.Errorf("there are %d users, want 128", users)
	}
	c.want(400, `{"error":"Xrdv.plans\""}X`, "POST", "/_sandbox/rows", object{"dataset": "rdv.plans"})
}

func TestCreatingAPlanAnswers201(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	plan := c.json(201, "POST", "/api/v1/rdv_plans", object{"user": object{"first_name": "Ada", "last_name": "Caron"}}).object("rdv_plan")
	if again := c.get(fmt.Sprintf("/api/v1/rdv_plans/%d", plan.id())).object("rdv_plan"); !cmp.Equal(again, plan) || plan["rdv"] != nil {
		t.Errorf("created %v, read %v", plan, again)
	}
	if seeded := c.get("/api/v1/rdv_plans/901").object("rdv_plan"); seeded.object("rdv")["location_type"] == "" {
		t.Errorf("the plan with an rdv is %v", seeded)
	}
	c.want(422, `{"errors":["X"]}`, "POST", "/api/v1/rdv_plans", object{})
	c.want(404, `{"errors":["X"]}`, "GET", "/api/v1/rdv_plans/1", nil)
}
