package rdvsolidaritestest_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestAUserIsCreatedListedChangedAndShownWithItsProfiles(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{})
	ids := server.Agents()[0].OrganisationIDs
	created := c.json(200, "POST", "/api/v1/users", object{"first_name": "Ada", "last_name": "Caron", "email": "Ada@example.fr",
		"phone_number": "01 99 00 12 34", "logement": "locataire", "organisation_ids": ids[:1]}).object("user")
	if created["email"] != "ada@example.fr" || created["phone_number_formatted"] != "+33199001234" || created["user_profiles"] != nil {
		t.Errorf("created %v", created)
	}
	path := fmt.Sprintf("/api/v1/users/%d", created.id())
	if shown := c.get(path).object("user"); shown.rows("user_profiles")[0].object("organisation").id() != ids[0] {
		t.Errorf("shown as %v", shown)
	}
	c.json(200, "PATCH", path, object{"organisation_ids": ids[1:2], "birth_name": nil})
	c.want(404, `{"not_found":"user"}`, "GET", fmt.Sprintf("/api/v1/organisations/%d/users/%d", ids[0], created.id()), nil)
	c.json(200, "GET", fmt.Sprintf("/api/v1/organisations/%d/users/%d", ids[1], created.id()), nil)
}

func TestAnEMailBelongsToOnePersonUntil2026(t *testing.T) {
	for _, generation := range []rdvsolidaritestest.Generation{rdvsolidaritestest.Generation2024, rdvsolidaritestest.Generation2025, rdvsolidaritestest.Generation2026} {
		server, c := signedIn(t, rdvsolidaritestest.Options{Generation: generation})
		body := object{"first_name": "Ada", "last_name": "Caron", "email": "ada@example.fr", "organisation_ids": server.Agents()[0].OrganisationIDs}
		first := c.json(200, "POST", "/api/v1/users", body).object("user").id()
		if generation == rdvsolidaritestest.Generation2026 {
			if second := c.json(200, "POST", "/api/v1/users", body).object("user").id(); second == first {
				t.Errorf("the second person has the id %d of the first", second)
			}
			continue
		}
		c.want(422, `X"errors":{"email":[{"error":"taken","value":"ada@example.fr","id":`+fmt.Sprint(first)+`}]},"error_messages":["X"]}`,
			"POST", "/api/v1/users", body)
	}
}

func TestRefusedUsersHaveTheShapesOfTheService(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{})
	ids := server.Agents()[0].OrganisationIDs
	c.want(422, `{"errors":["Xorganisation_ids"]}`, "POST", "/api/v1/users", object{"first_name": "Ada"})
	c.want(422, `{"errors":{"last_name":[{"error":"blank"}],"first_name":[{"error":"blank"}]},"error_messages":["last_name X","first_name X"]}`,
		"POST", "/api/v1/users", object{"organisation_ids": ids})
	c.want(404, `{"errors":["X"]}`, "POST", "/api/v1/users", object{"organisation_ids": []int{9}})
	c.want(500, `{"errors":["Unexpected internal error"]}`, "POST", "/api/v1/users", object{"organisation_ids": ids, "caisse_affiliation": "cpam"})
	for _, phone := range []string{"12", "bonjour", "06 39 98 12 34", "+33 6 39 98 12 34"} {
		c.want(422, `{"errors":{"phone_number":[{"error":"invalid"}]},X`, "POST", "/api/v1/users",
			object{"first_name": "Ada", "last_name": "Caron", "phone_number": phone, "organisation_ids": ids})
	}
	c.want(404, `{"not_found":"user"}`, "GET", "/api/v1/users/1", nil)
	c.want(403, `{"errors":[{"base":"forbidden"}],X`, "GET", "/api/v1/organisations/9/users/1001", nil)
}

func TestAnAgentMayNotSeeTheUsersOfOtherOrganisations(t *testing.T) {
	server, admin := signedIn(t, rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2025})
	agents := server.Agents()
	created := admin.json(200, "POST", "/api/v1/users", object{"first_name": "Ada", "last_name": "Caron",
		"organisation_ids": agents[0].OrganisationIDs[2:]}).object("user")
	basic := admin.as(agents[1])
	basic.want(403, `{"errors":[{"base":"forbidden"}],"error_messages":["X"]}`, "GET", fmt.Sprintf("/api/v1/users/%d", created.id()), nil)
	unfiltered, _ := basic.all("users", "/api/v1/users")
	ignored, _ := basic.all("users", fmt.Sprintf("/api/v1/organisations/%d/users", agents[0].OrganisationIDs[2]))
	if !slices.Equal(unfiltered, ignored) || len(unfiltered) == 0 {
		t.Errorf("an organisation without a role gives %d users, want the %d without a filter", len(ignored), len(unfiltered))
	}
}

