package zopstest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/zops/zopstest"
)

func TestRequestsAreCheckedInTheServicesOrder(t *testing.T) {
	c := tenant(t)
	developer, nobody := c.as(zopstest.DeveloperEmail, zopstest.DeveloperPassword), c.nobody()
	for _, step := range []struct {
		name   string
		caller *caller
		method string
		path   string
		body   any
		status int
		title  string
	}{
		{"the route before all", nobody, "POST", "/nothing", "{", 404, ""},
		{"the method before the token", nobody, "PATCH", "/admins", "{", 405, "405 Method Not Allowed"},
		{"the token before the role", nobody, "POST", "/admins", "{", 401, "401 Unauthorized"},
		{"the role before the body", developer, "POST", "/admins", "{", 401, "401 Unauthorized"},
		{"the content type before the body", c, "POST", "/admins?indent=x", nil, 415, "Unsupported media type"},
		{"the body before the fields", c, "POST", "/admins?indent=x", "{", 400, "Bad Request"},
		{"the fields before the query", c, "POST", "/admins?indent=x", "{}", 400, "Representation deserialization failed"},
		{"the form before the query", c, "POST", "/admins?indent=x", person("zoë"), 400, "Validation failed"},
		{"the query before the operation", c, "POST", "/admins?indent=x", person(zopstest.Email), 400, "Invalid parameter"},
		{"the operation", c, "POST", "/admins?indent=4", person(zopstest.Email), 409, "409 Conflict"},
	} {
		t.Run(step.name, func(t *testing.T) {
			answer := step.caller.send(step.method, step.path, step.body)
			if answer.StatusCode != step.status || answer.title() != step.title {
				t.Errorf("it was answered %d %s, not %d %q", answer.StatusCode, answer.text, step.status, step.title)
			}
		})
	}
}

func TestTheTwoKindsOf405(t *testing.T) {
	c := tenant(t)
	project := "/projects/" + c.project("Bac à sable")
	for _, step := range []struct {
		caller       *caller
		method, path string
		status       int
		allow        string
		body         bool
	}{
		{c.nobody(), "GET", "/session", 405, "POST, OPTIONS", false},
		{c.nobody(), "PUT", "/session", 405, "GET, OPTIONS, PATCH, POST", false},
		{c.nobody(), "POST", "/ping", 405, "GET, OPTIONS", false},
		{c, "DELETE", project, 405, "GET, PUT, OPTIONS", false},
		{c.nobody(), "DELETE", project, 401, "", true},
		{c.as(zopstest.BillingEmail, zopstest.BillingPassword), "DELETE", project, 401, "", true},
		{c.nobody(), "GET", "/session/logout", 405, "", true},
		{c.nobody(), "GET", "/register", 405, "", true},
		{c.nobody(), "POST", "/register/" + unknownID, 405, "", true},
		{c.nobody(), "PUT", "/register/approve-code", 405, "", true},
		{c.nobody(), "PUT", "/me", 405, "", true},
		{c.nobody(), "GET", project + "/services", 405, "", true},
		{c.nobody(), "GET", project + "/consumers", 405, "", true},
		{c.nobody(), "PUT", project + "/services/push", 405, "", true},
		{c.nobody(), "GET", "/consumer-tokens", 405, "", true},
		{c.nobody(), "HEAD", "/projects", 405, "", false},
	} {
		answer := step.caller.send(step.method, step.path, nil)
		allow, given := answer.Header["Allow"]
		if answer.StatusCode != step.status || strings.Join(allow, "|") != step.allow || given != (step.status == 405) || (answer.text != "") != step.body {
			t.Errorf("%s %s answered %d, Allow %q, %q", step.method, step.path, answer.StatusCode, allow, answer.text)
		}
	}
}

func TestAnUnknownRouteHasAnEmptyBody(t *testing.T) {
	c := tenant(t)
	for _, path := range []string{"/nothing", "/consumers/" + unknownID, "/projects/a%2Fb/c/d", "//api/v2/ping", "//nothing"} {
		answer := c.want(404, "GET", path, nil)
		if answer.text != "" || answer.Header.Get("Content-Type") != jsonError || answer.Header.Get("Content-Length") != "0" {
			t.Errorf("%s answered %q as %q", path, answer.text, answer.Header)
		}
	}
	if text := c.want(404, "GET", "/projects/"+unknownID, nil).text; text == "" {
		t.Error("an unknown project has an empty answer too")
	}
}

