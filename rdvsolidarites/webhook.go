package rdvsolidarites

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// SignatureHeader holds the signature of a webhook: the HMAC-SHA256 of the raw
// body in lower-case hexadecimal.
const SignatureHeader = "X-Lapin-Signature"

// ErrSignature says that a webhook was not signed with the secret.
var ErrSignature = errors.New("the signature of the webhook does not match")

// Subscription names the objects that an endpoint is told about.
type Subscription string

// The subscriptions that the service accepts. Changes of participations
// arrive as changes of their rdv.
const (
	SubscriptionRDV                 Subscription = "rdv"
	SubscriptionAbsence             Subscription = "absence"
	SubscriptionPlageOuverture      Subscription = "plage_ouverture"
	SubscriptionUser                Subscription = "user"
	SubscriptionUserProfile         Subscription = "user_profile"
	SubscriptionOrganisation        Subscription = "organisation"
	SubscriptionMotif               Subscription = "motif"
	SubscriptionLieu                Subscription = "lieu"
	SubscriptionAgent               Subscription = "agent"
	SubscriptionAgentRole           Subscription = "agent_role"
	SubscriptionReferentAssignation Subscription = "referent_assignation"
)

// Event is one webhook. The service may send an event twice, several events with
// the same state, and events out of order: a [Sequencer] tells them apart. Since
// January 2026 the body of a created or updated object is built when it is sent, and
// again for each attempt: Data may be newer than the change, and an object that was
// destroyed before its created or updated event was sent has no such event. A replay
// sends created for objects that were sent before: treat it as an update.
type Event struct {
	Meta EventMeta // what happened
	// Data is the object: *RDV, *Absence, *PlageOuverture, *User, *UserProfile,
	// *Organisation, *Motif, *Lieu, *Agent, *AgentRole or
	// *ReferentAssignation; nil for a model that this package does not know, such
	// as AgentsRdv of an old branch: use Raw. A destroyed object is as it was
	// before.
	Data any
	// Raw is the object as it was sent.
	Raw json.RawMessage
	// Body is the whole webhook as it was sent and signed.
	Body []byte
}

// ReasonRGPD is the reason of what the service destroys because it may not keep it
// any longer: destroy your copy too.
const ReasonRGPD = "rgpd"

// EventMeta says what happened. Any of its three moments may be absent, and is zero
// then.
type EventMeta struct {
	Model string    `json:"model"` // "Rdv", "User", …
	Event EventKind `json:"event"` // created, updated or destroyed
	// Reason is ReasonRGPD, or "" for any other reason. Since 2026 only destroyed
	// events have one.
	Reason string `json:"webhook_reason"`
	// EventOccurredAt is when the change happened (since autumn 2026).
	EventOccurredAt Time `json:"event_occurred_at"`
	// PayloadComputedAt is when the service read Data from its database (since autumn
	// 2026).
	PayloadComputedAt Time `json:"payload_computed_at"`
	// Timestamp is when the change happened until 2025, and when the body was built
	// since 2026. It may be gone since autumn 2026.
	Timestamp Time `json:"timestamp"`
}

// FreshAsOf returns the moment whose state Data shows: PayloadComputedAt, else
// Timestamp, else the zero Time. Of two events of one object the one with the later
// moment has the newer Data. The service writes whole seconds.
func (m EventMeta) FreshAsOf() Time {
	if m.PayloadComputedAt.IsZero() {
		return m.Timestamp
	}
	return m.PayloadComputedAt
}

// EventKind is what happened to an object.
type EventKind string

// What happens to objects.
const (
	EventCreated   EventKind = "created"
	EventUpdated   EventKind = "updated"
	EventDestroyed EventKind = "destroyed"
)

// PlageOuverture is a time when an agent receives; only webhooks have it.
type PlageOuverture struct {
	ID           int64         `json:"id"`           // of the plage
	ICalUID      string        `json:"ical_uid"`     // "plage_ouverture_<id>@RDV Solidarités"
	Title        string        `json:"title"`        // as the agent wrote it
	FirstDay     Date          `json:"first_day"`    // the first day, or the only one
	StartTime    Clock         `json:"start_time"`   // of each day
	EndTime      Clock         `json:"end_time"`     // of each day
	Agent        Agent         `json:"agent"`        // who receives
	Organisation *Organisation `json:"organisation"` // to which it belongs
	Lieu         *Lieu         `json:"lieu"`         // nil for none
	Motifs       []Motif       `json:"motifs"`       // of the appointments that it takes
	RRule        string        `json:"rrule"`        // the recurrence (RFC 5545), "" for none
	ICal         string        `json:"ical"`         // the whole calendar entry (RFC 5545)
}

