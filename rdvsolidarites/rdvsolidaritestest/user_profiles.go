package rdvsolidaritestest

import (
	"fmt"
	"slices"

	"github.com/guichet-go/guichet/internal/paris"
)

func (s *Server) createUserProfile(c *call) *reply {
	o, ok := s.organisation(c.params.id("organisation_id"))
	if !ok || !s.inTerritories(c.agent, o) {
		return forbidden()
	}
	u, ok := s.user(c.params.id("user_id"))
	switch {
	case !ok || u.deleted:
		return s.unprocessable(invalids{blank("user")})
	case contains(u.organisations, o.id):
		return s.unprocessable(invalids{takenID("user_id", u.id)})
	}
	u.organisations = append(slices.Clone(u.organisations), o.id)
	s.emitProfile("created", o, u)
	return s.found("user_profile", func(w *writer) { w.userProfile(o, u) })
}

func (s *Server) emitProfile(event string, o *organisation, u *user) {
	exists := func() bool { return contains(u.organisations, o.id) }
	s.emitWhile(exists, "user_profile", event, []int64{o.id}, func(w *writer) { w.userProfile(o, u) })
}

func (w *writer) userProfile(o *organisation, u *user) {
	object(w, "organisation", o, (*writer).organisation)
	object(w, "user", u, (*writer).person)
}

// inTerritories reports whether an organisation shares a territory with one in which the agent has a role.
func (s *Server) inTerritories(a *agent, o *organisation) bool {
	return some(s.organisations, func(own *organisation) bool {
		return a.roles[own.id] != "" && own.territory == o.territory
	})
}

// deleteUserProfile removes the user and the relatives from the organisation, and anonymises those who are
// then in no organisation.
func (s *Server) deleteUserProfile(c *call) *reply {
	organisationID := c.params.id("organisation_id")
	u, ok := s.user(c.params.id("user_id"))
	switch {
	case !ok || !contains(u.organisations, organisationID):
		return s.noRecordWith("UserProfile", "user_profiles", "organisation_id", "user_id")
	case c.agent.roles[organisationID] == "":
		return forbidden()
	}
	family := []*user{u}
	for _, other := range s.users {
		if other.responsible == u {
			family = append(family, other)
		}
	}
	o, _ := s.organisation(organisationID)
	if o.expects(family, paris.Moment(s.options.Today).Unix()) {
		out := s.refusedAsAWhole("Cet usager a encore des rendez-vous à venir.")
		out.keepsSession = true
		return out
	}
	for _, member := range family {
		if contains(member.organisations, o.id) {
			s.emitProfile("destroyed", o, member)
			s.leave(member, o.id)
		}
	}
	return noContent()
}

// expects reports whether a member of the family has an rdv from the given time on that is not cancelled.
func (o *organisation) expects(family []*user, from int64) bool {
	future := o.window(from, 1<<62)
	return some(future, func(r *rdv) bool {
		return some(r.participations, func(p *participation) bool {
			return p.status != "excused" && p.status != "revoked" && contains(family, p.user)
		})
	})
}

// deletedName is the first and the last name of a deleted user.
const deletedName = "Usager supprimé"

func (s *Server) leave(u *user, organisationID int64) {
	u.organisations = slices.DeleteFunc(slices.Clone(u.organisations), func(id int64) bool { return id == organisationID })
	if len(u.organisations) > 0 {
		return
	}
	s.wrote("users")
	*u = user{id: u.id, rank: u.rank, firstName: deletedName, lastName: deletedName, deleted: true,
		email: fmt.Sprintf("user_%d@deleted.rdv-solidarites.fr", u.id), createdAt: u.createdAt}
	for _, r := range s.rdvs {
		if some(r.participations, func(p *participation) bool { return p.user == u }) {
			r.context = ""
		}
	}
}
