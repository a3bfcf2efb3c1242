package rdvsolidarites

import (
	"context"
	"encoding/json"
	"iter"

	"github.com/guichet-go/guichet"
)

// Team is a group of agents.
type Team struct {
	ID     int64   `json:"id"`     // of the team
	Name   string  `json:"name"`   // of the team
	Agents []Agent `json:"agents"` // its members
	// Territory is sent by the service of 2025; its description has
	// TerritoryID instead.
	Territory   *Territory `json:"territory"`
	TerritoryID int64      `json:"territory_id"` // 0 where Territory is sent
}

// Territory is a département or another area that organisations share.
type Territory struct {
	ID                int64           `json:"id"`                 // of the territory
	DepartementNumber string          `json:"departement_number"` // may be ""
	Name              string          `json:"name"`               // "" for none
	MotifCategories   []MotifCategory `json:"motif_categories"`   // those that it uses
}

// TeamQuery selects teams. The service has no filter for them.
type TeamQuery struct {
	// Page is the page that List reads, from 1.
	Page int
}

// Teams reads teams.
type Teams struct{ service }

// List returns one page of teams.
//
// API: GET /api/v1/teams
func (s Teams) List(ctx context.Context, q TeamQuery, options ...guichet.CallOption) (*Page[Team], error) {
	return list[Team](ctx, s.core, s.listing(), q.Page, options)
}

// ListRaw is List with the service's own bytes.
//
// API: GET /api/v1/teams
func (s Teams) ListRaw(ctx context.Context, q TeamQuery, options ...guichet.CallOption) (*Page[json.RawMessage], error) {
	return listRaw(ctx, s.core, s.listing(), q.Page, options)
}

// All returns every team that List pages through.
func (s Teams) All(ctx context.Context, _ TeamQuery, options ...guichet.CallOption) iter.Seq2[Team, error] {
	return all(ctx, s.core, s.listing(), row[Team]{id: func(t Team) int64 { return t.ID }}, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Teams) AllRaw(ctx context.Context, _ TeamQuery, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing(), row[json.RawMessage]{}, options)
}

func (Teams) listing() listing {
	return listing{op: "Teams.List", route: "GET /api/v1/teams", root: "teams"}
}
