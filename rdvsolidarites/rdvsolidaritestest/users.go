package rdvsolidaritestest

import (
	"cmp"
	"slices"
)

//go:noinline
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
	return slices.ContainsFunc(u.organisations, func(id int64) bool { return contains(organisations, id) })
}

// findUser returns a user. Deleted users cannot be found before 2025.
func (s *Server) findUser(id int64) (*user, bool) {
	u, ok := s.user(id)
	return u, ok && (!u.deleted || !s.deletedHidden)
}

func (s *Server) listUsers(c *call) *reply {
	scope, ids, filtered := s.scope(c), c.params.ids("ids"), c.params.present("ids")
	var list []*user
	for _, u := range s.users {
		if u.belongsTo(scope) && (!filtered || contains(ids, u.id)) {
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b *user) int { return cmp.Compare(a.rank, b.rank) })
	return page(c, "users", unordered(s, c, "users", list), func(w *writer, u *user) { w.user(u, nil) })
}

// requestedUser returns the user of the path. It returns a refusal for an unknown user, for one outside the
// organisation that the path or the parameters name, and for one that the caller may not see.
func (s *Server) requestedUser(c *call) (*user, *reply) {
	asked := cmp.Or(c.request.PathValue("organisation_id"), c.params.text("organisation_id"))
	o, known := s.organisation(parseID(asked))
	if asked != "" && !known {
		return nil, s.recordNotFound("Organisation", asked)
	}
	u, ok := s.findUser(c.id("id"))
	switch {
	case !ok || asked != "" && !u.belongsTo([]int64{o.id}):
		return nil, notFound("user")
	case !c.agent.sharesOrganisation(u.organisations):
		return nil, forbidden()
	}
	return u, nil
}

// getUser writes a user with the profiles that the caller may see.
func (s *Server) getUser(c *call) *reply {
	u, refused := s.requestedUser(c)
	if refused != nil {
		return refused
	}
	return s.found("user", func(w *writer) {
		w.user(u, func(u *user) []*organisation {
			var visible []*organisation
			for _, id := range u.organisations {
				if o, ok := s.organisation(id); ok && c.agent.roles[id] != "" {
					visible = append(visible, o)
				}
			}
			return visible
		})
	})
}

func (s *Server) newUser() *user {
	return &user{notifyByEmail: pointer(true), notifyBySMS: pointer(true), createdAt: s.now()}
}

func (s *Server) createUser(c *call) *reply {
	if !c.params.present("organisation_ids") {
		return s.missingParam("organisation_ids")
	}
	u := s.newUser()
	if refused := s.assignUser(c, u, c.params); refused != nil {
		return refused
	}
	s.storeUser(u)
	s.emitUser("created", u)
	s.emitRelations(&user{}, u)
	return s.found("user", of(u, (*writer).person))
}

func (s *Server) storeUser(u *user) {
	s.last.user++
	u.id = s.last.user
	u.rank = scramble(s.seed, uint64(u.id))
	s.users = append(s.users, u)
	s.wrote("users")
}

func (s *Server) updateUser(c *call) *reply {
	u, refused := s.requestedUser(c)
	if refused != nil {
		return refused
	}
	if s.confirmedEmailsFixed && u.confirmed && c.params.has("email") && correctedEmail(c.params.text("email")) != u.email {
		return s.refusedAsAWhole("L'adresse électronique d'un usager qui a confirmé son compte ne peut pas être modifiée.")
	}
	changed := *u
	if refused := s.assignUser(c, &changed, c.params); refused != nil {
		return refused
	}
	before := *u
	*u = changed
	s.wrote("users")
	s.emitUser("updated", u)
	s.emitRelations(&before, u)
	return s.found("user", of(u, (*writer).person))
}

// createInvitationToken answers with the same token each time. Each call writes the user.
func (s *Server) createInvitationToken(c *call) *reply {
	u, ok := s.findUser(c.id("id"))
	switch {
	case !ok:
		return notFound("user")
	case !c.agent.sharesOrganisation(u.organisations):
		return forbidden()
	}
	if u.invitationToken == "" {
		u.invitationToken = invitationToken(u.rank)
	}
	s.wrote("users")
	s.emitUser("updated", u)
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
	exists := func() bool { return !u.deleted }
	s.emitWhile(exists, "user", event, u.organisations, of(u, (*writer).person))
}

// emitRelations sends an event for each organisation and referent that u got or lost.
func (s *Server) emitRelations(before, u *user) {
	for _, change := range []struct {
		event    string
		from, to *user
	}{{"created", before, u}, {"destroyed", u, before}} {
		for _, id := range change.to.organisations {
			if o, _ := s.organisation(id); !contains(change.from.organisations, id) {
				s.emitProfile(change.event, o, u)
			}
		}
		for _, id := range change.to.referents {
			if a, _ := s.agent(id); !contains(change.from.referents, id) {
				s.emitReferent(change.event, a, u)
			}
		}
	}
}
