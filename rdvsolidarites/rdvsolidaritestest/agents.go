package rdvsolidaritestest

import "slices"

func (s *Server) agent(id int64) (*agent, bool) { return byID(s.agents, id, agentID) }

// visibleAgent reports whether viewer sees a. Both must share an organisation; in it, an admin and the
// secretariat see all agents, other agents those of their services.
func (s *Server) visibleAgent(viewer, a *agent) bool {
	return slices.ContainsFunc(s.organisations, func(o *organisation) bool { return viewer.seesIn(o.id, a) })
}

func (a *agent) seesIn(organisationID int64, other *agent) bool {
	level := a.roles[organisationID]
	return level != "" && other.roles[organisationID] != "" &&
		(level == levelAdmin || a.seesAllServices() || a.sharesService(other))
}

func (s *Server) listAgents(c *call) reply {
	asked := c.organisationID()
	filtered := asked != 0 && c.agent.roles[asked] != ""
	var list []*agent
	for _, a := range s.agents {
		if filtered && c.agent.seesIn(asked, a) || !filtered && s.visibleAgent(c.agent, a) {
			list = append(list, a)
		}
	}
	return page(c, "agents", list, (*writer).agent)
}

func (s *Server) getMe(c *call) reply {
	return s.found("agent", func(w *writer) { w.agent(c.agent) })
}

func (s *Server) listTeams(c *call) reply {
	var list []*team
	for _, t := range s.teams {
		if slices.ContainsFunc(s.organisations, func(o *organisation) bool {
			return o.territory == t.territory && c.agent.roles[o.id] != ""
		}) {
			list = append(list, t)
		}
	}
	return page(c, "teams", unordered(s, c, "teams", list), (*writer).team)
}
