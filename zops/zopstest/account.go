package zopstest

import (
	"net/http"
	"net/url"
)

func (a *account) show() object {
	return object{{"organizationName", a.organisation}, {"address", orNull(a.address)}, {"phone", orNull(a.phone)}, {"email", a.email}}
}

func orNull(value *string) any {
	if value == nil {
		return nil
	}
	return *value
}

func (s *Server) getAccount(c *call) (any, *failure) {
	a := s.accountByID(c.account())
	if a == nil {
		return nil, notFound()
	}
	return a.show(), nil
}

func (s *Server) updateAccount(c *call) (any, *failure) {
	a := s.accountByID(c.account())
	if a == nil {
		return nil, notFound()
	}
	in := c.body
	name, address, phone, email := in["organizationName"], in["address"], in["phone"], in["email"]
	if overflows(column{name, organisationWidth}, column{address, addressWidth}, column{phone, phoneWidth}, column{email, emailWidth}) {
		return nil, refusedByDatabase()
	}
	if first(s.accounts, func(other *account) bool { return other != a && other.email == email }) != nil {
		return nil, conflict()
	}
	a.organisation, a.address, a.phone, a.email = name, &address, &phone, email
	s.accounts = moved(s.accounts, a)
	return a.show(), nil
}

// deleteAccount deletes the account and everything that belongs to it. It ends all tokens of the account
// first, also when the database then refuses: a service of the account in the project of another account
// refers to the account, and only the projects of the account are deleted with their services.
func (s *Server) deleteAccount(c *call) (any, *failure) {
	id := c.account()
	a := s.accountByID(id)
	if a == nil {
		return nil, notFound()
	}
	gone := map[string]bool{}
	for _, p := range s.projects {
		if p.account == id {
			gone[p.id] = true
		}
	}
	for _, u := range s.users {
		if u.account == id {
			delete(s.live, u.id)
		}
	}
	abroad := false
	for _, v := range s.services {
		if gone[v.project] {
			s.endExchanged(v)
		} else if v.account == id {
			abroad = true
		}
	}
	if abroad {
		return nil, conflict()
	}
	lost := func(consumerID string) bool { return s.consumerOf(id, consumerID) != nil }
	s.attachments = without(s.attachments, func(x *attachment) bool { return gone[x.project] || lost(x.consumer) })
	s.services = without(s.services, func(v *service) bool { return gone[v.project] })
	s.consumers = without(s.consumers, func(x *consumer) bool { return x.account == id })
	s.projects = without(s.projects, func(p *project) bool { return gone[p.id] })
	s.users = without(s.users, func(u *user) bool { return u.account == id })
	s.accounts = without(s.accounts, func(other *account) bool { return other == a })
	return nil, nil
}

// register stores the account while it composes the mail, so that the service's error handling does not
// catch a value that is too long for its column.
func (s *Server) register(c *call) (any, *failure) {
	name, email := c.body["organizationName"], c.body["email"]
	if s.accountByEmail(email) != nil {
		return nil, fail(http.StatusConflict, "The e-mail address has an account.")
	}
	switch {
	case unstorable(name + email):
		return nil, refusedByDatabase()
	case overflows(column{name, organisationWidth}, column{email, emailWidth}):
		return nil, unhandled()
	}
	a := &account{id: s.newID(), organisation: name, email: email}
	s.accounts = append(s.accounts, a)
	s.sendCode(a)
	return object{{"organizationName", a.organisation}, {"email", a.email}, {"registrationId", a.id}}, nil
}

// resendCode replaces the code, also of accounts that are already active.
func (s *Server) resendCode(c *call) (any, *failure) {
	a := s.accountByEmail(c.body["email"])
	if a == nil {
		return nil, notFound()
	}
	s.sendCode(a)
	return object{}, nil
}

func (s *Server) sendCode(a *account) {
	a.approveCode = s.newCode()
	link := url.Values{"registrationId": {a.id}, "approveCode": {a.approveCode}, "email": {a.email}}
	s.send(&mail{
		account: a.id, to: a.email, category: "approve",
		subject: "Votre inscription", text: "https://example.fr/approve?" + link.Encode(),
	})
	box := s.mailbox[a.email]
	box.ApproveCode = a.approveCode
	s.mailbox[a.email] = box
}

// approve activates the account and creates its first admin.
func (s *Server) approve(c *call) (any, *failure) {
	in := c.body
	a := s.accountByID(c.elements["registration_id"])
	switch {
	case a == nil || a.active:
		return nil, fail(http.StatusNotFound, "No account waits under this registration.")
	case a.approveCode != in["approveCode"]:
		return nil, fail(http.StatusConflict, "The approve code is another one.")
	}
	u := &user{email: in["email"], password: in["password"], firstName: in["firstName"], lastName: in["lastName"], role: roleAdmin, account: a.id}
	if failed := s.addUser(u); failed != nil {
		return nil, failed
	}
	a.active = true
	return object{{"id", u.id}, {"email", u.email}, {"firstName", u.firstName}, {"lastName", u.lastName}, {"token", s.issue(u)}}, nil
}
