package rdvsolidaritestest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func monday() time.Time { return time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC) }

// delivered is a delivery that a listener got.
type delivered struct {
	Data   object
	Meta   object
	header http.Header
	body   string
}

func (d delivered) String() string { return fmt.Sprint(d.Meta["model"], " ", d.Meta["event"]) }

// listener is an endpoint that answers 200. With a gate, each answer waits for a status of it; a closed gate
// lets all pass.
type listener struct {
	*httptest.Server
	got  chan delivered
	gate chan int
}

func listen(t *testing.T) *listener {
	l := &listener{got: make(chan delivered, 1000)}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		d := delivered{header: r.Header, body: string(body)}
		if err := json.Unmarshal(body, &d); err != nil {
			t.Errorf("%q: %v", body, err)
		}
		gate := l.gate
		l.got <- d
		if gate != nil {
			if status, open := <-gate; open {
				w.WriteHeader(status)
			}
		}
	}))
	t.Cleanup(l.Close)
	return l
}

// hooked starts a server that delivers, and subscribes l in organisation 101 to these words.
func hooked(t *testing.T, g rdvsolidaritestest.Generation, l *listener, words ...string) (*rdvsolidaritestest.Server, *client) {
	server, c := signedIn(t, rdvsolidaritestest.Options{Generation: g, RDVs: 30, Users: 3, Deliver: true, Now: monday,
		RetryWebhook: func(int) time.Duration { return 0 }})
	// With absences, nothing that exists is sent.
	c.json(200, "POST", "/api/v1/organisations/101/webhook_endpoints",
		object{"target_url": l.URL, "secret": "s", "subscriptions": append(words, "absence")})
	return server, c
}

// events closes the server and returns what arrived.
func (l *listener) events(server *rdvsolidaritestest.Server) (list []string) {
	server.Close()
	for len(l.got) > 0 {
		list = append(list, (<-l.got).String())
	}
	return list
}

func TestEachWriteSendsTheEventsOfTheService(t *testing.T) {
	everything := []string{"user", "user_profile", "referent_assignation", "rdv", "organisation"}
	for _, g := range []rdvsolidaritestest.Generation{generation2024, generation2025, generation2026} {
		for _, write := range []struct {
			method, path string
			body         object
			want         []string
		}{
			{"POST", "users", object{"first_name": "Ada", "last_name": "Caron", "organisation_ids": []int{101}, "referent_agent_ids": []int{203}},
				[]string{"User created", "UserProfile created", "ReferentAssignation created"}},
			{"PATCH", "users/%d", object{}, []string{"User updated"}},
			{"PATCH", "users/%d", object{"organisation_ids": []int{101, 102}}, []string{"User updated"}},
			{"PATCH", "users/%d", object{"referent_agent_ids": []int{203}}, []string{"User updated", "ReferentAssignation created"}},
			{"POST", "users/%d/rdv_invitation_token", nil, []string{"User updated"}},
			{"DELETE", "user_profiles?organisation_id=101&user_id=%d", nil, []string{"UserProfile destroyed"}},
			{"PATCH", "organisations/101", object{}, []string{"Organisation updated"}},
			{"POST", "absences", absence(nil), []string{"Absence created"}},
		} {
			l := listen(t)
			server, c := hooked(t, g, l, everything...)
			u := c.create(nil)
			for range 2 {
				<-l.got // the user and the profile
			}
			path := write.path
			if path != "users" && path != "absences" && path != "organisations/101" {
				path = fmt.Sprintf(path, u.id())
			}
			c.send(write.method, "/api/v1/"+path, write.body)
			if got := l.events(server); !slices.Equal(got, write.want) {
				t.Errorf("%d: %s %s sent %q, not %q", g, write.method, write.path, got, write.want)
			}
		}
	}
}

func TestAParticipationSendsItsRDVTwiceUnlessItsStatusStays(t *testing.T) {
	for _, g := range []rdvsolidaritestest.Generation{generation2024, generation2026} {
		l := listen(t)
		server, c := hooked(t, g, l, "rdv")
		var participation object
		for _, r := range c.get("/api/v1/organisations/101/rdvs").rows("rdvs") {
			if list := r.rows("participations"); len(list) > 0 && list[0]["status"] == "unknown" {
				participation = list[0]
			}
		}
		for range 2 {
			c.json(200, "PATCH", fmt.Sprintf("/api/v1/participations/%d", participation.id()), object{"participation": object{"status": "seen"}})
		}
		for _, body := range []object{{}, {"participation": object{}}} {
			c.want(422, `X"errors":["param is missing or the value is empty: participation"]}`, "PATCH", fmt.Sprintf("/api/v1/participations/%d", participation.id()), body)
		}
		if got := l.events(server); !slices.Equal(got, []string{"Rdv updated", "Rdv updated"}) {
			t.Errorf("%d: %q arrived", g, got)
		}
	}
}

