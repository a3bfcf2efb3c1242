package zopstest

import "net/http"

func (s *Server) logIn(c *call) (any, *failure) {
	u := s.userByEmail(c.body["email"])
	if u == nil || u.password != c.body["password"] {
		return nil, notFound()
	}
	return object{{"token", s.issue(u)}}, nil
}

func (s *Server) logOut(c *call) (any, *failure) {
	user := *c.token.subject
	if c.query.flag("others") {
		s.live[user] = map[string]bool{c.token.text: true}
	} else {
		delete(s.live[user], c.token.text)
	}
	return nil, nil
}

func (s *Server) forgotPassword(c *call) (any, *failure) {
	u := s.userByEmail(c.body["email"])
	if u == nil {
		return nil, notFound()
	}
	token := s.issueReset(u.email)
	s.send(&mail{
		account: u.account, to: u.email, category: "reset_password",
		subject: "Nouveau mot de passe", text: "https://example.fr/reset?token=" + token,
	})
	box := s.mailbox[u.email]
	box.ResetToken = token
	s.mailbox[u.email] = box
	return object{}, nil
}

// resetPassword invalidates the token before it checks it.
func (s *Server) resetPassword(c *call) (any, *failure) {
	token := c.body["resetToken"]
	if !s.resets[token] {
		return nil, fail(http.StatusNotFound, "No such reset token is waiting.")
	}
	delete(s.resets, token)
	claims, failed := s.readToken("resetToken", token)
	if failed != nil {
		return nil, failed
	}
	u := s.userByEmail(claims.email)
	if u == nil {
		return nil, notFound()
	}
	if hasHalf(c.body["password"]) {
		return nil, unhandled()
	}
	u.password = c.body["password"]
	s.users = moved(s.users, u)
	return object{}, nil
}

// send stores a mail for the manager.
func (s *Server) send(m *mail) {
	m.id = s.newID() + "@mail.example.fr"
	s.mails = append(s.mails, m)
}
