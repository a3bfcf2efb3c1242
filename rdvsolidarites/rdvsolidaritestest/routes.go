package rdvsolidaritestest

import "net/http"

// call is a request that a handler answers.
type call struct {
	request *http.Request
	params  params
	rules   *rules
	agent   *agent // the caller, nil on open routes
}

// id returns the path element {name}, 0 when it is not a number.
func (c *call) id(name string) int64 { return parseID(c.request.PathValue(name)) }

type handler func(*call) *reply

func (s *Server) route() {
	s.router.NotFound = func(w http.ResponseWriter, r *http.Request) { s.noRoute(r.Header.Get("Accept")).cached(r).send(w) }
	s.routeOpen()
	for _, route := range []struct {
		served       bool
		method, path string
		handle       handler
	}{
		{true, "GET", "/absences", s.listAbsences},
		{true, "POST", "/absences", s.createAbsence},
		{true, "GET", "/absences/{id}", s.getAbsence},
		{true, "PATCH", "/absences/{id}", s.updateAbsence},
		{true, "DELETE", "/absences/{id}", s.deleteAbsence},
		{true, "GET", "/agents", s.listAgents},
		{s.agentsMe, "GET", "/agents/me", s.getMe},
		{s.copyRoutes, "POST", "/agents", s.createAgent},
		{s.teamRoutes, "GET", "/teams", s.listTeams},
		{s.lieuRoutes, "GET", "/lieux", s.listLieux},
		{s.lieuRoutes, "POST", "/lieux", s.createLieu},
		{true, "GET", "/users", s.listUsers},
		{true, "POST", "/users", s.createUser},
		{true, "GET", "/users/{id}", s.getUser},
		{true, "PATCH", "/users/{id}", s.updateUser},
		{true, "POST", "/users/{id}/rdv_invitation_token", s.createInvitationToken},
		{true, "POST", "/user_profiles", s.createUserProfile},
		{true, "DELETE", "/user_profiles", s.deleteUserProfile},
		{true, "POST", "/referent_assignations", s.createReferent},
		{true, "DELETE", "/referent_assignations", s.deleteReferent},
		{true, "GET", "/organisations", s.listOrganisations},
		{s.copyRoutes, "POST", "/organisations", s.createOrganisation},
		{true, "GET", "/organisations/{id}", s.getOrganisation},
		{true, "PATCH", "/organisations/{id}", s.updateOrganisation},
		{true, "GET", "/organisations/{organisation_id}/users", s.listUsers},
		{true, "GET", "/organisations/{organisation_id}/users/{id}", s.getUser},
		{true, "GET", "/organisations/{organisation_id}/motifs", s.listMotifs},
		{true, "GET", "/organisations/{organisation_id}/rdvs", s.listRDVs},
		{true, "GET", "/organisations/{organisation_id}/webhook_endpoints", s.listWebhookEndpoints},
		{true, "POST", "/organisations/{organisation_id}/webhook_endpoints", s.createWebhookEndpoint},
		{true, "PATCH", "/organisations/{organisation_id}/webhook_endpoints/{id}", s.updateWebhookEndpoint},
		{s.copyRoutes, "POST", "/motifs", s.refuseCopy},
		{s.copyRoutes, "POST", "/plage_ouvertures", s.refuseCopy},
		{s.flatRDVs, "GET", "/rdvs", s.listRDVs},
		{s.copyRoutes, "POST", "/rdvs", s.refuseCopy},
		{true, "PATCH", "/participations/{id}", s.updateParticipation},
		{s.planRoutes, "POST", "/rdv_plans", s.createPlan},
		{s.planRoutes, "GET", "/rdv_plans/{id}", s.getPlan},
	} {
		if route.served {
			s.handle(route.method, "/api/v1"+route.path, s.protected(route.handle))
		}
	}
	if s.updateStatus {
		// The only PATCH without a PUT.
		s.router.Handle(http.MethodPatch, "/api/v1/rdvs/{rdv_id}/update_status", s.serveHandler(s.protected(s.updateRDVStatus)))
	}
	if s.rdvinsertion {
		s.routeRdvinsertion()
	}
}

// routeOpen registers the routes that check their caller themselves or need no credential.
func (s *Server) routeOpen() {
	if s.passwords {
		s.handle("POST", "/api/v1/auth/sign_in", s.signIn)
		s.handle("GET", "/api/v1/auth/sign_in", s.signInByGet)
		s.handle("GET", "/api/v1/auth/validate_token", s.validateToken)
		s.handle("DELETE", "/api/v1/auth/sign_out", s.signOut)
		s.handle("POST", "/api/v1/auth/password", s.requestPassword)
		s.handle("PATCH", "/api/v1/auth/password", s.changePassword)
	}
	if s.oauth {
		s.handle("GET", "/oauth/authorize", s.authorize)
		s.handle("POST", "/oauth/token", s.grantToken)
	}
	if s.publicLinks {
		s.handle("GET", "/api/v1/public_links", s.listPublicLinks)
		s.handle("GET", "/public_api/public_links", s.listPublicLinks)
	}
}

// handle registers h. A handler of PATCH also answers PUT.
func (s *Server) handle(method, path string, h handler) {
	serve := s.serveHandler(h)
	s.router.Handle(method, path, serve)
	if method == http.MethodPatch {
		s.router.Handle(http.MethodPut, path, serve)
	}
}

func (s *Server) serveHandler(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { s.answer(r, h).cached(r).send(w) }
}

// answer runs h under a read or write lock, by its method.
func (s *Server) answer(r *http.Request, h handler) *reply {
	p, err := readParams(r)
	if err != nil {
		return unreadableRequest(err)
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		s.mu.RLock()
		defer s.mu.RUnlock()
	} else {
		s.mu.Lock()
		defer s.mu.Unlock()
	}
	return h(&call{request: r, params: p, rules: s.rules})
}

// protected lets only agents call h, and echoes the session in the headers as the service does.
func (s *Server) protected(h handler) handler {
	return func(c *call) *reply {
		caller, refused := s.sessions.authenticate(c)
		if refused != nil {
			return refused
		}
		if c.agent = caller.agent; c.params.hasNUL() {
			return s.exception()
		}
		if s.outOfScope(c) {
			return forbidden()
		}
		out := h(c)
		if caller.session != nil && (out.status < 300 || out.keepsSession) {
			out.header = caller.session.header()
		}
		return out
	}
}
