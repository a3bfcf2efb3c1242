package zops

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Consumer is somebody who uses the services of projects: an id and nothing
// else.
type Consumer struct {
	ID string `json:"id"`
}

// Consumers reads and adds consumers of the account. Admins and developers
// may. A consumer cannot be read, changed or deleted by itself.
type Consumers struct{ core *core }

// List returns the consumers, in no order.
//
// API: GET /api/v1/consumers
func (s Consumers) List(ctx context.Context, options ...guichet.CallOption) ([]Consumer, error) {
	return list[Consumer](ctx, s.core, s.listing(), options)
}

// All is List, one consumer at a time.
func (s Consumers) All(ctx context.Context, options ...guichet.CallOption) iter.Seq2[Consumer, error] {
	return all(s.listing, options, func(call *rest.Call) ([]Consumer, error) { return list[Consumer](ctx, s.core, call, nil) })
}

// AllRaw is All with the service's own bytes.
func (s Consumers) AllRaw(ctx context.Context, options ...guichet.CallOption) iter.Seq2[json.RawMessage, error] {
	return allRaw(ctx, s.core, s.listing, options)
}

func (Consumers) listing() *rest.Call {
	return newCall(rest.Read, "Consumers.List", "GET /api/v1/consumers")
}

// Create adds a consumer.
//
// API: POST /api/v1/consumers
func (s Consumers) Create(ctx context.Context, options ...guichet.CallOption) (*Consumer, error) {
	call := newCall(rest.Write, "Consumers.Create", "POST /api/v1/consumers")
	return one[Consumer](ctx, s.core, call.JSON(struct{}{}), options) // a body is mandatory
}

// ProjectConsumer is a consumer attached to a project.
type ProjectConsumer struct {
	ConsumerID string `json:"consumerId"`
	// ProjectID is taken from the call: the service leaves it out.
	ProjectID string `json:"-"`
}

// ProjectConsumers attaches consumers to projects. Admins and developers may.
// The service has no list of them. It does not check whose project it is.
type ProjectConsumers struct{ core *core }

// Attach attaches a consumer of the account. ErrPaymentRequired says that the
// project has all the consumers that it may have, ErrConflict that this one is
// attached already.
//
// API: POST /api/v1/projects/{project_id}/consumers
func (s ProjectConsumers) Attach(ctx context.Context, projectID, consumerID string, options ...guichet.CallOption) (*ProjectConsumer, error) {
	call := newCall(rest.Write, "ProjectConsumers.Attach", "POST /api/v1/projects/{project_id}/consumers", projectID)
	attached, err := one[ProjectConsumer](ctx, s.core, call.JSON(map[string]string{"consumerId": consumerID}), options)
	if err != nil {
		return nil, err
	}
	attached.ProjectID = projectID
	return attached, nil
}

// Detach detaches a consumer. An unknown project, consumer or attachment is
// ErrNotFound.
//
// API: DELETE /api/v1/projects/{project_id}/consumers/{consumer_id}
func (s ProjectConsumers) Detach(ctx context.Context, projectID, consumerID string, options ...guichet.CallOption) error {
	const route = "DELETE /api/v1/projects/{project_id}/consumers/{consumer_id}"
	return none(ctx, s.core, newCall(rest.Write, "ProjectConsumers.Detach", route, projectID, consumerID), options)
}

// ConsumerToken is what a consumer exchanges at the separate token server,
// within 60 s.
type ConsumerToken struct {
	Token guichet.Secret `json:"token"`
	// The others are taken from the call: the service answers null.
	ConsumerID         string      `json:"-"`
	ProjectID          string      `json:"-"`
	ServiceCatalogCode ServiceCode `json:"-"`
}

// ConsumerTokenCreate says who may use which service of which project.
type ConsumerTokenCreate struct {
	ConsumerID         string      `json:"consumerId"`
	ProjectID          string      `json:"projectId"`
	ServiceCatalogCode ServiceCode `json:"serviceCatalogCode"` // push, roc or sms
}

// ConsumerTokens makes and ends consumer tokens. Admins and developers may.
type ConsumerTokens struct{ core *core }

// Create makes a token. Service and consumer must be attached to the project,
// or it is ErrInvalid. ErrPaymentRequired says that the service has used all
// its items; text messages have none as the service comes.
//
// API: POST /api/v1/consumer-tokens
func (s ConsumerTokens) Create(ctx context.Context, in ConsumerTokenCreate, options ...guichet.CallOption) (*ConsumerToken, error) {
	call := newCall(rest.Write, "ConsumerTokens.Create", "POST /api/v1/consumer-tokens").JSON(in)
	call.Check(knownService("serviceCatalogCode", in.ServiceCatalogCode))
	token, err := one[ConsumerToken](ctx, s.core, call, options)
	if err != nil {
		return nil, err
	}
	token.ConsumerID, token.ProjectID, token.ServiceCatalogCode = in.ConsumerID, in.ProjectID, in.ServiceCatalogCode
	return token, nil
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
	return hint(err, "the service fails like this for a token that does not exist or was deleted already")
}
