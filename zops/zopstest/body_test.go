package zopstest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/zops/zopstest"
)

func TestBodiesThatAreNotObjectsAreAnsweredAsTheServiceDoes(t *testing.T) {
	c := tenant(t)
	for body, status := range map[string]int{
		"":                  400,
		"{":                 400,
		"{} {}":             400,
		"\ufeff{}":          400,
		"{}":                201,
		"[]":                201,
		`["x"]`:             201,
		`"text"`:            201,
		`{"unknown": 1}`:    201,
		`["id"]`:            500,
		`"an id in it"`:     500,
		"null":              500,
		"5":                 500,
		"true":              500,
		"{\"a\": \"\xff\"}": 500,
		`{"id": "x"}`:       400,
	} {
		answer := c.send("POST", "/consumers", body)
		if answer.StatusCode != status || (status == 500) != answer.isHTML() {
			t.Errorf("%q was answered %d %s", body, answer.StatusCode, answer.text)
		}
	}
}

func TestTheContentTypeMustBeJSON(t *testing.T) {
	c := tenant(t)
	for contentType, status := range map[string]int{
		"application/json":                201,
		"application/json; charset=utf-8": 201,
		"application/json;charset=latin1": 201,
		"text/plain":                      415,
		"Application/JSON":                415,
		"application":                     415,
		"":                                415,
	} {
		c.with("Content-Type", contentType).want(status, "POST", "/consumers", "{}")
	}
	c.with("Content-Type", "text/plain").want(200, "GET", "/consumers", nil)
}

func TestFieldErrorsAreReportedOneCategoryAtATime(t *testing.T) {
	c := tenant(t)
	project := "/projects/" + c.project("Bac à sable")
	for _, step := range []struct{ method, path, body, title, description string }{
		{"POST", "/admins", `{"role": "x"}`, "Representation deserialization failed", "missing: ['email', 'password', 'firstName', 'lastName']"},
		{"POST", "/session", `{"email": "a"}`, "Representation deserialization failed", "missing: ['password']"},
		{"POST", project + "/services", `{"codeName": "roc", "name": "", "description": ""}`, "Representation deserialization failed", "missing: ['serviceCatalogCode']"},
		{"PUT", project, `{"name": "a", "description": "b", "id": "c", "userLimit": 1000, "userUsed": 0, "services": []}`, "Representation deserialization failed", "forbidden: ['id', 'userLimit', 'userUsed', 'services']"},
		{"PUT", project, `{"name": "a", "description": "b", "userLimit": "x"}`, "Representation deserialization failed", "failed to parse: {'userLimit': 'not an integer'}"},
		{"POST", project + "/services", `{"name": "", "description": "", "serviceCatalogCode": "fax"}`, "Representation deserialization failed", "invalid: {'serviceCatalogCode': 'must be push, roc or sms'}:"},
		{"PUT", "/account", `{"organizationName": "", "address": "", "phone": "+33565000000", "email": ""}`, "Validation failed", "The phone number has not the form of one."},
		{"POST", "/forgot-password", `{"email": ""}`, "Validation failed", "The e-mail address has not the form of one."},
	} {
		answer := c.want(400, step.method, step.path, step.body)
		if answer.title() != step.title || !strings.Contains(answer.text, step.description) {
			t.Errorf("%s %s %s was answered %s", step.method, step.path, step.body, answer.text)
		}
	}
	if !c.send("PUT", project, `{"name": "a", "description": "b", "userUsed": null}`).isHTML() {
		t.Error("a null for a number was not noticed only below the service")
	}
}

func TestValuesAreStoredAsPythonPrintsThem(t *testing.T) {
	c := tenant(t)
	id := c.project("Bac à sable")
	for value, text := range map[string]string{
		`null`:                   "None",
		`true`:                   "True",
		`false`:                  "False",
		`5`:                      "5",
		`-0`:                     "0",
		`5.0`:                    "5.0",
		`1e3`:                    "1000.0",
		`1e16`:                   "1e+16",
		`1.5e-7`:                 "1.5e-07",
		`123456789012345678901`:  "123456789012345678901",
		`["a", 1, null]`:         "['a', 1, None]",
		`{"b": "it's", "a": []}`: `{'b': "it's", 'a': []}`,
		`"  "`:                   "  ",
		`""`:                     "",
	} {
		body := fmt.Sprintf(`{"name": %s, "description": ""}`, value)
		if got := c.want(202, "PUT", "/projects/"+id, body).object()["name"]; got != text {
			t.Errorf("%s became %q, not %q", value, got, text)
		}
	}
}

func TestTextIsEscapedInAnswersButNotInErrors(t *testing.T) {
	c := tenant(t)
	answer := c.want(201, "POST", "/projects", `{"name": "é \ud83d\ude00 \" \u007f", "description": "\b\n"}`)
	if !strings.Contains(answer.text, `"name": "\u00e9 \ud83d\ude00 \" \u007f", "description": "\b\n"`) {
		t.Errorf("the answer is %s", answer.text)
	}
	if refusal := c.want(400, "GET", "/projects?indent=%C3%A9", nil).text; !strings.Contains(refusal, "é") {
		t.Errorf("the refusal is %s", refusal)
	}
}

func TestValuesTooLongForTheirColumnsAreAnswered500(t *testing.T) {
	c := tenant(t)
	manager := c.as(zopstest.ManagerEmail, zopstest.ManagerPassword)
	bare := "/projects/" + c.project("Bac à sable")
	long := func(n int) string { return strings.Repeat("é", n) }
	account := fields{"organizationName": "x", "address": "", "phone": "33565000000", "email": "x"}
	for _, step := range []struct {
		caller       *caller
		method, path string
		body         fields
		html         bool
	}{
		{c, "POST", "/register", fields{"organizationName": long(101), "email": "a"}, true},
		{c, "POST", "/register", fields{"organizationName": "a", "email": long(71)}, true},
		{c, "PUT", bare, fields{"name": long(71), "description": ""}, true},
		{c, "POST", "/projects", fields{"name": "", "description": long(201)}, false},
		{c, "POST", "/admins", person("a@b.c" + long(66)), false},
		{c, "PUT", "/account", fields{"organizationName": "x", "address": long(201), "phone": "33565000000", "email": "x"}, false},
		{c, "PUT", "/account", fields{"organizationName": "x", "address": "", "phone": "335650000000", "email": "x"}, false},
		{c, "POST", bare + "/services", fields{"name": long(71), "description": "", "serviceCatalogCode": "roc"}, false},
		{manager, "POST", "/services", fields{"name": long(71), "description": "", "codeName": "x"}, false},
	} {
		answer := step.caller.want(500, step.method, step.path, step.body)
		if answer.isHTML() != step.html || !step.html && answer.title() != "500 Internal Server Error" {
			t.Errorf("%s %s was answered %s", step.method, step.path, answer.text)
		}
	}
	c.want(202, "PUT", "/account", account)
	c.want(201, "POST", "/projects", fields{"name": long(70), "description": long(200)})
	c.nobody().want(404, "POST", "/session", fields{"email": long(100) + "@b.c", "password": ""})
}