func TestATrailingSlashIsAccepted(t *testing.T) {
	c := tenant(t)
	c.want(200, "GET", "/projects/", nil)
	c.want(400, "POST", "/consumer-tokens/", "{}")
	c.want(400, "POST", "/consumer-tokens", "{}")
	c.nobody().want(200, "GET", "/ping/", nil)
}

func TestAnEscapedSlashSplitsThePath(t *testing.T) {
	c := tenant(t)
	id := c.project("Accueil numérique")
	if keys := c.want(200, "GET", "/projects/"+id+"%2Fapi", nil).object(); keys["id"] != id {
		t.Errorf("the answer is %v", keys)
	}
}

func TestTheEnvelopeEchoesTheDeclaredParameters(t *testing.T) {
	c := empty(t)
	for _, step := range []struct{ method, path, meta string }{
		{"GET", "/ping", `{"params": {"indent": 0}}`},
		{"GET", "/ping?page=3&unknown=1", `{"params": {"indent": 0}}`},
		{"GET", "/ping?indent=", `{"params": {"indent": 0}}`},
		{"POST", "/register", `{"params": {"indent": 0, "testing": false}}`},
		{"POST", "/register/approve-code?testing=T", `{"params": {"indent": 0, "testing": true}}`},
	} {
		var body any
		if step.method == "POST" {
			body = fields{"organizationName": "Syndicat", "email": "s@example.fr"}
		}
		if text := c.send(step.method, step.path, body).text; !strings.HasPrefix(text, `{"meta": `+step.meta+`, "content": `) {
			t.Errorf("%s %s answered %s", step.method, step.path, text)
		}
	}
	logout := tenant(t).want(202, "DELETE", "/session/logout?others=1", nil).text
	if logout != `{"meta": {"params": {"indent": 0, "others": true}}, "content": null}` {
		t.Errorf("logging out answered %s", logout)
	}
}

func TestIndentFormatsAsPythonDoes(t *testing.T) {
	c := empty(t)
	for indent, text := range map[string]string{
		"2":   "{\n  \"meta\": {\n    \"params\": {\n      \"indent\": 2\n    }\n  },\n  \"content\": \"pong\"\n}",
		"-1":  "{\n\"meta\": {\n\"params\": {\n\"indent\": -1\n}\n},\n\"content\": \"pong\"\n}",
		"0":   `{"meta": {"params": {"indent": 0}}, "content": "pong"}`,
		"%2B": "",
		"x":   "",
		"1.5": "",
	} {
		answer := c.send("GET", "/ping?indent="+indent, nil)
		if text == "" && (answer.StatusCode != 400 || answer.title() != "Invalid parameter") || text != "" && answer.text != text {
			t.Errorf("indent=%s answered %d %s", indent, answer.StatusCode, answer.text)
		}
	}
}

func TestOnlyKnownBooleanSpellingsAreAccepted(t *testing.T) {
	c := tenant(t)
	for _, good := range []string{"True", "true", "TRUE", "T", "t", "1"} {
		c.want(202, "DELETE", "/session/logout?others="+good, nil)
	}
	for _, bad := range []string{"yes", "on", "TrUe", "2", "None"} {
		if title := c.want(400, "DELETE", "/session/logout?others="+bad, nil).title(); title != "Invalid parameter" {
			t.Errorf("others=%s is titled %q", bad, title)
		}
	}
	for _, off := range []string{"False", "false", "FALSE", "F", "f", "0", "0.0", ""} {
		c.as(zopstest.BillingEmail, zopstest.BillingPassword).want(202, "DELETE", "/session/logout?others="+off, nil)
	}
}

