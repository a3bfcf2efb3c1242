package zops

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Service is an entry of the catalogue.
type Service struct {
	CodeName    ServiceCode `json:"codeName"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
}

// ServiceCreate is a new entry of the catalogue.
type ServiceCreate struct {
	CodeName    ServiceCode `json:"codeName"`
	Name        string      `json:"name"`        // at most 70 characters
	Description string      `json:"description"` // at most 200 characters
}

// Services reads and fills the catalogue of services.
type Services struct{ core *core }

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
	call := newCall(rest.Write, "Services.Create", "POST /api/v1/services").JSON(in).Check(
		length("name", in.Name, maxName), length("description", in.Description, maxDescription),
	)
	return one[Service](ctx, s.core, call, options)
}

// ProjectService is a service attached to a project.
type ProjectService struct {
	ID string `json:"id"`
	// ProjectID is taken from the call: the service leaves it out.
	ProjectID          string      `json:"-"`
	ServiceCatalogCode ServiceCode `json:"serviceCatalogCode"`
	Name               string      `json:"name"`
	Description        string      `json:"description"`
	// ItemLimit is how many items may be used.
	ItemLimit *int `json:"itemLimit"`
	// ItemUsed is how many were; nil in the answer of Attach.
	ItemUsed *int `json:"itemUsed"`
}

// ServiceAttach names a service of the catalogue and how the project calls it.
type ServiceAttach struct {
	ServiceCatalogCode ServiceCode `json:"serviceCatalogCode"` // push, roc or sms
	Name               string      `json:"name"`               // at most 70 characters
	Description        string      `json:"description"`        // at most 200 characters
}

// ProjectServices attaches services to projects. Admins and developers may.
// The service has no list of them; Project.Services names them.
type ProjectServices struct{ core *core }

// Attach attaches a service. ErrConflict says that it is attached already, that
// the catalogue has no such service, or that there is no such project: the
// service does not say which. It does not check whose project it is.
//
// API: POST /api/v1/projects/{project_id}/services
func (s ProjectServices) Attach(ctx context.Context, projectID string, in ServiceAttach, options ...guichet.CallOption) (*ProjectService, error) {
	call := newCall(rest.Write, "ProjectServices.Attach", "POST /api/v1/projects/{project_id}/services", projectID)
	call.JSON(in).Check(
		length("project_id", projectID, maxID), knownService("serviceCatalogCode", in.ServiceCatalogCode),
		length("name", in.Name, maxName), length("description", in.Description, maxDescription),
	)
	return s.known(ctx, call, projectID, options)
}

// Get returns a service that is attached.
//
// API: GET /api/v1/projects/{project_id}/services/{service_catalog_code}
func (s ProjectServices) Get(ctx context.Context, projectID string, code ServiceCode, options ...guichet.CallOption) (*ProjectService, error) {
	const route = "GET /api/v1/projects/{project_id}/services/{service_catalog_code}"
	return s.known(ctx, newCall(rest.Read, "ProjectServices.Get", route, projectID, string(code)), projectID, options)
}

// Detach detaches a service. What its consumers' tokens were exchanged for
// ends with it.
//
// API: DELETE /api/v1/projects/{project_id}/services/{service_catalog_code}
func (s ProjectServices) Detach(ctx context.Context, projectID string, code ServiceCode, options ...guichet.CallOption) error {
	const route = "DELETE /api/v1/projects/{project_id}/services/{service_catalog_code}"
	return none(ctx, s.core, newCall(rest.Write, "ProjectServices.Detach", route, projectID, string(code)), options)
}

func (s ProjectServices) known(ctx context.Context, call *rest.Call, projectID string, options []guichet.CallOption) (*ProjectService, error) {
	service, err := one[ProjectService](ctx, s.core, call, options)
	if err != nil {
		return nil, err
	}
	service.ProjectID = projectID
	return service, nil
}
