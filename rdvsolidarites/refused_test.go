package rdvsolidarites_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// refusing is a client of a server that gives one answer to everything, and counts.
func refusing(t *testing.T, status int, challenge, body string) (client *rdvsolidarites.Client, requests *int) {
	t.Helper()
	requests = new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		*requests++
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if challenge != "" {
			w.Header().Set("WWW-Authenticate", challenge)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return newClient(t, server.URL, rdvsolidarites.Bearer("canary-token")), requests
}

// TestARefusedCredentialHasTheWordsOfItsChallenge is about the empty bodies of 2026.
func TestARefusedCredentialHasTheWordsOfItsChallenge(t *testing.T) {
	for _, c := range []struct{ challenge, body, message, code string }{
		{`Bearer realm="Doorkeeper", error="invalid_token", error_description="The access token expired"`, "", "The access token expired", "invalid_token"},
		{`Bearer realm="Doorkeeper", error="invalid_token"`, "", "invalid_token", "invalid_token"},
		{`Bearer error_description="A \"quoted\" word", error="invalid_token"`, "{}", `A "quoted" word`, "invalid_token"},
		{`Bearer error_description="the token canary-token is over"`, "", "the token [redacted] is over", ""},
		{`Bearer realm="error"`, "{}", "", ""},
		{`Bearer error="invalid_token`, "", "", ""},
		{"", "{}", "", ""},
		{`Bearer error_description="of the header"`, `{"errors":["of the body"]}`, "of the body", ""},
	} {
		client, _ := refusing(t, http.StatusUnauthorized, c.challenge, c.body)
		_, err := client.Absences.Get(t.Context(), 1)
		if e := failure(t, err); !errors.Is(err, guichet.ErrUnauthorized) || e.Message != c.message || e.Code != c.code || e.Body != "" {
			t.Errorf("%s with %q: %+v", c.challenge, c.body, *e)
		}
	}
}

// TestADefectOfTheServiceIsReadTwiceAndWrittenOnce is about the answer to every call that
// the server of 2026 could not handle: repeating does not mend it.
func TestADefectOfTheServiceIsReadTwiceAndWrittenOnce(t *testing.T) {
	const defect = `{"errors":["Unexpected internal error"]}`
	for _, c := range []struct {
		body     string
		call     func(c *rdvsolidarites.Client) error
		requests int
	}{
		{defect, func(c *rdvsolidarites.Client) error { _, err := c.Absences.Get(t.Context(), 1); return err }, 2},
		{defect, func(c *rdvsolidarites.Client) error { return c.Absences.Delete(t.Context(), 1) }, 1},
		{defect, func(c *rdvsolidarites.Client) error { _, err := c.Users.InvitationToken(t.Context(), 1); return err }, 1},
		{`{"errors":["Out of memory"]}`, func(c *rdvsolidarites.Client) error { _, err := c.Absences.Get(t.Context(), 1); return err }, 5},
	} {
		client, requests := refusing(t, http.StatusInternalServerError, "", c.body)
		err := c.call(client)
		if e := failure(t, err); !errors.Is(err, guichet.ErrUnavailable) || *requests != c.requests || !strings.Contains(c.body, e.Message) || e.Message == "" {
			t.Errorf("%s: %v after %d requests, not %d", c.body, err, *requests, c.requests)
		}
	}
}

// TestAForbiddenAnswerSaysThatTheObjectMayNotExist, since in 2026 an unknown organisation
// has the same answer as a foreign one.
func TestAForbiddenAnswerSaysThatTheObjectMayNotExist(t *testing.T) {
	const want = "this agent is not allowed to do this, or the organisation does not exist"
	for _, body := range []string{`{"errors":[{"base":"forbidden"}]}`, `{"errors":[{"base":"forbidden"}],"error_messages":["refusé"]}`} {
		client, _ := refusing(t, http.StatusForbidden, "", body)
		_, err := client.RDVs.List(t.Context(), rdvsolidarites.RDVQuery{OrganisationID: 9})
		if e := failure(t, err); !errors.Is(err, guichet.ErrForbidden) || e.Code != "forbidden" || !strings.HasPrefix(e.Message, want) ||
			strings.Contains(body, "refusé") != strings.HasSuffix(e.Message, ": refusé") {
			t.Errorf("%s: %+v", body, *e)
		}
	}
}

func TestARefusedWebhookAddressIsExplained(t *testing.T) {
	for code, want := range map[string]string{
		"host_not_allowed": "ask the team of the service to add it",
		"taken":            "the organisation already has an endpoint with this address",
		"invalid_format":   "the service does not accept this address",
		"other":            "",
	} {
		client, _ := refusing(t, http.StatusUnprocessableEntity, "", `{"errors":{"target_url":[{"error":"`+code+`","host":"elsewhere.example.org"}]},"error_messages":["target_url refusée"]}`)
		_, err := client.WebhookEndpoints.Create(t.Context(), 1, newEndpoint())
		e := failure(t, err)
		if !strings.Contains(e.Message, want) || !strings.Contains(e.Message, "target_url refusée") || e.Fields["target_url"][0].Code != code {
			t.Errorf("%s: %+v", code, *e)
		}
	}
}
