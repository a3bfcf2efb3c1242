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
	return all(s.listing, options, func(call *rest.Call) ([]Service, error) { return list[Service](ctx, s.core, call, nil) })
}

// AllRaw is All with the service's own bytes.
func (s Services) AllRaw(ctx context.Context, options ...guichet.CallOption) iter.Seq2[json.RawMessage, error] {
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
	return one[Service](ctx, s.core, storable(newCall(rest.Write, "Services.Create", "POST /api/v1/services"), in), options)
}
