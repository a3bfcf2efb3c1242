package rdvsolidarites

import (
	"context"
	"encoding/json"
	"net/url"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// ReferentAssignation ties a person to the agent who follows that person. It
// has no id of its own.
type ReferentAssignation struct {
	Agent Agent `json:"agent"` // the référent
	User  User  `json:"user"`  // the person
}

// Referents assigns agents to people.
type Referents struct{ service }

// Create assigns an agent to a person. An assignation that exists is
// ErrInvalid (field user_id, "taken"). The service answers 500 for an agent or
// a person that does not exist: ErrUnavailable may mean that here.
//
// API: POST /api/v1/referent_assignations
func (s Referents) Create(ctx context.Context, agentID, userID int64, options ...guichet.CallOption) (*ReferentAssignation, error) {
	return s.create(agentID, userID).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/referent_assignations
func (s Referents) CreateRaw(ctx context.Context, agentID, userID int64, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(agentID, userID).raw(ctx, options)
}

func (s Referents) create(agentID, userID int64) answer[ReferentAssignation] {
	call := rest.NewCall(rest.Write, "Referents.Create", "POST /api/v1/referent_assignations")
	call.JSON(map[string]int64{"agent_id": agentID, "user_id": userID})
	call.Check(positive("agent_id", agentID), positive("user_id", userID))
	return answer[ReferentAssignation]{asked{s.core, call, "referent_assignation"}}
}

// Delete ends an assignation.
//
// API: DELETE /api/v1/referent_assignations
func (s Referents) Delete(ctx context.Context, agentID, userID int64, options ...guichet.CallOption) error {
	call := rest.NewCall(rest.Write, "Referents.Delete", "DELETE /api/v1/referent_assignations")
	call.Query = url.Values{"agent_id": {id(agentID)}, "user_id": {id(userID)}}
	call.Check(positive("agent_id", agentID), positive("user_id", userID))
	return none(ctx, s.core, call, options)
}
