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

type handler func(*call) reply

func (s *Server) route() {
	s.router.NotFound = func(w http.ResponseWriter, r *http.Request) { s.noRoute(r.Header.Get("Accept")).send(w) }
	s.routeOpen()
	for _, route := range []struct {
		method, path string
		handle       handler
	}{
		{"GET", "/absences", s.listAbsences},
		{"POST", "/absences", s.createAbsence},
		{"GET", "/absences/{id}", s.getAbsence},
		{"PATCH", "/absences/{id}", s.updateAbsence},
		{"DELETE", "/absences/{id}", s.deleteAbsence},
		{"GET", "/agents", s.listAgents},
		{"GET", "/agents/me", s.getMe},
		{"GET", "/teams", s.listTeams},
		{"GET", "/users", s.listUsers},
		{"POST", "/users", s.createUser},
		{"GET", "/users/{id}", s.getUser},
		{"PATCH", "/users/{id}", s.updateUser},
		{"POST", "/users/{id}/rdv_invitation_token", s.createInvitationToken},
		{"POST", "/user_profiles", s.createUserProfile},
		{"DELETE", "/user_profiles", s.deleteUserProfile},
		{"POST", "/referent_assignations", s.createReferent},
		{"DELETE", "/referent_assignations", s.deleteReferent},
		{"GET", "/organisations", s.listOrganisations},
		{"GET", "/organisations/{organisation_id}", s.getOrganisation},
		{"PATCH", "/organisations/{organisation_id}", s.updateOrganisation},
		{"GET", "/organisations/{organisation_id}/users", s.listUsers},
		{"GET", "/organisations/{organisation_id}/users/{id}", s.getOrganisationUser},
		{"GET", "/organisations/{organisation_id}/motifs", s.listMotifs},
		{"GET", "/organisations/{organisation_id}/rdvs", s.listRDVs},
		{"GET", "/organisations/{organisation_id}/webhook_endpoints", s.listWebhookEndpoints},
		{"POST", "/organisations/{organisation_id}/webhook_endpoints", s.createWebhookEndpoint},
		{"PATCH", "/organisations/{organisation_id}/webhook_endpoints/{id}", s.updateWebhookEndpoint},
		{"GET", "/rdvs", s.listRDVs},
		{"PATCH", "/participations/{id}", s.updateParticipation},
		{"POST", "/rdv_plans", s.createPlan},
		{"GET", "/rdv_plans/{id}", s.getPlan},
	} {
		s.handle(route.method, "/api/v1"+route.path, s.protected(route.handle))
	}
}

// routeOpen registers the routes that check their caller themselves or need no credential.
func (s *Server) routeOpen() {
	s.handle("POST", "/api/v1/auth/sign_in", s.signIn)
	s.handle("GET", "/api/v1/auth/sign_in", s.signInByGet)
	s.handle("GET", "/api/v1/auth/validate_token", s.validateToken)
	s.handle("DELETE", "/api/v1/auth/sign_out", s.signOut)
	s.handle("GET", "/oauth/authorize", s.authorize)
	s.handle("POST", "/oauth/token", s.grantToken)
	s.handle("GET", "/api/v1/public_links", s.listPublicLinks)
	s.handle("GET", "/public_api/public_links", s.listPublicLinks)
}

// handle registers h. A handler of PATCH also answers PUT.
func (s *Server) handle(method, path string, h handler) {
	serve := func(w http.ResponseWriter, r *http.Request) { s.answer(r, h).send(w) }
	s.router.Handle(method, path, serve)
	if method == http.MethodPatch {
		s.router.Handle(http.MethodPut, path, serve)
	}
}

// answer runs h under a read or write lock, by its method.
func (s *Server) answer(r *http.Request, h handler) reply {
	p, err := readParams(r)
	if err != nil {
		return reply{status: http.StatusBadRequest, contentType: htmlType}
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
	return func(c *call) reply {
		caller, refused := s.sessions.authenticate(c)
		if refused != nil {
			return *refused
		}
		c.agent = caller.agent
		out := h(c)
		if caller.session != nil {
			out.header = caller.session.header()
		}
		return out
	}
}
