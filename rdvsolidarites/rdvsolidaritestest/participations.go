package rdvsolidaritestest

func (s *Server) updateParticipation(c *call) *reply {
	p, wrapped := c.params.object("participation")
	if !wrapped {
		p = c.params // Rails wraps a flat JSON body
	}
	if len(p) == 0 || !wrapped && !p.has("status") {
		return s.missingParam("participation")
	}
	id := c.id("id")
	r, ok := s.rdv(id / participationsPerRDV)
	position := int(id % participationsPerRDV)
	if !ok || id < 0 || position >= len(r.participations) || s.rowsOf(c.agent, r) == 0 {
		return s.recordNotFound("Participation", id)
	}
	if !validEnum(p, "status", "unknown", "seen", "excused", "revoked", "noshow") {
		return s.exception()
	}
	if status := p.text("status"); status != "" && status != r.participations[position].status {
		r.participations[position].status = status
		s.summarise(r)
		s.version++
		s.wrote("rdvs")
		for range 2 {
			s.emit("rdv", "updated", []int64{r.organisation.id}, of(r, (*writer).rdv))
		}
	}
	return s.found("rdv", of(r, (*writer).rdv))
}

// summarise sets the status of an rdv from its participations.
func (s *Server) summarise(r *rdv) {
	r.status = r.summary()
	switch r.status {
	case "unknown", "seen":
		r.cancelledAt = 0
	default:
		r.cancelledAt = s.now()
	}
}

// summary is seen as soon as one participation is. Otherwise all participations of an rdv must agree, and
// a collective one is never excused or noshow.
func (r *rdv) summary() string {
	is := func(status string) func(*participation) bool {
		return func(p *participation) bool { return p.status == status }
	}
	if some(r.participations, is("seen")) {
		return "seen"
	}
	status := r.participations[0].status
	agree := !some(r.participations, func(p *participation) bool { return p.status != status })
	if !agree || r.motif.collectif && (status == "excused" || status == "noshow") {
		return "unknown"
	}
	return status
}
