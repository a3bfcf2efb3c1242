package rdvsolidarites

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"net/url"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Agent is a person who works for a service.
type Agent struct {
	ID        int64  `json:"id"`         // of the agent
	Email     string `json:"email"`      // "" for intervenants, who have none
	FirstName string `json:"first_name"` // "" when unknown
	LastName  string `json:"last_name"`  // "" when unknown
	// InclusionConnectOpenIDSub is no longer sent since 2025.
	InclusionConnectOpenIDSub string `json:"inclusion_connect_open_id_sub"`
}

// AgentQuery selects agents.
type AgentQuery struct {
	// OrganisationID keeps one organisation. One in which the caller has no role is
	// ErrForbidden since 2026; before, the service answers with every agent that the
	// caller may see.
	OrganisationID int64
	// Page is the page that List reads, from 1.
	Page int
}

// Agents reads agents.
type Agents struct{ service }

// List returns one page of agents, the oldest account first.
//
// API: GET /api/v1/agents
func (s Agents) List(ctx context.Context, q AgentQuery, options ...guichet.CallOption) (*Page[Agent], error) {
	return list[Agent](ctx, s.core, s.listing(q), q.Page, options)
}

// ListRaw is List with the service's own bytes.
//
// API: GET /api/v1/agents
func (s Agents) ListRaw(ctx context.Context, q AgentQuery, options ...guichet.CallOption) (*Page[json.RawMessage], error) {
	return listRaw(ctx, s.core, s.listing(q), q.Page, options)
}

// All returns every agent that List pages through.
func (s Agents) All(ctx context.Context, q AgentQuery, options ...guichet.CallOption) iter.Seq2[Agent, error] {
	return all(ctx, s.core, s.listing(q), row[Agent]{id: func(a Agent) int64 { return a.ID }}, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Agents) AllRaw(ctx context.Context, q AgentQuery, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing(q), row[json.RawMessage]{}, options)
}

func (s Agents) listing(q AgentQuery) listing {
	query := url.Values{}
	set(query, "organisation_id", q.OrganisationID)
	l := listing{op: "Agents.List", route: "GET /api/v1/agents", root: "agents", query: query}
	if q.OrganisationID == 0 {
		l.in = func(organisationID int64) listing { return s.listing(AgentQuery{OrganisationID: organisationID}) }
	}
	return l
}

// Me returns the agent of this client's credential, which is the cheapest way to check
// it. The service has the route since 2025, and does not describe it.
//
// API: GET /api/v1/agents/me
func (s Agents) Me(ctx context.Context, options ...guichet.CallOption) (*Agent, error) {
	return rest.Ask(ctx, s.core.rest, s.me().Apply(options), func(body []byte) (agent *Agent, err error) {
		raw, err := agentIn(body)
		if err == nil {
			err = rest.Unmarshal(raw, &agent)
		}
		return agent, err
	})
}

// MeRaw is Me with the service's own bytes.
//
// API: GET /api/v1/agents/me
func (s Agents) MeRaw(ctx context.Context, options ...guichet.CallOption) (json.RawMessage, error) {
	return rest.Ask(ctx, s.core.rest, s.me().Apply(options), agentIn)
}

func (Agents) me() *rest.Call { return rest.NewCall(rest.Read, "Agents.Me", "GET /api/v1/agents/me") }

// agentIn finds the agent in an answer that is the agent or has it under "agent".
func agentIn(body []byte) (json.RawMessage, error) {
	if err := rest.CheckJSON(body); err != nil {
		return nil, err
	}
	agent := rawjson.Member(body, "agent")
	if first(agent) != '{' {
		agent = bytes.TrimSpace(body)
	}
	if rawID(agent) == 0 {
		return nil, refusal.New("no_agent", "the value is neither an agent nor an object that contains an agent")
	}
	return bytes.Clone(agent), nil
}
