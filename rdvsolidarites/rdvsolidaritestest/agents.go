package rdvsolidaritestest

//go:noinline
func (s *Server) agent(id int64) (*agent, bool) { return byID(s.agents, id, agentID) }

// visibleAgent reports whether viewer sees a in one organisation at least.
//
//go:noinline
func (s *Server) visibleAgent(viewer, a *agent) bool {
	return some(s.organisations, func(o *organisation) bool { return s.seesIn(o, viewer, a) })
}

// seesIn reports whether viewer sees a in an organisation: an admin and the secretariat see all agents,
// other agents those of their services. Since 2025 these also see admins and agents without a service, and
// a territorial admin sees the agents of the territory.
func (s *Server) seesIn(o *organisation, viewer, a *agent) bool {
	level := a.roles[o.id]
	switch {
	case level == "" || a.deleted:
		return false
	case viewer.seesAll(o.id) || s.unassignedMotifs && viewer.administers(o.territory):
		return true
	}
	return viewer.roles[o.id] != "" &&
		(viewer.sharesService(a) || s.unassignedMotifs && (level == levelAdmin || len(a.services) == 0))
}

func (s *Server) listAgents(c *call) *reply {
	asked, known := s.organisation(c.organisationID())
	filtered := known && s.inScope(c.agent, asked)
	var list []*agent
	for _, a := range s.agents {
		if filtered && s.seesIn(asked, c.agent, a) || !filtered && s.visibleAgent(c.agent, a) {
			list = append(list, a)
		}
	}
	return page(c, "agents", list, (*writer).agent)
}

func (s *Server) getMe(c *call) *reply {
	return s.found("agent", of(c.agent, (*writer).agent))
}

func (s *Server) listTeams(c *call) *reply {
	var list []*team
	for _, t := range s.teams {
		if c.agent.administers(t.territory) {
			list = append(list, t)
		}
	}
	return page(c, "teams", unordered(s, c, "teams", list), (*writer).team)
}
