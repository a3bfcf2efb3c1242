package rdvsolidaritestest

import "slices"

func (s *Server) createReferent(c *call) *reply {
	a, agentOK := s.agent(c.params.id("agent_id"))
	u, userOK := s.findUser(c.params.id("user_id"))
	switch {
	case !agentOK || !userOK:
		return s.exception()
	case !c.agent.sharesOrganisation(u.organisations) || !s.isColleague(c.agent, a):
		return forbidden()
	case contains(u.referents, a.id):
		return s.unprocessable(invalids{takenID("user_id", u.id)})
	}
	u.referents = append(slices.Clone(u.referents), a.id)
	s.emitReferent("created", a, u)
	return s.found("referent_assignation", func(w *writer) { w.referent(a, u) })
}

func (s *Server) emitReferent(event string, a *agent, u *user) {
	exists := func() bool { return contains(u.referents, a.id) }
	s.emitWhile(exists, "referent_assignation", event, u.organisations, func(w *writer) { w.referent(a, u) })
}

// isColleague reports whether two agents have a role in one organisation, whatever their services are.
func (s *Server) isColleague(a, b *agent) bool { return a.sharesOrganisation(s.organisationsOf(b)) }

func (w *writer) referent(a *agent, u *user) {
	object(w, "agent", a, (*writer).agent)
	object(w, "user", u, (*writer).person)
}

func (s *Server) deleteReferent(c *call) *reply {
	a, agentOK := s.agent(c.params.id("agent_id"))
	u, userOK := s.findUser(c.params.id("user_id"))
	switch {
	case !agentOK || !userOK || !contains(u.referents, a.id):
		return s.noRecordWith("ReferentAssignation", "referent_assignations", "agent_id", "user_id")
	case !c.agent.sharesOrganisation(u.organisations) || !s.isColleague(c.agent, a):
		return forbidden()
	}
	s.emitReferent("destroyed", a, u)
	u.referents = slices.DeleteFunc(slices.Clone(u.referents), func(id int64) bool { return id == a.id })
	return noContent()
}
