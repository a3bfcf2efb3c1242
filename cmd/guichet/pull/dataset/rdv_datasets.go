package dataset

import "slices"

// rdvDatasets are those of RDV-Solidarités.
func rdvDatasets() []Dataset { return slices.Concat(rdvOffices(), rdvActivity()) }

// rdvOffices are those who give appointments, and for what.
func rdvOffices() []Dataset {
	return []Dataset{
		{
			Name: "rdv.organisations", Key: "id", Version: 1, Schema: rdvOrganisation(), ByOrganisation: true,
			Columns: []string{"id", "name", "phone_number", "email", "verticale"},
			parts:   rdvOrganisations,
		},
		{
			Name: "rdv.agents", Key: "id", Version: 1, Schema: rdvAgent(), ByOrganisation: true,
			Columns: []string{"id", "first_name", "last_name", "email"},
			parts:   organisationLists{whole: "/api/v1/agents", path: "/api/v1/agents?organisation_id={id}", root: "agents"}.parts,
		},
		{
			Name: "rdv.teams", Key: "id", Version: 1, Schema: rdvTeam(),
			Columns: []string{"id", "name", "territory.id", "territory.departement_number", "territory.name", "agents.id"},
			parts:   one("/api/v1/teams", "teams"),
		},
		{
			Name: "rdv.motifs", Key: "id", Version: 1, Schema: rdvMotif(), ByOrganisation: true,
			Columns: []string{
				"id", "name", "organisation_id", "service_id", "location_type", "bookable_by", "bookable_publicly",
				"collectif", "follow_up", "instruction_for_rdv", "deleted_at",
				"motif_category.id", "motif_category.short_name", "motif_category.name",
			},
			parts: organisationLists{path: "/api/v1/organisations/{id}/motifs", root: "motifs"}.parts,
		},
	}
}

// rdvActivity are the people who have appointments, the appointments, and what
// stands around them.
func rdvActivity() []Dataset {
	return []Dataset{
		{
			Name: "rdv.users", Key: "id", Version: 1, Schema: rdvUser(), ByOrganisation: true,
			Columns: []string{
				"id", "first_name", "last_name", "birth_name", "birth_date", "email", "notification_email",
				"phone_number", "phone_number_formatted", "address", "address_details", "responsible_id",
				"caisse_affiliation", "affiliation_number", "family_situation", "number_of_children",
				"notify_by_sms", "notify_by_email", "invitation_created_at", "invitation_accepted_at",
				"created_at", "case_number", "logement", "notes",
			},
			parts: organisationLists{whole: "/api/v1/users", path: "/api/v1/organisations/{id}/users", root: "users", ids: "ids[]"}.parts,
		},
		{
			Name: "rdv.rdvs", Key: "id", Version: 1, Schema: rdvRDV(), ByOrganisation: true, ByTime: true,
			Columns: []string{
				"id", "uuid", "status", "starts_at", "ends_at", "duration_in_min", "address", "context",
				"cancelled_at", "created_at", "max_participants_count", "users_count", "name", "collectif",
				"created_by_type", "created_by_id", "url_for_agents", "organisation.id", "organisation.name",
				"motif.id", "motif.name", "motif.location_type", "motif.service_id", "motif.motif_category.short_name",
				"lieu.id", "lieu.name", "lieu.address", "agents.id", "participations.id", "participations.status",
				"participations.user.id",
			},
			parts: organisationLists{path: "/api/v1/organisations/{id}/rdvs", root: "rdvs", timed: true}.parts,
			users: participants,
		},
		{
			Name: "rdv.absences", Key: "id", Version: 1, Schema: rdvAbsence(),
			Columns: []string{
				"id", "title", "first_day", "start_time", "end_day", "end_time", "agent.id", "agent.email",
				"organisation.id", "rrule", "ical_uid", "ical",
			},
			parts: one("/api/v1/absences", "absences"),
		},
		{
			Name: "rdv.webhook_endpoints", Key: "id", Version: 1, Schema: rdvWebhookEndpoint(), ByOrganisation: true,
			Columns: []string{"id", "organisation_id", "target_url", "subscriptions"},
			parts:   organisationLists{path: "/api/v1/organisations/{id}/webhook_endpoints", root: "webhook_endpoints"}.parts,
		},
	}
}

func rdvOrganisation() *Schema {
	return object(
		required("id", integer()), optional("name", text()), optional("phone_number", null(text())),
		optional("email", null(text())), optional("verticale", null(text())), optional("website", null(text())),
	)
}

func rdvAgent() *Schema {
	return object(
		required("id", integer()), optional("email", null(text())), optional("first_name", null(text())),
		optional("last_name", null(text())), optional("inclusion_connect_open_id_sub", null(text())),
	)
}

func rdvMotifCategory() *Schema {
	return object(required("id", integer()), optional("name", text()), optional("short_name", text()))
}

