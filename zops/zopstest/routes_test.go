package zopstest_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/zops/zopstest"
)

// TestPatchOnTheSessionChecksABodyThatItNeverTakes is about the one PATCH that the
// layer of roles does not refuse.
func TestPatchOnTheSessionChecksABodyThatItNeverTakes(t *testing.T) {
	c := empty(t)
	for _, s := range []struct {
		body   any
		status int
		title  string
	}{
		{nil, 415, "Unsupported media type"},
		{"{", 400, "Bad Request"},
		{"{}", 400, "Validation failed"},
		{"null", 400, "Validation failed"},
		{`"a"`, 400, "Validation failed"},
		{"[{}]", 400, "Representation deserialization failed"},
		{`[{"email": "a", "password": ""}]`, 400, "Validation failed"},
		{"[null]", 500, ""},
		{"[]", 405, ""},
		{`[{"email": "a@b.fr", "password": ""}]`, 405, ""},
	} {
		answer := c.send("PATCH", "/session", s.body)
		if answer.StatusCode != s.status || answer.title() != s.title {
			t.Errorf("%v was answered %d %s", s.body, answer.StatusCode, answer.text)
		}
		if s.status == 405 && (answer.text != "" || answer.Header.Get("Allow") != "POST, OPTIONS") {
			t.Errorf("%v was answered %v %s", s.body, answer.Header, answer.text)
		}
	}
	if title := c.want(400, "PATCH", "/session?indent=x", "[]").title(); title != "Invalid parameter" {
		t.Errorf("a wrong parameter was answered %q", title)
	}
}

func TestTheListOfRoutesHasThePublicOnes(t *testing.T) {
	c := empty(t)
	var urls []string
	for _, row := range c.want(200, "GET", "//", nil).rows() {
		urls = append(urls, row["url"].(string))
	}
	for _, public := range []string{"/api/v1/register/{registration_id}", "/api/v1/admins/{admin_id}", "/api/v1/projects/{project_id}/services-token", "/api/v1/consumer-tokens/"} {
		if !slices.Contains(urls, public) {
			t.Errorf("%s is not among %q", public, urls)
		}
	}
	for _, hidden := range []string{"/", "/api/v1/ping", "/api/v1/email-tracking", "/api/v1/log-notifier", "/api/v1/log-tracking", "/api/v1/service-event", "/v1/auth/token"} {
		if slices.Contains(urls, hidden) {
			t.Errorf("%s is among %q", hidden, urls)
		}
	}
	var description map[string]any
	if err := json.Unmarshal([]byte(c.want(200, "OPTIONS", "//", nil).text), &description); err != nil {
		t.Fatal(err)
	}
	if _, titled := description["title"]; titled || description["type"] != "list" || description["path"] != "/" {
		t.Errorf("the list describes itself with %v", description)
	}
}

func TestTheRoutesOfOtherServersNeedNoToken(t *testing.T) {
	c := tenant(t)
	manager := c.as(zopstest.ManagerEmail, zopstest.ManagerPassword)
	c.nobody().steps([]step{
		{"POST", "/log-notifier", `{"notifierData": []}`, 201, isJSON},
		{"POST", "/log-notifier", "{}", 400, isJSON},
		{"GET", "/log-notifier", nil, 405, isEmpty},
		{"POST", "/service-event", `{"serviceData": {}}`, 201, isJSON},
		{"POST", "/service-event", nil, 415, isJSON},
		{"GET", "/log-tracking", nil, 401, isJSON},
		{"POST", "/log-tracking", "{}", 405, isJSON},
	})
	c.want(401, "GET", "/log-tracking", nil)
	manager.want(400, "GET", "/log-tracking?level_name=INFO", nil)
	const meta = `"page_size": 5, "page": 1, "prev": "page=0&page_size=5", "next": "page=2&page_size=5"`
	if text := manager.want(200, "GET", "/log-tracking?level_name=ERROR&page=1&page_size=5", nil).text; !strings.Contains(text, meta) {
		t.Errorf("the logs are %s", text)
	}
}

