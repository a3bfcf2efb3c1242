package dataset

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/pull/reading"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

const rdvPath = "/api/v1/organisations/101/rdvs"

// signedIn reads a test server, without a socket.
func signedIn(t *testing.T, server *rdvsolidaritestest.Server) *Source {
	t.Helper()
	client, err := rdvsolidarites.New(rdvsolidarites.SignIn(rdvsolidaritestest.Email, rdvsolidaritestest.Password),
		guichet.WithBaseURL(server.URL), guichet.WithHTTPClient(&http.Client{Transport: server.Transport()}))
	if err != nil {
		t.Fatal(err)
	}
	return &Source{rdv: client}
}

func (s *Source) first(t *testing.T) (reading.Page, error) {
	return s.page(t.Context(), rdvList{page: rdvsPage}, request{organisation: 101, page: 1})
}

func TestThreeLostSessionsAMinuteAreAContest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 10})
		c := signedIn(t, server)
		undone := func() error {
			server.Fault(rdvsolidaritestest.Fault{Match: "GET " + rdvPath, ExpireSession: true})
			_, err := c.first(t)
			return err
		}
		for range 3 {
			if err := undone(); err != nil {
				t.Fatal(err)
			}
		}
		started := time.Now()
		err := undone()
		if waited := time.Since(started); !errors.Is(err, guichet.ErrSessionContested) || waited > 0 {
			t.Errorf("after %v: %v", waited, err)
		}
		time.Sleep(time.Minute)
		if _, err := c.first(t); err != nil {
			t.Errorf("a minute later: %v", err)
		}
	})
}

// So a session that is lost now and then is no contest.
func TestASessionLostEveryHalfMinuteIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 10})
		c := signedIn(t, server)
		for range 20 {
			server.Fault(rdvsolidaritestest.Fault{Match: "GET " + rdvPath, ExpireSession: true})
			if _, err := c.first(t); err != nil {
				t.Fatal(err)
			}
			time.Sleep(30 * time.Second)
		}
	})
}

func TestASignInThatTheServiceFailsIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 10})
		c := signedIn(t, server)
		server.Fault(rdvsolidaritestest.Fault{Match: "POST /api/v1/auth/sign_in", Status: 502, HTML: true, Count: 3})
		if page, err := c.first(t); err != nil || len(page.Rows) == 0 {
			t.Errorf("%d rows, %v", len(page.Rows), err)
		}
		server.RevokeSessions()
		server.Fault(rdvsolidaritestest.Fault{Match: "POST /api/v1/auth/sign_in", Status: 502, HTML: true, Count: 100})
		if _, err := c.first(t); !errors.Is(err, guichet.ErrUnavailable) {
			t.Errorf("%v", err)
		}
	})
}

func TestErrorsNameTheOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 10})
		c := signedIn(t, server)
		for want, l := range map[string]rdvList{"RDVs.List": {page: rdvsPage}, "WebhookEndpoints.List": {page: webhookEndpointsPage}} {
			server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/101/", HTML: true, Count: 2})
			_, err := c.page(t.Context(), l, request{organisation: 101, page: 1})
			if err == nil || !errors.Is(err, guichet.ErrUnusableAnswer) || !strings.Contains(err.Error(), want+":") {
				t.Errorf("%v, not of %s", err, want)
			}
		}
	})
}

// An empty list would make every row of the previous result gone.
func TestAnEmptyAnswerIsNotAnEmptyList(t *testing.T) {
	for _, body := range []string{"", "null", "{}", `{"rdvs":null}`, `{"rdvs":[`} {
		client, err := rdvsolidarites.New(rdvsolidarites.Bearer("a-token"), guichet.WithRetries(0),
			guichet.WithHTTPClient(&http.Client{Transport: fake.Says{Status: 200, ContentType: "application/json", Body: body}}))
		if err != nil {
			t.Fatal(err)
		}
		c := &Source{rdv: client}
		if page, err := c.first(t); !errors.Is(err, guichet.ErrUnusableAnswer) {
			t.Errorf("%q: %+v, %v", body, page, err)
		}
	}
}

// TestAServiceThatAnswersWithAnotherPageDoesNotAdvance is asked for page 2 and
// gives page 1 again.
func TestAServiceThatAnswersWithAnotherPageDoesNotAdvance(t *testing.T) {
	server := fake.Says{Status: 200, ContentType: "application/json", Body: `{"rdvs":[{"id":1}],"meta":{"current_page":1,"total_pages":2,"total_count":101}}`}
	client, err := rdvsolidarites.New(rdvsolidarites.Bearer("jeton"), guichet.WithBaseURL("https://rdv.example.fr"), guichet.WithHTTPClient(&http.Client{Transport: server}))
	if err != nil {
		t.Fatal(err)
	}
	c := &Source{rdv: client}
	if _, err := c.first(t); err != nil {
		t.Fatal(err)
	}
	if _, err := c.page(t.Context(), rdvList{page: rdvsPage}, request{organisation: 101, page: 2}); !errors.Is(err, guichet.ErrStuck) {
		t.Errorf("page 2 gave %v", err)
	}
}
