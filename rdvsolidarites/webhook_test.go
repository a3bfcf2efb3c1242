package rdvsolidarites_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

const signingKey = "clef-de-signature"

func TestASignatureCoversTheRawBytes(t *testing.T) {
	body := []byte(`{"data":{"id":7},"meta":{"model":"Rdv"}}`)
	const signature = "217e9b0ee6e5686607fddbd2535d078a6f99197357ba486264e72381b98ad2a2" // made by another program
	if got := rdvsolidarites.Sign(body, signingKey); got != signature {
		t.Errorf("the signature is %q", got)
	}
	if err := rdvsolidarites.Verify(body, signature, signingKey); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		body              []byte
		signature, secret string
	}{
		"another body":   {append([]byte(" "), body...), signature, signingKey},
		"another secret": {body, signature, "autre"},
		"no secret":      {body, rdvsolidarites.Sign(body, ""), ""},
		"no signature":   {body, "", signingKey},
		"half of it":     {body, signature[:32], signingKey},
		"not hex":        {body, strings.Repeat("z", 64), signingKey},
		"too long":       {body, signature + "00", signingKey},
	} {
		if err := rdvsolidarites.Verify(c.body, c.signature, c.secret); !errors.Is(err, rdvsolidarites.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// models are the subscriptions with the type that each is decoded into.
var models = map[string]any{
	"rdv": &rdvsolidarites.RDV{}, "absence": &rdvsolidarites.Absence{}, "plage_ouverture": &rdvsolidarites.PlageOuverture{},
	"user": &rdvsolidarites.User{}, "user_profile": &rdvsolidarites.UserProfile{}, "organisation": &rdvsolidarites.Organisation{},
	"motif": &rdvsolidarites.Motif{}, "lieu": &rdvsolidarites.Lieu{}, "agent": &rdvsolidarites.Agent{},
	"agent_role": &rdvsolidarites.AgentRole{}, "referent_assignation": &rdvsolidarites.ReferentAssignation{},
}

func TestEveryWebhookModelIsDecodedIntoItsType(t *testing.T) {
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 30})
	var mu sync.Mutex
	var events []*rdvsolidarites.Event
	handler, err := rdvsolidarites.NewWebhookHandler(signingKey, func(_ *http.Request, event *rdvsolidarites.Event, err error) error {
		mu.Lock()
		defer mu.Unlock()
		events = append(events, event)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	receiver := httptest.NewServer(handler)
	defer receiver.Close()
	admin := admin(t, server, guichet.WithHTTPClient(&http.Client{Transport: server.Transport()}))
	ids := find(t, server, admin)
	if _, err := admin.Referents.Create(t.Context(), ids.agent, ids.user); err != nil {
		t.Fatal(err) // so that there is one to send
	}
	for subscription, want := range models {
		statuses, err := server.SendWebhooks(receiver.URL, signingKey, subscription, "updated", 1)
		if err != nil || len(statuses) != 1 || statuses[0] != http.StatusOK {
			t.Fatalf("%s: %v %v", subscription, statuses, err)
		}
		event := events[len(events)-1]
		if fmt.Sprintf("%T", event.Data) != fmt.Sprintf("%T", want) || event.Meta.Event != rdvsolidarites.EventUpdated || event.Meta.Timestamp.IsZero() || len(event.Raw) == 0 {
			t.Errorf("%s came as %T with %+v", subscription, event.Data, event.Meta)
		}
	}
	if len(events) != 11 {
		t.Errorf("%d events came", len(events))
	}
}

func TestAnEventIsDecodedWhole(t *testing.T) {
	event, err := rdvsolidarites.ParseEvent([]byte(`{"data":{"id":7,"motif_category":"rsa_orientation","name":"Entretien"},` +
		`"meta":{"model":"Motif","event":"destroyed","webhook_reason":"rgpd","timestamp":"2026-11-16 09:00:00 +0100"}}`))
	if err != nil {
		t.Fatal(err)
	}
	motif, ok := event.Data.(*rdvsolidarites.Motif)
	if !ok || motif.ID != 7 || motif.MotifCategory == nil || motif.MotifCategory.Name != "rsa_orientation" {
		t.Errorf("the motif is %+v", event.Data)
	}
	if event.Meta.Event != rdvsolidarites.EventDestroyed || event.Meta.Reason != "rgpd" || event.Meta.Timestamp.Unix() != 1794816000 {
		t.Errorf("the meta is %+v", event.Meta)
	}
	unknown, err := rdvsolidarites.ParseEvent([]byte(`{"data":{"id":7},"meta":{"model":"Autre","event":"created"}}`))
	if err != nil || unknown.Data != nil || string(unknown.Raw) != `{"id":7}` {
		t.Errorf("an unknown model gave %+v (%v)", unknown, err)
	}
}

func TestTheFreshnessOfAnEventIsThatOfItsData(t *testing.T) {
	const timestamp = `"timestamp":"2026-11-16 09:00:01 +0100"`
	const occurred, computed = `"event_occurred_at":"2026-11-16T09:00:02+01:00"`, `"payload_computed_at":"2026-11-16T08:00:03.250Z"`
	for name, c := range map[string]struct{ moments, want string }{
		"2024 and 2025":            {timestamp, "2026-11-16T08:00:01Z"},
		"2026":                     {strings.Join([]string{timestamp, occurred, computed}, ","), "2026-11-16T08:00:03.25Z"},
		"2026 without timestamp":   {occurred + "," + computed, "2026-11-16T08:00:03.25Z"},
		"only when it happened":    {occurred, "0001-01-01T00:00:00Z"},
		"none":                     {"", "0001-01-01T00:00:00Z"},
		"null in place of moments": {timestamp + `,"event_occurred_at":null,"payload_computed_at":null`, "2026-11-16T08:00:01Z"},
	} {
		event := webhook(t, "Rdv", "updated", `{"id":7}`, c.moments)
		if got := event.Meta.FreshAsOf().UTC().Format(time.RFC3339Nano); got != c.want {
			t.Errorf("%s: it is %s, want %s", name, got, c.want)
		}
		if has := strings.Contains(c.moments, occurred); has && event.Meta.EventOccurredAt.Unix() != 1794816002 || !has && !event.Meta.EventOccurredAt.IsZero() {
			t.Errorf("%s: it happened at %s", name, event.Meta.EventOccurredAt)
		}
	}
}

func TestADeletedPersonIsRecognised(t *testing.T) {
	for data, want := range map[string]bool{
		`{"id":7,"first_name":"Usager supprimé","last_name":"Usager supprimé","email":"user_7@deleted.rdv-solidarites.fr"}`: true,
		`{"id":7,"email":"USER_7@deleted.rdv-solidarites.fr"}`:                                                              true,
		`{"id":7,"first_name":"Usager supprimé","last_name":"Usager supprimé","email":null}`:                                true,
		`{"id":7,"first_name":"Ada","last_name":"Usager supprimé"}`:                                                         false,
		`{"id":7,"first_name":"Ada","last_name":"Martin","email":"ada@rdv-solidarites.fr"}`:                                 false,
		`{"id":7,"email":"deleted.rdv-solidarites.fr@example.fr"}`:                                                          false,
		`{"id":7}`: false,
	} {
		user := webhook(t, "User", "updated", data, "").Data.(*rdvsolidarites.User)
		if user.Deleted() != want {
			t.Errorf("%s: deleted is %v", data, user.Deleted())
		}
	}
}

func TestAModelThatIsNotKnownIsHandedOverRaw(t *testing.T) {
	for model, data := range map[string]string{"AgentsRdv": `{"id":7,"agent":{"id":201},"rdv":{"id":401}}`, "Autre": `["a", 1.50]`} {
		event := webhook(t, model, "created", data, "")
		if event.Data != nil || string(event.Raw) != data {
			t.Errorf("%s gave %v and %s", model, event.Data, event.Raw)
		}
	}
}

func TestACategoryIsAnObjectOrAText(t *testing.T) {
	for category, want := range map[string]rdvsolidarites.MotifCategory{
		`"rsa_orientation"`: {Name: "rsa_orientation"},
		`{"id":3,"name":"RSA orientation","short_name":"rsa_orientation"}`: {ID: 3, Name: "RSA orientation", ShortName: "rsa_orientation"},
	} {
		motif := `{"id":7,"motif_category":` + category + `}`
		alone := webhook(t, "Motif", "updated", motif, "").Data.(*rdvsolidarites.Motif)
		inside := webhook(t, "Rdv", "updated", `{"id":1,"motif":`+motif+`}`, "").Data.(*rdvsolidarites.RDV)
		if *alone.MotifCategory != want || inside.Motif.MotifCategory == nil || *inside.Motif.MotifCategory != want {
			t.Errorf("%s gave %+v", category, alone.MotifCategory)
		}
	}
}

func TestAnInvalidEventIsAnError(t *testing.T) {
	for _, body := range []string{
		``, `null`, `[]`, `"a"`, `{`, `{}`, `{"data":{}}`, `{"meta":{"model":"Rdv"}}`, `{"data":{"id":"sept"},"meta":{"model":"Rdv"}}`,
		`{"data":null,"meta":{"model":"Rdv"}}`, `{"data":null,"meta":{"model":"Autre"}}`, `{"data":{"id":7},"data":{"id":8},"meta":{"model":"Rdv"}}`,
		`{"data":{"id":7,"id":8},"meta":{"model":"Rdv"}}`, `{"data":{},"meta":{"model":""}}`, `{"data":{},"meta":{"model":"Rdv","timestamp":"hier"}}`,
	} {
		if event, err := rdvsolidarites.ParseEvent([]byte(body)); err == nil || event.Data != nil || string(event.Body) != body {
			t.Errorf("%q gave %+v and %v", body, event, err)
		}
	}
}

func FuzzAnEventNeverPanics(f *testing.F) {
	for _, model := range []string{"Rdv", "Absence", "PlageOuverture", "User", "UserProfile", "Motif", "AgentRole", "Autre"} {
		f.Add([]byte(`{"data":{"id":7},"meta":{"model":"` + model + `","event":"created"}}`))
	}
	f.Add([]byte(`{"data":{"motif_category":"a"},"meta":{"model":"Motif","timestamp":"2026-11-16 09:00:00 +0100"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		event, err := rdvsolidarites.ParseEvent(body)
		if event == nil || !bytes.Equal(event.Body, body) || err != nil && event.Data != nil {
			t.Errorf("%q gave %v and %v", body, event, err)
		}
	})
}

func TestTheWebhookHandlerAnswersWithTheRightStatus(t *testing.T) {
	const event = `{"data":{"id":7},"meta":{"model":"Rdv","event":"created"}}`
	handled := 0
	var unread []string
	handler, err := rdvsolidarites.NewWebhookHandler(signingKey, func(_ *http.Request, event *rdvsolidarites.Event, err error) error {
		if handled++; err != nil {
			unread = append(unread, string(event.Body))
		}
		if strings.Contains(string(event.Body), "panne") {
			return errors.New("panne canari")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, method, body string
		signed             bool
		status, handled    int
	}{
		{"an event", "POST", event, true, 200, 1},
		{"an unknown model", "POST", strings.Replace(event, "Rdv", "Autre", 1), true, 200, 1},
		{"a wrong signature", "POST", event, false, 401, 0},
		{"no event", "POST", `{"data":7}`, true, 200, 1},
		{"not JSON", "POST", `<a>`, true, 200, 1},
		{"another type in a field", "POST", `{"data":{"id":"sept"},"meta":{"model":"Rdv","event":"created"}}`, true, 200, 1},
		{"unreadable, which the program wants again", "POST", `{"data":"panne"}`, true, 500, 1},
		{"unreadable and not signed", "POST", `<b>`, false, 401, 0},
		{"another method", "GET", event, true, 405, 0},
		{"a failure of the program", "POST", strings.Replace(event, `"id":7`, `"name":"panne"`, 1), true, 500, 1},
		{"too large", "POST", strings.Repeat(" ", 8<<20) + event, true, 413, 0},
		{"just not too large", "POST", strings.Repeat(" ", 8<<20-len(event)) + event, true, 200, 1},
	} {
		handled = 0
		r := httptest.NewRequest(c.method, "/", strings.NewReader(c.body))
		r.Header.Set(rdvsolidarites.SignatureHeader, strings.Repeat("0", 64))
		if c.signed {
			r.Header.Set(rdvsolidarites.SignatureHeader, rdvsolidarites.Sign([]byte(c.body), signingKey))
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != c.status || handled != c.handled {
			t.Errorf("%s: %d, handled %d times", c.name, w.Code, handled)
		}
		if bytes.Contains(w.Body.Bytes(), []byte("canari")) {
			t.Errorf("%s: the answer tells %q", c.name, w.Body)
		}
	}
	if want := `{"data":7} <a> {"data":{"id":"sept"},"meta":{"model":"Rdv","event":"created"}} {"data":"panne"}`; strings.Join(unread, " ") != want {
		t.Errorf("the program was told that these cannot be read: %q", unread)
	}
	if shown := fmt.Sprintf("%v %+v %#v", handler, *handler, handler); strings.Contains(shown, signingKey) {
		t.Errorf("the handler shows its secret: %s", shown)
	}
	if _, err := rdvsolidarites.NewWebhookHandler("", nil); err == nil {
		t.Error("a receiver without a secret was made")
	}
}