func TestAServicesTokenIsForAdmins(t *testing.T) {
	c := tenant(t)
	path := "/projects/" + c.project("Accueil numérique") + "/services-token"
	token := func() string {
		content := c.want(200, "GET", path, nil).object()
		text, _ := content["projectServicesAdminToken"].(string)
		if len(content) != 1 || len(text) != 86 {
			t.Errorf("the answer is %v", content)
		}
		return text
	}
	if first := token(); token() == first {
		t.Error("the second token is the first one")
	}
	c.as(zopstest.DeveloperEmail, zopstest.DeveloperPassword).want(401, "GET", path, nil)
	c.want(404, "GET", "/projects/"+unknownID+"/services-token", nil)
	founded(c, "commune").want(404, "GET", path, nil)
	c.steps([]step{{"PUT", path, "{}", 405, isJSON}, {"POST", path, "{}", 405, isJSON}})
}

// consumerToken is a new token of a consumer for a service of a project.
func (c *caller) consumerToken(project string) string {
	c.t.Helper()
	consumer := c.want(201, "POST", "/consumers", "{}").object()["id"]
	c.want(201, "POST", "/projects/"+project+"/consumers", fields{"consumerId": consumer})
	in := fields{"consumerId": consumer, "projectId": project, "serviceCatalogCode": "push"}
	return c.want(201, "POST", "/consumer-tokens", in).object()["token"].(string)
}

func TestAConsumerTokenIsExchangedOnceWithinAMinute(t *testing.T) {
	c, k := timed(t)
	project := c.project("Accueil numérique")
	nobody := c.nobody()
	exchange := func(status int, token string) fields {
		t.Helper()
		return nobody.want(status, "POST", "//v1/auth/token", fields{"refreshToken": token}).object()
	}
	token, late := c.consumerToken(project), c.consumerToken(project)
	k.now = k.now.Add(time.Minute)
	made := exchange(201, token)
	refresh, _ := made["refreshToken"].(string)
	access, _ := made["accessToken"].(string)
	if len(made) != 3 || len(refresh) != 86 || len(access) != 171 || made["expiresIn"] != 10800.0 {
		t.Errorf("the exchange is %v", made)
	}
	exchange(401, token)
	k.now = k.now.Add(time.Second)
	exchange(401, late)
	k.now = k.now.Add(24 * time.Hour)
	refresh, _ = exchange(201, refresh)["refreshToken"].(string)
	delete := func(status int, token string) {
		t.Helper()
		c.as(zopstest.Email, zopstest.Password).want(status, "DELETE", "/consumer-tokens/"+token+"/projects/"+project+"/services/push", nil)
	}
	delete(202, late) // although it has ended
	delete(500, token)
	kept := c.as(zopstest.Email, zopstest.Password).consumerToken(project)
	c.as(zopstest.Email, zopstest.Password).want(202, "DELETE", "/projects/"+project+"/services/push", nil)
	exchange(401, refresh)
	delete(202, kept) // only what came from an exchange ends with the service
	nobody.steps([]step{
		{"POST", "//v1/auth/token", fields{"refreshToken": ""}, 400, isJSON},
		{"POST", "//v1/auth/token", `{"refreshToken": null}`, 400, isJSON},
		{"POST", "//v1/auth/token", "{}", 400, isJSON},
		{"GET", "//v1/auth/token", nil, 405, isEmpty},
		{"OPTIONS", "//v1/auth/token", nil, 200, isJSON},
	})
}

func TestExchangedTokensEndWithTheirAccount(t *testing.T) {
	c := tenant(t)
	token := c.consumerToken(c.project("Accueil numérique"))
	refresh := c.nobody().want(201, "POST", "//v1/auth/token", fields{"refreshToken": token}).object()["refreshToken"]
	c.want(202, "DELETE", "/account", nil)
	c.nobody().want(401, "POST", "//v1/auth/token", fields{"refreshToken": refresh})
}

func TestAnAccountWithAServiceInAnotherAccountsProjectCannotBeDeleted(t *testing.T) {
	c := tenant(t)
	other := founded(c, "commune")
	project := c.project("Bac à sable")
	service := fields{"name": "", "description": "", "serviceCatalogCode": "push"}
	other.want(201, "POST", "/projects/"+project+"/services", service)
	if title := other.want(409, "DELETE", "/account", nil).title(); title != "409 Conflict" {
		t.Errorf("the title is %q", title)
	}
	other.want(401, "GET", "/me", nil)
	other = c.as("admin-commune@example.fr", "secret")
	other.want(200, "GET", "/account", nil)
	// Only that service prevents it: the account with the project can be deleted, and then this one.
	c.want(202, "DELETE", "/account", nil)
	other.want(202, "DELETE", "/account", nil)
}
