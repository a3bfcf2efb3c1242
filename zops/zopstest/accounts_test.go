package zopstest_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/zops/zopstest"
)

// founded is the first admin of a new account.
func founded(c *caller, name string) *caller {
	c.t.Helper()
	email := name + "@example.fr"
	registration := c.nobody().want(201, "POST", "/register", fields{"organizationName": name, "email": email}).object()
	in := person("admin-" + email)
	in["approveCode"] = c.server.Mailbox(email).ApproveCode
	approved := c.nobody().want(202, "PUT", "/register/"+registration["registrationId"].(string), in).object()
	return &caller{t: c.t, server: c.server, token: approved["token"].(string)}
}

func TestARegistrationIsApprovedOnce(t *testing.T) {
	c := empty(t)
	registration := c.want(201, "POST", "/register", fields{"organizationName": "Syndicat", "email": "s", "address": "ignored"}).object()
	id, code := registration["registrationId"].(string), c.server.Mailbox("s").ApproveCode
	if len(registration) != 3 || len(id) != 32 || len(code) != 64 {
		t.Fatalf("the registration is %v, its code %q", registration, code)
	}
	c.want(409, "POST", "/register", fields{"organizationName": "x", "email": "s"})
	if content := c.want(201, "POST", "/register/approve-code", fields{"email": "s"}).object(); len(content) != 0 {
		t.Errorf("the content is %v", content)
	}
	c.want(404, "POST", "/register/approve-code", fields{"email": "other"})
	in := person("ada@example.fr")
	in["approveCode"] = code
	c.want(409, "PUT", "/register/"+id, in) // the newer code replaced it
	in["approveCode"] = c.server.Mailbox("s").ApproveCode
	c.want(404, "PUT", "/register/"+unknownID, in)
	in["email"] = zopstest.ManagerEmail
	c.want(409, "PUT", "/register/"+id, in)
	in["email"] = "ada@example.fr"
	approved := c.want(202, "PUT", "/register/"+id, in).object()
	if approved["token"] == nil || approved["firstName"] != "Zoë" || len(approved) != 5 {
		t.Errorf("the admin is %v", approved)
	}
	c.want(404, "PUT", "/register/"+id, in)
	c.want(201, "POST", "/register/approve-code", fields{"email": "s"}) // active accounts too
}

func TestAnAccountHasNoAddressUntilItIsUpdated(t *testing.T) {
	c := empty(t)
	admin := founded(c, "syndicat")
	before := admin.want(200, "GET", "/account", nil).object()
	if diff := cmp.Diff(fields{"organizationName": "syndicat", "address": nil, "phone": nil, "email": "syndicat@example.fr"}, before); diff != "" {
		t.Error(diff)
	}
	founded(c, "commune")
	in := fields{"organizationName": "Syndicat", "address": "", "phone": "33565000000", "email": "commune@example.fr"}
	admin.want(409, "PUT", "/account", in)
	in["email"] = "nouveau@example.fr"
	if diff := cmp.Diff(in, admin.want(202, "PUT", "/account", in).object()); diff != "" {
		t.Error(diff)
	}
	c.as("admin-syndicat@example.fr", "secret") // logins do not follow the account's e-mail
}

func TestDeletingAnAccountEndsAllOfIt(t *testing.T) {
	c := tenant(t)
	developer := c.as(zopstest.DeveloperEmail, zopstest.DeveloperPassword)
	developer.want(401, "DELETE", "/account", nil)
	c.as(zopstest.BillingEmail, zopstest.BillingPassword).want(401, "GET", "/account", nil)
	if content := c.want(202, "DELETE", "/account", nil); content.content() != nil || !strings.Contains(content.text, `"content": null`) {
		t.Errorf("the answer is %s", content.text)
	}
	c.want(401, "GET", "/me", nil)
	developer.want(401, "GET", "/me", nil)
	c.nobody().want(404, "POST", "/session", fields{"email": zopstest.Email, "password": zopstest.Password})
	c.nobody().want(201, "POST", "/register", fields{"organizationName": "x", "email": "numerique@aubrac.example.fr"})
}

func TestTheManagerSeesTheMails(t *testing.T) {
	c := empty(t)
	admin := founded(c, "syndicat")
	manager := c.as(zopstest.ManagerEmail, zopstest.ManagerPassword)
	rows := manager.want(200, "GET", "/email-tracking?receiver=syndicat@example.fr", nil).rows()
	if len(rows) != 1 || rows[0]["category"] != "approve" || !strings.Contains(rows[0]["text"].(string), url.QueryEscape("syndicat@example.fr")) {
		t.Errorf("the mails are %v", rows)
	}
	if rows := manager.want(200, "GET", "/email-tracking?receiver=x", nil).rows(); len(rows) != 0 {
		t.Errorf("the mails to nobody are %v", rows)
	}
	admin.want(401, "GET", "/email-tracking", nil)
}
