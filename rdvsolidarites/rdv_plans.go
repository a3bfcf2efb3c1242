package rdvsolidarites

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// RDVPlan is an appointment that an agent is about to make for a person.
type RDVPlan struct {
	ID        int64       `json:"id"`         // of the plan
	CreatedAt Time        `json:"created_at"` // when it was made
	UpdatedAt Time        `json:"updated_at"` // when it was last changed
	RDV       *PlannedRDV `json:"rdv"`        // nil until the appointment is made
	URL       string      `json:"url"`        // where the agent makes it
	UserID    int64       `json:"user_id"`    // of the person
}

// PlannedRDV is the appointment that came of a plan.
type PlannedRDV struct {
	ID           int64        `json:"id"`            // of the appointment
	Status       Status       `json:"status"`        // how it stands
	StartsAt     Time         `json:"starts_at"`     // when it begins
	LocationType LocationType `json:"location_type"` // where it takes place
}

// RDVPlanCreate is a new plan.
type RDVPlanCreate struct {
	User RDVPlanUser `json:"user"` // the person
	// ReturnURL is where the agent goes afterwards.
	ReturnURL guichet.Opt[string] `json:"return_url,omitzero"`
	// DossierURL is the person's file in the calling program.
	DossierURL guichet.Opt[string] `json:"dossier_url,omitzero"`
}

// RDVPlanUser is the person for whom a plan is made. The service takes the person with
// the ID, else one who has the e-mail, and ignores the other fields then; else it adds a
// new person, who is in no organisation. Since 2026 several people may have one e-mail,
// and which of them the service takes is not known: prefer the ID.
type RDVPlanUser struct {
	// ID is of a person of one of the agent's organisations, 0 for none. Since 2026 it
	// may also be of a person of an earlier plan of the agent.
	ID          int64  `json:"id,omitzero"`
	FirstName   string `json:"first_name,omitzero"`   // required of a new person
	LastName    string `json:"last_name,omitzero"`    // required of a new person
	Email       string `json:"email,omitzero"`        // "" for none
	PhoneNumber string `json:"phone_number,omitzero"` // "" for none
	Address     string `json:"address,omitzero"`      // "" for none
	BirthDate   Date   `json:"birth_date,omitzero"`   // zero for none
}

// RDVPlans makes and reads plans.
type RDVPlans struct{ service }

// Get returns a plan.
//
// API: GET /api/v1/rdv_plans/{rdv_plan_id}
func (s RDVPlans) Get(ctx context.Context, rdvPlanID int64, options ...guichet.CallOption) (*RDVPlan, error) {
	return s.get(rdvPlanID).one(ctx, options)
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/rdv_plans/{rdv_plan_id}
func (s RDVPlans) GetRaw(ctx context.Context, rdvPlanID int64, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.get(rdvPlanID).raw(ctx, options)
}

func (s RDVPlans) get(rdvPlanID int64) answer[RDVPlan] {
	call := rest.NewCall(rest.Read, "RDVPlans.Get", "GET /api/v1/rdv_plans/{rdv_plan_id}", id(rdvPlanID))
	return answer[RDVPlan]{asked{s.core, call, "rdv_plan"}}
}

// Create makes a plan. Twice makes two plans, and two people where it adds one. A person
// of other organisations is ErrForbidden.
//
// API: POST /api/v1/rdv_plans
func (s RDVPlans) Create(ctx context.Context, in RDVPlanCreate, options ...guichet.CallOption) (*RDVPlan, error) {
	return s.create(in).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/rdv_plans
func (s RDVPlans) CreateRaw(ctx context.Context, in RDVPlanCreate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(in).raw(ctx, options)
}

func (s RDVPlans) create(in RDVPlanCreate) answer[RDVPlan] {
	call := rest.NewCall(rest.Write, "RDVPlans.Create", "POST /api/v1/rdv_plans").JSON(in)
	if in.User.ID != 0 {
		call.Check(positive("user.id", in.User.ID))
	}
	return answer[RDVPlan]{asked{s.core, call, "rdv_plan"}}
}
