package rdvsolidaritestest

import (
	"cmp"
	"slices"
)

// model returns the name that deliveries use for a subscription, empty for an unknown one.
func model(subscription string) string {
	return map[string]string{
		"rdv": "Rdv", "absence": "Absence", "plage_ouverture": "PlageOuverture", "user": "User",
		"user_profile": "UserProfile", "organisation": "Organisation", "motif": "Motif", "lieu": "Lieu",
		"agent": "Agent", "agent_role": "AgentRole", "referent_assignation": "ReferentAssignation",
	}[subscription]
}

func (s *Server) listWebhookEndpoints(c *call) reply {
	o, ok := s.organisation(c.id("organisation_id"))
	if !ok {
		return s.recordNotFound("Organisation", c.id("organisation_id"))
	}
	var list []*webhookEndpoint
	for _, e := range s.endpoints {
		target := c.params.text("target_url")
		if e.organisationID == o.id && c.agent.roles[o.id] != "" && (target == "" || target == e.targetURL) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b *webhookEndpoint) int { return cmp.Compare(a.rank, b.rank) })
	return page(c, "webhook_endpoints", unordered(s, c, "webhook_endpoints", list), (*writer).webhookEndpoint)
}

func (s *Server) createWebhookEndpoint(c *call) reply {
	o, ok := s.organisation(c.id("organisation_id"))
	switch {
	case !ok:
		return s.recordNotFound("Organisation", c.id("organisation_id"))
	case !slices.Contains(c.agent.territories, o.territory.id):
		return forbidden()
	}
	e := &webhookEndpoint{organisationID: o.id, subscriptions: []string{"rdv", "absence", "plage_ouverture"}}
	if list := s.assignEndpoint(e, c.params); list != nil {
		return s.unprocessable(list)
	}
	s.addEndpoint(e)
	s.writes["webhook_endpoints"]++
	s.replay(e)
	return s.found("webhook_endpoint", func(w *writer) { w.webhookEndpoint(e) })
}

func (d *data) addEndpoint(e *webhookEndpoint) int64 {
	d.last.endpoint++
	e.id = d.last.endpoint
	e.rank = scramble(d.seed+2, uint64(e.id))
	d.endpoints = append(d.endpoints, e)
	return e.id
}

// updateWebhookEndpoint moves the endpoint to the organisation of the path, and replays every object to it
// whatever trigger says.
func (s *Server) updateWebhookEndpoint(c *call) reply {
	o, organisationOK := s.organisation(c.id("organisation_id"))
	e, ok := byID(s.endpoints, c.id("id"), func(e *webhookEndpoint) int64 { return e.id })
	switch {
	case !organisationOK:
		return s.recordNotFound("Organisation", c.id("organisation_id"))
	case !ok || c.agent.roles[e.organisationID] == "":
		return s.recordNotFound("WebhookEndpoint", c.id("id"))
	case !slices.Contains(c.agent.territories, o.territory.id):
		return forbidden()
	}
	changed := *e
	changed.organisationID = o.id
	if list := s.assignEndpoint(&changed, c.params); list != nil {
		return s.unprocessable(list)
	}
	*e = changed
	s.writes["webhook_endpoints"]++
	s.replay(e)
	return s.found("webhook_endpoint", func(w *writer) { w.webhookEndpoint(e) })
}

func (s *Server) assignEndpoint(e *webhookEndpoint, p params) []invalid {
	assign(p, map[string]*string{"target_url": &e.targetURL, "secret": &e.secret})
	if p.has("subscriptions") {
		e.subscriptions = p.texts("subscriptions")
	}
	var list []invalid
	if e.targetURL == "" {
		list = append(list, blank("target_url"))
	}
	for _, other := range s.endpoints {
		if other.id != e.id && other.organisationID == e.organisationID && other.targetURL == e.targetURL {
			list = append(list, taken("target_url", e.targetURL, 0))
		}
	}
	if e.secret == "" {
		list = append(list, blank("secret"))
	}
	if slices.ContainsFunc(e.subscriptions, func(name string) bool { return model(name) == "" }) {
		message := "un abonnement au moins est inconnu"
		list = append(list, invalid{attribute: "base", error: message, message: message})
	}
	return list
}
