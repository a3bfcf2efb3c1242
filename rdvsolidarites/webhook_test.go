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

func TestAnInvalidEventIsAnError(t *testing.T) {
	for _, body := range []string{
		``, `null`, `[]`, `"a"`, `{`, `{}`, `{"data":{}}`, `{"meta":{"model":"Rdv"}}`, `{"data":{"id":"sept"},"meta":{"model":"Rdv"}}`,
		`{"data":null,"meta":{"model":"Rdv"}}`, `{"data":null,"meta":{"model":"Autre"}}`, `{"data":{"id":7},"data":{"id":8},"meta":{"model":"Rdv"}}`,
		`{"data":{"id":7,"ID":8},"meta":{"model":"Rdv"}}`, `{"data":{},"meta":{"model":""}}`, `{"data":{},"meta":{"model":"Rdv","timestamp":"hier"}}`,
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
