package rdvsolidaritestest

import (
	"net/http"
	"slices"

	"github.com/guichet-go/guichet/internal/paris"
)

func (s *Server) createUserProfile(c *call) reply {
	o, ok := s.organisation(c.params.id("organisation_id"))
	if !ok || !s.inTerritories(c.agent, o) {
		return forbidden()
	}
	u, ok := s.user(c.params.id("user_id"))
	switch {
	case !ok:
		return s.unprocessable([]invalid{blank("user")})
	case slices.Contains(u.organisations, o.id):
		return s.unprocessable([]invalid{taken("user_id", c.params.text("user_id"), 0)})
	}
	u.organisations = append(slices.Clone(u.organisations), o.id)
	s.emit("user_profile", "created", []int64{o.id}, func(w *writer) { w.userProfile(o, u) })
	return s.found("user_profile", func(w *writer) { w.userProfile(o, u) })
}

func (w *writer) userProfile(o *organisation, u *user) {
	w.object("organisation", func() { w.organisation(o) })
	w.object("user", func() { w.user(u, nil) })
}

// inTerritories reports whether an organisation shares a territory with one in which the agent has a role.
func (s *Server) inTerritories(a *agent, o *organisation) bool {
	return slices.ContainsFunc(s.organisations, func(own *organisation) bool {
		return a.roles[own.id] != "" && own.territory == o.territory
	})
}

// deleteUserProfile removes the user and the relatives from the organisation, and anonymises those who are
// then in no organisation.
func (s *Server) deleteUserProfile(c *call) reply {
	organisationID := c.params.id("organisation_id")
	u, ok := s.user(c.params.id("user_id"))
	switch {
	case !ok || !slices.Contains(u.organisations, organisationID):
		return s.recordNotFound("UserProfile", organisationID)
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
		var w writer
		w.item(func() {
			if s.success {
				w.bool("success", false)
			}
			w.object("errors", func() {})
			w.list("error_messages", func() { w.stringItem("Cet usager a encore des rendez-vous à venir.") })
		})
		return jsonReply(http.StatusUnprocessableEntity, w.b)
	}
	s.emit("user_profile", "destroyed", []int64{o.id}, func(w *writer) { w.userProfile(o, u) })
	for _, member := range family {
		s.leave(member, o.id)
	}
	return noContent()
}

// expects reports whether a member of the family has an rdv from the given time on that is not cancelled.
func (o *organisation) expects(family []*user, from int64) bool {
	future := o.window(from, 1<<62)
	return slices.ContainsFunc(future, func(r *rdv) bool {
		return slices.ContainsFunc(r.participations, func(p participation) bool {
			return p.status != "excused" && p.status != "revoked" && slices.Contains(family, p.user)
		})
	})
}

func (s *Server) leave(u *user, organisationID int64) {
	u.organisations = slices.DeleteFunc(slices.Clone(u.organisations), func(id int64) bool { return id == organisationID })
	if len(u.organisations) > 0 {
		return
	}
	s.writes["users"]++
	*u = user{id: u.id, rank: u.rank, firstName: "Usager", lastName: "supprimé", createdAt: u.createdAt}
	for _, r := range s.rdvs {
		if slices.ContainsFunc(r.participations, func(p participation) bool { return p.user == u }) {
			r.context = ""
		}
	}
}
