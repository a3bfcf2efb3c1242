package zops

import (
	"context"
	"encoding/json"

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
	return s.get(projectID, code).one(ctx, options)
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/projects/{project_id}/services/{service_catalog_code}
func (s ProjectServices) GetRaw(ctx context.Context, projectID string, code ServiceCode, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.get(projectID, code).raw(ctx, options)
}

func (s ProjectServices) get(projectID string, code ServiceCode) answer[ProjectService] {
	const route = "GET /api/v1/projects/{project_id}/services/{service_catalog_code}"
	call := newCall(rest.Read, "ProjectServices.Get", route, projectID, string(code))
	return answer[ProjectService]{asked{core: s.core, call: call}, ofProject(projectID)}
}

// Attach attaches a service. ErrConflict says that it is attached already, that
// the catalogue has no such service, or that there is no such project: the
// service does not say which. It does not check whose project it is.
//
// API: POST /api/v1/projects/{project_id}/services
func (s ProjectServices) Attach(ctx context.Context, projectID string, in ProjectServiceAttach, options ...guichet.CallOption) (*ProjectService, error) {
	return s.attach(projectID, in).one(ctx, options)
}

// AttachRaw is Attach with the service's own bytes.
//
// API: POST /api/v1/projects/{project_id}/services
func (s ProjectServices) AttachRaw(ctx context.Context, projectID string, in ProjectServiceAttach, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.attach(projectID, in).raw(ctx, options)
}

func (s ProjectServices) attach(projectID string, in ProjectServiceAttach) answer[ProjectService] {
	call := newCall(rest.Write, "ProjectServices.Attach", "POST /api/v1/projects/{project_id}/services", projectID)
	storable(call, in).Check(length("project_id", projectID, maxID), knownService("serviceCatalogCode", in.ServiceCatalogCode))
	return answer[ProjectService]{asked{core: s.core, call: call}, ofProject(projectID)}
}

// Detach detaches a service. What its consumers' tokens were exchanged for
// ends with it.
//
// API: DELETE /api/v1/projects/{project_id}/services/{service_catalog_code}
func (s ProjectServices) Detach(ctx context.Context, projectID string, code ServiceCode, options ...guichet.CallOption) error {
	const route = "DELETE /api/v1/projects/{project_id}/services/{service_catalog_code}"
	return none(ctx, s.core, newCall(rest.Write, "ProjectServices.Detach", route, projectID, string(code)), options)
}

// Token makes a token for all services of a project; the one that was made before it
// ends. Only admins may. It is a GET that changes something: it is never repeated once
// it may have been processed.
//
// API: GET /api/v1/projects/{project_id}/services-token
func (s ProjectServices) Token(ctx context.Context, projectID string, options ...guichet.CallOption) (guichet.Secret, error) {
	type servicesToken struct {
		Token guichet.Secret `json:"projectServicesAdminToken"`
	}
	call := s.token(projectID)
	made, err := answer[servicesToken]{asked: call}.one(ctx, options)
	switch {
	case err != nil:
		return guichet.Secret{}, err
	case made.Token.IsZero():
		return guichet.Secret{}, noToken(call.call)
	}
	return made.Token, nil
}

// TokenRaw is Token with the service's own bytes: an object with
// projectServicesAdminToken.
//
// API: GET /api/v1/projects/{project_id}/services-token
func (s ProjectServices) TokenRaw(ctx context.Context, projectID string, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.token(projectID).raw(ctx, options)
}

func (s ProjectServices) token(projectID string) asked {
	return asked{core: s.core, call: newCall(rest.ReadEffect, "ProjectServices.Token", "GET /api/v1/projects/{project_id}/services-token", projectID)}
}

func ofProject(projectID string) func(*ProjectService) {
	return func(s *ProjectService) { s.ProjectID = projectID }
}
