package rdvsolidaritestest

import (
	"net/http"
	"slices"
)

func (s *Server) routeRdvinsertion() {
	for _, route := range []struct {
		method, path string
		handle       handler
	}{
		{"POST", "/user_profiles/create_many", (*Server).createUserProfiles},
		{"POST", "/referent_assignations/create_many", (*Server).createReferents},
		{"GET", "/users/{user_id}", (*Server).getInsertionUser},
		{"POST", "/motif_categories", (*Server).createMotifCategory},
		{"POST", "/motif_category_territories", (*Server).addMotifCategory},
	} {
		s.handle(route.method, "/api/rdvinsertion"+route.path, forInsertion(route.handle))
	}
	availability := protected((*Server).creneauAvailability) // until 2026 a session opens it too
	if s.rdvinsertionByOAuth {
		availability = forInsertion((*Server).creneauAvailability)
		s.handle("GET", "/api/rdvinsertion/users/{user_id}/referent_assignations", forInsertion((*Server).listReferents))
	}
	s.handle("GET", "/api/rdvinsertion/invitations/creneau_availability", availability)
}

// forInsertion lets only rdv-insertion call h: by the shared secret or, since 2026, by OAuth.
//
//go:noinline
func forInsertion(h handler) handler {
	return func(s *Server, c *call) *reply {
		signature, signed := c.request.Header["X-Agent-Auth-Signature"]
		var refused *reply
		switch {
		case signed:
			var by caller
			by, refused = s.sessions.bySignature(c, signature[0])
			c.agent = by.agent
		case !s.rdvinsertionByOAuth:
			refused = wrongSession()
		default:
			g := s.sessions.byAccessToken(bearer(c))
			switch {
			case g == nil:
				refused = s.unauthorized()
			case g.application != InsertionClientID:
				return jsonReply(http.StatusUnauthorized, []byte("{}"))
			default:
				c.agent = g.agent
			}
		}
		switch {
		case refused != nil:
			return refused
		case s.outOfScope(c):
			return forbidden()
		}
		return h(s, c)
	}
}

// insertionUser returns the person of a request, or the answer when the service does not show it.
func (s *Server) insertionUser(c *call) (*user, *reply) {
	u, ok := s.user(c.filter("user_id"))
	if ok && (!s.rdvinsertionChecked || some(s.insertionOrganisations(u), func(o *organisation) bool {
		return s.inTerritories(c.agent, o) || c.agent.administers(o.territory)
	})) {
		return u, nil
	}
	return nil, notFound("user")
}

// sharedUser is insertionUser for the routes that, since 2026, want the agent to share an organisation
// with the person.
func (s *Server) sharedUser(c *call) (*user, *reply) {
	u, refused := s.insertionUser(c)
	if refused == nil && s.rdvinsertionChecked && !c.agent.sharesOrganisation(u.organisations) {
		return nil, forbidden()
	}
	return u, refused
}

// insertionOrganisations returns the organisations of rdv-insertion that a person is in.
func (s *Server) insertionOrganisations(u *user) []*organisation {
	var list []*organisation
	for _, o := range s.organisations {
		if o.verticale == "rdv_insertion" && contains(u.organisations, o.id) {
			list = append(list, o)
		}
	}
	return list
}

// inInsertion reports whether an agent has a role in an organisation of rdv-insertion.
func (s *Server) inInsertion(a *agent) bool {
	return some(s.organisations, func(o *organisation) bool {
		return o.verticale == "rdv_insertion" && a.roles[o.id] != ""
	})
}

