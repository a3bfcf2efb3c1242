package rdvsolidaritestest

import (
	"slices"
	"strconv"
)

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
func (s *Server) listOrganisations(c *call) reply {
	city, street := c.params.text("city_code"), c.params.text("street_ban_id")
	var list []*organisation
	for _, o := range s.organisations {
		inPlace := city == "" && street == "" || slices.Contains(o.cityCodes, city)
		if c.agent.roles[o.id] != "" && inPlace {
			list = append(list, o)
		}
	}
	return page(c, "organisations", list, (*writer).organisation)
}

func (s *Server) getOrganisation(c *call) reply {
	o, ok := s.organisation(c.organisationID())
	switch {
	case !ok:
		return s.recordNotFound("Organisation", c.organisationID())
	case c.agent.roles[o.id] == "":
		return forbidden()
	}
	return s.found("organisation", func(w *writer) { w.organisation(o) })
}

func (s *Server) updateOrganisation(c *call) reply {
	o, ok := s.organisation(c.id("organisation_id"))
	switch {
	case !ok:
		return s.recordNotFound("Organisation", c.id("organisation_id"))
	case c.agent.roles[o.id] != levelAdmin:
		return forbidden()
	case !validEnum(c.params, "verticale", "rdv_insertion", "rdv_solidarites", "rdv_aide_numerique", "rdv_mairie"):
		return s.exception()
	}
	changed := *o
	assign(c.params, map[string]*string{"name": &changed.name, "phone_number": &changed.phone,
		"email": &changed.email, "verticale": &changed.verticale})
	if list := s.validateOrganisation(&changed); list != nil {
		return s.unprocessable(list)
	}
	*o = changed
	s.emit("organisation", "updated", []int64{o.id}, func(w *writer) { w.organisation(o) })
	return s.found("organisation", func(w *writer) { w.organisation(o) })
}

func (s *Server) validateOrganisation(o *organisation) []invalid {
	var list []invalid
	if o.name == "" {
		list = append(list, blank("name"))
	}
	for _, other := range s.organisations {
		if other.id != o.id && other.territory == o.territory && other.name == o.name {
			list = append(list, taken("name", o.name, 0))
		}
	}
	if !validOfficePhone(o.phone) {
		list = append(list, unreadable("phone_number"))
	}
	return list
}

// validOfficePhone also accepts short numbers of four digits.
func validOfficePhone(phone string) bool {
	if _, err := strconv.ParseUint(phone, 10, 64); err == nil && len(phone) == 4 {
		return true
	}
	_, ok := formatPhone(phone)
	return ok
}
