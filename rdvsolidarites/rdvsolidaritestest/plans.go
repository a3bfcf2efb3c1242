package rdvsolidaritestest

import (
	"net/http"
	"slices"
	"strings"
)

// createPlan answers 201, unlike the other creations.
func (s *Server) createPlan(c *call) *reply {
	p, ok := c.params.object("user")
	if !ok || len(p) == 0 {
		return s.missingParam("user")
	}
	u, refused := s.planUser(c, p)
	if refused != nil {
		return refused
	}
	s.last.plan++
	plan := &rdvPlan{id: s.last.plan, userID: u.id, agentID: c.agent.id, createdAt: s.now(), updatedAt: s.now()}
	s.plans = append(s.plans, plan)
	return s.one(http.StatusCreated, "rdv_plan", of(plan, (*writer).rdvPlan))
}

// planUser returns the person with an id or an e-mail, or creates one in no organisation.
func (s *Server) planUser(c *call, p params) (*user, *reply) {
	if p.text("id") != "" {
		u, ok := s.findUser(p.id("id"))
		refused := s.recordNotFound("User", p.id("id"))
		if ok && !c.agent.sharesOrganisation(u.organisations) && !s.hasPlanned(c.agent, u) {
			refused, ok = forbidden(), false
		}
		if !ok {
			return nil, refused
		}
		return u, nil
	}
	if u := s.userByEmail(p.text("email")); u != nil {
		return u, nil
	}
	u := s.newUser()
	read := params{}
	for _, name := range []string{"first_name", "last_name", "email", "phone_number", "address", "birth_date"} {
		if v, ok := p[name]; ok {
			read[name] = v
		}
	}
	if refused := s.assignUser(c, u, read); refused != nil {
		return nil, refused
	}
	s.storeUser(u)
	s.emitUser("created", u)
	return u, nil
}

// hasPlanned reports whether an earlier plan of the agent gives access to a person.
func (s *Server) hasPlanned(a *agent, u *user) bool {
	return s.earlierPlans && some(s.plans, func(p *rdvPlan) bool { return p.agentID == a.id && p.userID == u.id })
}

func (s *Server) userByEmail(email string) *user {
	i := slices.IndexFunc(s.users, func(u *user) bool { return email != "" && strings.EqualFold(u.email, email) })
	if i < 0 {
		return nil
	}
	return s.users[i]
}

func (s *Server) getPlan(c *call) *reply {
	plan, ok := byID(s.plans, c.id("id"), func(p *rdvPlan) int64 { return p.id })
	if !ok || plan.agentID != c.agent.id {
		return s.recordNotFound("RdvPlan", c.id("id"))
	}
	return s.found("rdv_plan", of(plan, (*writer).rdvPlan))
}
