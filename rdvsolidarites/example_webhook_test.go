package rdvsolidarites_test

import (
	"bytes"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// A receiver of webhooks. The handler answers 401 to a wrong signature without
// calling the function; an error of the function has the service send the event
// again, so that what arrives twice must do no harm.
func ExampleNewWebhookHandler() {
	receive := func(_ *http.Request, event *rdvsolidarites.Event, err error) error {
		if err != nil {
			log.Print(err) // and keep event.Body: the next attempt would not be understood either
			return nil
		}
		switch object := event.Data.(type) {
		case *rdvsolidarites.RDV:
			fmt.Println(event.Meta.Model, event.Meta.Event, object.ID)
		case *rdvsolidarites.User:
			fmt.Println(event.Meta.Model, event.Meta.Event, object.ID)
		}
		return nil
	}
	handler, err := rdvsolidarites.NewWebhookHandler("le-secret-du-webhook", receive)
	if err != nil {
		log.Fatal(err)
	}
	receiver := httptest.NewServer(handler)
	defer receiver.Close()

	// In place of the service, a test server sends two events, and a stranger one.
	service := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 5})
	statuses, err := service.SendWebhooks(receiver.URL, "le-secret-du-webhook", "rdv", "updated", 2)
	fmt.Println(statuses, err)
	statuses, err = service.SendWebhooks(receiver.URL, "un autre secret", "user", "created", 1)
	fmt.Println(statuses, err)
	// Output:
	// Rdv updated 10004
	// Rdv updated 10001
	// [200 200] <nil>
	// [401] <nil>
}

// Verify is for programs that receive webhooks by other means than net/http.
// Verify the raw body before parsing it.
func ExampleVerify() {
	body := []byte(`{"data":{"id":7,"first_name":"Ada"},"meta":{"model":"User","event":"created"}}`)
	signature := rdvsolidarites.Sign(body, "le-secret-du-webhook") // comes in the header X-Lapin-Signature

	if err := rdvsolidarites.Verify(body, signature, "le-secret-du-webhook"); err != nil {
		log.Fatal(err)
	}
	event, err := rdvsolidarites.ParseEvent(body)
	if err != nil {
		log.Fatal(err)
	}
	if user, ok := event.Data.(*rdvsolidarites.User); ok {
		fmt.Println(event.Meta.Event, user.ID, user.FirstName)
	}
	fmt.Println(rdvsolidarites.Verify(append(body, ' '), signature, "le-secret-du-webhook"))
	// Output:
	// created 7 Ada
	// the signature of the webhook does not match
}

// A receiver that keeps the last state of each object. What it handled once, and what
// is older than what it has, it leaves alone; what it could not handle comes again.
func ExampleSequencer() {
	// store deletes the copy of a destroyed object, and else inserts or updates it:
	// created may come for an object that is there.
	store := func(*rdvsolidarites.Event) error { return nil }
	var sequencer rdvsolidarites.Sequencer
	receive := func(_ *http.Request, event *rdvsolidarites.Event, err error) error {
		if err != nil {
			return nil // and keep event.Body
		}
		return sequencer.Handle(event, func(place rdvsolidarites.Delivery) error {
			fmt.Println(event.Meta.Event, string(event.Raw), place)
			if place != rdvsolidarites.DeliveryNew {
				return nil
			}
			return store(event)
		})
	}
	handler, err := rdvsolidarites.NewWebhookHandler("le-secret-du-webhook", receive)
	if err != nil {
		log.Fatal(err)
	}

	// In place of the service: two changes, the second one twice, and the first one late.
	send := func(status, built string) {
		body := fmt.Appendf(nil, `{"data":{"id":7,"status":%q},"meta":{"model":"Rdv","event":"updated","payload_computed_at":%q}}`, status, built)
		request := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		request.Header.Set(rdvsolidarites.SignatureHeader, rdvsolidarites.Sign(body, "le-secret-du-webhook"))
		handler.ServeHTTP(httptest.NewRecorder(), request)
	}
	send("seen", "2026-11-16T09:00:05+01:00")
	send("seen", "2026-11-16T09:00:05+01:00")
	send("unknown", "2026-11-16T09:00:01+01:00")
	// Output:
	// updated {"id":7,"status":"seen"} new
	// updated {"id":7,"status":"seen"} repeated
	// updated {"id":7,"status":"unknown"} stale
}
