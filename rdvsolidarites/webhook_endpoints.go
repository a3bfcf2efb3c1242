package rdvsolidarites

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// WebhookEndpoint is an address to which an organisation's changes are sent.
type WebhookEndpoint struct {
	ID             int64          `json:"id"`              // of the endpoint
	TargetURL      string         `json:"target_url"`      // where events are sent
	OrganisationID int64          `json:"organisation_id"` // of its organisation
	Subscriptions  []Subscription `json:"subscriptions"`   // the objects whose changes are sent
	// Secret is in the service's description but was never sent.
	Secret guichet.Secret `json:"secret"`
}

// WebhookEndpointQuery selects the endpoints of one organisation.
type WebhookEndpointQuery struct {
	// OrganisationID is required.
	OrganisationID int64
	// TargetURL keeps the endpoint with exactly this address.
	TargetURL string
	// Page is the page that List reads, from 1.
	Page int
}

// WebhookEndpointCreate is a new endpoint. TargetURL and Secret are required.
type WebhookEndpointCreate struct {
	// TargetURL is where events are sent. Since autumn 2026 the service has a list
	// of the hosts that it takes: ask its team for yours.
	TargetURL string
	// Secret is the key of the signature. The service never shows it again.
	Secret guichet.Secret
	// Subscriptions defaults, at the service, to rdv, absence and
	// plage_ouverture; with absence among them the replay never happens.
	Subscriptions guichet.Opt[[]Subscription]
}

// WebhookEndpointUpdate changes the fields that are set.
type WebhookEndpointUpdate struct {
	TargetURL     guichet.Opt[string]         // where events are sent
	Secret        guichet.Opt[guichet.Secret] // the key of the signature
	Subscriptions guichet.Opt[[]Subscription] // the objects whose changes are sent
}

// webhookEndpointBody is what is sent: the one place where the secret is
// written out.
type webhookEndpointBody struct {
	TargetURL     guichet.Opt[string]         `json:"target_url,omitzero"`
	Secret        guichet.Opt[string]         `json:"secret,omitzero"`
	Subscriptions guichet.Opt[[]Subscription] `json:"subscriptions,omitzero"`
}

// WebhookEndpoints reads and writes the webhook endpoints of organisations.
// They cannot be deleted through the API.
//
// They are for territorial admins. To any other agent the list is empty (since 2026;
// before, any role in the organisation showed it) and a write is ErrForbidden. An empty
// list does not mean that there are none, and nothing in the API tells beforehand
// whether the agent is a territorial admin.
//
// An address that is not taken is ErrInvalid, with a code in [guichet.Error.Fields] under
// target_url: "blank", "taken" (the organisation has an endpoint with it already, even
// when the list is empty), "invalid_format", or "host_not_allowed" (the host is not on
// the service's list, since autumn 2026). An unknown subscription is under base.
//
// Creating or changing an endpoint has the service send every subscribed
// object of the organisation again, as created events. Its parameter trigger,
// meant to prevent that, does not work.
type WebhookEndpoints struct{ service }

// List returns one page of an organisation's endpoints, by id; before 2026 in no
// order. It is empty for an agent who is not a territorial admin.
//
// API: GET /api/v1/organisations/{organisation_id}/webhook_endpoints
func (s WebhookEndpoints) List(ctx context.Context, q WebhookEndpointQuery, options ...guichet.CallOption) (*Page[WebhookEndpoint], error) {
	return list[WebhookEndpoint](ctx, s.core, s.listing(q), q.Page, options)
}

// ListRaw is List with the service's own bytes.
//
// API: GET /api/v1/organisations/{organisation_id}/webhook_endpoints
func (s WebhookEndpoints) ListRaw(ctx context.Context, q WebhookEndpointQuery, options ...guichet.CallOption) (*Page[json.RawMessage], error) {
	return listRaw(ctx, s.core, s.listing(q), q.Page, options)
}

// All returns every endpoint that List pages through, each once.
func (s WebhookEndpoints) All(ctx context.Context, q WebhookEndpointQuery, options ...guichet.CallOption) iter.Seq2[WebhookEndpoint, error] {
	return all(ctx, s.core, s.listing(q), row[WebhookEndpoint]{id: func(w WebhookEndpoint) int64 { return w.ID }}, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s WebhookEndpoints) AllRaw(ctx context.Context, q WebhookEndpointQuery, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing(q), row[json.RawMessage]{}, options)
}

func (WebhookEndpoints) listing(q WebhookEndpointQuery) listing {
	query := url.Values{}
	set(query, "target_url", q.TargetURL)
	return listing{
		op: "WebhookEndpoints.List", route: "GET /api/v1/organisations/{organisation_id}/webhook_endpoints",
		root: "webhook_endpoints", elements: []string{id(q.OrganisationID)}, query: query,
	}
}

// Create adds an endpoint and starts a replay. The service tells the territory's
// admins by e-mail.
//
// API: POST /api/v1/organisations/{organisation_id}/webhook_endpoints
func (s WebhookEndpoints) Create(ctx context.Context, organisationID int64, in WebhookEndpointCreate, options ...guichet.CallOption) (*WebhookEndpoint, error) {
	const route = "POST /api/v1/organisations/{organisation_id}/webhook_endpoints"
	call := rest.NewCall(rest.Write, "WebhookEndpoints.Create", route, id(organisationID))
	call.Secrets = []string{in.Secret.Reveal()}
	call.JSON(webhookEndpointBody{guichet.Set(in.TargetURL), guichet.Set(in.Secret.Reveal()), in.Subscriptions})
	return answer[WebhookEndpoint]{asked{s.core, call, "webhook_endpoint"}}.one(ctx, options)
}

// Update changes an endpoint and starts a replay. organisationID is that of the
// endpoint: with another one the endpoint stays where it is since 2026, and was moved
// before. The answer says where it is. To have an endpoint elsewhere, create one there.
//
// API: PATCH /api/v1/organisations/{organisation_id}/webhook_endpoints/{webhook_endpoint_id}
func (s WebhookEndpoints) Update(ctx context.Context, organisationID, endpointID int64, in WebhookEndpointUpdate, options ...guichet.CallOption) (*WebhookEndpoint, error) {
	const route = "PATCH /api/v1/organisations/{organisation_id}/webhook_endpoints/{webhook_endpoint_id}"
	call := rest.NewCall(rest.Write, "WebhookEndpoints.Update", route, id(organisationID), id(endpointID))
	body := webhookEndpointBody{TargetURL: in.TargetURL, Subscriptions: in.Subscriptions}
	if secret, ok := in.Secret.Value(); ok {
		call.Secrets = []string{secret.Reveal()}
		body.Secret = guichet.Set(secret.Reveal())
	}
	return answer[WebhookEndpoint]{asked{s.core, call.JSON(body), "webhook_endpoint"}}.one(ctx, options)
}
