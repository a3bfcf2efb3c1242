package rdvsolidaritestest

import (
	"cmp"
	"slices"
)

func (s *Server) user(id int64) (*user, bool) { return byID(s.users, id, userID) }

// scope returns the organisations whose users a list contains: the requested one and those with which it
// shares its users. When the caller has no role in the requested one, it is ignored and scope returns all
// organisations of the caller.
func (s *Server) scope(c *call) []int64 {
	asked := c.organisationID()
	var all []int64
	for _, o := range s.organisations {
		if c.agent.roles[o.id] != "" {
			all = append(all, o.id)
		}
	}
	if asked == 0 || c.agent.roles[asked] == "" {
		return all
	}
	wanted, _ := s.organisation(asked)
	if !wanted.territory.sharesUsers {
		return []int64{asked}
	}
	var shared []int64
	for _, o := range s.organisations {
		if o.territory == wanted.territory {
			shared = append(shared, o.id)
		}
	}
	return shared
}

func (u *user) belongsTo(organisations []int64) bool {
	return slices.ContainsFunc(u.organisations, func(id int64) bool { return slices.Contains(organisations, id) })
}

func (s *Server) listUsers(c *call) reply {
	scope, ids := s.scope(c), c.params.ids("ids")
	var list []*user
	for _, u := range s.users {
		if u.belongsTo(scope) && (len(ids) == 0 || slices.Contains(ids, u.id)) {
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b *user) int { return cmp.Compare(a.rank, b.rank) })
	return page(c, "users", unordered(s, c, "users", list), func(w *writer, u *user) { w.user(u, nil) })
}

func (s *Server) getUser(c *call) reply {
	u, ok := s.user(c.id("id"))
	switch {
	case !ok, c.params.id("organisation_id") != 0 && !u.belongsTo(s.scope(c)):
		return notFound("user")
	case !c.agent.sharesOrganisation(u.organisations):
		return forbidden()
	}
	return s.shownUser(c, u)
}

func (s *Server) getOrganisationUser(c *call) reply {
	o, known := s.organisation(c.id("organisation_id"))
	if !known {
		return s.recordNotFound("Organisation", c.id("organisation_id"))
	}
	u, ok := s.user(c.id("id"))
	switch {
	case !ok || !u.belongsTo([]int64{o.id}):
		return notFound("user")
	case !c.agent.sharesOrganisation(u.organisations):
		return forbidden()
	}
	return s.shownUser(c, u)
}

// shownUser writes a user with the profiles that the caller may see.
func (s *Server) shownUser(c *call, u *user) reply {
	return s.found("user", func(w *writer) {
		w.user(u, func(u *user) []*organisation {
			var visible []*organisation
			for _, o := range s.organisations {
				if c.agent.roles[o.id] != "" && slices.Contains(u.organisations, o.id) {
					visible = append(visible, o)
				}
			}
			return visible
		})
	})
}

func (s *Server) createUser(c *call) reply {
	if len(c.params.ids("organisation_ids")) == 0 {
		return s.missingParam("organisation_ids")
	}
	u := user{notifyByEmail: true, notifyBySMS: true, createdAt: s.now()}
	if refused := s.assignUser(&u, c.params); refused != nil {
		return *refused
	}
	s.storeUser(&u)
	s.emitUser("created", &u)
	return s.found("user", func(w *writer) { w.user(&u, nil) })
}

func (s *Server) storeUser(u *user) {
	s.last.user++
	u.id = s.last.user
	u.rank = scramble(s.seed, uint64(u.id))
	s.users = append(s.users, u)
	s.writes["users"]++
}

func (s *Server) updateUser(c *call) reply {
	u, ok := s.user(c.id("id"))
	switch {
	case !ok:
		return notFound("user")
	case !c.agent.sharesOrganisation(u.organisations):
		return forbidden()
	}
	changed := *u
	if refused := s.assignUser(&changed, c.params); refused != nil {
		return *refused
	}
	*u = changed
	s.writes["users"]++
	s.emitUser("updated", u)
	return s.found("user", func(w *writer) { w.user(u, nil) })
}

func (s *Server) createInvitationToken(c *call) reply {
	u, ok := s.user(c.id("id"))
	switch {
	case !ok:
		return notFound("user")
	case !c.agent.sharesOrganisation(u.organisations):
		return forbidden()
	}
	if u.invitationToken == "" {
		u.invitationToken = invitationToken(u.rank)
		u.invitationCreatedAt = s.now()
		s.writes["users"]++
	}
	var w writer
	w.item(func() { w.string("invitation_token", u.invitationToken) })
	return jsonReply(200, w.b)
}

// invitationToken returns 8 characters out of A-Z and 0-9.
func invitationToken(from uint64) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	token := make([]byte, 8)
	for i := range token {
		token[i] = alphabet[from%uint64(len(alphabet))]
		from /= uint64(len(alphabet))
	}
	return string(token)
}

func (s *Server) emitUser(event string, u *user) {
	s.emit("user", event, u.organisations, func(w *writer) { w.user(u, nil) })
}
