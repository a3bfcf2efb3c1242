package dataset

import (
	"slices"

	"github.com/guichet-go/guichet/rdvsolidarites"
)

// rdvDatasets are those of RDV-Solidarités.
func rdvDatasets() []Dataset { return slices.Concat(organisationDatasets(), appointmentDatasets()) }

// organisationDatasets are the organisations and what belongs to them.
func organisationDatasets() []Dataset {
	return []Dataset{
		{
			Name: "rdv.organisations", Key: "id", Version: 2, Schema: schemaOf((*rdvsolidarites.Organisation)(nil), "id"), ByOrganisation: true, Organisation: "id",
			Columns: []string{"id", "name", "phone_number", "email", "website", "verticale"},
			parts:   organisationParts,
		},
		{
			Name: "rdv.agents", Key: "id", Version: 1, Schema: schemaOf((*rdvsolidarites.Agent)(nil), "id"), ByOrganisation: true,
			Columns: []string{"id", "first_name", "last_name", "email"},
			parts:   rdvList{page: agentsPage, whole: true, each: true}.parts,
		},
		{
			Name: "rdv.teams", Key: "id", Version: 1, Schema: schemaOf((*rdvsolidarites.Team)(nil), "id"),
			Columns: []string{"id", "name", "territory.id", "territory.departement_number", "territory.name", "agents.id"},
			parts:   rdvList{page: teamsPage, whole: true}.parts,
		},
		{
			Name: "rdv.motifs", Key: "id", Version: 2, Schema: schemaOf((*rdvsolidarites.Motif)(nil), "id"), ByOrganisation: true, Organisation: "organisation_id",
			Columns: []string{
				"id", "name", "organisation_id", "service_id", "location_type", "bookable_by", "bookable_publicly",
				"collectif", "follow_up", "instruction_for_rdv", "default_duration_in_min",
				"min_public_booking_delay", "max_public_booking_delay", "deleted_at",
				"motif_category.id", "motif_category.short_name", "motif_category.name",
			},
			parts: rdvList{page: motifsPage, each: true}.parts,
		},
	}
}

// appointmentDatasets are the people, their appointments, and what concerns both.
func appointmentDatasets() []Dataset {
	return []Dataset{
		{
			Name: "rdv.users", Key: "id", Version: 2, Schema: schemaOf((*rdvsolidarites.User)(nil), "id"), ByOrganisation: true,
			Columns: []string{
				"id", "first_name", "last_name", "birth_name", "birth_date", "email", "notification_email",
				"phone_number", "phone_number_formatted", "address", "address_details", "city_code", "post_code", "city_name", "responsible_id",
				"caisse_affiliation", "affiliation_number", "family_situation", "number_of_children",
				"notify_by_sms", "notify_by_email", "invitation_created_at", "invitation_accepted_at",
				"created_at", "case_number", "logement", "notes",
			},
			parts: rdvList{page: usersPage, whole: true, each: true, byID: true}.parts,
		},
		{
			Name: "rdv.rdvs", Key: "id", Version: 2, Schema: schemaOf((*rdvsolidarites.RDV)(nil), "id"), ByOrganisation: true, Organisation: "organisation.id", ByTime: true,
			Columns: []string{
				"id", "uuid", "status", "starts_at", "ends_at", "duration_in_min", "address", "context",
				"cancelled_at", "created_at", "max_participants_count", "users_count", "name", "collectif",
				"created_by_type", "created_by_id", "url_for_agents", "visio_url", "time_zone", "organisation.id", "organisation.name",
				"motif.id", "motif.name", "motif.location_type", "motif.service_id", "motif.motif_category.short_name",
				"lieu.id", "lieu.name", "lieu.address", "lieu.latitude", "lieu.longitude", "agents.id", "participations.id", "participations.status",
				"participations.user.id",
			},
			parts: rdvList{page: rdvsPage, each: true, byTime: true}.parts,
			users: participants,
		},
		{
			Name: "rdv.absences", Key: "id", Version: 2, Schema: schemaOf((*rdvsolidarites.Absence)(nil), "id"),
			Columns: []string{
				"id", "title", "first_day", "start_time", "end_day", "end_time", "agent.id", "agent.email",
				"organisation.id", "rrule", "ical_uid", "ical",
			},
			parts: rdvList{page: absencesPage, whole: true}.parts,
		},
		{
			Name: "rdv.webhook_endpoints", Key: "id", Version: 1, Schema: schemaOf((*rdvsolidarites.WebhookEndpoint)(nil), "id"), ByOrganisation: true, Organisation: "organisation_id",
			Columns: []string{"id", "organisation_id", "target_url", "subscriptions"},
			parts:   rdvList{page: webhookEndpointsPage, each: true}.parts,
		},
	}
}