func TestAnInvitationTokenStaysTheSame(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	first := c.json(200, "POST", "/api/v1/users/1001/rdv_invitation_token", nil)["invitation_token"].(string)
	second := c.json(200, "POST", "/api/v1/users/1001/rdv_invitation_token", nil)["invitation_token"].(string)
	if first != second || !regexp.MustCompile(`^[A-Z0-9]{8}$`).MatchString(first) {
		t.Errorf("got %q and %q", first, second)
	}
}

func TestDeletingTheLastProfileDeletesTheUser(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{})
	ids := server.Agents()[0].OrganisationIDs
	u := c.json(200, "POST", "/api/v1/users", object{"first_name": "Ada", "last_name": "Caron", "organisation_ids": ids[:1]}).object("user")
	body := object{"organisation_id": ids[1], "user_id": u.id()}
	c.want(200, `{"user_profile":{"organisation":{"id":X},"user":{"id":X}}}`, "POST", "/api/v1/user_profiles", body)
	c.want(422, `{"errors":{"user_id":[{"error":"taken"X`, "POST", "/api/v1/user_profiles", body)
	c.want(422, `{"errors":{"user":[{"error":"blank"}]},X`, "POST", "/api/v1/user_profiles", object{"organisation_id": ids[1], "user_id": 1})
	c.want(403, `{"errors":[{"base":"forbidden"}],X`, "POST", "/api/v1/user_profiles", object{"organisation_id": 9, "user_id": u.id()})
	for _, id := range ids[:2] {
		c.want(204, "", "DELETE", fmt.Sprintf("/api/v1/user_profiles?organisation_id=%d&user_id=%d", id, u.id()), nil)
	}
	c.want(404, `{"errors":["X"]}`, "DELETE", fmt.Sprintf("/api/v1/user_profiles?organisation_id=%d&user_id=%d", ids[0], u.id()), nil)
	c.want(403, `{"errors":[{"base":"forbidden"}],X`, "GET", fmt.Sprintf("/api/v1/users/%d", u.id()), nil)
}

func TestAProfileWithUpcomingRDVsCannotBeDeleted(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	for _, row := range c.get("/api/v1/rdvs?starts_after=2026-11-17").rows("rdvs") {
		if row["status"] == "unknown" {
			path := fmt.Sprintf("/api/v1/user_profiles?organisation_id=%d&user_id=%d", row.object("organisation").id(), row.rows("users")[0].id())
			c.want(422, `{"errors":{},"error_messages":["X"]}`, "DELETE", path, nil)
			return
		}
	}
	t.Fatal("there is no rdv to come")
}

func TestAReferentIsAssignedOnceAndUnknownIDsAnswer500(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{})
	body := object{"agent_id": server.Agents()[1].ID, "user_id": 1001}
	path := fmt.Sprintf("/api/v1/referent_assignations?agent_id=%d&user_id=1001", server.Agents()[1].ID)
	c.want(200, `{"referent_assignation":{"agent":{"id":X},"user":{"id":1001,X}}}`, "POST", "/api/v1/referent_assignations", body)
	c.want(422, `{"errors":{"user_id":[{"error":"taken"X`, "POST", "/api/v1/referent_assignations", body)
	c.want(204, "", "DELETE", path, nil)
	c.want(404, `{"errors":["X"]}`, "DELETE", path, nil)
	c.want(500, `{"errors":["Unexpected internal error"]}`, "POST", "/api/v1/referent_assignations", object{"agent_id": 1, "user_id": 1001})
}

func TestTheOrganisationFilterOfAgentsIsIgnoredWithoutARole(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2025})
	all, _ := c.all("agents", "/api/v1/agents")
	foreign, _ := c.all("agents", "/api/v1/agents?organisation_id=9")
	one, _ := c.all("agents", fmt.Sprintf("/api/v1/agents?organisation_id=%d", server.Agents()[0].OrganisationIDs[1]))
	if !slices.Equal(all, foreign) || len(all) != 13 || len(one) >= len(all) || len(one) == 0 {
		t.Errorf("got %d agents, %d of an unknown organisation, %d of one", len(all), len(foreign), len(one))
	}
}

