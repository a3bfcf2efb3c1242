package zops

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Project holds services and the consumers that may use them.
type Project struct {
	ID          string `json:"id"`          // of the project
	Name        string `json:"name"`        // of the project
	Description string `json:"description"` // of the project
	// UserLimit is how many consumers may be attached.
	UserLimit guichet.Opt[int] `json:"userLimit"`
	// UserUsed is how many are; null in the answer of Create.
	UserUsed guichet.Opt[int] `json:"userUsed"`
	// Services are the codes of those attached; nil, in lists, is not told.
	Services []ServiceCode `json:"services"`
}

// ProjectCreate is a new project.
type ProjectCreate struct {
	Name        string `json:"name"`        // at most 70 characters
	Description string `json:"description"` // at most 200 characters
}

// ProjectUpdate is what Update sends: all of it every time.
type ProjectUpdate struct {
	Name        string `json:"name"`        // at most 70 characters
	Description string `json:"description"` // at most 200 characters
}

// Projects reads and writes projects. Admins and developers may. A project
// cannot be deleted but with its account.
type Projects struct{ service }

// Get returns a project.
//
// API: GET /api/v1/projects/{project_id}
func (s Projects) Get(ctx context.Context, projectID string, options ...guichet.CallOption) (*Project, error) {
	return s.get(projectID).one(ctx, options)
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/projects/{project_id}
func (s Projects) GetRaw(ctx context.Context, projectID string, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.get(projectID).raw(ctx, options)
}

func (s Projects) get(projectID string) answer[Project] {
	return answer[Project]{asked: asked{core: s.core, call: newCall(rest.Read, "Projects.Get", "GET /api/v1/projects/{project_id}", projectID)}}
}

// List returns the projects of the account, in no order, without their
// services.
//
// API: GET /api/v1/projects
func (s Projects) List(ctx context.Context, options ...guichet.CallOption) ([]Project, error) {
	return list[Project](ctx, s.core, s.listing(), options)
}

// All is List, one project at a time.
func (s Projects) All(ctx context.Context, options ...guichet.CallOption) iter.Seq2[Project, error] {
	return all[Project](ctx, s.core, s.listing, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Projects) AllRaw(ctx context.Context, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing, options)
}

func (Projects) listing() *rest.Call {
	return newCall(rest.Read, "Projects.List", "GET /api/v1/projects")
}

// Create adds a project. ErrPaymentRequired says that the account has all the
// projects that it may have, five as the service comes.
//
// API: POST /api/v1/projects
func (s Projects) Create(ctx context.Context, in ProjectCreate, options ...guichet.CallOption) (*Project, error) {
	return s.create(in).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/projects
func (s Projects) CreateRaw(ctx context.Context, in ProjectCreate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(in).raw(ctx, options)
}

func (s Projects) create(in ProjectCreate) answer[Project] {
	return answer[Project]{asked: asked{core: s.core, call: storable(newCall(rest.Write, "Projects.Create", "POST /api/v1/projects"), in)}}
}

// Update replaces name and description. The service fails with a 500, and
// changes nothing, while the project has a service attached.
//
// API: PUT /api/v1/projects/{project_id}
func (s Projects) Update(ctx context.Context, projectID string, in ProjectUpdate, options ...guichet.CallOption) (*Project, error) {
	return s.update(projectID, in).one(ctx, options)
}

func (s Projects) update(projectID string, in ProjectUpdate) answer[Project] {
	call := storable(newCall(rest.Write, "Projects.Update", "PUT /api/v1/projects/{project_id}", projectID), in)
	return answer[Project]{asked: asked{core: s.core, call: call, defect: refusal.New("defect_project", "known defect of the service: it fails like this, and changes nothing, while a service is attached to the project")}}
}

// Modify reads a project, has change change it, and updates it.
//
// API: GET /api/v1/projects/{project_id}
//
// API: PUT /api/v1/projects/{project_id}
func (s Projects) Modify(ctx context.Context, projectID string, change func(*ProjectUpdate), options ...guichet.CallOption) (*Project, error) {
	return s.modify(ctx, projectID, change, options).one(ctx, options)
}

// ModifyRaw is Modify with the service's own bytes.
//
// API: GET /api/v1/projects/{project_id}
//
// API: PUT /api/v1/projects/{project_id}
func (s Projects) ModifyRaw(ctx context.Context, projectID string, change func(*ProjectUpdate), options ...guichet.CallOption) (json.RawMessage, error) {
	return s.modify(ctx, projectID, change, options).raw(ctx, options)
}

// modify reads and changes, and returns the update.
func (s Projects) modify(ctx context.Context, projectID string, change func(*ProjectUpdate), options []guichet.CallOption) answer[Project] {
	now, err := s.Get(ctx, projectID, options...)
	if err != nil {
		return answer[Project]{asked: asked{err: err}}
	}
	in := ProjectUpdate{Name: now.Name, Description: now.Description}
	change(&in)
	return s.update(projectID, in)
}
