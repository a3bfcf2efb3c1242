package rdvsolidaritestest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// inbox is a receiver that keeps the bodies whose signature is right.
type inbox struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []string
}

func newInbox(t *testing.T) *inbox {
	in := &inbox{}
	in.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte("s"))
		mac.Write(body)
		if r.Header.Get("X-Lapin-Signature") != hex.EncodeToString(mac.Sum(nil)) {
			t.Errorf("the signature of %s is wrong", body)
		}
		in.mu.Lock()
		defer in.mu.Unlock()
		in.bodies = append(in.bodies, string(body))
	}))
	t.Cleanup(in.Close)
	return in
}

// receive makes changes while webhooks wait, and returns the bodies that arrive afterwards.
func receive(t *testing.T, g Generation, change func(*world)) []string {
	t.Helper()
	in := newInbox(t)
	w := newWorld(t, g, InstanceHistoric)
	w.server.endpoints[0].targetURL = in.URL
	w.server.HoldWebhooks(true)
	change(w)
	if err := w.server.Close(); err != nil { // releases them
		t.Fatal(err)
	}
	return in.bodies
}

func TestAWebhookTellsWhenItsBodyWasMade69(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	bodies := receive(t, Generation2026, func(w *world) {
		w.server.options.Now = func() time.Time { return now }
		w.send("admin", "PATCH rdvs/{R1}/update_status", `{"status":"seen"}`)
		now = now.Add(time.Hour)
	})
	if len(bodies) != 1 || at(bodies[0], "meta.event_occurred_at") != `"2026-11-16T10:00:00+01:00"` ||
		at(bodies[0], "meta.payload_computed_at") != `"2026-11-16T11:00:00+01:00"` || at(bodies[0], "meta.timestamp") != `"2026-11-16 11:00:00 +0100"` {
		t.Errorf("received %s", bodies)
	}
}

func TestAWebhookOf2025HasTheStateAtItsEvent69(t *testing.T) {
	bodies := receive(t, Generation2025, func(w *world) {
		w.send("admin", "PATCH participations/816", `{"participation":{"status":"noshow"}}`)
		w.send("admin", "PATCH participations/816", `{"participation":{"status":"excused"}}`)
	})
	var states []string
	for _, body := range bodies {
		states = append(states, at(body, "data.status"))
		if at(body, "meta.keys") != `["event","model","timestamp","webhook_reason"]` {
			t.Errorf("the meta of 2025 is %s", at(body, "meta"))
		}
	}
	if text := strings.Join(states, " "); strings.Count(text, "noshow") != 2 || strings.Count(text, "excused") != 2 {
		t.Errorf("received %s", text)
	}
}

func TestTwoQuickChangesArriveWithTheLastState70(t *testing.T) {
	bodies := receive(t, Generation2026, func(w *world) {
		w.send("admin", "PATCH rdvs/{R1}/update_status", `{"status":"noshow"}`)
		w.send("admin", "PATCH rdvs/{R1}/update_status", `{"status":"seen"}`)
	})
	if len(bodies) != 2 || at(bodies[0], "data.status") != `"seen"` || at(bodies[1], "data.status") != `"seen"` || at(bodies[0], "meta.event") != `"updated"` {
		t.Errorf("received %s", bodies)
	}
}

func TestARecordThatIsDestroyedBeforeItsWebhooksSendsDestroyedOnly71(t *testing.T) {
	bodies := receive(t, Generation2026, func(w *world) {
		w.server.mu.Lock()
		defer w.server.mu.Unlock()
		r := w.rdv(70, w.server.organisations[0], w.server.organisations[0].motifs[1], "2026-11-20 09:00", "unknown", "basic")
		for _, event := range []string{"created", "destroyed"} {
			exists := func() bool { _, ok := w.server.rdv(r.id); return ok }
			w.server.emitWhile(exists, "rdv", event, []int64{1}, func(w *writer) { w.rdv(r) })
		}
		w.server.removeRDV(r)
	})
	if len(bodies) != 1 || at(bodies[0], "meta.event") != `"destroyed"` || at(bodies[0], "data.id") != "70" {
		t.Errorf("received %s", bodies)
	}
}

func TestAProfileThatRdvinsertionMadeSendsNothingOnceItIsGone71(t *testing.T) {
	bodies := receive(t, Generation2026, func(w *world) {
		w.server.endpoints[0].subscriptions = []string{"user_profile", "referent_assignation"}
		w.server.organisations[1].verticale = "rdv_insertion" // without O1 the person is still one of rdv-insertion
		w.server.users[0].organisations = []int64{2}
		w.send("terr by signature", "POST /api/rdvinsertion/user_profiles/create_many", `{"user_id":{U1},"organisation_ids":[{O1}]}`)
		w.send("terr by signature", "POST /api/rdvinsertion/referent_assignations/create_many", `{"user_id":{U1},"agent_ids":[{basic}]}`)
		w.send("terr", "DELETE referent_assignations?user_id={U1}&agent_id={basic}", "")
		w.send("terr", "DELETE user_profiles?user_id={U1}&organisation_id={O1}", "")
	})
	if len(bodies) != 2 || at(bodies[0], "meta.event") != `"destroyed"` || at(bodies[1], "meta.event") != `"destroyed"` {
		t.Errorf("received %s", bodies)
	}
}