// creneauAvailability counts one slot for each motif that the public can book.
func (s *Server) creneauAvailability(c *call) *reply {
	organisations := c.params.ids("organisation_ids")
	var count int64
	for _, o := range s.organisations {
		if len(organisations) > 0 && !contains(organisations, o.id) {
			continue
		}
		for _, m := range o.motifs {
			wanted := c.params.text("motif_category_short_name")
			if m.deletedAt == 0 && m.bookablePublicly() && (wanted == "" || m.category != nil && m.category.shortName == wanted) {
				count++
			}
		}
	}
	var w writer
	w.item(func() {
		if !s.rdvinsertionByOAuth || c.params.text("total_count") != "true" {
			w.bool("creneau_availability", count > 0)
			return
		}
		limit := c.params.id("max_relevant_creneaux_count_limit")
		reached := limit > 0 && count >= limit
		if reached {
			count = limit
		}
		w.int("creneau_availability_count", count)
		w.bool("limit_reached", reached)
	})
	return jsonReply(http.StatusOK, w.b)
}

// createUserProfiles skips organisations that are not of rdv-insertion.
func (s *Server) createUserProfiles(c *call) *reply {
	u, refused := s.insertionUser(c)
	if refused != nil {
		return refused
	}
	for _, id := range c.params.ids("organisation_ids") {
		o, ok := s.organisation(id)
		if ok && o.verticale == "rdv_insertion" && !contains(u.organisations, id) {
			u.organisations = append(slices.Clone(u.organisations), id)
			s.emitProfile("created", o, u)
		}
	}
	return &reply{status: http.StatusOK}
}

// createReferents skips agents without an organisation of rdv-insertion.
func (s *Server) createReferents(c *call) *reply {
	u, refused := s.sharedUser(c)
	if refused != nil {
		return refused
	}
	for _, id := range c.params.ids("agent_ids") {
		a, ok := s.agent(id)
		if ok && s.inInsertion(a) && !contains(u.referents, id) {
			u.referents = append(slices.Clone(u.referents), id)
			s.emitReferent("created", a, u)
		}
	}
	return &reply{status: http.StatusOK}
}

func (s *Server) listReferents(c *call) *reply {
	u, refused := s.sharedUser(c)
	if refused != nil {
		return refused
	}
	var list []*agent
	for _, id := range u.referents {
		if a, ok := s.agent(id); ok && s.inInsertion(a) {
			list = append(list, a)
		}
	}
	return page(c, "referent_assignations", list, func(w *writer, a *agent) { w.referent(a, u) })
}

func (s *Server) getInsertionUser(c *call) *reply {
	u, refused := s.sharedUser(c)
	if refused != nil {
		return refused
	}
	return s.found("user", func(w *writer) { w.user(u, s.insertionOrganisations) })
}

// createMotifCategory refuses every agent since 2026: the list of those who may is empty.
func (s *Server) createMotifCategory(c *call) *reply {
	if s.rdvinsertionChecked {
		return jsonReply(http.StatusForbidden, []byte(`{"error":"forbidden"}`))
	}
	category := &motifCategory{name: c.params.text("name"), shortName: c.params.text("short_name")}
	var list invalids
	if category.name == "" {
		list.add(blank("name"))
	}
	switch known, ok := s.motifCategory(category.shortName); {
	case category.shortName == "":
		list.add(blank("short_name"))
	case ok:
		list.add(taken("short_name", known.shortName, 0))
	}
	if list != nil {
		return s.unprocessable(list)
	}
	s.last.category++
	category.id = s.last.category
	s.categories = append(s.categories, category)
	return s.found("motif_category", of(category, (*writer).motifCategory))
}

func (s *Server) motifCategory(shortName string) (*motifCategory, bool) {
	all := slices.Clone(s.categories)
	for _, t := range s.territories {
		all = append(all, t.categories...)
	}
	i := slices.IndexFunc(all, func(c *motifCategory) bool { return c.shortName == shortName })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

func (s *Server) addMotifCategory(c *call) *reply {
	o, ok := s.organisation(c.params.id("organisation_id"))
	if !ok {
		return s.recordNotFound("Organisation", c.params.id("organisation_id"))
	}
	category, ok := s.motifCategory(c.params.text("motif_category_short_name"))
	if !ok {
		return s.exception()
	}
	t := o.territory
	if !some(t.categories, func(own *motifCategory) bool { return own.shortName == category.shortName }) {
		t.categories = append(slices.Clone(t.categories), category)
	}
	return s.found("territory", of(t, (*writer).territory))
}
