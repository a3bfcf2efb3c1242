package rdvsolidaritestest

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/internal/loopback"
)

// model returns the name that deliveries use for a subscription, empty for an unknown one.
//
//go:noinline
func model(subscription string) string {
	return map[string]string{
		"rdv": "Rdv", "absence": "Absence", "plage_ouverture": "PlageOuverture", "user": "User",
		"user_profile": "UserProfile", "organisation": "Organisation", "motif": "Motif", "lieu": "Lieu",
		"agent": "Agent", "agent_role": "AgentRole", "referent_assignation": "ReferentAssignation",
	}[subscription]
}

func (s *Server) listWebhookEndpoints(c *call) *reply {
	o, ok := s.organisation(c.id("organisation_id"))
	if !ok {
		return s.recordNotFound("Organisation", c.id("organisation_id"))
	}
	var list []*webhookEndpoint
	for _, e := range s.endpoints {
		target := c.params.text("target_url")
		if e.organisationID == o.id && s.seesEndpoints(c.agent, o) && (target == "" || target == e.targetURL) {
			list = append(list, e)
		}
	}
	if s.endpointsOfTerritory {
		return page(c, "webhook_endpoints", list, (*writer).webhookEndpoint)
	}
	slices.SortFunc(list, func(a, b *webhookEndpoint) int { return cmp.Compare(a.rank, b.rank) })
	return page(c, "webhook_endpoints", unordered(s, c, "webhook_endpoints", list), (*writer).webhookEndpoint)
}

// seesEndpoints reports whether an agent lists the webhook endpoints of an organisation.
func (s *Server) seesEndpoints(a *agent, o *organisation) bool {
	if s.endpointsOfTerritory {
		return a.administers(o.territory)
	}
	return a.roles[o.id] != ""
}

func (s *Server) createWebhookEndpoint(c *call) *reply {
	o, ok := s.organisation(c.id("organisation_id"))
	switch {
	case !ok:
		return s.recordNotFound("Organisation", c.id("organisation_id"))
	case !c.agent.administers(o.territory):
		return forbidden()
	}
	e := &webhookEndpoint{organisationID: o.id, subscriptions: []string{"rdv", "absence", "plage_ouverture"}}
	if list := s.assignEndpoint(e, c.params); list != nil {
		return s.unprocessable(list)
	}
	s.addEndpoint(e)
	s.wrote("webhook_endpoints")
	s.replay(e)
	return s.found("webhook_endpoint", of(e, (*writer).webhookEndpoint))
}

func (d *data) addEndpoint(e *webhookEndpoint) int64 {
	d.last.endpoint++
	e.id = d.last.endpoint
	e.rank = scramble(d.seed+2, uint64(e.id))
	d.endpoints = append(d.endpoints, e)
	return e.id
}

// updateWebhookEndpoint replays every object to the endpoint whatever trigger says. Until 2026 it moves the
// endpoint to the organisation of the path; the caller needs rights only in the one that it leaves.
func (s *Server) updateWebhookEndpoint(c *call) *reply {
	o, organisationOK := s.organisation(c.id("organisation_id"))
	e, ok := byID(s.endpoints, c.id("id"), func(e *webhookEndpoint) int64 { return e.id })
	switch {
	case !organisationOK:
		return s.recordNotFound("Organisation", c.id("organisation_id"))
	case !ok || !s.seesEndpoints(c.agent, s.ownerOf(e)):
		return s.recordNotFound("WebhookEndpoint", c.id("id"))
	case s.endpointsMove && !c.agent.administers(s.ownerOf(e).territory), !s.endpointsMove && !c.agent.administers(o.territory):
		return forbidden()
	}
	changed := *e
	if s.endpointsMove {
		changed.organisationID = o.id
	}
	if list := s.assignEndpoint(&changed, c.params); list != nil {
		return s.unprocessable(list)
	}
	*e = changed
	s.wrote("webhook_endpoints")
	s.replay(e)
	return s.found("webhook_endpoint", of(e, (*writer).webhookEndpoint))
}

// checkTarget refuses an address whose host is not on the server's list: domains of examples and the
// loopback interface.
func (s *Server) checkTarget(target string) *invalid {
	u, err := url.Parse(target)
	switch {
	case !s.endpointHosts || isBlank(target):
		return nil
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return &invalid{attribute: "target_url", error: "invalid_format", message: "n'est pas une adresse valide"}
	}
	host := u.Hostname()
	for _, domain := range []string{".example.fr", ".exemple.fr", ".example.com"} {
		if strings.HasSuffix("."+host, domain) {
			return nil
		}
	}
	if loopback.Host(host) {
		return nil
	}
	return &invalid{"target_url", "host_not_allowed", "a un hôte qui n'est pas autorisé : " + host,
		func(w *writer) { w.string("host", host) }}
}

func (s *Server) ownerOf(e *webhookEndpoint) *organisation {
	o, _ := s.organisation(e.organisationID)
	return o
}

func (s *Server) assignEndpoint(e *webhookEndpoint, p params) invalids {
	p.assign("target_url", &e.targetURL)
	p.assign("secret", &e.secret)
	if p.hasList("subscriptions") {
		e.subscriptions = p.texts("subscriptions")
	}
	var list invalids
	if isBlank(e.targetURL) {
		list.add(blank("target_url"))
	}
	if refused := s.checkTarget(e.targetURL); refused != nil {
		list.add(refused)
	}
	for _, other := range s.endpoints {
		if other.id != e.id && other.organisationID == e.organisationID && other.targetURL == e.targetURL {
			list.add(taken("target_url", e.targetURL, 0))
		}
	}
	if isBlank(e.secret) {
		list.add(blank("secret"))
	}
	if slices.ContainsFunc(e.subscriptions, func(name string) bool { return model(name) == "" }) {
		message := "un abonnement au moins est inconnu"
		list.add(&invalid{attribute: "base", error: message, message: message})
	}
	return list
}
