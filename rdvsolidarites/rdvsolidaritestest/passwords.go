package rdvsolidaritestest

import "net/http"

// requestPassword would send a link by mail; a server of tests sends none.
func (s *Server) requestPassword(c *call) *reply {
	switch {
	case c.params.hasNUL():
		return s.exception()
	case !c.params.present("email"):
		return failure(http.StatusUnauthorized, true, "Vous devez soumettre une adresse électronique.")
	case !c.params.present("redirect_url"):
		return failure(http.StatusUnauthorized, true, "URL de redirection manquante.")
	case s.sessions.agent(c.params.text("email")) == nil:
		return failure(http.StatusNotFound, true, "Impossible de trouver un utilisateur avec cette adresse électronique.")
	}
	return jsonReply(http.StatusOK, []byte(`{"success":true,"message":"Un message explique comment changer de mot de passe."}`))
}

// changePassword changes the password of the session's agent.
func (s *Server) changePassword(c *call) *reply {
	session := s.sessions.current(c)
	password := c.params.raw("password")
	switch {
	case session == nil:
		return failure(http.StatusUnauthorized, true, "Unauthorized")
	case password == "" || !c.params.present("password_confirmation"):
		return failure(http.StatusUnprocessableEntity, true, "Le mot de passe et sa confirmation sont obligatoires.")
	case password != c.params.raw("password_confirmation"):
		return s.unprocessable(invalids{{attribute: "password_confirmation", error: "confirmation", message: "ne concorde pas"}})
	}
	session.agent.password = password
	w := writer{rules: s.rules}
	w.item(func() {
		w.bool("success", true)
		object(&w, "data", session.agent, (*writer).account)
		w.string("message", "Le mot de passe est changé.")
	})
	out := jsonReply(http.StatusOK, w.b)
	out.header = session.header()
	return out
}
