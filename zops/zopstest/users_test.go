package zopstest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/zops/zopstest"
)

func TestUsersOfARoleAreCreatedReadChangedAndDeleted(t *testing.T) {
	c := tenant(t)
	for noun, role := range map[string]string{"admins": "admin", "developers": "developer"} {
		created := c.want(201, "POST", "/"+noun, person(noun+"@example.fr")).object()
		if len(created) != 6 || created["role"] != role || created["token"] == nil {
			t.Fatalf("the new user is %v", created)
		}
		path := "/" + noun + "/" + created["id"].(string)
		want := fields{"email": noun + "@example.fr", "role": role, "firstName": "Zoë", "lastName": "Marin", "token": nil}
		if diff := cmp.Diff(want, c.want(200, "GET", path, nil).object()); diff != "" {
			t.Error(diff)
		}
		own := &caller{t: t, server: c.server, token: created["token"].(string)}
		own.want(200, "GET", path, nil)
		own.want(202, "PUT", path, person("nouvelle-"+noun+"@example.fr"))
		own.want(200, "GET", "/me", nil) // a change of the password ends no session
		rows := c.want(200, "GET", "/"+noun, nil).rows()
		if last := rows[len(rows)-1]; last["id"] != created["id"] || last["token"] != nil || len(last) != 6 {
			t.Errorf("the last of the list is %v", last)
		}
		c.want(202, "DELETE", path, nil)
		c.want(404, "DELETE", path, nil)
		own.want(401, "GET", "/me", nil)
	}
}

func TestAUserWhoWasChangedMovesToTheEndOfTheList(t *testing.T) {
	c := tenant(t)
	first := c.want(200, "GET", "/admins", nil).rows()[0]["id"].(string)
	c.want(201, "POST", "/admins", person("second@example.fr"))
	c.want(202, "PUT", "/admins/"+first, person("premier@example.fr"))
	if rows := c.want(200, "GET", "/admins", nil).rows(); rows[1]["id"] != first {
		t.Errorf("the list is %v", rows)
	}
}

func TestAnEmailIsTakenForTheWholeSystem(t *testing.T) {
	c := tenant(t)
	admin := founded(c, "commune")
	admin.want(409, "POST", "/developers", person(zopstest.DeveloperEmail))
	admin.want(409, "POST", "/billings", person(zopstest.DeveloperEmail))
	admin.want(409, "POST", "/developers", person(zopstest.ManagerEmail))
	me := admin.want(200, "GET", "/me", nil).object()["id"].(string)
	admin.want(409, "PUT", "/admins/"+me, person(zopstest.DeveloperEmail))
	admin.want(202, "PUT", "/admins/"+me, person("admin-commune@example.fr"))
}

func TestTheDefectsOfBillingUsers(t *testing.T) {
	c := tenant(t)
	if !c.want(500, "POST", "/billings", person("b@example.fr")).isHTML() {
		t.Error("a billing user was refused by the service itself")
	}
	rows := c.want(200, "GET", "/billings", nil).rows()
	if len(rows) != 1 || rows[0]["firstName"] != "Hélène" {
		t.Fatalf("the billing users are %v", rows)
	}
	path := "/billings/" + rows[0]["id"].(string)
	if got := c.want(200, "GET", path, nil).object(); got["firstName"] != nil || got["lastName"] != "Garnier" || len(got) != 5 {
		t.Errorf("the billing user is %v", got)
	}
	if got := c.want(202, "PUT", path, person("b@example.fr")).object(); got["firstName"] != "Zoë" {
		t.Errorf("the update answered %v", got)
	}
	c.want(202, "DELETE", path, nil)
}

func TestTheLastAdminStays(t *testing.T) {
	c := tenant(t)
	me := c.want(200, "GET", "/me", nil).object()["id"].(string)
	last := c.want(404, "DELETE", "/admins/"+me, nil)
	if unknown := c.want(404, "DELETE", "/admins/"+unknownID, nil); unknown.text != last.text {
		t.Errorf("an unknown id is answered %s, the last admin %s", unknown.text, last.text)
	}
	second := c.want(201, "POST", "/admins", person("second@example.fr")).object()["id"].(string)
	if unknown := c.want(404, "DELETE", "/admins/"+unknownID, nil); unknown.text == last.text {
		t.Error("an unknown id is still answered as the last admin")
	}
	c.want(202, "DELETE", "/admins/"+second, nil)
	c.want(202, "DELETE", "/billings/"+me, nil) // the collection is not compared with the role
	c.want(401, "GET", "/me", nil)
}

func TestAnIDOfAnotherRoleIsAccepted(t *testing.T) {
	c := tenant(t)
	me := c.want(200, "GET", "/me", nil).object()["id"].(string)
	developer := c.as(zopstest.DeveloperEmail, zopstest.DeveloperPassword)
	if got := developer.want(200, "GET", "/developers/"+me, nil).object(); got["role"] != "admin" {
		t.Errorf("the user is %v", got)
	}
	developer.want(401, "GET", "/admins/"+me, nil)
	developer.want(202, "PUT", "/developers/"+me, person("prise@example.fr"))
	c.as("prise@example.fr", "secret")
	founded(c, "commune").want(404, "GET", "/admins/"+me, nil)
	c.want(404, "GET", "/admins/not-even-an-id", nil)
}

func TestMeIsForEveryRole(t *testing.T) {
	c := tenant(t)
	for email, password := range map[string]string{
		zopstest.ManagerEmail: zopstest.ManagerPassword, zopstest.DeveloperEmail: zopstest.DeveloperPassword,
		zopstest.BillingEmail: zopstest.BillingPassword, zopstest.Email: zopstest.Password,
	} {
		me := c.as(email, password).want(200, "GET", "/me", nil).object()
		if me["email"] != email || len(me) != 5 || len(me["id"].(string)) != 32 {
			t.Errorf("the user is %v", me)
		}
	}
}
