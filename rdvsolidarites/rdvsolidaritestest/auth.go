package rdvsolidaritestest

import "net/http"

const wrongPassword = "Mot de passe ou identifiant invalide."

func (s *Server) signIn(c *call) *reply {
	if c.params.hasNUL() {
		return s.exception()
	}
	email := c.params.text("email")
	if email == "" {
		email = c.header("email")
	}
	// The service trims an e-mail, but not a password.
	password := scalar(c.params["password"])
	if password == "" {
		password = c.header("password")
	}
	session := s.sessions.signIn(email, password)
	if session == nil {
		return failure(http.StatusUnauthorized, true, wrongPassword)
	}
	out := s.found("data", of(session.agent, (*writer).account))
	out.header = session.header()
	return out
}

func (s *Server) signInByGet(*call) *reply {
	return failure(http.StatusMethodNotAllowed, true, "La connexion se fait par POST.")
}

func (s *Server) validateToken(c *call) *reply {
	session := s.sessions.current(c)
	if session == nil {
		return failure(http.StatusUnauthorized, true, wrongPassword)
	}
	var w writer
	w.item(func() {
		w.bool("success", true)
		object(&w, "data", session.agent, (*writer).account)
	})
	out := jsonReply(http.StatusOK, w.b)
	out.header = session.header()
	return out
}

func (s *Server) signOut(c *call) *reply {
	session := s.sessions.current(c)
	if session == nil {
		return failure(http.StatusNotFound, true, "L'utilisateur est inconnu ou n'est pas connecté.")
	}
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	delete(s.sessions.byAgent, session.agent.id)
	return jsonReply(http.StatusOK, []byte(`{"success":true}`))
}

// account returns the agent as the authentication routes show it: its columns, not the public object.
func (w *writer) account(a *agent) {
	w.int("id", a.id)
	w.string("email", a.email)
	w.string("provider", "email")
	w.string("uid", a.email)
	w.string("first_name", a.firstName)
	w.string("last_name", a.lastName)
	w.constant(`"deleted_at":null,"email_original":null,"allow_password_change":false,` +
		`"rdv_notifications_level":"others","plage_ouverture_notification_level":"all",` +
		`"absence_notification_level":"all","unknown_past_rdv_count":0,"display_saturdays":false,` +
		`"display_cancelled_rdv":true,"external_id":null,"calendar_uid":null,"microsoft_graph_token":null,` +
		`"refresh_microsoft_graph_token":null,"outlook_disconnect_in_progress":false,` +
		`"account_deletion_warning_sent_at":null,"inclusion_connect_open_id_sub":null,` +
		`"connected_with_agent_connect":false`)
}