func TestADeliveryHasTheHeadersOfTheService(t *testing.T) {
	l := listen(t)
	_, c := hooked(t, generation2024, l, "user")
	c.create(nil)
	header := (<-l.got).header
	for name, want := range map[string]string{"User-Agent": "Typhoeus - https://github.com/typhoeus/typhoeus", "Accept": "*/*",
		"Content-Type": "application/json; charset=utf-8", "Accept-Encoding": "", "Expect": ""} {
		if got := header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestAMotifInADeliveryHasItsCategoryAsAnObject(t *testing.T) {
	l := listen(t)
	_, c := signedIn(t, rdvsolidaritestest.Options{Generation: generation2024, RDVs: 30})
	c.json(200, "POST", "/_sandbox/webhooks", object{"target": l.URL, "secret": "s", "model": "motif", "event": "updated", "count": 9})
	categories := 0
	for range 9 {
		if category, ok := (<-l.got).Data["motif_category"].(map[string]any); ok && category["short_name"] != "" {
			categories++
		}
	}
	if categories == 0 {
		t.Error("no motif has a category")
	}
}

func TestTheBodyOfARetryIsTheSameUntil2026AndFreshAfterwards(t *testing.T) {
	for g, fresh := range map[rdvsolidaritestest.Generation]bool{generation2024: false, generation2025: false, generation2026: true} {
		l := listen(t)
		server, c := hooked(t, g, l, "user")
		u := c.create(object{"first_name": "Ada"})
		<-l.got
		l.gate = make(chan int)
		c.json(200, "PATCH", fmt.Sprintf("/api/v1/users/%d", u.id()), object{"first_name": "Zoé"})
		first := <-l.got // it is not answered yet, so that the next write comes before the retry
		c.json(200, "PATCH", fmt.Sprintf("/api/v1/users/%d", u.id()), object{"first_name": "Eva"})
		l.gate <- 503
		close(l.gate)
		again := 0
		for range 2 {
			if d := <-l.got; d.body == first.body {
				again++
			}
		}
		if first.Data["first_name"] != "Zoé" || (again == 0) != fresh {
			t.Errorf("%d: the body of the first attempt came %d times again", g, again)
		}
		server.Close()
	}
}

func TestTheMetaOfADeliveryNamesItsInstantsSince2026(t *testing.T) {
	for g, want := range map[rdvsolidaritestest.Generation]object{
		generation2025: {"model": "User", "event": "created", "webhook_reason": nil, "timestamp": "2026-11-16 10:00:00 +0100"},
		generation2026: {"model": "User", "event": "created", "webhook_reason": nil, "timestamp": "2026-11-16 10:00:00 +0100",
			"event_occurred_at": "2026-11-16T10:00:00+01:00", "payload_computed_at": "2026-11-16T10:00:00+01:00"},
	} {
		l := listen(t)
		_, c := hooked(t, g, l, "user")
		c.create(nil)
		if got := (<-l.got).Meta; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%d: the meta is %v", g, got)
		}
	}
}

func TestAnEventIsDroppedSince2026WhenItsRecordIsGone(t *testing.T) {
	for g, want := range map[rdvsolidaritestest.Generation][]string{
		generation2024: {"User created", "UserProfile created", "Absence created", "Absence destroyed"},
		generation2026: {"User created", "UserProfile created", "Absence destroyed"},
	} {
		l := listen(t)
		l.gate = make(chan int)
		server, c := hooked(t, g, l, "user", "user_profile")
		c.create(nil)
		created := <-l.got // the listener waits, and the next deliveries queue behind it
		a := c.json(200, "POST", "/api/v1/absences", absence(nil)).object("absence")
		c.json(204, "DELETE", fmt.Sprintf("/api/v1/absences/%d", a.id()), nil)
		close(l.gate)
		l.got <- created
		if got := l.events(server); !sameEvents(got, want) {
			t.Errorf("%d: %q arrived, not %q", g, got, want)
		}
	}
}

func sameEvents(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func TestAnEndpointMovesByTheRightsInItsOrganisationUntil2026(t *testing.T) {
	server, admin := signedIn(t, rdvsolidaritestest.Options{Generation: generation2024, RDVs: 30})
	const path = "/api/v1/organisations/%d/webhook_endpoints"
	e := admin.json(200, "POST", fmt.Sprintf(path, 101), object{"target_url": "https://example.fr/x", "secret": "s"}).object("webhook_endpoint")
	basic := admin.as(server.Agents()[1])
	basic.want(403, "X", "PATCH", fmt.Sprintf(path+"/%d", 103, e.id()), object{})
	admin.want(200, `X"organisation_id":103,X`, "PATCH", fmt.Sprintf(path+"/%d", 103, e.id()), object{})
}