func TestAbsencesAreWrittenAndValidated(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{Empty: true})
	body := object{"agent_email": server.Agents()[0].Email, "title": "Congés", "first_day": "2026-11-20", "start_time": "08:00", "end_time": "12:00:00"}
	a := c.json(200, "POST", "/api/v1/absences", body).object("absence")
	if a["end_day"] != "2026-11-20" || a["start_time"] != "08:00:00" || a["ical_uid"] != fmt.Sprintf("absence_%d@RDV Solidarités", a.id()) {
		t.Errorf("created %v", a)
	}
	path := fmt.Sprintf("/api/v1/absences/%d", a.id())
	c.want(422, `{"errors":{"end_time":[{"error":"must_be_after_start_time"}]},"error_messages":["end_time X"]}`, "PATCH", path, object{"end_time": "07:00"})
	c.want(422, `{"errors":{"start_time":[{"error":"blank"}]},X`, "PATCH", path, object{"start_time": "8h"})
	c.want(404, `{"not_found":"agent"}`, "POST", "/api/v1/absences", object{"agent_email": "personne@example.fr"})
	c.want(422, `X"agent":[{"error":"blank"}]X`, "POST", "/api/v1/absences", object{"agent_id": 9})
	c.want(204, "", "DELETE", path, nil)
	c.want(404, `{"not_found":"absence"}`, "GET", path, nil)
	c.want(404, `{"not_found":"absence"}`, "GET", "/api/v1/absences/hier", nil)
}

func TestAnAbsenceInTheRepeatedHourOfAutumnBreaksEveryList(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{})
	body := object{"agent_id": server.Agents()[0].ID, "title": "Congés", "first_day": "2026-10-25", "start_time": "02:30", "end_time": "02:45"}
	c.want(500, `{"errors":["Unexpected internal error"]}`, "POST", "/api/v1/absences", body)
	c.want(500, `{"errors":["Unexpected internal error"]}`, "GET", "/api/v1/absences", nil)
	c.want(500, `{"errors":["Unexpected internal error"]}`, "GET", "/api/v1/absences/641", nil)
	c.want(204, "", "DELETE", "/api/v1/absences/641", nil)
	for start, end := range map[string]string{"01:59": "03:00", "03:00": "03:15"} {
		body["start_time"], body["end_time"] = start, end
		c.json(200, "POST", "/api/v1/absences", body)
	}
	body["first_day"], body["start_time"], body["end_time"] = "2026-03-29", "02:30", "03:30"
	c.want(422, `X"end_time":X`, "POST", "/api/v1/absences", body)
	c.json(200, "GET", "/api/v1/absences", nil)
}

func TestAnEndTimeOf24IsAnsweredOnceAndStoredAsMidnight(t *testing.T) {
	server, c := signedIn(t, rdvsolidaritestest.Options{Empty: true})
	a := c.json(200, "POST", "/api/v1/absences", object{"agent_id": server.Agents()[0].ID, "title": "Congés",
		"first_day": "2026-11-20", "start_time": "08:00", "end_time": "24:00"}).object("absence")
	read := c.get(fmt.Sprintf("/api/v1/absences/%d", a.id())).object("absence")
	if a["end_time"] != "24:00:00" || read["end_time"] != "00:00:00" {
		t.Errorf("it ends at %v, and read back at %v", a["end_time"], read["end_time"])
	}
}

func TestACalendarEntryHasTheTimeOfTheRequest(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	_, c := signedIn(t, rdvsolidaritestest.Options{Now: func() time.Time { return now }})
	for _, want := range []string{"20261116T090000Z", "20261116T090100Z"} {
		if ical := c.get("/api/v1/absences/601").object("absence")["ical"].(string); !strings.Contains(ical, "\r\nDTSTAMP:"+want+"\r\n") {
			t.Errorf("the entry is %q", ical)
		}
		now = now.Add(time.Minute)
	}
}

func TestAbsencesAreSortedWithTheNewestFirst(t *testing.T) {
	_, c := signedIn(t, rdvsolidaritestest.Options{})
	previous := "9999"
	for _, row := range c.get("/api/v1/absences").rows("absences") {
		if row["first_day"].(string) > previous {
			t.Errorf("%v comes after %s", row["first_day"], previous)
		}
		previous = row["first_day"].(string)
	}
}
