package rdvsolidaritestest

import (
	"net/http"
	"slices"
	"strings"
)

// createPlan answers 201, unlike the other creations. It finds the user by e-mail or creates one in the
// caller's first organisation.
func (s *Server) createPlan(c *call) reply {
	p, ok := c.params.object("user")
	if !ok || len(p) == 0 {
		return s.missingParam("user")
	}
	u := s.userByEmail(p.text("email"))
	if u == nil {
		u = &user{notifyByEmail: true, notifyBySMS: true, createdAt: s.now()}
		if refused := s.assignUser(u, p); refused != nil {
			return *refused
		}
		for _, o := range s.organisations {
			if c.agent.roles[o.id] != "" {
				u.organisations = []int64{o.id}
				break
			}
		}
		s.storeUser(u)
		s.emitUser("created", u)
	}
	s.last.plan++
	plan := &rdvPlan{id: s.last.plan, userID: u.id, createdAt: s.now(), updatedAt: s.now()}
	s.plans = append(s.plans, plan)
	return s.one(http.StatusCreated, "rdv_plan", func(w *writer) { w.rdvPlan(plan) })
}

func (s *Server) userByEmail(email string) *user {
	i := slices.IndexFunc(s.users, func(u *user) bool { return email != "" && strings.EqualFold(u.email, email) })
	if i < 0 {
		return nil
	}
	return s.users[i]
}

func (s *Server) getPlan(c *call) reply {
	plan, ok := byID(s.plans, c.id("id"), func(p *rdvPlan) int64 { return p.id })
	if !ok {
		return s.recordNotFound("RdvPlan", c.id("id"))
	}
	return s.found("rdv_plan", func(w *writer) { w.rdvPlan(plan) })
}
