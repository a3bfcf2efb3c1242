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
	ID string `json:"id"` // of the consumer
}

// Consumers reads and adds consumers of the account. Admins and developers
// may. A consumer cannot be read, changed or deleted by itself.
type Consumers struct{ service }

// List returns the consumers, in no order.
//
// API: GET /api/v1/consumers
func (s Consumers) List(ctx context.Context, options ...guichet.CallOption) ([]Consumer, error) {
	return list[Consumer](ctx, s.core, s.listing(), options)
}

// All is List, one consumer at a time.
func (s Consumers) All(ctx context.Context, options ...guichet.CallOption) iter.Seq2[Consumer, error] {
	return all[Consumer](ctx, s.core, s.listing, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Consumers) AllRaw(ctx context.Context, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing, options)
}

func (Consumers) listing() *rest.Call {
	return newCall(rest.Read, "Consumers.List", "GET /api/v1/consumers")
}

// Create adds a consumer.
//
// API: POST /api/v1/consumers
func (s Consumers) Create(ctx context.Context, options ...guichet.CallOption) (*Consumer, error) {
	return s.create().one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/consumers
func (s Consumers) CreateRaw(ctx context.Context, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create().raw(ctx, options)
}

func (s Consumers) create() answer[Consumer] {
	call := newCall(rest.Write, "Consumers.Create", "POST /api/v1/consumers").JSON(struct{}{}) // a body is mandatory
	return answer[Consumer]{asked: asked{core: s.core, call: call}}
}
