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

//go:noinline
func (c *call) header(name string) string { return c.request.Header.Get(name) }

type handler func(*Server, *call) *reply

func (s *Server) route() {
	s.router.NotFound = func(w http.ResponseWriter, r *http.Request) { s.noRoute(r.Header.Get("Accept")).cached(r).send(w) }
	s.routeOpen()
	for _, route := range []struct {
		served       bool
		method, path string
		handle       handler
	}{
		{true, "GET", "/absences", (*Server).listAbsences},
		{true, "POST", "/absences", (*Server).createAbsence},
		{true, "GET", "/absences/{id}", (*Server).getAbsence},
		{true, "PATCH", "/absences/{id}", (*Server).updateAbsence},
		{true, "DELETE", "/absences/{id}", (*Server).deleteAbsence},
		{true, "GET", "/agents", (*Server).listAgents},
		{s.agentsMe, "GET", "/agents/me", (*Server).getMe},
		{s.copyRoutes, "POST", "/agents", (*Server).createAgent},
		{s.teamRoutes, "GET", "/teams", (*Server).listTeams},
		{s.lieuRoutes, "GET", "/lieux", (*Server).listLieux},
		{s.lieuRoutes, "POST", "/lieux", (*Server).createLieu},
		{true, "GET", "/users", (*Server).listUsers},
		{true, "POST", "/users", (*Server).createUser},
		{true, "GET", "/users/{id}", (*Server).getUser},
		{true, "PATCH", "/users/{id}", (*Server).updateUser},
		{true, "POST", "/users/{id}/rdv_invitation_token", (*Server).createInvitationToken},
		{true, "POST", "/user_profiles", (*Server).createUserProfile},
		{true, "DELETE", "/user_profiles", (*Server).deleteUserProfile},
		{true, "POST", "/referent_assignations", (*Server).createReferent},
		{true, "DELETE", "/referent_assignations", (*Server).deleteReferent},
		{true, "GET", "/organisations", (*Server).listOrganisations},
		{s.copyRoutes, "POST", "/organisations", (*Server).createOrganisation},
		{true, "GET", "/organisations/{id}", (*Server).getOrganisation},
		{true, "PATCH", "/organisations/{id}", (*Server).updateOrganisation},
		{true, "GET", "/organisations/{organisation_id}/users", (*Server).listUsers},
		{true, "GET", "/organisations/{organisation_id}/users/{id}", (*Server).getUser},
		{true, "GET", "/organisations/{organisation_id}/motifs", (*Server).listMotifs},
		{true, "GET", "/organisations/{organisation_id}/rdvs", (*Server).listRDVs},
		{true, "GET", "/organisations/{organisation_id}/webhook_endpoints", (*Server).listWebhookEndpoints},
		{true, "POST", "/organisations/{organisation_id}/webhook_endpoints", (*Server).createWebhookEndpoint},
		{true, "PATCH", "/organisations/{organisation_id}/webhook_endpoints/{id}", (*Server).updateWebhookEndpoint},
		{s.copyRoutes, "POST", "/motifs", (*Server).refuseCopy},
		{s.copyRoutes, "POST", "/plage_ouvertures", (*Server).refuseCopy},
		{s.flatRDVs, "GET", "/rdvs", (*Server).listRDVs},
		{s.copyRoutes, "POST", "/rdvs", (*Server).refuseCopy},
		{true, "PATCH", "/participations/{id}", (*Server).updateParticipation},
		{s.planRoutes, "POST", "/rdv_plans", (*Server).createPlan},
		{s.planRoutes, "GET", "/rdv_plans/{id}", (*Server).getPlan},
	} {
		if route.served {
			s.handle(route.method, "/api/v1"+route.path, protected(route.handle))
		}
	}
	if s.updateStatus {
		// The only PATCH without a PUT.
		s.router.Handle(http.MethodPatch, "/api/v1/rdvs/{rdv_id}/update_status", s.serveHandler(protected((*Server).updateRDVStatus)))
	}
	if s.rdvinsertion {
		s.routeRdvinsertion()
	}
}

// routeOpen registers the routes that check their caller themselves or need no credential.
func (s *Server) routeOpen() {
	if s.passwords {
		s.handle("POST", "/api/v1/auth/sign_in", (*Server).signIn)
		s.handle("GET", "/api/v1/auth/sign_in", (*Server).signInByGet)
		s.handle("GET", "/api/v1/auth/validate_token", (*Server).validateToken)
		s.handle("DELETE", "/api/v1/auth/sign_out", (*Server).signOut)
		s.handle("POST", "/api/v1/auth/password", (*Server).requestPassword)
		s.handle("PATCH", "/api/v1/auth/password", (*Server).changePassword)
	}
	if s.oauth {
		s.handle("GET", "/oauth/authorize", (*Server).authorize)
		s.handle("POST", "/oauth/token", (*Server).grantToken)
	}
	if s.publicLinks {
		s.handle("GET", "/api/v1/public_links", (*Server).listPublicLinks)
		s.handle("GET", "/public_api/public_links", (*Server).listPublicLinks)
	}
}

// handle registers h. A handler of PATCH also answers PUT.
//
//go:noinline
func (s *Server) handle(method, path string, h handler) {
	serve := s.serveHandler(h)
	s.router.Handle(method, path, serve)
	if method == http.MethodPatch {
		s.router.Handle(http.MethodPut, path, serve)
	}
}

//go:noinline
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
	return h(s, &call{request: r, params: p, rules: s.rules})
}

// protected lets only agents call h, and echoes the session in the headers as the service does.
//
//go:noinline
func protected(h handler) handler {
	return func(s *Server, c *call) *reply {
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
		out := h(s, c)
		if caller.session != nil && (out.status < 300 || out.keepsSession) {
			out.header = caller.session.header()
		}
		return out
	}
}
