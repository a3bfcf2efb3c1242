package rdvsolidaritestest

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

func (s *Server) listAbsences(c *call) reply {
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

func (s *Server) shownAbsence(a *absence) reply {
	return s.found("absence", func(w *writer) { s.writeAbsence(w, a) })
}

func (s *Server) emitAbsence(event string, a *absence) {
	s.emit("absence", event, s.organisationsOf(a.agent), func(w *writer) { s.writeAbsence(w, a) })
}

// absence returns the absence of the path, or the answer when the caller cannot see it.
func (s *Server) absence(c *call) (*absence, *reply) {
	a, ok := byID(s.absences, c.id("id"), func(a *absence) int64 { return a.id })
	var refused reply
	switch {
	case !ok:
		refused = notFound("absence")
	case !s.visibleAgent(c.agent, a.agent):
		refused = forbidden()
	default:
		return a, nil
	}
	return nil, &refused
}

func (s *Server) getAbsence(c *call) reply {
	a, refused := s.absence(c)
	if refused != nil {
		return *refused
	}
	return s.shownAbsence(a)
}

func (s *Server) createAbsence(c *call) reply {
	owner, ok := s.agent(c.params.id("agent_id"))
	if email := c.params.text("agent_email"); c.params.text("agent_id") == "" && email != "" {
		owner = s.sessions.agent(email)
		if ok = owner != nil; !ok {
			return notFound("agent")
		}
	}
	if !ok {
		return s.unprocessable([]invalid{blank("agent")})
	}
	if !s.visibleAgent(c.agent, owner) {
		return forbidden()
	}
	a := &absence{agent: owner}
	if refused := s.assignAbsence(a, c.params); refused != nil {
		return *refused
	}
	s.last.absence++
	a.id = s.last.absence
	s.absences = append(s.absences, a)
	return s.storedAbsence("created", a)
}

func (s *Server) updateAbsence(c *call) reply {
	a, refused := s.absence(c)
	if refused != nil {
		return *refused
	}
	changed := *a
	if refused := s.assignAbsence(&changed, c.params); refused != nil {
		return *refused
	}
	*a = changed
	return s.storedAbsence("updated", a)
}

// storedAbsence sends the webhooks of a written absence and answers with it. The answer still has the
// 24:00 that the database stores as midnight.
func (s *Server) storedAbsence(event string, a *absence) reply {
	s.writes["absences"]++
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

func (s *Server) deleteAbsence(c *call) reply {
	a, refused := s.absence(c)
	if refused != nil {
		return *refused
	}
	s.emitAbsence("destroyed", a)
	s.writes["absences"]++
	s.absences = slices.DeleteFunc(s.absences, func(other *absence) bool { return other == a })
	return noContent()
}

func (s *Server) assignAbsence(a *absence, p params) *reply {
	if p.has("title") {
		a.title = p.text("title")
	}
	for name, field := range map[string]*string{"first_day": &a.firstDay, "end_day": &a.endDay} {
		if p.has(name) {
			*field = readDay(p.text(name))
		}
	}
	for name, field := range map[string]*string{"start_time": &a.startTime, "end_time": &a.endTime} {
		if p.has(name) {
			*field = readClock(p.text(name))
		}
	}
	if a.endDay == "" {
		a.endDay = a.firstDay
	}
	if list := s.validateAbsence(a); list != nil {
		refused := s.unprocessable(list)
		return &refused
	}
	return nil
}

func (s *Server) validateAbsence(a *absence) []invalid {
	var list []invalid
	for _, field := range []struct{ name, value string }{{"title", a.title}, {"first_day", a.firstDay},
		{"start_time", a.startTime}, {"end_time", a.endTime}} {
		if field.value == "" {
			list = append(list, blank(field.name))
		}
	}
	latest := s.options.Now().AddDate(5, 0, 0).Format(time.DateOnly)
	for _, field := range []struct{ name, value string }{{"first_day", a.firstDay}, {"end_day", a.endDay}} {
		if field.value != "" && (field.value < "2018-01-01" || field.value > latest) {
			list = append(list, malformed(field.name, field.value))
		}
	}
	if len(list) == 0 && wallUnix(a.firstDay, a.startTime) >= wallUnix(a.endDay, a.endTime) {
		// The service names a field that does not exist.
		list = append(list, invalid{attribute: "ends_time", error: "doit suivre le début.", message: "doit suivre le début."})
	}
	return list
}

// readDay returns an empty string for an invalid day, as the service does.
func readDay(text string) string {
	parsed, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return ""
	}
	return parsed.Format(time.DateOnly)
}

func readClock(text string) string {
	if text == "24:00" || text == "24:00:00" {
		return "24:00:00"
	}
	for _, layout := range []string{time.TimeOnly, "15:04"} {
		if parsed, err := time.Parse(layout, text); err == nil {
			return parsed.Format(time.TimeOnly)
		}
	}
	return ""
}
