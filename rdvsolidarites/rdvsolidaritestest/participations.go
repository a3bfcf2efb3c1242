package rdvsolidaritestest

import "slices"

func (s *Server) updateParticipation(c *call) reply {
	p, wrapped := c.params.object("participation")
	if !wrapped {
		// Rails wraps a flat JSON body.
		if p = c.params; !p.has("status") {
			return s.missingParam("participation")
		}
	}
	id := c.id("id")
	r, ok := s.rdv(id / participationsPerRDV)
	position := int(id % participationsPerRDV)
	if !ok || id < 0 || position >= len(r.participations) || c.agent.rows(r, false) == 0 {
		return s.recordNotFound("Participation", id)
	}
	if !validEnum(p, "status", "unknown", "seen", "excused", "revoked", "noshow") {
		return s.exception()
	}
	if status := p.text("status"); status != "" && status != r.participations[position].status {
		r.participations[position].status = status
		s.summarise(r)
		s.writes["rdvs"]++
		s.emit("rdv", "updated", []int64{r.organisation.id}, func(w *writer) { w.rdv(r) })
	}
	return s.found("rdv", func(w *writer) { w.rdv(r) })
}

// summarise sets the status of an rdv from its participations. A collective rdv keeps its status until
// every participation has one.
func (s *Server) summarise(r *rdv) {
	status := "unknown"
	for _, candidate := range []string{"unknown", "seen", "noshow", "excused", "revoked"} {
		if slices.ContainsFunc(r.participations, func(p participation) bool { return p.status == candidate }) {
			status = candidate
			break
		}
	}
	if r.motif.collectif && (status == "excused" || status == "noshow") {
		status = "unknown"
	}
	r.status = status
	switch status {
	case "unknown", "seen":
		r.cancelledAt = 0
	default:
		r.cancelledAt = s.now()
	}
}
