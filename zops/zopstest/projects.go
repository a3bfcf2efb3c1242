package zopstest

import "net/http"

// show returns the project as an answer has it.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (p *project) show(used, services any) object {
	return object{
		{"name", p.name}, {"description", p.description}, {"id", p.id},
		{"userLimit", userLimit}, {"userUsed", used}, {"services", services},
	}
}

func (p *project) columns() []column {
	return []column{{p.name, nameWidth}, {p.description, descriptionWidth}}
}

// listProjects omits the services of each project.
func (s *Server) listProjects(c *call) (any, *failure) {
	rows := []any{}
	for _, p := range s.projects {
		if p.account == c.account() {
			rows = append(rows, p.show(p.users, nil))
		}
	}
	return shifted(c, rows), nil
}

func (s *Server) createProject(c *call) (any, *failure) {
	a := s.accountByID(c.account())
	if a == nil {
		return nil, notFound()
	}
	if a.projects >= projectLimit {
		return nil, fail(http.StatusPaymentRequired, "The account has all the projects that it may have.")
	}
	p := &project{id: s.newID(), account: a.id, name: c.body["name"], description: c.body["description"]}
	if overflows(p.columns()...) {
		return nil, refusedByDatabase()
	}
	a.projects++
	s.projects = append(s.projects, p)
	// The number of users is a default of the database, unknown when the answer is built.
	return p.show(nil, []any{}), nil
}

func (s *Server) getProject(c *call) (any, *failure) {
	p := s.projectOf(c.account(), c.elements["project_id"])
	if p == nil {
		return nil, notFound()
	}
	codes := []any{}
	for _, v := range s.services {
		if v.project == p.id {
			codes = append(codes, v.code)
		}
	}
	return p.show(p.users, codes), nil
}

// updateProject answers 500 for a project with services, which it cannot render, and for values too long
// for their columns, which it stores while it looks up the services. Both undo the change.
func (s *Server) updateProject(c *call) (any, *failure) {
	p := s.projectOf(c.account(), c.elements["project_id"])
	if p == nil {
		return nil, notFound()
	}
	changed := *p
	changed.name, changed.description = c.body["name"], c.body["description"]
	attached := first(s.services, func(v *service) bool { return v.project == p.id }) != nil
	if attached || overflows(changed.columns()...) {
		return nil, unhandled()
	}
	*p = changed
	s.projects = moved(s.projects, p)
	return p.show(p.users, []any{}), nil
}

// getKeys checks neither whose project it is nor whether keys were stored.
func (s *Server) getKeys(c *call) (any, *failure) {
	id := c.elements["project_id"]
	keys, stored := s.keys[id]
	if !stored {
		return nil, unhandled()
	}
	return keys.show(id, keys.apnsCert), nil
}

func (k projectKeys) show(id, cert string) object {
	return object{{"fcmApiKeys", k.fcmAPIKeys}, {"fcmProjectNumber", k.fcmProjectNumber}, {"apnsCert", cert}, {"id", id}}
}

// updateKeys shows the certificate as Python prints bytes. It stores the keys before the database checks
// their lengths, so refused keys are stored too.
func (s *Server) updateKeys(c *call) (any, *failure) {
	p := s.projectOf(c.account(), c.elements["project_id"])
	if p == nil {
		return nil, notFound()
	}
	keys := projectKeys{c.body["fcmApiKeys"], c.body["fcmProjectNumber"], c.body["apnsCert"]}
	s.keys[p.id] = keys
	if overflows(column{keys.fcmAPIKeys, keysWidth}, column{keys.fcmProjectNumber, keysWidth}) || unstorable(keys.apnsCert) {
		return nil, refusedByDatabase()
	}
	s.projects = moved(s.projects, p)
	return keys.show(p.id, pythonBytes(keys.apnsCert)), nil
}
