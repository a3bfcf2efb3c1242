package rdvsolidaritestest

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

func (s *Server) listAbsences(c *call) *reply {
	var list []*absence
	for _, a := range s.absences {
		if s.visibleAgent(c.agent, a.agent) {
			list = append(list, a)
		}
	}
	tie := cmp.Compare[int64]
	if s.turned(c, "absences") {
		tie = func(a, b int64) int { return cmp.Compare(b, a) }
	}
	slices.SortFunc(list, func(a, b *absence) int {
		return cmp.Or(strings.Compare(b.firstDay, a.firstDay), strings.Compare(b.startTime, a.startTime), tie(a.id, b.id))
	})
	return page(c, "absences", list, s.writeAbsence)
}

// writeAbsence writes an absence with the first organisation of its agent.
func (s *Server) writeAbsence(w *writer, a *absence) {
	var first *organisation
	if ids := s.organisationsOf(a.agent); len(ids) > 0 {
		first, _ = s.organisation(ids[0])
	}
	w.absence(a, first, s.now())
}

func (s *Server) organisationsOf(a *agent) []int64 {
	var ids []int64
	for _, o := range s.organisations {
		if a.roles[o.id] != "" {
			ids = append(ids, o.id)
		}
	}
	return ids
}

func (s *Server) shownAbsence(a *absence) *reply {
	return s.found("absence", func(w *writer) { s.writeAbsence(w, a) })
}

func (s *Server) emitAbsence(event string, a *absence) {
	exists := func() bool { return contains(s.absences, a) }
	s.emitWhile(exists, "absence", event, s.organisationsOf(a.agent), func(w *writer) { s.writeAbsence(w, a) })
}

// absence returns the absence of the path, or the answer when the caller cannot see it.
func (s *Server) absence(c *call) (*absence, *reply) {
	a, ok := byID(s.absences, c.id("id"), func(a *absence) int64 { return a.id })
	var refused *reply
	switch {
	case !ok:
		refused = notFound("absence")
	case !s.visibleAgent(c.agent, a.agent):
		refused = forbidden()
	default:
		return a, nil
	}
	return nil, refused
}

func (s *Server) getAbsence(c *call) *reply {
	a, refused := s.absence(c)
	if refused != nil {
		return refused
	}
	return s.shownAbsence(a)
}

// createAbsence refuses an invalid absence before one that the caller may not create. An e-mail counts only
// without an id, and as it is stored.
func (s *Server) createAbsence(c *call) *reply {
	a := &absence{}
	email := c.params.raw("agent_email")
	switch {
	case c.params.present("agent_id"):
		a.agent, _ = s.agent(c.params.id("agent_id"))
	case strings.TrimSpace(email) != "":
		i := slices.IndexFunc(s.agents, func(a *agent) bool { return a.email == email })
		if i < 0 {
			return notFound("agent")
		}
		a.agent = s.agents[i]
	case s.absenceOfCaller:
		a.agent = c.agent
	}
	if refused := s.assignAbsence(a, c.params); refused != nil {
		return refused
	}
	if !s.visibleAgent(c.agent, a.agent) {
		return forbidden()
	}
	s.last.absence++
	a.id = s.last.absence
	s.absences = append(s.absences, a)
	return s.storedAbsence("created", a)
}

func (s *Server) updateAbsence(c *call) *reply {
	a, refused := s.absence(c)
	if refused != nil {
		return refused
	}
	changed := *a
	if refused := s.assignAbsence(&changed, c.params); refused != nil {
		return refused
	}
	*a = changed
	return s.storedAbsence("updated", a)
}

// storedAbsence sends the webhooks of a written absence and answers with it. The answer still has the
// 24:00 that the database stores as midnight.
func (s *Server) storedAbsence(event string, a *absence) *reply {
	s.wrote("absences")
	s.emitAbsence(event, a)
	out := s.shownAbsence(a)
	for _, clock := range []*string{&a.startTime, &a.endTime} {
		if *clock == "24:00:00" {
			*clock = "00:00:00"
		}
	}
	return out
}

// repeatsAnHour reports whether an absence starts or ends in the hour that autumn repeats. The service
// stores it, but cannot render its calendar entry, nor any list that contains it.
func (a *absence) repeatsAnHour() bool {
	return isRepeated(a.firstDay, a.startTime) || isRepeated(a.endDay, a.endTime)
}

func (s *Server) deleteAbsence(c *call) *reply {
	a, refused := s.absence(c)
	if refused != nil {
		return refused
	}
	s.emitAbsence("destroyed", a)
	s.wrote("absences")
	i := slices.Index(s.absences, a)
	s.absences = slices.Delete(s.absences, i, i+1)
	return noContent()
}

func (s *Server) assignAbsence(a *absence, p params) *reply {
	p.assignStripped("title", &a.title)
	s.moments.assignDay(p, "first_day", &a.firstDay)
	s.moments.assignDay(p, "end_day", &a.endDay)
	s.moments.assignClock(p, "start_time", &a.startTime)
	s.moments.assignClock(p, "end_time", &a.endTime)
	if a.endDay == "" {
		a.endDay = a.firstDay
	}
	if list := s.validateAbsence(a); list != nil {
		return s.unprocessable(list)
	}
	return nil
}

func (s *Server) validateAbsence(a *absence) invalids {
	var list invalids
	for _, field := range []struct{ name, value string }{{"first_day", a.firstDay}, {"start_time", a.startTime}, {"end_time", a.endTime}} {
		if field.value == "" {
			list.add(blank(field.name))
		}
	}
	if a.agent == nil {
		list.add(blank("agent"))
	}
	if a.title == "" {
		list.add(blank("title"))
	}
	latest := s.options.Today.AddDate(5, 0, 0).Format(time.DateOnly)
	for _, field := range []struct{ name, value string }{{"first_day", a.firstDay}, {"end_day", a.endDay}} {
		switch {
		case field.value > latest:
			list.add(sentence(field.name, "ne peut pas être dans plus de 5 ans"))
		case field.value != "" && field.value < "2018-01-01":
			list.add(sentence(field.name, "ne peut pas être avant 2018"))
		}
	}
	if a.firstDay == "" || a.startTime == "" || a.endTime == "" ||
		wallUnix(a.firstDay, a.startTime) < wallUnix(a.endDay, a.endTime) {
		return list
	}
	late := sentence("ends_time", "doit être après le début.") // an attribute that does not exist
	if s.absenceEndTime {
		late.attribute, late.error = "end_time", "must_be_after_start_time"
	}
	list.add(late)
	return list
}
