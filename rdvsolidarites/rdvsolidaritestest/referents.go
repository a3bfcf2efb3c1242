package rdvsolidaritestest

import "slices"

func (s *Server) createReferent(c *call) reply {
	a, agentOK := s.agent(c.params.id("agent_id"))
	u, userOK := s.user(c.params.id("user_id"))
	switch {
	case !agentOK || !userOK:
		return s.exception()
	case !c.agent.sharesOrganisation(u.organisations) || !s.visibleAgent(c.agent, a):
		return forbidden()
	case slices.Contains(u.referents, a.id):
		return s.unprocessable([]invalid{taken("user_id", c.params.text("user_id"), 0)})
	}
	u.referents = append(slices.Clone(u.referents), a.id)
	s.emit("referent_assignation", "created", u.organisations, func(w *writer) { w.referent(a, u) })
	return s.found("referent_assignation", func(w *writer) { w.referent(a, u) })
}

func (w *writer) referent(a *agent, u *user) {
	w.object("agent", func() { w.agent(a) })
	w.object("user", func() { w.user(u, nil) })
}

func (s *Server) deleteReferent(c *call) reply {
	a, agentOK := s.agent(c.params.id("agent_id"))
	u, userOK := s.user(c.params.id("user_id"))
	switch {
	case !agentOK || !userOK || !slices.Contains(u.referents, a.id):
		return s.recordNotFound("ReferentAssignation", c.params.id("user_id"))
	case !c.agent.sharesOrganisation(u.organisations):
		return forbidden()
	}
	s.emit("referent_assignation", "destroyed", u.organisations, func(w *writer) { w.referent(a, u) })
	u.referents = slices.DeleteFunc(slices.Clone(u.referents), func(id int64) bool { return id == a.id })
	return noContent()
}
