package zopstest

func (s *Server) listCatalogue(c *call) (any, *failure) {
	rows := []any{}
	for _, e := range s.catalogue {
		rows = append(rows, e.show())
	}
	return shifted(c, rows), nil
}

func (e *catalogueEntry) show() object {
	return object{{"name", e.name}, {"description", e.description}, {"codeName", e.code}}
}

func (s *Server) entry(code string) *catalogueEntry {
	return first(s.catalogue, func(e *catalogueEntry) bool { return e.code == code })
}

func (s *Server) createCatalogueEntry(c *call) (any, *failure) {
	e := &catalogueEntry{c.body["name"], c.body["description"], c.body["codeName"]}
	if overflows(column{e.name, nameWidth}, column{e.description, descriptionWidth}) || unstorable(e.code) {
		return nil, refusedByDatabase()
	}
	if s.entry(e.code) != nil {
		return nil, conflict()
	}
	s.catalogue = append(s.catalogue, e)
	return e.show(), nil
}

func (v *service) show(used any) object {
	return object{
		{"id", v.id}, {"itemLimit", v.limit}, {"itemUsed", used},
		{"name", v.name}, {"description", v.description}, {"serviceCatalogCode", v.code},
	}
}

// attachService does not check whose project it is. The database checks that project and service exist,
// and all its refusals have the same answer.
func (s *Server) attachService(c *call) (any, *failure) {
	code := c.body["serviceCatalogCode"]
	v := &service{
		project: c.elements["project_id"], account: c.account(), code: code,
		name: c.body["name"], description: c.body["description"], limit: limits[code],
	}
	if overflows(column{v.project, idWidth}, column{v.name, nameWidth}, column{v.description, descriptionWidth}) {
		return nil, refusedByDatabase()
	}
	if s.projectByID(v.project) == nil || s.entry(code) == nil || s.serviceOf(v.account, v.project, code) != nil {
		return nil, conflict()
	}
	v.id = s.newID()
	s.services = append(s.services, v)
	return v.show(nil), nil
}

func (s *Server) getService(c *call) (any, *failure) {
	v := s.serviceOf(c.account(), c.elements["project_id"], c.elements["service_catalog_code"])
	if v == nil {
		return nil, notFound()
	}
	return v.show(v.used), nil
}

func (s *Server) detachService(c *call) (any, *failure) {
	v := s.serviceOf(c.account(), c.elements["project_id"], c.elements["service_catalog_code"])
	if v == nil {
		return nil, notFound()
	}
	s.services = without(s.services, func(other *service) bool { return other == v })
	s.endExchanged(v)
	return nil, nil
}
