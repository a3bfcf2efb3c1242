package zops

import (
	"context"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// ProjectService is a service attached to a project.
type ProjectService struct {
	ID string `json:"id"` // of the attachment
	// ProjectID is taken from the call: the service leaves it out.
	ProjectID          string      `json:"-"`
	ServiceCatalogCode ServiceCode `json:"serviceCatalogCode"` // which service it is
	Name               string      `json:"name"`               // how the project calls it
	Description        string      `json:"description"`        // as the project wrote it
	// ItemLimit is how many items may be used.
	ItemLimit guichet.Opt[int] `json:"itemLimit"`
	// ItemUsed is how many were; null in the answer of Attach.
	ItemUsed guichet.Opt[int] `json:"itemUsed"`
}

// ProjectServiceAttach names a service of the catalogue and how the project calls it.
type ProjectServiceAttach struct {
	ServiceCatalogCode ServiceCode `json:"serviceCatalogCode"` // push, roc or sms
	Name               string      `json:"name"`               // at most 70 characters
	Description        string      `json:"description"`        // at most 200 characters
}

// ProjectServices attaches services to projects. Admins and developers may.
// The service has no list of them; Project.Services names them.
type ProjectServices struct{ service }

// Get returns a service that is attached.
//
// API: GET /api/v1/projects/{project_id}/services/{service_catalog_code}
func (s ProjectServices) Get(ctx context.Context, projectID string, code ServiceCode, options ...guichet.CallOption) (*ProjectService, error) {
	const route = "GET /api/v1/projects/{project_id}/services/{service_catalog_code}"
	call := newCall(rest.Read, "ProjectServices.Get", route, projectID, string(code))
	return one(ctx, s.core, call, options, func(p *ProjectService) { p.ProjectID = projectID })
}

// Attach attaches a service. ErrConflict says that it is attached already, that
// the catalogue has no such service, or that there is no such project: the
// service does not say which. It does not check whose project it is.
//
// API: POST /api/v1/projects/{project_id}/services
func (s ProjectServices) Attach(ctx context.Context, projectID string, in ProjectServiceAttach, options ...guichet.CallOption) (*ProjectService, error) {
	call := newCall(rest.Write, "ProjectServices.Attach", "POST /api/v1/projects/{project_id}/services", projectID)
	storable(call, in).Check(length("project_id", projectID, maxID), knownService("serviceCatalogCode", in.ServiceCatalogCode))
	return one(ctx, s.core, call, options, func(p *ProjectService) { p.ProjectID = projectID })
}

// Detach detaches a service. What its consumers' tokens were exchanged for
// ends with it.
//
// API: DELETE /api/v1/projects/{project_id}/services/{service_catalog_code}
func (s ProjectServices) Detach(ctx context.Context, projectID string, code ServiceCode, options ...guichet.CallOption) error {
	const route = "DELETE /api/v1/projects/{project_id}/services/{service_catalog_code}"
	return none(ctx, s.core, newCall(rest.Write, "ProjectServices.Detach", route, projectID, string(code)), options)
}
