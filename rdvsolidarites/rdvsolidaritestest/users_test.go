package rdvsolidaritestest_test

import (
	"fmt"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// create makes a user with these values besides the necessary ones, and returns it.
func (c *client) create(values object) object {
	c.t.Helper()
	body := object{"first_name": "Ada", "last_name": "Caron", "organisation_ids": []int{101}}
	for k, v := range values {
		body[k] = v
	}
	return c.json(200, "POST", "/api/v1/users", body).object("user")
}

// refused asserts that no user can be made with these values.
func (c *client) refused(status int, pattern string, values object) {
	c.t.Helper()
	body := object{"first_name": "Ada", "last_name": "Caron", "organisation_ids": []int{101}}
	for k, v := range values {
		body[k] = v
	}
	c.want(status, pattern, "POST", "/api/v1/users", body)
}

func TestTelephoneNumbersFollowTheRulesOfFrance(t *testing.T) {
	c := of(t, generation2024)
	for typed, formatted := range map[string]any{
		"07 56 78 90 12": "+33756789012", "03.21.45.67.89": "+33321456789", "+33 (0)1 99 00 55 55": "+33199005555",
		"0033478123456": "+33478123456", "612345678": "+33612345678", "tél : 06-45-67-89-10": "+33645678910",
		"0590 81 12 34": "+590590811234", "0694 21 43 65": "+594694214365", "0696 30 40 50": "+596696304050",
		"0692 12 34 56": "+262692123456", "0639 02 34 56": "+262639023456", "+32 470 12 34 56": "+32470123456",
		"08 00 12 34 56": "+33800123456", "0321456789;12": "+33321456789", "": nil, "   ": nil,
	} {
		if created := c.create(object{"phone_number": typed}); created["phone_number"] != typed || created["phone_number_formatted"] != formatted {
			t.Errorf("%q became %v, %v", typed, created["phone_number"], created["phone_number_formatted"])
		}
	}
	for _, typed := range []string{"06 39 98 00 00", "+33 6 39 98 76 54", "0700000000", "0012", "3949", "00 00 00 00 00", "0691 00 00 00",
		"0612345", "06123456789", "demain", "+33", "0837 00 00 00 0"} {
		c.refused(422, `{"success":false,"errors":{"phone_number":[{"error":"invalid"}]},X`, object{"phone_number": typed})
	}
	c.want(422, `X"errors":{"phone_number":[{"error":"invalid"}]},X`, "PATCH", "/api/v1/organisations/101", object{"phone_number": "06 39 98 11 22"})
	c.want(200, `X"phone_number":"3949",X`, "PATCH", "/api/v1/organisations/101", object{"phone_number": "3949"})
	c.want(200, `X"phone_number":"",X`, "PATCH", "/api/v1/organisations/101", object{"phone_number": ""})
	c.want(200, `X"phone_number":null,X`, "PATCH", "/api/v1/organisations/101", object{"phone_number": nil})
}

func TestABirthDateIsReadAsRailsReadsOne(t *testing.T) {
	c := of(t, generation2024)
	for typed, read := range map[string]any{"07/11/1984": "1984-11-07", "1984-11-7": "1984-11-07", "1984-11-07T10:00:00.000+01:00": "1984-11-07",
		"19841107": "1984-11-07", "1984-02-31": nil, "hier": nil, "1984": nil, "": nil} {
		if created := c.create(object{"birth_date": typed}); created["birth_date"] != read {
			t.Errorf("%q became %v", typed, created["birth_date"])
		}
	}
	for _, typed := range []string{"1849-01-01", "2101-06-30"} {
		c.refused(422, `X"errors":{"birth_date":[{"error":"est invalide"}]},X`, object{"birth_date": typed})
	}
}

func TestSocialFieldsAreCheckedAndShownIn2024Only(t *testing.T) {
	c := of(t, generation2024)
	created := c.create(object{"caisse_affiliation": 2, "family_situation": "divorced", "number_of_children": "3", "notify_by_sms": "non",
		"notify_by_email": "off", "affiliation_number": ""})
	for k, want := range map[string]any{"caisse_affiliation": "msa", "family_situation": "divorced", "number_of_children": 3.0, "notify_by_sms": true,
		"notify_by_email": false, "affiliation_number": "", "case_number": nil, "logement": nil, "notes": nil} {
		if got, shown := created[k]; got != want || !shown {
			t.Errorf("%s is %v", k, got)
		}
	}
	if created := c.create(object{"notify_by_sms": nil, "caisse_affiliation": ""}); created["notify_by_sms"] != nil || created["caisse_affiliation"] != nil {
		t.Errorf("created %v", created)
	}
	c.refused(422, `X"number_of_children":[{"error":"greater_than_or_equal_to","value":-2,"count":0}]X`, object{"number_of_children": -2})
	c.refused(422, `X"number_of_children":[{"error":"not_a_number","value":"trois"}]X`, object{"number_of_children": "trois"})
	for k, v := range map[string]any{"number_of_children": 3e9, "caisse_affiliation": "1", "family_situation": 3} {
		c.refused(500, "<!DOCTYPE html>X", object{k: v})
	}
	for _, g := range []rdvsolidaritestest.Generation{generation2025, generation2026} {
		if created := of(t, g).create(object{"number_of_children": 2}); created["number_of_children"] != nil {
			t.Errorf("%d shows %v", g, created)
		}
	}
}

func TestNamesAreStrippedAndUsualSlipsInAnEMailCorrected(t *testing.T) {
	c := of(t, generation2024)
	created := c.create(object{"first_name": "  Zoé ", "birth_name": " ", "email": " Zoe..Petit.@Example.fr ", "address": ""})
	if created["first_name"] != "Zoé" || created["birth_name"] != nil || created["email"] != "zoe.petit@example.fr" || created["address"] != nil {
		t.Errorf("created %v", created)
	}
	c.refused(422, fmt.Sprintf(`X"email":[{"error":"taken","value":"zoe.petit@example.fr","id":%d}]X`, created.id()), object{"email": "zoe.petit@example.fr"})
	c.refused(422, `X"first_name":[{"error":"blank"}]X`, object{"first_name": " "})
	c.refused(422, `X"first_name":[{"error":"blank"}]X`, object{"first_name": []string{"Zoé"}})
}

func TestAPersonCannotBeResponsibleForTheirOwnResponsible(t *testing.T) {
	c := of(t, generation2024)
	parent, child := c.create(nil), c.create(nil)
	path := func(u object) string { return fmt.Sprintf("/api/v1/users/%d", u.id()) }
	c.want(422, `X"responsible_id":[{"error":"ne peut pas être l'usager lui même"}]X`, "PATCH", path(parent), object{"responsible_id": parent.id()})
	c.json(200, "PATCH", path(parent), object{"organisation_ids": []int{101, 102}})
	c.json(200, "PATCH", path(child), object{"responsible_id": parent.id()})
	if shown := c.get(path(child)).object("user"); len(shown.rows("user_profiles")) != 2 {
		t.Errorf("a relative is in %v", shown["user_profiles"])
	}
	c.want(422, `X"responsible_id":[{"error":"X`, "PATCH", path(parent), object{"responsible_id": child.id()})
	c.want(500, "X", "PATCH", path(parent), object{"responsible_id": 77})
}

func TestOnlyAListReplacesTheOrganisationsOfAPerson(t *testing.T) {
	c := of(t, generation2024)
	u := c.create(object{"organisation_ids": []int{103, 101}})
	path := fmt.Sprintf("/api/v1/users/%d", u.id())
	for _, ignored := range []any{nil, 102, "102"} {
		c.json(200, "PATCH", path, object{"organisation_ids": ignored})
		if rows := c.get(path).object("user").rows("user_profiles"); len(rows) != 2 || rows[0].object("organisation").id() != 103 {
			t.Errorf("%v changed the organisations to %v", ignored, rows)
		}
	}
	c.want(404, `{"success":false,"errors":["Couldn't find all Organisations with 'id': (101, 77) (found 1 results, but was looking for 2)."]}`,
		"PATCH", path, object{"organisation_ids": []int{101, 77}})
	c.want(404, `{"success":false,"errors":["Couldn't find Organisation with 'id'=77"]}`, "GET", path+"?organisation_id=77", nil)
	c.json(200, "PATCH", path, object{"organisation_ids": []int{}})
	c.want(403, "X", "GET", path, nil)
	c.want(200, `X"total_count":0}}`, "GET", "/api/v1/users?ids[]=", nil)
}

func TestADeletedPersonIsNotFoundIn2024AndForbiddenLater(t *testing.T) {
	for g, want := range map[rdvsolidaritestest.Generation]int{generation2024: 404, generation2025: 403, generation2026: 403} {
		c := of(t, g)
		u := c.create(object{"email": "efface@example.fr"})
		c.want(422, fmt.Sprintf(`X"user_id":[{"error":"taken","value":%d}]X`, u.id()), "POST", "/api/v1/user_profiles", object{"organisation_id": 101, "user_id": u.id()})
		c.json(204, "DELETE", fmt.Sprintf("/api/v1/user_profiles?organisation_id=101&user_id=%d", u.id()), nil)
		path := fmt.Sprintf("/api/v1/users/%d", u.id())
		for _, request := range [][2]string{{"GET", path}, {"PATCH", path}, {"POST", path + "/rdv_invitation_token"}} {
			c.want(want, "X", request[0], request[1], object{})
		}
		c.want(422, `X"user":[{"error":"blank"}]X`, "POST", "/api/v1/user_profiles", object{"organisation_id": 101, "user_id": u.id()})
	}
}
