package zops

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// ConsumerToken is what a consumer exchanges within 60 s: see TokenServer.Exchange.
type ConsumerToken struct {
	Token guichet.Secret `json:"token"` // the token
	// The others are taken from the call: the service answers null.
	ConsumerID         string      `json:"-"`
	ProjectID          string      `json:"-"` // see ConsumerID
	ServiceCatalogCode ServiceCode `json:"-"` // see ConsumerID
}

// ConsumerTokenCreate says who may use which service of which project.
type ConsumerTokenCreate struct {
	ConsumerID         string      `json:"consumerId"`         // attached to the project
	ProjectID          string      `json:"projectId"`          // of the project
	ServiceCatalogCode ServiceCode `json:"serviceCatalogCode"` // push, roc or sms
}

// ConsumerTokens makes and ends consumer tokens. Admins and developers may.
type ConsumerTokens struct{ service }

// Create makes a token. Service and consumer must be attached to the project,
// or it is ErrInvalid. ErrPaymentRequired says that the service has used all
// its items; text messages have none as the service comes.
//
// API: POST /api/v1/consumer-tokens
func (s ConsumerTokens) Create(ctx context.Context, in ConsumerTokenCreate, options ...guichet.CallOption) (*ConsumerToken, error) {
	return s.create(in).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/consumer-tokens
func (s ConsumerTokens) CreateRaw(ctx context.Context, in ConsumerTokenCreate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(in).raw(ctx, options)
}

func (s ConsumerTokens) create(in ConsumerTokenCreate) answer[ConsumerToken] {
	call := newCall(rest.Write, "ConsumerTokens.Create", "POST /api/v1/consumer-tokens").JSON(in)
	call.Check(knownService("serviceCatalogCode", in.ServiceCatalogCode))
	return answer[ConsumerToken]{asked{core: s.core, call: call}, func(t *ConsumerToken) {
		t.ConsumerID, t.ProjectID, t.ServiceCatalogCode = in.ConsumerID, in.ProjectID, in.ServiceCatalogCode
	}}
}

// Delete ends a token. Another project or service than those it was made for
// is ErrInvalid. The service answers 500 for a token that does not exist, one
// that was deleted included.
//
// API: DELETE /api/v1/consumer-tokens/{token_id}/projects/{project_id}/services/{service_catalog_code}
func (s ConsumerTokens) Delete(ctx context.Context, token guichet.Secret, projectID string, code ServiceCode, options ...guichet.CallOption) error {
	const route = "DELETE /api/v1/consumer-tokens/{token_id}/projects/{project_id}/services/{service_catalog_code}"
	call := newCall(rest.Write, "ConsumerTokens.Delete", route, token.Reveal(), projectID, string(code))
	call.Secrets = []string{token.Reveal()}
	err := none(ctx, s.core, call, options)
	return hint(err, http.StatusInternalServerError, refusal.New("defect_token", "known defect of the service: it fails like this for a token that does not exist or was already deleted"))
}
