package rdvsolidaritestest

import "strconv"

// outOfScope reports whether a request names an organisation or a territory that the caller has no right in,
// known or not. The service checks single values only, and ignores text that is not a number.
func (s *Server) outOfScope(c *call) bool {
	if !s.scopeChecked {
		return false
	}
	if id, ok := c.namedID("organisation_id"); ok {
		o, known := s.organisation(id)
		if !known || !s.inScope(c.agent, o) {
			return true
		}
	}
	id, ok := c.namedID("territory_id")
	return ok && !c.agent.administers(&territory{id: id})
}

// namedID returns the decimal number of the path or of a parameter.
func (c *call) namedID(name string) (int64, bool) {
	text := c.request.PathValue(name)
	if text == "" {
		text = c.params.text(name)
	}
	id, err := strconv.ParseInt(text, 10, 64)
	return id, err == nil
}

// inScope reports whether the agent has a role in the organisation, or a right in its territory.
//
//go:noinline
func (s *Server) inScope(a *agent, o *organisation) bool {
	return a.roles[o.id] != "" || a.administers(o.territory)
}
