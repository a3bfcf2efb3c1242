package zopstest

import "net/http"

// collection is one of the three kinds of users. They differ mainly in their defects.
type collection struct {
	class, noun string
	role        role
	// readers are the roles that may get and update a user.
	readers roles
}

// id is the user of the path.
func (k collection) id(c *call) string { return c.elements[k.noun+"_id"] }

// addUser stores a user under the constraints of the database.
func (s *Server) addUser(u *user) *failure {
	if overflows(u.columns()...) {
		return refusedByDatabase()
	}
	if s.userByEmail(u.email) != nil {
		return conflict()
	}
	u.id = s.newID()
	s.users = append(s.users, u)
	return nil
}

func (u *user) columns() []column {
	return []column{{u.email, emailWidth}, {u.firstName, personWidth}, {u.lastName, personWidth}}
}

// show returns the user as single resources show it: without its id, with a token that is always null.
func (u *user) show() object {
	return object{{"email", u.email}, {"role", u.role.String()}, {"firstName", u.firstName}, {"lastName", u.lastName}, {"token", nil}}
}

// row returns the user as collections show it.
func (u *user) row(token any) object {
	return object{
		{"id", u.id}, {"token", token}, {"email", u.email}, {"role", u.role.String()},
		{"firstName", u.firstName}, {"lastName", u.lastName},
	}
}

func (s *Server) getMe(c *call) (any, *failure) {
	u := s.userOf(c.account(), *c.token.subject)
	if u == nil {
		return nil, notFound()
	}
	return object{
		{"id", u.id}, {"email", u.email}, {"role", u.role.String()}, {"firstName", u.firstName}, {"lastName", u.lastName},
	}, nil
}

func (k collection) list(s *Server, c *call) (any, *failure) {
	rows := []any{}
	for _, u := range s.users {
		if u.account == c.account() && u.role == k.role {
			rows = append(rows, u.row(nil))
		}
	}
	return shifted(c, rows), nil
}

func (k collection) create(s *Server, c *call) (any, *failure) {
	in := c.body
	if s.userByEmail(in["email"]) != nil {
		return nil, fail(http.StatusConflict, "The e-mail address belongs to a user.")
	}
	if k.role == roleBilling {
		return nil, unhandled() // the service reads an attribute that does not exist
	}
	u := &user{
		email: in["email"], password: in["password"], firstName: in["firstName"], lastName: in["lastName"],
		role: k.role, account: c.account(),
	}
	if failed := s.addUser(u); failed != nil {
		return nil, failed
	}
	return u.row(s.issue(u)), nil
}

// get finds a user of the account under any of the three paths.
func (k collection) get(s *Server, c *call) (any, *failure) {
	u := s.userOf(c.account(), k.id(c))
	if u == nil {
		return nil, notFound()
	}
	shown := u.show()
	if k.role == roleBilling {
		shown[2].value = nil // the service stores the first name in an attribute that it does not show
	}
	return shown, nil
}

// update also sets the password. The user's tokens stay valid.
func (k collection) update(s *Server, c *call) (any, *failure) {
	in := c.body
	u := s.userOf(c.account(), k.id(c))
	if u == nil {
		return nil, notFound()
	}
	if other := s.userByEmail(in["email"]); other != nil && other != u {
		return nil, fail(http.StatusConflict, "The e-mail address belongs to another user.")
	}
	changed := *u
	changed.email, changed.password, changed.firstName, changed.lastName = in["email"], in["password"], in["firstName"], in["lastName"]
	if overflows(changed.columns()...) {
		return nil, refusedByDatabase()
	}
	*u = changed
	s.users = moved(s.users, u)
	return u.show(), nil
}

func (k collection) delete(s *Server, c *call) (any, *failure) {
	if k.role == roleAdmin && s.admins(c.account()) < 2 {
		return nil, fail(http.StatusNotFound, "The last admin of an account stays.")
	}
	u := s.userOf(c.account(), k.id(c))
	if u == nil {
		return nil, notFound()
	}
	s.users = without(s.users, func(other *user) bool { return other == u })
	delete(s.live, u.id)
	return nil, nil
}

func (s *Server) admins(account string) (n int) {
	for _, u := range s.users {
		if u.account == account && u.role == roleAdmin {
			n++
		}
	}
	return n
}
