package zops_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/zops"
	"github.com/guichet-go/guichet/zops/zopstest"
)

// answering returns a client of a server that gives one answer to everything.
func answering(t *testing.T, status int, contentType, body string) *zops.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	client, err := zops.New(zops.Token("jeton"), guichet.WithBaseURL(server.URL), guichet.WithRetries(0))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestErrorsOfEveryFormAreParsed(t *testing.T) {
	const jsonType, xmlType = "application/json; charset=UTF-8", "application/xml; charset=UTF-8"
	for _, c := range []struct {
		name, contentType, body string
		status                  int
		kind                    error
		message                 string
	}{
		{"a title that repeats the status", jsonType, `{"title": "409 Conflict", "description": "déjà pris"}`, 409, guichet.ErrConflict, "déjà pris"},
		{"a title of its own", jsonType, `{"title": "Validation failed", "description": "phone"}`, 400, guichet.ErrInvalid, "Validation failed: phone"},
		{"XML with entities", xmlType, `<?xml version="1.0"?><error> <title>404 Not Found</title> <description>l&apos;&#39;a&amp;b&lt;c&gt;</description></error>`, 404, guichet.ErrNotFound, "l''a&b<c>"},
		{"XML", xmlType, `<?xml version="1.0"?><error><title>404 Not Found</title><description>absent</description></error>`, 404, guichet.ErrNotFound, "absent"},
		{"a quota", jsonType, `{"title": "402 Payment Required", "description": "limit"}`, 402, guichet.ErrPaymentRequired, "limit"},
		{"a mail that failed", jsonType, `{"title": "424 Failed Dependency", "description": "mail"}`, 424, guichet.ErrUnavailable, "mail"},
		{"an HTML page", "text/html", "<html><body>Bad Gateway</body></html>", 502, guichet.ErrUnavailable, "an HTML page"},
		{"nothing", jsonType, "", 404, guichet.ErrNotFound, ""},
		{"neither", "text/plain", "oops", 500, guichet.ErrUnavailable, ""},
		{"an unreadable token", jsonType, `{"title": "Invalid parameter", "description": "The \"Authorization\" parameter is invalid. old"}`, 400, guichet.ErrUnauthorized, `Invalid parameter: The "Authorization" parameter is invalid. old`},
		{"another parameter", jsonType, `{"title": "Invalid parameter", "description": "The \"indent\" parameter is invalid."}`, 400, guichet.ErrInvalid, `Invalid parameter: The "indent" parameter is invalid.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := answering(t, c.status, c.contentType, c.body).Me.Get(t.Context())
			want(t, err, c.kind)
			if e := failure(t, err); e.Message != c.message || e.Status != c.status {
				t.Errorf("the message is %q with status %d", e.Message, e.Status)
			}
		})
	}
}

func TestFieldsThatTheServiceNamesAreInTheError(t *testing.T) {
	for description, code := range map[string]string{
		"missing: ['name', 'email']":          "missing",
		"forbidden: ['name', 'email']":        "forbidden",
		"invalid: {'email': 'one of a, b'}:":  "invalid",
		"missing: ['email'], failed to parse": "missing",
	} {
		body := fmt.Sprintf(`{"title": "Representation deserialization failed", "description": %q}`, description)
		_, err := answering(t, 400, "application/json", body).Me.Get(t.Context())
		if e := failure(t, err); e.Code != code || len(e.Fields["email"]) != 1 || e.Fields["email"][0].Code != code {
			t.Errorf("%s gave %q and %v", description, e.Code, e.Fields)
		}
	}
}

func TestKnownDefectsAreExplained(t *testing.T) {
	server, client := admin(t)
	p := project(t, client, "Accueil numérique")
	empty := project(t, client, "Bac à sable")
	ended := guichet.NewSecret("4fd2e0ab0c8a44a0a4b1c66a0f6b1c2d4fd2e0ab0c8a44a0a4b1c66a0f6b1c2d")
	for name, call := range map[string]func() error{
		"a project without keys":                func() error { _, err := client.ProjectKeys.Get(t.Context(), empty.ID); return err },
		"a service is attached":                 func() error { _, err := client.Projects.Update(t.Context(), p.ID, zops.ProjectUpdate{}); return err },
		"a billing user is created":             func() error { _, err := client.Billings.Create(t.Context(), user("b@example.fr")); return err },
		"does not exist or was already deleted": func() error { return client.ConsumerTokens.Delete(t.Context(), ended, p.ID, zops.ServicePush) },
		"the e-mail or the password is ":        func() error { _, err := client.Session.Login(t.Context(), zopstest.Email, "faux"); return err },
	} {
		server.ResetRequests()
		err := call()
		if e := failure(t, err); !strings.Contains(err.Error(), name) || e.Sent != guichet.Answered {
			t.Errorf("%v does not say %q", err, name)
		}
		if n := len(server.Requests()); n != 1 {
			t.Errorf("%q: the server saw %d requests", name, n)
		}
	}
}

func TestASecretInThePathIsNotInTheError(t *testing.T) {
	_, client := admin(t)
	const token = "4fd2e0ab0c8a44a0a4b1c66a0f6b1c2d4fd2e0ab0c8a44a0a4b1c66a0f6b1c2d"
	err := client.ConsumerTokens.Delete(t.Context(), guichet.NewSecret(token), unknownID, zops.ServicePush)
	if e := failure(t, err); strings.Contains(e.Path+err.Error()+e.Body, token) {
		t.Errorf("the token is in %q", e.Path)
	}
}

func TestAFailedMailIsNotRetried(t *testing.T) {
	server, client := admin(t)
	server.Fault(zopstest.Fault{Match: "POST /api/v1/register", Status: 424})
	in := zops.RegistrationCreate{OrganizationName: "Syndicat", Email: "s@example.fr"}
	_, err := client.Registrations.Create(t.Context(), in)
	want(t, err, guichet.ErrUnavailable)
	if errors.Is(err, guichet.ErrUnknownOutcome) {
		t.Error("the outcome is known: nothing was stored")
	}
	must[*zops.Registration](t)(client.Registrations.Create(t.Context(), in))
	if n := count(server, "POST", "/api/v1/register"); n != 2 {
		t.Errorf("the server saw %d requests", n)
	}
}

func TestAnEmptyAnswerToAWriteIsASuccess(t *testing.T) {
	for _, body := range []string{`{"meta": {}}`, `{"meta": {}, "content": null}`, `{"meta": {}, "content": {}}`, ""} {
		if err := answering(t, 201, "application/json", body).Passwords.Forgot(t.Context(), "a@example.fr"); err != nil {
			t.Errorf("%q: %v", body, err)
		}
	}
}

func TestALoginThatGivesNoTokenIsAnErrorOfTheLogin(t *testing.T) {
	_, err := answering(t, 200, "application/json", `{"content":{}}`).Session.Login(t.Context(), "a@b.fr", "secret")
	if e := failure(t, err); e.Kind != guichet.ErrUnusableAnswer || !e.SignIn || !e.Changes || e.Sent != guichet.Answered || e.Err == nil {
		t.Errorf("the error is %+v", e)
	}
}
