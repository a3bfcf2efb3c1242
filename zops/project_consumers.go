package zops

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// ProjectConsumer is a consumer attached to a project.
type ProjectConsumer struct {
	ConsumerID string `json:"consumerId"` // of the consumer
	// ProjectID is taken from the call: the service leaves it out.
	ProjectID string `json:"-"`
}

// ProjectConsumers attaches consumers to projects. Admins and developers may.
// The service has no list of them. It does not check whose project it is.
type ProjectConsumers struct{ service }

// Attach attaches a consumer of the account. ErrPaymentRequired says that the
// project has all the consumers that it may have, ErrConflict that this one is
// attached already.
//
// API: POST /api/v1/projects/{project_id}/consumers
func (s ProjectConsumers) Attach(ctx context.Context, projectID, consumerID string, options ...guichet.CallOption) (*ProjectConsumer, error) {
	return s.attach(projectID, consumerID).one(ctx, options)
}

// AttachRaw is Attach with the service's own bytes.
//
// API: POST /api/v1/projects/{project_id}/consumers
func (s ProjectConsumers) AttachRaw(ctx context.Context, projectID, consumerID string, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.attach(projectID, consumerID).raw(ctx, options)
}

func (s ProjectConsumers) attach(projectID, consumerID string) answer[ProjectConsumer] {
	call := newCall(rest.Write, "ProjectConsumers.Attach", "POST /api/v1/projects/{project_id}/consumers", projectID)
	call.JSON(map[string]string{"consumerId": consumerID})
	return answer[ProjectConsumer]{asked{core: s.core, call: call}, func(p *ProjectConsumer) { p.ProjectID = projectID }}
}

// Detach detaches a consumer. An unknown project, consumer or attachment is
// ErrNotFound.
//
// API: DELETE /api/v1/projects/{project_id}/consumers/{consumer_id}
func (s ProjectConsumers) Detach(ctx context.Context, projectID, consumerID string, options ...guichet.CallOption) error {
	const route = "DELETE /api/v1/projects/{project_id}/consumers/{consumer_id}"
	return none(ctx, s.core, newCall(rest.Write, "ProjectConsumers.Detach", route, projectID, consumerID), options)
}
