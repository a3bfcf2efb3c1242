package rdvsolidaritestest

func (s *Server) listMotifs(c *call) reply {
	o, ok := s.organisation(c.id("organisation_id"))
	// The service answers 500 for an organisation that the caller cannot see, and for this filter.
	if !ok || c.agent.roles[o.id] == "" || c.params.text("motif_category_short_name") != "" {
		return s.exception()
	}
	var list []*motif
	for _, m := range o.motifs {
		if m.matches(c.params) {
			list = append(list, m)
		}
	}
	return page(c, "motifs", list, (*writer).motif)
}

func (m *motif) matches(p params) bool {
	switch {
	case p.text("active") != "" && p.flag("active") != (m.deletedAt == 0):
		return false
	case p.has("bookable_publicly") && p.flag("bookable_publicly") != m.bookablePublicly():
		return false
	case p.text("service_id") != "" && p.id("service_id") != m.serviceID:
		return false
	}
	return true
}
