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
	return one[Project](ctx, s.core, newCall(rest.Read, "Projects.Get", "GET /api/v1/projects/{project_id}", projectID), options)
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
	return all(s.listing, options, func(call *rest.Call) ([]Project, error) { return list[Project](ctx, s.core, call, nil) })
}

// AllRaw is All with the service's own bytes.
func (s Projects) AllRaw(ctx context.Context, options ...guichet.CallOption) iter.Seq2[json.RawMessage, error] {
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
	return one[Project](ctx, s.core, storable(newCall(rest.Write, "Projects.Create", "POST /api/v1/projects"), in), options)
}

// Update replaces name and description. The service fails with a 500, and
// changes nothing, while the project has a service attached.
//
// API: PUT /api/v1/projects/{project_id}
func (s Projects) Update(ctx context.Context, projectID string, in ProjectUpdate, options ...guichet.CallOption) (*Project, error) {
	call := newCall(rest.Write, "Projects.Update", "PUT /api/v1/projects/{project_id}", projectID)
	project, err := one[Project](ctx, s.core, storable(call, in), options)
	return project, hint(err, refusal.New("defect_project", "the service fails like this, and changes nothing, while the project has a service attached"))
}

// Modify reads a project, has change change it, and updates it.
//
// API: GET /api/v1/projects/{project_id}
//
// API: PUT /api/v1/projects/{project_id}
func (s Projects) Modify(ctx context.Context, projectID string, change func(*ProjectUpdate), options ...guichet.CallOption) (*Project, error) {
	now, err := s.Get(ctx, projectID, options...)
	if err != nil {
		return nil, err
	}
	in := ProjectUpdate{Name: now.Name, Description: now.Description}
	change(&in)
	return s.Update(ctx, projectID, in, options...)
}
