package rdvsolidarites

import (
	"context"

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

// RDVPlanUser is the person for whom a plan is made.
type RDVPlanUser struct {
	FirstName   string `json:"first_name"`            // required
	LastName    string `json:"last_name"`             // required
	Email       string `json:"email,omitzero"`        // "" for none
	PhoneNumber string `json:"phone_number,omitzero"` // "" for none
	Address     string `json:"address,omitzero"`      // "" for none
}

// RDVPlans makes and reads plans.
type RDVPlans struct{ service }

// Get returns a plan.
//
// API: GET /api/v1/rdv_plans/{rdv_plan_id}
func (s RDVPlans) Get(ctx context.Context, rdvPlanID int64, options ...guichet.CallOption) (*RDVPlan, error) {
	call := rest.NewCall(rest.Read, "RDVPlans.Get", "GET /api/v1/rdv_plans/{rdv_plan_id}", id(rdvPlanID))
	return one[RDVPlan](ctx, s.core, call, "rdv_plan", options)
}

// Create makes a plan.
//
// API: POST /api/v1/rdv_plans
func (s RDVPlans) Create(ctx context.Context, in RDVPlanCreate, options ...guichet.CallOption) (*RDVPlan, error) {
	call := rest.NewCall(rest.Write, "RDVPlans.Create", "POST /api/v1/rdv_plans").JSON(in)
	return one[RDVPlan](ctx, s.core, call, "rdv_plan", options)
}
