package rdvsolidarites_test

import (
	"context"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// endpoint is one method, called with plausible arguments.
type endpoint struct {
	name  string // as in the package: "Absences.Get"
	route string // as in the service's description
	root  string // of the answer, bare for an object without one
	call  func(ctx context.Context, c *rdvsolidarites.Client) (any, error)
}

// bare is an answer that is the object itself.
const bare = "."

// nothing adapts a method that returns an error only.
func nothing(err error) (any, error) { return nil, err }

// answered adapts a method that returns a value.
func answered[T any](value T, err error) (any, error) { return value, err }

// endpoints are the methods of the package that the service's description
// has, with the ids of the objects that the test server holds.
func endpoints(ids ids) []endpoint {
	type client = rdvsolidarites.Client
	return []endpoint{
		{"Absences.List", "GET /api/v1/absences", "absences", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Absences.List(ctx, rdvsolidarites.AbsenceQuery{}))
		}},
		{"Absences.ListRaw", "GET /api/v1/absences", "absences", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Absences.ListRaw(ctx, rdvsolidarites.AbsenceQuery{}))
		}},
		{"Absences.Get", "GET /api/v1/absences/{absence_id}", "absence", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Absences.Get(ctx, ids.absence))
		}},
		{"Absences.GetRaw", "GET /api/v1/absences/{absence_id}", "absence", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Absences.GetRaw(ctx, ids.absence))
		}},
		{"Absences.Create", "POST /api/v1/absences", "absence", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Absences.Create(ctx, newAbsence(ids.agent)))
		}},
		{"Absences.CreateRaw", "POST /api/v1/absences", "absence", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Absences.CreateRaw(ctx, newAbsence(ids.agent)))
		}},
		{"Absences.Update", "PATCH /api/v1/absences/{absence_id}", "absence", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Absences.Update(ctx, ids.absence, rdvsolidarites.AbsenceUpdate{Title: guichet.Set("Formation")}))
		}},
		{"Absences.UpdateRaw", "PATCH /api/v1/absences/{absence_id}", "absence", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Absences.UpdateRaw(ctx, ids.absence, rdvsolidarites.AbsenceUpdate{Title: guichet.Set("Formation")}))
		}},
		{"Absences.Delete", "DELETE /api/v1/absences/{absence_id}", "", func(ctx context.Context, c *client) (any, error) {
			return nothing(c.Absences.Delete(ctx, ids.absence))
		}},
		{"Agents.List", "GET /api/v1/agents", "agents", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Agents.List(ctx, rdvsolidarites.AgentQuery{OrganisationID: ids.organisation}))
		}},
		{"Agents.ListRaw", "GET /api/v1/agents", "agents", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Agents.ListRaw(ctx, rdvsolidarites.AgentQuery{OrganisationID: ids.organisation}))
		}},
		{"Motifs.List", "GET /api/v1/organisations/{organisation_id}/motifs", "motifs", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Motifs.List(ctx, rdvsolidarites.MotifQuery{OrganisationID: ids.organisation}))
		}},
		{"Motifs.ListRaw", "GET /api/v1/organisations/{organisation_id}/motifs", "motifs", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Motifs.ListRaw(ctx, rdvsolidarites.MotifQuery{OrganisationID: ids.organisation}))
		}},
		{"Organisations.List", "GET /api/v1/organisations", "organisations", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Organisations.List(ctx, rdvsolidarites.OrganisationQuery{}))
		}},
		{"Organisations.ListRaw", "GET /api/v1/organisations", "organisations", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Organisations.ListRaw(ctx, rdvsolidarites.OrganisationQuery{}))
		}},
		{"Organisations.Get", "GET /api/v1/organisations/{organisation_id}", "organisation", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Organisations.Get(ctx, ids.organisation))
		}},
		{"Organisations.GetRaw", "GET /api/v1/organisations/{organisation_id}", "organisation", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Organisations.GetRaw(ctx, ids.organisation))
		}},
		{"Organisations.Update", "PATCH /api/v1/organisations/{organisation_id}", "organisation", func(ctx context.Context, c *client) (any, error) {
			in := rdvsolidarites.OrganisationUpdate{PhoneNumber: guichet.Set("3949"), Verticale: guichet.Set(rdvsolidarites.VerticaleRDVInsertion)}
			return answered(c.Organisations.Update(ctx, ids.organisation, in))
		}},
		{"Organisations.UpdateRaw", "PATCH /api/v1/organisations/{organisation_id}", "organisation", func(ctx context.Context, c *client) (any, error) {
			in := rdvsolidarites.OrganisationUpdate{PhoneNumber: guichet.Set("3949"), Verticale: guichet.Set(rdvsolidarites.VerticaleRDVInsertion)}
			return answered(c.Organisations.UpdateRaw(ctx, ids.organisation, in))
		}},
		{"RDVs.List", "GET /api/v1/organisations/{organisation_id}/rdvs", "rdvs", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVs.List(ctx, rdvsolidarites.RDVQuery{OrganisationID: ids.organisation}))
		}},
		{"RDVs.ListRaw", "GET /api/v1/organisations/{organisation_id}/rdvs", "rdvs", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVs.ListRaw(ctx, rdvsolidarites.RDVQuery{OrganisationID: ids.organisation}))
		}},
		{"RDVs.List", "GET /api/v1/rdvs", "rdvs", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVs.List(ctx, rdvsolidarites.RDVQuery{}))
		}},
		{"RDVs.ListRaw", "GET /api/v1/rdvs", "rdvs", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVs.ListRaw(ctx, rdvsolidarites.RDVQuery{}))
		}},
		{"RDVs.Get", "GET /api/v1/rdvs", "rdvs", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVs.Get(ctx, ids.rdv))
		}},
		{"RDVs.GetRaw", "GET /api/v1/rdvs", "rdvs", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVs.GetRaw(ctx, ids.rdv))
		}},
		{"RDVs.UpdateStatus", "PATCH /api/v1/rdvs/{rdv_id}/update_status", "status", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVs.UpdateStatus(ctx, ids.rdv, rdvsolidarites.StatusSeen))
		}},
		{"RDVs.UpdateStatusRaw", "PATCH /api/v1/rdvs/{rdv_id}/update_status", "status", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVs.UpdateStatusRaw(ctx, ids.rdv, rdvsolidarites.StatusSeen))
		}},
		{"Lieux.List", "GET /api/v1/lieux", "lieux", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Lieux.List(ctx, rdvsolidarites.LieuQuery{OrganisationID: ids.organisation}))
		}},
		{"Lieux.ListRaw", "GET /api/v1/lieux", "lieux", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Lieux.ListRaw(ctx, rdvsolidarites.LieuQuery{OrganisationID: ids.organisation}))
		}},
		{"Lieux.Create", "POST /api/v1/lieux", bare, func(ctx context.Context, c *client) (any, error) {
			return answered(c.Lieux.Create(ctx, newLieu(ids.organisation)))
		}},
		{"Lieux.CreateRaw", "POST /api/v1/lieux", bare, func(ctx context.Context, c *client) (any, error) {
			return answered(c.Lieux.CreateRaw(ctx, newLieu(ids.organisation)))
		}},
		{"RDVPlans.Create", "POST /api/v1/rdv_plans", "rdv_plan", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVPlans.Create(ctx, rdvsolidarites.RDVPlanCreate{User: rdvsolidarites.RDVPlanUser{FirstName: "Ada", LastName: "Durand"}}))
		}},
		{"RDVPlans.CreateRaw", "POST /api/v1/rdv_plans", "rdv_plan", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVPlans.CreateRaw(ctx, rdvsolidarites.RDVPlanCreate{User: rdvsolidarites.RDVPlanUser{FirstName: "Ada", LastName: "Durand"}}))
		}},
		{"RDVPlans.Get", "GET /api/v1/rdv_plans/{rdv_plan_id}", "rdv_plan", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVPlans.Get(ctx, ids.plan))
		}},
		{"RDVPlans.GetRaw", "GET /api/v1/rdv_plans/{rdv_plan_id}", "rdv_plan", func(ctx context.Context, c *client) (any, error) {
			return answered(c.RDVPlans.GetRaw(ctx, ids.plan))
		}},
		{"Teams.List", "GET /api/v1/teams", "teams", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Teams.List(ctx, rdvsolidarites.TeamQuery{}))
		}},
		{"Teams.ListRaw", "GET /api/v1/teams", "teams", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Teams.ListRaw(ctx, rdvsolidarites.TeamQuery{}))
		}},
		{"Users.List", "GET /api/v1/users", "users", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.List(ctx, rdvsolidarites.UserQuery{}))
		}},
		{"Users.ListRaw", "GET /api/v1/users", "users", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.ListRaw(ctx, rdvsolidarites.UserQuery{}))
		}},
		{"Users.List", "GET /api/v1/organisations/{organisation_id}/users", "users", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.List(ctx, rdvsolidarites.UserQuery{OrganisationID: ids.organisation}))
		}},
		{"Users.ListRaw", "GET /api/v1/organisations/{organisation_id}/users", "users", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.ListRaw(ctx, rdvsolidarites.UserQuery{OrganisationID: ids.organisation}))
		}},
		{"Users.Get", "GET /api/v1/users/{user_id}", "user", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.Get(ctx, ids.user))
		}},
		{"Users.GetRaw", "GET /api/v1/users/{user_id}", "user", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.GetRaw(ctx, ids.user))
		}},
		{"Users.GetIn", "GET /api/v1/organisations/{organisation_id}/users/{user_id}", "user", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.GetIn(ctx, ids.organisation, ids.user))
		}},
		{"Users.Create", "POST /api/v1/users", "user", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.Create(ctx, newUser(ids.organisation)))
		}},
		{"Users.CreateRaw", "POST /api/v1/users", "user", func(ctx context.Context, c *client) (any, error) {
			in := newUser(ids.organisation)
			in.Email = guichet.Null[string]()
			return answered(c.Users.CreateRaw(ctx, in))
		}},
		{"Users.Update", "PATCH /api/v1/users/{user_id}", "user", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.Update(ctx, ids.user, rdvsolidarites.UserUpdate{LastName: guichet.Set("Durand-Petit")}))
		}},
		{"Users.UpdateRaw", "PATCH /api/v1/users/{user_id}", "user", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.UpdateRaw(ctx, ids.user, rdvsolidarites.UserUpdate{LastName: guichet.Set("Durand-Petit")}))
		}},
		{"Users.InvitationToken", "POST /api/v1/users/{user_id}/rdv_invitation_token", "invitation_token", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.InvitationToken(ctx, ids.user))
		}},
		{"Users.InvitationTokenRaw", "POST /api/v1/users/{user_id}/rdv_invitation_token", "invitation_token", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Users.InvitationTokenRaw(ctx, ids.user))
		}},
		{"UserProfiles.Create", "POST /api/v1/user_profiles", "user_profile", func(ctx context.Context, c *client) (any, error) {
			return answered(c.UserProfiles.Create(ctx, ids.otherOrganisation, ids.user))
		}},
		{"UserProfiles.Delete", "DELETE /api/v1/user_profiles", "", func(ctx context.Context, c *client) (any, error) {
			return nothing(c.UserProfiles.Delete(ctx, ids.otherOrganisation, ids.user))
		}},
		{"UserProfiles.CreateRaw", "POST /api/v1/user_profiles", "user_profile", func(ctx context.Context, c *client) (any, error) {
			return answered(c.UserProfiles.CreateRaw(ctx, ids.otherOrganisation, ids.user))
		}},
		{"Referents.Create", "POST /api/v1/referent_assignations", "referent_assignation", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Referents.Create(ctx, ids.agent, ids.user))
		}},
		{"Referents.Delete", "DELETE /api/v1/referent_assignations", "", func(ctx context.Context, c *client) (any, error) {
			return nothing(c.Referents.Delete(ctx, ids.agent, ids.user))
		}},
		{"Referents.CreateRaw", "POST /api/v1/referent_assignations", "referent_assignation", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Referents.CreateRaw(ctx, ids.agent, ids.user))
		}},
		{"WebhookEndpoints.List", "GET /api/v1/organisations/{organisation_id}/webhook_endpoints", "webhook_endpoints", func(ctx context.Context, c *client) (any, error) {
			return answered(c.WebhookEndpoints.List(ctx, rdvsolidarites.WebhookEndpointQuery{OrganisationID: ids.organisation}))
		}},
		{"WebhookEndpoints.ListRaw", "GET /api/v1/organisations/{organisation_id}/webhook_endpoints", "webhook_endpoints", func(ctx context.Context, c *client) (any, error) {
			return answered(c.WebhookEndpoints.ListRaw(ctx, rdvsolidarites.WebhookEndpointQuery{OrganisationID: ids.organisation}))
		}},
		{"WebhookEndpoints.Create", "POST /api/v1/organisations/{organisation_id}/webhook_endpoints", "webhook_endpoint", func(ctx context.Context, c *client) (any, error) {
			return answered(c.WebhookEndpoints.Create(ctx, ids.organisation, newEndpoint()))
		}},
		{"WebhookEndpoints.Update", "PATCH /api/v1/organisations/{organisation_id}/webhook_endpoints/{webhook_endpoint_id}", "webhook_endpoint", func(ctx context.Context, c *client) (any, error) {
			in := rdvsolidarites.WebhookEndpointUpdate{TargetURL: guichet.Set("https://exemple.fr/autre")}
			return answered(c.WebhookEndpoints.Update(ctx, ids.organisation, ids.webhookEndpoint, in))
		}},
		{"PublicLinks.List", "GET /api/v1/public_links", "public_links", func(ctx context.Context, c *client) (any, error) {
			return answered(c.PublicLinks.List(ctx, "62"))
		}},
		{"Participations.Update", "PATCH /api/v1/participations/{participation_id}", "rdv", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Participations.Update(ctx, ids.participation, rdvsolidarites.StatusSeen))
		}},
		{"Participations.UpdateRaw", "PATCH /api/v1/participations/{participation_id}", "rdv", func(ctx context.Context, c *client) (any, error) {
			return answered(c.Participations.UpdateRaw(ctx, ids.participation, rdvsolidarites.StatusSeen))
		}},
	}
}
