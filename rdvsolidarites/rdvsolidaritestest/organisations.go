package rdvsolidaritestest

import ()

//go:noinline
func (s *Server) organisation(id int64) (*organisation, bool) {
	return byID(s.organisations, id, organisationID)
}

// organisationID returns the id of the path or, without one, of the parameters.
func (c *call) organisationID() int64 {
	if id := c.request.PathValue("organisation_id"); id != "" {
		return parseID(id)
	}
	return c.params.id("organisation_id")
}

// listOrganisations filters by place only when a city or a street is given. A street without its city
// matches nothing, and the number of a département alone has no effect.
func (s *Server) listOrganisations(c *call) *reply {
	city, street := c.params.text("city_code"), c.params.text("street_ban_id")
	var list []*organisation
	for _, o := range s.organisations {
		inPlace := city == "" && street == "" || contains(o.cityCodes, city)
		if c.agent.roles[o.id] != "" && inPlace {
			list = append(list, o)
		}
	}
	return page(c, "organisations", list, (*writer).organisation)
}

func (s *Server) getOrganisation(c *call) *reply {
	o, ok := s.organisation(c.id("id"))
	switch {
	case !ok:
		return s.recordNotFound("Organisation", c.request.PathValue("id"))
	case c.agent.roles[o.id] == "":
		return forbidden()
	}
	return s.found("organisation", of(o, (*writer).organisation))
}

func (s *Server) updateOrganisation(c *call) *reply {
	o, ok := s.organisation(c.id("id"))
	verticales := []string{"rdv_insertion", "rdv_solidarites", "rdv_aide_numerique", "rdv_mairie"}
	if s.organisationWebsite {
		verticales = append(verticales, "rdv_etat")
	}
	switch {
	case !ok:
		return s.recordNotFound("Organisation", c.id("id"))
	case c.agent.roles[o.id] != levelAdmin:
		return forbidden()
	case !validEnum(c.params, "verticale", verticales...):
		return s.exception()
	}
	changed := *o
	c.params.assign("name", &changed.name)
	c.params.assign("phone_number", &changed.phone)
	c.params.assign("email", &changed.email)
	c.params.assign("verticale", &changed.verticale)
	if s.organisationWebsite {
		c.params.assign("website", &changed.website)
	}
	if list := s.validateOrganisation(&changed); list != nil {
		return s.unprocessable(list)
	}
	*o = changed
	s.emit("organisation", "updated", []int64{o.id}, of(o, (*writer).organisation))
	return s.found("organisation", of(o, (*writer).organisation))
}

func (s *Server) validateOrganisation(o *organisation) invalids {
	var list invalids
	if isBlank(o.name) {
		list.add(blank("name"))
	}
	for _, other := range s.organisations {
		if other.id != o.id && other.territory == o.territory && other.name == o.name {
			list.add(taken("name", o.name, 0))
		}
	}
	if !s.phones.validOffice(o.phone) {
		list.add(unreadable("phone_number"))
	}
	return list
}
