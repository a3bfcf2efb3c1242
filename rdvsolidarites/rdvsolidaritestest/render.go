package rdvsolidaritestest

import (
	"fmt"
	"time"
)

// site is the address in links to the service's pages. It does not depend on the address of the server,
// so that the same seed gives the same bytes.
const site = "https://rdv.example.fr"

func (w *writer) territory(t *territory) {
	w.int("id", t.id)
	w.string("departement_number", t.number)
	objects(w, "motif_categories", t.categories, (*writer).motifCategory)
	w.string("name", t.name)
}

func (w *writer) organisation(o *organisation) {
	w.int("id", o.id)
	w.optional("email", o.email)
	w.string("name", o.name)
	w.optional("phone_number", o.phone)
	w.string("verticale", o.verticale)
	if w.rules.organisationWebsite {
		w.optional("website", o.website)
	}
}

func (w *writer) agent(a *agent) {
	w.int("id", a.id)
	w.optional("email", a.email)
	w.optional("first_name", a.firstName)
	if w.rules.inclusionConnect {
		w.null("inclusion_connect_open_id_sub")
	}
	w.optional("last_name", a.lastName)
}

func (w *writer) team(t *team) {
	w.int("id", t.id)
	objects(w, "agents", t.agents, (*writer).agent)
	w.string("name", t.name)
	object(w, "territory", t.territory, (*writer).territory)
}

func (w *writer) motifCategory(c *motifCategory) {
	w.int("id", c.id)
	w.string("name", c.name)
	w.string("short_name", c.shortName)
}

func (w *writer) motif(m *motif) {
	w.int("id", m.id)
	w.string("bookable_by", m.bookableBy)
	w.bool("bookable_publicly", m.bookablePublicly())
	w.bool("collectif", m.collectif)
	if w.rules.motifDelays {
		w.int("default_duration_in_min", m.minutes)
	}
	w.time("deleted_at", m.deletedAt)
	w.bool("follow_up", m.followUp)
	w.optional("instruction_for_rdv", m.instruction)
	w.string("location_type", m.locationType)
	if w.rules.motifDelays {
		w.int("max_public_booking_delay", int64(maxBookingDelay/time.Second))
		w.int("min_public_booking_delay", int64(minBookingDelay/time.Second))
	}
	if m.category == nil {
		w.null("motif_category")
	} else {
		object(w, "motif_category", m.category, (*writer).motifCategory)
	}
	w.string("name", m.name)
	w.int("organisation_id", m.organisationID)
	w.optionalInt("service_id", m.serviceID)
}

// The delays of a motif within which the public can book.
const (
	minBookingDelay = 30 * time.Minute
	maxBookingDelay = 90 * 24 * time.Hour
)

func (m *motif) bookablePublicly() bool {
	return m.bookableBy == "everyone" || m.bookableBy == "agents_and_prescripteurs_and_invited_users"
}

func (w *writer) lieu(l *lieu) {
	w.int("id", l.id)
	w.string("address", l.address)
	if w.rules.lieuPlace {
		w.bool("enabled", true)
		w.number("latitude", l.latitude)
		w.number("longitude", l.longitude)
	}
	w.string("name", l.name)
	w.int("organisation_id", l.organisationID)
	w.optional("phone_number", l.phone)
	w.bool("single_use", l.singleUse)
}

// person writes u without profiles.
func (w *writer) person(u *user) { w.user(u, nil) }

// user writes u with the given profiles, or with null.
func (w *writer) user(u *user, profiles func(*user) []*organisation) {
	address := u.address
	if isBlank(address) {
		if address = ""; u.responsible != nil {
			address = u.responsible.address
		}
	}
	w.int("id", u.id)
	w.optional("address", address)
	w.optional("address_details", u.addressDetails)
	w.optional("affiliation_number", u.affiliationNumber)
	w.optional("birth_date", u.birthDate)
	w.optional("birth_name", u.birthName)
	if w.rules.socialFields {
		w.optional("caisse_affiliation", u.caisseAffiliation)
		w.null("case_number")
	}
	if w.rules.userCity {
		w.optional("city_code", u.cityCode)
		w.optional("city_name", u.cityName)
	}
	w.time("created_at", u.createdAt)
	w.optional("email", u.email)
	if w.rules.socialFields {
		w.optional("family_situation", u.familySituation)
	}
	w.string("first_name", u.firstName)
	if w.rules.invitations {
		w.null("invitation_accepted_at")
		w.null("invitation_created_at")
	}
	w.string("last_name", u.lastName)
	w.userContact(u)
	w.userRelations(u, profiles)
}

func (w *writer) userContact(u *user) {
	if w.rules.socialFields {
		w.null("logement")
		w.null("notes")
	}
	if w.rules.notificationEmail {
		w.optional("notification_email", u.notificationEmail)
	}
	w.optionalBool("notify_by_email", u.notifyByEmail)
	w.optionalBool("notify_by_sms", u.notifyBySMS)
	if w.rules.socialFields {
		if u.children == nil {
			w.null("number_of_children")
		} else {
			w.int("number_of_children", *u.children)
		}
	}
	w.optional("phone_number", u.phone)
	w.optional("phone_number_formatted", u.formattedPhone)
	if w.rules.userCity {
		w.optional("post_code", u.postCode)
	}
}

func (w *writer) userRelations(u *user, profiles func(*user) []*organisation) {
	if u.responsible == nil {
		w.null("responsible")
		w.null("responsible_id")
	} else {
		w.object("responsible", func() { w.user(u.responsible, profiles) })
		w.int("responsible_id", u.responsible.id)
	}
	if profiles == nil {
		w.null("user_profiles")
		return
	}
	objects(w, "user_profiles", profiles(u), (*writer).profile)
}

func (w *writer) profile(o *organisation) { object(w, "organisation", o, (*writer).organisation) }

func (w *writer) rdvPlan(p *rdvPlan) {
	w.int("id", p.id)
	w.time("created_at", p.createdAt)
	if r := p.rdv; r == nil {
		w.null("rdv")
	} else {
		w.object("rdv", func() {
			w.int("id", r.id)
			w.string("status", r.status)
			w.localTime("starts_at", r.startsAt, r.organisation)
			w.string("location_type", r.motif.locationType)
		})
	}
	w.time("updated_at", p.updatedAt)
	w.string("url", fmt.Sprintf("%s/agents/rdv_plans/%d", site, p.id))
	w.int("user_id", p.userID)
}

func (w *writer) webhookEndpoint(e *webhookEndpoint) {
	w.int("id", e.id)
	w.int("organisation_id", e.organisationID)
	w.list("subscriptions", func() {
		for _, subscription := range e.subscriptions {
			w.stringItem(subscription)
		}
	})
	w.string("target_url", e.targetURL)
}

func (w *writer) absence(a *absence, o *organisation, now int64) {
	w.failed = w.failed || a.repeatsAnHour()
	uid := fmt.Sprintf("absence_%d@RDV Solidarités", a.id)
	w.int("id", a.id)
	object(w, "agent", a.agent, (*writer).agent)
	w.string("end_day", a.endDay)
	w.string("end_time", a.endTime)
	w.string("first_day", a.firstDay)
	w.string("ical", calendar(now, &event{uid, a.title, a.rrule, a.firstDay, a.startTime, a.endDay, a.endTime}))
	w.string("ical_uid", uid)
	if o == nil {
		w.null("organisation")
	} else {
		object(w, "organisation", o, (*writer).organisation)
	}
	w.optional("rrule", a.rrule)
	w.string("start_time", a.startTime)
	w.string("title", a.title)
}