func TestErrorsFollowAccept(t *testing.T) {
	c := empty(t)
	for accept, contentType := range map[string]string{
		"":                                  jsonError,
		"*/*":                               jsonError,
		"application/*":                     jsonError,
		"application/json":                  jsonError,
		"text/html, application/json;q=0.1": jsonError,
		"application/vnd.api+json":          jsonError,
		"application/xml":                   "application/xml; charset=UTF-8",
		"text/xml":                          "text/xml; charset=UTF-8",
		"application/xml;q=0.9, */*;q=0.8":  "application/xml; charset=UTF-8",
		"application/json;q=0.2, text/xml":  "text/xml; charset=UTF-8",
		"text/html":                         "",
		"application/json;q=0":              "",
		"nonsense":                          "",
	} {
		answer := c.with("Accept", accept).send("GET", "/me", nil)
		wanted := contentType
		if wanted == "" {
			wanted = jsonError
		}
		empty := contentType == ""
		if answer.StatusCode != 401 || answer.Header.Get("Content-Type") != wanted || (answer.text == "") != empty || answer.Header.Get("Vary") != "Accept" {
			t.Errorf("Accept %q was answered %d %q %q", accept, answer.StatusCode, answer.Header, answer.text)
		}
	}
	xml := c.with("Accept", "text/xml").send("GET", "/me", nil).text
	if !strings.HasPrefix(xml, `<?xml version="1.0" encoding="UTF-8"?><error><title>401 Unauthorized</title><description>`) {
		t.Errorf("the XML is %s", xml)
	}
}

func TestAnswersHaveTheServicesHeaders(t *testing.T) {
	c := empty(t)
	answer := c.want(200, "GET", "/ping", nil)
	if answer.Header.Get("Connection") != "close" || answer.Header.Get("Content-Type") != jsonBody || answer.Header.Get("Vary") != "" {
		t.Errorf("the headers are %v", answer.Header)
	}
	for _, name := range []string{"Location", "Etag", "Www-Authenticate", "Retry-After"} {
		if answer := c.send("GET", "/me", nil); answer.Header.Get(name) != "" {
			t.Errorf("there is a header %s", name)
		}
	}
}

func TestOptionsDescribesEveryResourceWithoutAToken(t *testing.T) {
	c := empty(t)
	for path, allow := range map[string]string{
		"/session": "POST, OPTIONS", "/session/logout": "DELETE, OPTIONS", "/forgot-password": "POST, OPTIONS",
		"/reset-password": "PUT, OPTIONS", "/account": "GET, PUT, DELETE, OPTIONS", "/register": "POST, OPTIONS",
		"/register/x": "PUT, OPTIONS", "/register/approve-code": "POST, OPTIONS", "/admins": "GET, POST, OPTIONS",
		"/admins/x": "GET, PUT, DELETE, OPTIONS", "/developers": "GET, POST, OPTIONS", "/developers/x": "GET, PUT, DELETE, OPTIONS",
		"/billings": "GET, POST, OPTIONS", "/billings/x": "GET, PUT, DELETE, OPTIONS", "/me": "GET, OPTIONS",
		"/projects": "GET, POST, OPTIONS", "/projects/x": "GET, PUT, OPTIONS", "/projects/x/api": "GET, PUT, OPTIONS",
		"/services": "GET, POST, OPTIONS", "/projects/x/services": "POST, OPTIONS", "/projects/x/services/y": "GET, DELETE, OPTIONS",
		"/consumers": "GET, POST, OPTIONS", "/projects/x/consumers": "POST, OPTIONS", "/projects/x/consumers/y": "DELETE, OPTIONS",
		"/consumer-tokens": "POST, OPTIONS", "/consumer-tokens/x/projects/y/services/z": "DELETE, OPTIONS",
	} {
		answer := c.want(200, "OPTIONS", path, nil)
		var description map[string]any
		if err := json.Unmarshal([]byte(answer.text), &description); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"params", "details", "name", "methods", "path", "type", "fields", "title"} {
			if _, ok := description[key]; !ok || len(description) != 8 {
				t.Errorf("%s describes itself with %v", path, description)
			}
		}
		if answer.Header.Get("Allow") != allow || description["path"] != "/api/v1"+path {
			t.Errorf("%s allows %q and says that it is %v", path, answer.Header.Get("Allow"), description["path"])
		}
	}
}
