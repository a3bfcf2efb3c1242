package rdvsolidaritestest

func (s *Server) listMotifs(c *call) *reply {
	o, ok := s.organisation(c.id("organisation_id"))
	// The service answers 500 for an organisation that the caller cannot see, and for this filter.
	if !ok || c.agent.roles[o.id] == "" && !s.inScope(c.agent, o) || c.params.text("motif_category_short_name") != "" {
		return s.exception()
	}
	var list []*motif
	for _, m := range o.motifs {
		if (c.agent.seesAll(o.id) || s.offers(c.agent, m)) && s.matches(m, c.params) {
			list = append(list, m)
		}
	}
	return page(c, "motifs", list, (*writer).motif)
}

// offers reports whether a basic agent sees a motif: one of the own services or, since 2025, of none.
func (s *Server) offers(a *agent, m *motif) bool {
	return a.roles[m.organisationID] == levelBasic && (contains(a.services, m.serviceID) || m.serviceID == 0)
}

func (s *Server) matches(m *motif, p params) bool {
	switch {
	case p.has("active") && p.flag("active") != (m.deletedAt == 0):
		return false
	case p.has("bookable_publicly") && p.flag("bookable_publicly") != m.bookablePublicly():
		return false
	case p.text("service_id") != "" && p.id("service_id") != m.serviceID:
		return false
	case s.unassignedMotifs && p.has("service_id") && p.text("service_id") == "" && m.serviceID != 0:
		return false
	}
	return true
}