// AgentRole is an agent's place in an organisation; only webhooks have it.
type AgentRole struct {
	ID           int64        `json:"id"`           // of the role
	AccessLevel  string       `json:"access_level"` // basic, admin, intervenant, or another since 2026
	Organisation Organisation `json:"organisation"` // in which the agent has it
	Agent        Agent        `json:"agent"`        // who has it
}

// Sign returns the signature of a body.
func Sign(body []byte, secret string) string {
	return hex.EncodeToString(sum(body, secret))
}

func sum(body []byte, secret string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return mac.Sum(nil)
}

// Verify returns ErrSignature unless signature is that of the raw body, in
// constant time. Verify before parsing. An empty secret verifies nothing.
func Verify(body []byte, signature, secret string) error {
	given, err := hex.DecodeString(signature)
	if err != nil || secret == "" || !hmac.Equal(given, sum(body, secret)) {
		return ErrSignature
	}
	return nil
}

// ParseEvent decodes a webhook's body and keeps no part of it. It does not
// check the signature. With an error, the event has Body, what could be read of
// Meta and Raw, and no Data.
func ParseEvent(body []byte) (*Event, error) {
	event := &Event{Body: bytes.Clone(body)}
	var envelope struct {
		Data json.RawMessage `json:"data"`
		Meta EventMeta       `json:"meta"`
	}
	err := rest.Unmarshal(event.Body, &envelope)
	event.Meta, event.Raw = envelope.Meta, envelope.Data
	if err != nil {
		return event, fmt.Errorf("rdvsolidarites: the webhook cannot be read: %w", err)
	}
	if event.Meta.Model == "" || len(event.Raw) == 0 || string(event.Raw) == "null" {
		return event, errors.New("rdvsolidarites: the webhook has no data and meta.model")
	}
	data := newModel(event.Meta.Model)
	if data == nil {
		return event, nil
	}
	if err := rest.Unmarshal(event.Raw, data); err != nil {
		return event, fmt.Errorf("rdvsolidarites: the webhook's %s cannot be read: %w", event.Meta.Model, err)
	}
	event.Data = data
	return event, nil
}

// newModel returns an empty object of a model, nil for one that is not known.
func newModel(name string) any {
	switch name {
	case "Rdv":
		return new(RDV)
	case "Absence":
		return new(Absence)
	case "PlageOuverture":
		return new(PlageOuverture)
	case "User":
		return new(User)
	case "UserProfile":
		return new(UserProfile)
	case "Organisation":
		return new(Organisation)
	case "Motif":
		return new(Motif)
	case "Lieu":
		return new(Lieu)
	case "Agent":
		return new(Agent)
	case "AgentRole":
		return new(AgentRole)
	case "ReferentAssignation":
		return new(ReferentAssignation)
	}
	return nil
}

// maxWebhook is far above the largest event seen, a collective rdv with a
// hundred people.
const maxWebhook = 8 << 20

// WebhookHandler is an http.Handler that checks, decodes and hands over
// webhooks. It answers 401 to a wrong signature, 413 to a body over 8 MiB, 400
// to a body that did not arrive whole, and 500 when handle fails, so that the
// service sends the event again; 200 otherwise. The service waits 10 seconds.
type WebhookHandler struct {
	secret guichet.Secret
	handle func(r *http.Request, event *Event, err error) error
}

// NewWebhookHandler returns a handler for endpoints with this secret. handle
// may be called several times at once. It gets every webhook that is signed:
// with the error of ParseEvent when it cannot be decoded. Keep event.Body then
// and return nil: the next attempt will hardly differ, and the service drops the
// event after its last one. Return the error to have it sent again.
func NewWebhookHandler(secret string, handle func(r *http.Request, event *Event, err error) error) (*WebhookHandler, error) {
	if secret == "" || handle == nil {
		return nil, errors.New("rdvsolidarites: a webhook handler needs a secret and a function")
	}
	return &WebhookHandler{guichet.NewSecret(secret), handle}, nil
}

// ServeHTTP answers one webhook.
func (h *WebhookHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "webhooks are sent with POST", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWebhook))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, "the event is too large", http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		http.Error(w, "the event did not arrive whole", http.StatusBadRequest)
		return
	}
	if err := Verify(body, r.Header.Get(SignatureHeader), h.secret.Reveal()); err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	event, err := ParseEvent(body)
	if err := h.handle(r, event, err); err != nil {
		http.Error(w, "the event could not be handled", http.StatusInternalServerError)
	}
}
