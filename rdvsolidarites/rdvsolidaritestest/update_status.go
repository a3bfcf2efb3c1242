package rdvsolidaritestest

import (
	"net/http"
)

// updateRDVStatus changes the status alone: participations and cancelled_at stay as they are.
func (s *Server) updateRDVStatus(c *call) *reply {
	r, ok := s.rdv(c.id("rdv_id"))
	switch {
	case !ok:
		return s.recordNotFound("Rdv", c.id("rdv_id"))
	case !s.mayUpdateStatus(c.agent, r):
		return forbidden()
	}
	if _, given := c.params["status"]; given {
		status := c.params.text("status")
		switch {
		case status == "":
			return s.unprocessable(invalids{blank("status")})
		case !contains(statuses(), status):
			return s.exception()
		}
		r.status = status
		s.version++
		s.wrote("rdvs")
		s.emit("rdv", "updated", []int64{r.organisation.id}, of(r, (*writer).rdv))
	}
	var w writer
	w.item(func() { w.string("status", r.status) })
	return jsonReply(http.StatusOK, w.b)
}

// mayUpdateStatus lets the agents of an rdv, those who see all of the organisation, and basic agents of the
// motif's service change its status, when they see every person who takes part.
func (s *Server) mayUpdateStatus(a *agent, r *rdv) bool {
	id := r.organisation.id
	allowed := contains(r.agents, a) || a.seesAll(id) ||
		a.roles[id] == levelBasic && contains(a.services, r.motif.serviceID)
	return allowed && !some(r.participations, func(p *participation) bool {
		return !a.sharesOrganisation(p.user.organisations)
	})
}
