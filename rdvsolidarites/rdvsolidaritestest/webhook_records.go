package rdvsolidaritestest

import (
	"fmt"
	"iter"
)

// records returns, for each object of an organisation that a subscription names, a function that writes it.
func (s *Server) records(subscription string, o *organisation) iter.Seq[func(*writer)] {
	switch subscription {
	case "rdv":
		return each(o.rdvs, (*writer).rdv)
	case "motif":
		return each(o.motifs, (*writer).motif)
	case "lieu":
		return each(o.lieux, (*writer).lieu)
	case "organisation":
		return each([]*organisation{o}, (*writer).organisation)
	case "agent":
		return each(s.staff(o), (*writer).agent)
	case "agent_role":
		return each(s.staff(o), func(w *writer, a *agent) { w.agentRole(a, o) })
	case "plage_ouverture":
		return each(s.staff(o), func(w *writer, a *agent) { w.plageOuverture(a, o, s.date(-63), s.now()) })
	case "absence":
		return each(s.absencesOf(o), s.writeAbsence)
	case "user":
		return each(s.usersOf(o), func(w *writer, u *user) { w.user(u, nil) })
	case "user_profile":
		return each(s.usersOf(o), func(w *writer, u *user) { w.userProfile(o, u) })
	case "referent_assignation":
		return s.referents(o)
	}
	return func(func(func(*writer)) bool) {}
}

//go:noinline
func each[T any](rows []T, write func(*writer, T)) iter.Seq[func(*writer)] {
	return func(yield func(func(*writer)) bool) {
		for _, row := range rows {
			if !yield(of(row, write)) {
				return
			}
		}
	}
}

//go:noinline
func (d *data) staff(o *organisation) []*agent {
	var list []*agent
	for _, a := range d.agents {
		if a.roles[o.id] != "" {
			list = append(list, a)
		}
	}
	return list
}

func (s *Server) absencesOf(o *organisation) []*absence {
	var list []*absence
	for _, a := range s.absences {
		if a.agent.roles[o.id] != "" {
			list = append(list, a)
		}
	}
	return list
}

//go:noinline
func (s *Server) usersOf(o *organisation) []*user {
	var list []*user
	for _, u := range s.users {
		if contains(u.organisations, o.id) {
			list = append(list, u)
		}
	}
	return list
}

func (s *Server) referents(o *organisation) iter.Seq[func(*writer)] {
	return func(yield func(func(*writer)) bool) {
		for _, u := range s.usersOf(o) {
			for _, id := range u.referents {
				a, _ := s.agent(id)
				if !yield(func(w *writer) { w.referent(a, u) }) {
					return
				}
			}
		}
	}
}

func (w *writer) agentRole(a *agent, o *organisation) {
	w.int("id", a.id*1000+o.id)
	w.string("access_level", a.roles[o.id])
	object(w, "agent", a, (*writer).agent)
	object(w, "organisation", o, (*writer).organisation)
}

// plageOuverture is the opening hours of an agent. The service has no route for them, only webhooks.
func (w *writer) plageOuverture(a *agent, o *organisation, firstDay string, now int64) {
	id := a.id*1000 + o.id
	uid := fmt.Sprintf("plage_ouverture_%d@RDV Solidarités", id)
	rrule := "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU;"
	w.int("id", id)
	object(w, "agent", a, (*writer).agent)
	w.string("end_time", "12:00:00")
	w.string("first_day", firstDay)
	w.string("ical", calendar(now, &event{uid, "Permanence", rrule, firstDay, "09:00:00", firstDay, "12:00:00"}))
	w.string("ical_uid", uid)
	if len(o.lieux) == 0 {
		w.null("lieu")
	} else {
		object(w, "lieu", o.lieux[0], (*writer).lieu)
	}
	w.list("motifs", func() {
		for _, m := range o.motifs {
			if contains(a.services, m.serviceID) {
				w.item(func() { w.motif(m) })
			}
		}
	})
	object(w, "organisation", o, (*writer).organisation)
	w.string("rrule", rrule)
	w.string("start_time", "09:00:00")
	w.string("title", "Permanence")
}
