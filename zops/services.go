package zops

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// ServiceCode names a service of the catalogue.
type ServiceCode string

// The services that can be attached to a project.
const (
	ServicePush ServiceCode = "push"
	ServiceROC  ServiceCode = "roc"
	ServiceSMS  ServiceCode = "sms"
)

// Service is an entry of the catalogue.
type Service struct {
	CodeName    ServiceCode `json:"codeName"`    // by which it is attached
	Name        string      `json:"name"`        // of the service
	Description string      `json:"description"` // of the service
}

// ServiceCreate is a new entry of the catalogue.
type ServiceCreate struct {
	CodeName    ServiceCode `json:"codeName"`    // unique in the catalogue
	Name        string      `json:"name"`        // at most 70 characters
	Description string      `json:"description"` // at most 200 characters
}

// Services reads and fills the catalogue of services.
type Services struct{ service }

// List returns the catalogue, in no order. Admins and developers may; the
// manager, who fills it, may not.
//
// API: GET /api/v1/services
func (s Services) List(ctx context.Context, options ...guichet.CallOption) ([]Service, error) {
	return list[Service](ctx, s.core, s.listing(), options)
}

// All is List, one service at a time.
func (s Services) All(ctx context.Context, options ...guichet.CallOption) iter.Seq2[Service, error] {
	return all[Service](ctx, s.core, s.listing, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Services) AllRaw(ctx context.Context, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing, options)
}

func (Services) listing() *rest.Call {
	return newCall(rest.Read, "Services.List", "GET /api/v1/services")
}

// Create adds an entry to the catalogue. Only the manager may. A code that
// exists is ErrConflict. Only push, roc and sms can be attached to projects.
//
// API: POST /api/v1/services
func (s Services) Create(ctx context.Context, in ServiceCreate, options ...guichet.CallOption) (*Service, error) {
	return s.create(in).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/services
func (s Services) CreateRaw(ctx context.Context, in ServiceCreate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(in).raw(ctx, options)
}

func (s Services) create(in ServiceCreate) answer[Service] {
	return answer[Service]{asked: asked{core: s.core, call: storable(newCall(rest.Write, "Services.Create", "POST /api/v1/services"), in)}}
}
