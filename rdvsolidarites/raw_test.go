package rdvsolidarites_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/conform"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// answering is a client of a server that gives the bodies one after the other, and
// the last one from then on.
func answering(t *testing.T, bodies ...string) (client *rdvsolidarites.Client, requests *int) {
	t.Helper()
	requests = new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		body := bodies[min(*requests, len(bodies)-1)]
		*requests++
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return newClient(t, server.URL, rdvsolidarites.Bearer("jeton"), guichet.WithRetries(1), guichet.WithBackoff(noWait)), requests
}

func TestARawObjectIsTheServicesOwnText(t *testing.T) {
	const absence = `{ "id" : 1, "title":"caf\u00e9", "neuf": 1e2, "agent": {"id": 3} }`
	client, _ := answering(t, `{"absence":`+absence+`, "meta":{}}`)
	if raw, err := client.Absences.GetRaw(t.Context(), 1); err != nil || string(raw) != absence {
		t.Errorf("the object is %s (%v)", raw, err)
	}
}

func TestTheRawAgentIsFoundWithAndWithoutItsRoot(t *testing.T) {
	const agent = `{"id": 3, "email": "agathe@example.fr"}`
	for _, body := range []string{agent, "\n" + agent + "\n", `{"agent": ` + agent + `}`, `{"agent":` + agent + `,"id":9}`} {
		client, _ := answering(t, body)
		if raw, err := client.Agents.MeRaw(t.Context()); err != nil || string(raw) != agent {
			t.Errorf("%s gave %s (%v)", body, raw, err)
		}
		if me, err := client.Agents.Me(t.Context()); err != nil || me.ID != 3 {
			t.Errorf("%s gave %+v (%v)", body, me, err)
		}
	}
}

func TestTheRawInvitationTokenIsTheWholeAnswer(t *testing.T) {
	const answer = `{"invitation_token": "AB12CD34", "autre": 1}`
	client, _ := answering(t, answer)
	if raw, err := client.Users.InvitationTokenRaw(t.Context(), 1); err != nil || string(raw) != answer {
		t.Errorf("the answer is %s (%v)", raw, err)
	}
}

// TestARawAnswerThatIsNotWhatItShouldBeIsUnusable covers every way of reading a raw
// object.
func TestARawAnswerThatIsNotWhatItShouldBeIsUnusable(t *testing.T) {
	type client = rdvsolidarites.Client
	calls := map[string]func(c *client) (json.RawMessage, error){
		"absence": func(c *client) (json.RawMessage, error) { return c.Absences.GetRaw(t.Context(), 1) },
		"agent":   func(c *client) (json.RawMessage, error) { return c.Agents.MeRaw(t.Context()) },
		"token":   func(c *client) (json.RawMessage, error) { return c.Users.InvitationTokenRaw(t.Context(), 1) },
	}
	for _, body := range []string{
		``, `null`, `[]`, `"absence"`, `{}`, `{"absence":null}`, `{"absence":[]}`, `{"absence":"x"}`, `{"absence":{"id":1,"id":2}}`,
		`{"absence":{"id":1}}x`, `{"agent":{}}`, `{"agent":{"id":"1"}}`, `{"agent":{"id":1,"id":1}}`, `{"invitation_token":null}`, `{"invitation_token":{}}`,
	} {
		for name, call := range calls {
			c, _ := answering(t, body)
			if raw, err := call(c); !errors.Is(err, guichet.ErrUnusableAnswer) || raw != nil {
				t.Errorf("%s of %s: %s (%v)", name, body, raw, err)
			}
		}
	}
}

// TestADamagedRawAnswerIsAskedForAgain is about a body whose damage only its JSON
// shows.
func TestADamagedRawAnswerIsAskedForAgain(t *testing.T) {
	for name, call := range map[string]func(c *rdvsolidarites.Client) (json.RawMessage, error){
		`{"absence":{"id":1}}`: func(c *rdvsolidarites.Client) (json.RawMessage, error) { return c.Absences.GetRaw(t.Context(), 1) },
		`{"agent":{"id":1}}`:   func(c *rdvsolidarites.Client) (json.RawMessage, error) { return c.Agents.MeRaw(t.Context()) },
	} {
		cut := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Connection", "close")
			if cut++; cut > 1 {
				_, _ = io.WriteString(w, name)
				return
			}
			connection, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"+name[:len(name)/2])
			_ = connection.Close()
		}))
		client := newClient(t, server.URL, rdvsolidarites.Bearer("jeton"), guichet.WithRetries(1), guichet.WithBackoff(noWait))
		if raw, err := call(client); err != nil || !strings.Contains(name, string(raw)) || cut != 2 {
			t.Errorf("%s: %s after %d requests (%v)", name, raw, cut, err)
		}
		server.Close()
	}
}

// TestARawListHasAReportThatStartsAnewWithEachRange also gives the report of
// WithReport back.
func TestARawListHasAReportThatStartsAnewWithEachRange(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{Users: 250})
	client := adminWithLinks(t, server)
	var own guichet.Report
	ids := find(t, server, client)
	for name, read := range map[string]func(...guichet.CallOption) (func(func(json.RawMessage, error) bool), *guichet.Report){
		"users": func(o ...guichet.CallOption) (func(func(json.RawMessage, error) bool), *guichet.Report) {
			return client.Users.AllRaw(t.Context(), rdvsolidarites.UserQuery{}, o...)
		},
		"motifs": func(o ...guichet.CallOption) (func(func(json.RawMessage, error) bool), *guichet.Report) {
			return client.Motifs.AllRaw(t.Context(), rdvsolidarites.MotifQuery{OrganisationID: ids.organisation}, o...)
		},
		"public links": func(o ...guichet.CallOption) (func(func(json.RawMessage, error) bool), *guichet.Report) {
			return client.PublicLinks.AllRaw(t.Context(), "62", o...)
		},
	} {
		list, report := read()
		if report.Total != -1 || report.Done {
			t.Errorf("%s: before the reading the report is %+v", name, *report)
		}
		pages := 0
		report.OnPage = func() { pages++ }
		for range 2 {
			n := 0
			for range must(t, list) {
				n++
			}
			if n == 0 || report.Unique != n || report.Total != n || !report.Done || report.Passes != 1 {
				t.Errorf("%s: %d rows and %+v", name, n, *report)
			}
		}
		if pages != 2*report.Pages {
			t.Errorf("%s: OnPage was called %d times for 2 × %d pages", name, pages, report.Pages)
		}
		if _, given := read(guichet.WithReport(&own)); given != &own {
			t.Errorf("%s: the report is not the one of WithReport", name)
		}
	}
}

func TestARawFormTakesWhatItsTypedFormTakes(t *testing.T) {
	if n := conform.CheckRawForms(t, reflect.TypeFor[rdvsolidarites.Client]()); n != 27 {
		t.Errorf("there are %d raw forms", n)
	}
}