func rdvTeam() *Schema {
	return object(
		required("id", integer()), optional("name", text()), optional("agents", list(rdvAgent())),
		optional("territory_id", null(integer())),
		optional("territory", null(object(
			required("id", integer()), optional("departement_number", null(text())), optional("name", null(text())),
			optional("motif_categories", null(list(rdvMotifCategory()))),
		))),
	)
}

func rdvMotif() *Schema {
	return object(
		required("id", integer()), optional("name", text()), optional("location_type", text()),
		optional("deleted_at", null(text())), optional("bookable_publicly", boolean()), optional("bookable_by", text()),
		optional("service_id", null(integer())), optional("organisation_id", integer()), optional("collectif", boolean()),
		optional("follow_up", boolean()), optional("instruction_for_rdv", null(text())),
		optional("motif_category", null(rdvMotifCategory())), optional("default_duration_in_min", null(integer())),
		optional("min_public_booking_delay", null(integer())), optional("max_public_booking_delay", null(integer())),
	)
}

// rdvPerson are the fields of a user, without those that hold users again.
func rdvPerson() []Property {
	return []Property{
		required("id", integer()), optional("first_name", null(text())), optional("last_name", null(text())),
		optional("birth_name", null(text())), optional("birth_date", null(formatted("date"))),
		optional("email", null(text())), optional("notification_email", null(text())),
		optional("address", null(text())), optional("address_details", null(text())),
		optional("phone_number", null(text())), optional("phone_number_formatted", null(text())),
		optional("responsible_id", null(integer())), optional("caisse_affiliation", null(text())),
		optional("affiliation_number", null(text())), optional("family_situation", null(text())),
		optional("number_of_children", null(integer())), optional("notify_by_sms", null(boolean())),
		optional("notify_by_email", null(boolean())), optional("invitation_created_at", null(text())),
		optional("invitation_accepted_at", null(text())), optional("created_at", null(text())),
		optional("case_number", null(text())), optional("logement", null(text())), optional("notes", null(text())),
		optional("city_code", null(text())), optional("post_code", null(text())), optional("city_name", null(text())),
	}
}

func rdvUser() *Schema {
	profiles := func() Property {
		return optional("user_profiles", null(list(object(optional("organisation", rdvOrganisation())))))
	}
	responsible := object(append(rdvPerson(), profiles())...)
	return object(append(rdvPerson(), profiles(), optional("responsible", null(responsible)))...)
}

func rdvLieu() *Schema {
	return object(
		required("id", integer()), optional("name", null(text())), optional("address", null(text())),
		optional("phone_number", null(text())), optional("organisation_id", null(integer())),
		optional("single_use", null(boolean())), optional("enabled", null(boolean())),
		optional("latitude", null(kind("number"))), optional("longitude", null(kind("number"))),
	)
}

func rdvParticipation() *Schema {
	return object(
		optional("id", integer()), optional("status", text()), optional("send_lifecycle_notifications", null(boolean())),
		optional("send_reminder_notification", null(boolean())), optional("created_by_type", null(text())),
		optional("created_by_id", null(integer())), optional("created_by", null(text())),
		optional("created_by_agent_prescripteur", null(boolean())), optional("user", null(rdvUser())),
	)
}

func rdvRDV() *Schema {
	return object(
		required("id", integer()), optional("uuid", formatted("uuid")), optional("status", text()),
		optional("starts_at", text()), optional("ends_at", text()), optional("duration_in_min", integer()),
		optional("address", null(text())), optional("context", null(text())), optional("cancelled_at", null(text())),
		optional("created_at", null(text())), optional("max_participants_count", null(integer())),
		optional("users_count", null(integer())), optional("name", null(text())), optional("collectif", boolean()),
		optional("created_by_type", null(text())), optional("created_by_id", null(integer())),
		optional("created_by", null(text())), optional("url_for_agents", null(text())),
		optional("organisation", rdvOrganisation()), optional("motif", rdvMotif()), optional("users", list(rdvUser())),
		optional("participations", list(rdvParticipation())), optional("agents", list(rdvAgent())),
		optional("lieu", null(rdvLieu())), optional("time_zone", null(text())), optional("visio_url", null(text())),
	)
}

func rdvAbsence() *Schema {
	return object(
		required("id", integer()), optional("ical_uid", text()), optional("title", null(text())),
		optional("first_day", formatted("date")), optional("end_day", null(formatted("date"))),
		optional("start_time", text()), optional("end_time", text()), optional("agent", rdvAgent()),
		optional("organisation", null(rdvOrganisation())), optional("rrule", null(text())), optional("ical", null(text())),
	)
}

func rdvWebhookEndpoint() *Schema {
	return object(
		required("id", integer()), optional("organisation_id", integer()), optional("target_url", text()),
		optional("subscriptions", null(list(text()))), optional("secret", null(text())),
	)
}
