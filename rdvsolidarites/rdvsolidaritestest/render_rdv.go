package rdvsolidaritestest

import (
	"fmt"
	"strconv"
	"strings"
)

func (w *writer) rdv(r *rdv) { w.rdvWith(r, allAssociations()) }

// rdvWith writes r with some of its associations. The others have no key.
func (w *writer) rdvWith(r *rdv, associations []string) {
	shows := func(name string) bool { return contains(associations, name) }
	w.int("id", r.id)
	w.string("address", r.address())
	if shows("agents") {
		objects(w, "agents", r.agents, (*writer).agent)
	}
	w.time("cancelled_at", r.cancelledAt)
	w.bool("collectif", r.motif.collectif)
	w.optional("context", r.context)
	if w.rules.rdvLinks {
		w.time("created_at", r.createdAt)
	}
	w.createdBy(&r.createdBy)
	w.int("duration_in_min", r.minutes)
	w.localTime("ends_at", r.startsAt+r.minutes*60, r.organisation)
	if shows("lieu") {
		if r.lieu == nil {
			w.null("lieu")
		} else {
			object(w, "lieu", r.lieu, (*writer).lieu)
		}
	}
	w.optionalInt("max_participants_count", r.maxParticipants)
	if shows("motif") {
		object(w, "motif", r.motif, (*writer).motif)
	}
	w.optional("name", r.name)
	if shows("organisation") {
		object(w, "organisation", r.organisation, (*writer).organisation)
	}
	if shows("participations") {
		w.list("participations", func() {
			for i, p := range r.participations {
				w.item(func() { w.participation(r.participationID(i), p) })
			}
		})
	}
	w.localTime("starts_at", r.startsAt, r.organisation)
	w.string("status", r.status)
	w.rdvLinks(r)
	if shows("users") {
		w.list("users", func() {
			for _, p := range r.participations {
				w.item(func() { w.user(p.user, nil) })
			}
		})
	}
	w.int("users_count", r.usersCount())
	w.string("uuid", r.uuid())
	if w.rules.rdvTimeZone {
		w.optional("visio_url", r.visioURL())
	}
}

// rdvLinks writes the keys between status and users.
func (w *writer) rdvLinks(r *rdv) {
	if w.rules.rdvTimeZone {
		w.string("time_zone", r.organisation.zoneName())
	}
	if w.rules.rdvLinks {
		w.string("url_for_agents", site+"/agents/rdvs/"+strconv.FormatInt(r.id, 10))
	}
}

// visioURL is empty unless the rdv takes place by video.
func (r *rdv) visioURL() string {
	if r.motif.locationType != "visio" {
		return ""
	}
	return "https://webconf.numerique.gouv.fr/RdvServicePublic" + strings.ReplaceAll(r.uuid(), "-", "")
}

func (w *writer) participation(id int64, p *participation) {
	w.int("id", id)
	w.string("created_by", p.createdBy.lowerCase())
	w.bool("created_by_agent_prescripteur", false)
	w.int("created_by_id", p.createdBy.id)
	w.string("created_by_type", p.createdBy.kind)
	w.bool("send_lifecycle_notifications", true)
	w.bool("send_reminder_notification", true)
	w.string("status", p.status)
	object(w, "user", p.user, (*writer).person)
}

func (w *writer) createdBy(c *createdBy) {
	w.string("created_by", c.lowerCase())
	w.int("created_by_id", c.id)
	w.string("created_by_type", c.kind)
}

func (c *createdBy) lowerCase() string {
	switch c.kind {
	case "User":
		return "user"
	case "Prescripteur":
		return "prescripteur"
	}
	return "agent"
}

// address is never null: it is empty for rdvs by telephone or video.
func (r *rdv) address() string {
	switch {
	case r.lieu != nil:
		return r.lieu.address
	case r.motif.locationType == "home" && len(r.participations) > 0:
		return r.participations[0].user.address
	}
	return ""
}

// usersCount does not count users who excused themselves or whose rdv was revoked.
func (r *rdv) usersCount() int64 {
	var n int64
	for _, p := range r.participations {
		if p.status != "excused" && p.status != "revoked" {
			n++
		}
	}
	return n
}

func (r *rdv) uuid() string {
	return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x",
		r.rank>>32, r.rank>>16&0xffff, r.rank&0xfff, r.rank>>8&0xfff, scramble(r.rank, uint64(r.id))>>16)
}
