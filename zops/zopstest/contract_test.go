package zopstest_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/zops/zopstest"
)

// the operations with the roles that may call them: manager, admin, developer, billing;
// "" is everybody, without a token.
var operations = []struct{ method, path, roles string }{
	{"POST", "/session", ""}, {"DELETE", "/session/logout", "ADB"}, {"POST", "/forgot-password", ""}, {"PUT", "/reset-password", ""},
	{"GET", "/account", "AD"}, {"PUT", "/account", "A"}, {"DELETE", "/account", "A"},
	{"POST", "/register", ""}, {"PUT", "/register/x", ""}, {"POST", "/register/approve-code", ""},
	{"GET", "/admins", "A"}, {"POST", "/admins", "A"}, {"GET", "/admins/x", "A"}, {"PUT", "/admins/x", "A"}, {"DELETE", "/admins/x", "A"},
	{"GET", "/developers", "A"}, {"POST", "/developers", "A"}, {"GET", "/developers/x", "AD"}, {"PUT", "/developers/x", "AD"}, {"DELETE", "/developers/x", "A"},
	{"GET", "/billings", "A"}, {"POST", "/billings", "A"}, {"GET", "/billings/x", "AB"}, {"PUT", "/billings/x", "AB"}, {"DELETE", "/billings/x", "A"},
	{"GET", "/me", "MADB"},
	{"GET", "/projects", "AD"}, {"POST", "/projects", "AD"}, {"GET", "/projects/x", "AD"}, {"PUT", "/projects/x", "AD"}, {"DELETE", "/projects/x", "AD"},
	{"GET", "/projects/x/api", "AD"}, {"PUT", "/projects/x/api", "AD"}, {"GET", "/projects/x/services-token", "A"},
	{"GET", "/services", "AD"}, {"POST", "/services", "M"},
	{"POST", "/projects/x/services", "AD"}, {"GET", "/projects/x/services/push", "AD"}, {"DELETE", "/projects/x/services/push", "AD"},
	{"GET", "/consumers", "AD"}, {"POST", "/consumers", "AD"},
	{"POST", "/projects/x/consumers", "AD"}, {"DELETE", "/projects/x/consumers/y", "AD"},
	{"POST", "/consumer-tokens", "AD"}, {"DELETE", "/consumer-tokens/x/projects/y/services/push", "AD"},
	{"GET", "/ping", ""}, {"GET", "//", ""}, {"GET", "/email-tracking", "M"}, {"GET", "/log-tracking", "M"},
	{"POST", "/log-notifier", ""}, {"POST", "/service-event", ""}, {"POST", "//v1/auth/token", ""},
}

// callers are a caller of each role on a new server, and one without a token.
func callers(t *testing.T) map[string]*caller {
	c := tenant(t)
	return map[string]*caller{
		"": c.nobody(), "A": c, "M": c.as(zopstest.ManagerEmail, zopstest.ManagerPassword),
		"D": c.as(zopstest.DeveloperEmail, zopstest.DeveloperPassword), "B": c.as(zopstest.BillingEmail, zopstest.BillingPassword),
	}
}

// TestEveryOperationIsForItsRoles also reads each answer: a refusal is an error of the
// service in JSON, with a status that it has.
func TestEveryOperationIsForItsRoles(t *testing.T) {
	statuses := []int{200, 201, 202, 400, 401, 402, 404, 405, 409, 500}
	for _, o := range operations {
		for _, role := range slices.Sorted(maps.Keys(callers(t))) {
			caller := callers(t)[role]
			var body any
			if o.method == "POST" || o.method == "PUT" {
				body = "{}"
			}
			answer := caller.send(o.method, o.path, body)
			allowed := o.roles == "" || role != "" && strings.Contains(o.roles, role)
			if (answer.StatusCode != 401) != allowed || !slices.Contains(statuses, answer.StatusCode) || answer.Header.Get("Connection") != "close" {
				t.Errorf("%s %s as %q was answered %d %s", o.method, o.path, role, answer.StatusCode, answer.text)
			}
			if answer.StatusCode == 401 && (answer.title() != "401 Unauthorized" || answer.Header.Get("Vary") != "Accept" || answer.Header.Get("Content-Type") != jsonError) {
				t.Errorf("%s %s as %q was refused with %v %s", o.method, o.path, role, answer.Header, answer.text)
			}
		}
	}
}

// TestWhatEveryWriteChecksFirst goes through the order of the service's checks with each
// operation that takes a body.
func TestWhatEveryWriteChecksFirst(t *testing.T) {
	for _, o := range operations {
		if o.method != "POST" && o.method != "PUT" {
			continue
		}
		c := callers(t)[o.roles[:min(1, len(o.roles))]]
		for _, s := range []struct {
			contentType string
			body        any
			status      int
			title       string
		}{
			{"", nil, 415, "Unsupported media type"},
			{"text/plain", "{}", 415, "Unsupported media type"},
			{"application/json; charset=latin1", "", 400, "Bad Request"},
			{"application/json", "{", 400, "Bad Request"},
			{"application/json", "\ufeff{}", 400, "Bad Request"},
			{"application/json", "null", 500, ""},
			{"application/json", "5", 500, ""},
			{"application/json", "{\"a\": \"\xff\"}", 500, ""},
			{"application/json", `{"a": NaN}`, 400, "Representation deserialization failed"},
			{"application/json", "[]", 400, "Representation deserialization failed"},
		} {
			if o.path == "/consumers" && s.title == "Representation deserialization failed" {
				continue // it has no field that could be missing
			}
			answer := c.with("Content-Type", s.contentType).send(o.method, o.path+"?indent=x", s.body)
			if answer.StatusCode != s.status || answer.title() != s.title || answer.isHTML() != (s.status == 500) {
				t.Errorf("%s %s with %v as %q was answered %d %s", o.method, o.path, s.body, s.contentType, answer.StatusCode, answer.text)
			}
		}
	}
}

// TestEveryRouteKnowsItsMethods has each route refuse the methods that it has not, and
// describe the others.
func TestEveryRouteKnowsItsMethods(t *testing.T) {
	has := map[string][]string{}
	for _, o := range operations {
		has[o.path] = append(has[o.path], o.method)
	}
	c := empty(t)
	for path, methods := range has {
		allow := c.want(200, "OPTIONS", path, nil).Header.Get("Allow")
		for _, method := range []string{"GET", "POST", "PUT", "DELETE", "HEAD"} {
			name := fmt.Sprint(method, " ", path)
			if slices.Contains(methods, method) {
				if path != "/projects/x" && !strings.Contains(allow, method) {
					t.Errorf("%s is missing in %q", name, allow)
				}
				continue
			}
			answer := c.send(method, path, nil)
			if _, given := answer.Header["Allow"]; answer.StatusCode != http.StatusMethodNotAllowed || !given || answer.Header.Get("Content-Type") != jsonError {
				t.Errorf("%s was answered %d %v %s", name, answer.StatusCode, answer.Header, answer.text)
			}
			if strings.Contains(allow, method) {
				t.Errorf("%s is in %q", name, allow)
			}
		}
	}
}
