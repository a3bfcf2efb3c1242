package rdvsolidarites

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Participation is one person's part in an appointment.
type Participation struct {
	ID                         int64  `json:"id"`                           // of the participation
	Status                     Status `json:"status"`                       // how this person's part stands
	SendLifecycleNotifications bool   `json:"send_lifecycle_notifications"` // whether the person is told of changes
	SendReminderNotification   bool   `json:"send_reminder_notification"`   // whether the person is reminded
	CreatedByType              string `json:"created_by_type"`              // Agent, User, Prescripteur
	CreatedByID                int64  `json:"created_by_id"`                // 0 when unknown
	// CreatedBy is the deprecated twin of CreatedByType.
	CreatedBy                  string `json:"created_by"`
	CreatedByAgentPrescripteur bool   `json:"created_by_agent_prescripteur"` // an agent made it as a prescripteur
	User                       User   `json:"user"`                          // the person
}

// Participations changes how people took part in appointments.
type Participations struct{ service }

// Update sets the status of a participation and returns the appointment. The
// service may send the person an e-mail or an SMS. An unknown status is refused
// before it is sent: the service would answer 500.
//
// API: PATCH /api/v1/participations/{participation_id}
func (s Participations) Update(ctx context.Context, participationID int64, status Status, options ...guichet.CallOption) (*RDV, error) {
	return s.update(participationID, status).one(ctx, options)
}

// UpdateRaw is Update with the service's own bytes.
//
// API: PATCH /api/v1/participations/{participation_id}
func (s Participations) UpdateRaw(ctx context.Context, participationID int64, status Status, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.update(participationID, status).raw(ctx, options)
}

func (s Participations) update(participationID int64, status Status) answer[RDV] {
	call := rest.NewCall(rest.Write, "Participations.Update", "PATCH /api/v1/participations/{participation_id}", id(participationID))
	call.JSON(map[string]any{"participation": map[string]Status{"status": status}})
	call.Check(allOf("status", []Status{status}, Statuses()))
	return answer[RDV]{asked{s.core, call, "rdv"}}
}
