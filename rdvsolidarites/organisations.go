package rdvsolidarites

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"sync/atomic"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Verticale is the kind of service that an organisation offers.
type Verticale string

// The kinds that the service accepts.
const (
	VerticaleRDVInsertion     Verticale = "rdv_insertion"
	VerticaleRDVSolidarites   Verticale = "rdv_solidarites"
	VerticaleRDVAideNumerique Verticale = "rdv_aide_numerique"
	VerticaleRDVMairie        Verticale = "rdv_mairie"
	VerticaleRDVEtat          Verticale = "rdv_etat" // since 2026
)

// Organisation is a place or a team that gives appointments.
type Organisation struct {
	ID          int64     `json:"id"`           // of the organisation
	Name        string    `json:"name"`         // of the organisation
	PhoneNumber string    `json:"phone_number"` // "" for none
	Email       string    `json:"email"`        // "" for none
	Website     string    `json:"website"`      // "" for none; since 2026
	Verticale   Verticale `json:"verticale"`    // what it offers appointments for
}

// OrganisationQuery selects organisations. The geographic filter works only
// with CityCode; StreetBANID alone matches nothing, and DepartementNumber has
// no effect in practice.
type OrganisationQuery struct {
	CityCode          string // INSEE code
	StreetBANID       string // of a street; needs CityCode
	DepartementNumber string // has no effect in practice
	// Page is the page that List reads, from 1.
	Page int
}

// OrganisationUpdate changes the fields that are set.
type OrganisationUpdate struct {
	Name        guichet.Opt[string]    `json:"name,omitzero"`         // unique in the territory
	PhoneNumber guichet.Opt[string]    `json:"phone_number,omitzero"` // a valid number, or exactly 4 digits
	Email       guichet.Opt[string]    `json:"email,omitzero"`        // of the organisation
	Website     guichet.Opt[string]    `json:"website,omitzero"`      // since 2026
	Verticale   guichet.Opt[Verticale] `json:"verticale,omitzero"`    // one of those that the service accepts
}

// Organisations reads and writes organisations.
type Organisations struct{ service }

// Get returns an organisation in which the agent has a role.
//
// API: GET /api/v1/organisations/{organisation_id}
func (s Organisations) Get(ctx context.Context, organisationID int64, options ...guichet.CallOption) (*Organisation, error) {
	return s.get(organisationID).one(ctx, options)
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/organisations/{organisation_id}
func (s Organisations) GetRaw(ctx context.Context, organisationID int64, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.get(organisationID).raw(ctx, options)
}

func (s Organisations) get(organisationID int64) answer[Organisation] {
	call := rest.NewCall(rest.Read, "Organisations.Get", "GET /api/v1/organisations/{organisation_id}", id(organisationID))
	return answer[Organisation]{asked{s.core, call, "organisation"}}
}

// List returns one page of the organisations in which the agent has a role, by
// id.
//
// API: GET /api/v1/organisations
func (s Organisations) List(ctx context.Context, q OrganisationQuery, options ...guichet.CallOption) (*Page[Organisation], error) {
	return list[Organisation](ctx, s.core, s.listing(q), q.Page, options)
}

// ListRaw is List with the service's own bytes.
//
// API: GET /api/v1/organisations
func (s Organisations) ListRaw(ctx context.Context, q OrganisationQuery, options ...guichet.CallOption) (*Page[json.RawMessage], error) {
	return listRaw(ctx, s.core, s.listing(q), q.Page, options)
}

// All returns every organisation that List pages through.
func (s Organisations) All(ctx context.Context, q OrganisationQuery, options ...guichet.CallOption) iter.Seq2[Organisation, error] {
	return all(ctx, s.core, s.listing(q), row[Organisation]{id: func(o Organisation) int64 { return o.ID }}, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Organisations) AllRaw(ctx context.Context, q OrganisationQuery, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing(q), row[json.RawMessage]{}, options)
}

// ids gives the ids of the organisations. It reads raw rows: in a program that lists
// no typed ones, another instance of the engine of pages would weigh 30 kB.
func (s Organisations) ids(ctx context.Context, options ...guichet.CallOption) iter.Seq2[int64, error] {
	rows, _ := s.AllRaw(ctx, OrganisationQuery{}, options...)
	return func(yield func(int64, error) bool) {
		for row, err := range rows {
			if !yield(rawID(row), err) {
				return
			}
		}
	}
}

func (Organisations) listing(q OrganisationQuery) listing {
	query := url.Values{}
	set(query, "city_code", q.CityCode)
	set(query, "street_ban_id", q.StreetBANID)
	set(query, "departement_number", q.DepartementNumber)
	return listing{op: "Organisations.List", route: "GET /api/v1/organisations", root: "organisations", query: query}
}

// Update changes an organisation that the agent administers. A name that is
// taken in the territory is ErrInvalid, as is an unknown Verticale, which is
// refused before it is sent: the service would answer 500.
//
// API: PATCH /api/v1/organisations/{organisation_id}
func (s Organisations) Update(ctx context.Context, organisationID int64, in OrganisationUpdate, options ...guichet.CallOption) (*Organisation, error) {
	return s.update(organisationID, in).one(ctx, options)
}

// UpdateRaw is Update with the service's own bytes.
//
// API: PATCH /api/v1/organisations/{organisation_id}
func (s Organisations) UpdateRaw(ctx context.Context, organisationID int64, in OrganisationUpdate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.update(organisationID, in).raw(ctx, options)
}

func (s Organisations) update(organisationID int64, in OrganisationUpdate) answer[Organisation] {
	call := rest.NewCall(rest.Write, "Organisations.Update", "PATCH /api/v1/organisations/{organisation_id}", id(organisationID)).JSON(in)
	call.Check(oneOf("verticale", in.Verticale, VerticaleRDVInsertion, VerticaleRDVSolidarites, VerticaleRDVAideNumerique, VerticaleRDVMairie, VerticaleRDVEtat))
	return answer[Organisation]{asked{s.core, call, "organisation"}}
}

// membership remembers the organisations of the client's agent, for the one
// route that answers 500 for any other.
type membership struct{ known atomic.Pointer[[]int64] }

// check refuses an organisation in which the agent has no role. The list of
// organisations is read on first use, and again before a refusal.
func (m *membership) check(ctx context.Context, s Organisations, organisationID int64) error {
	known := m.known.Load()
	if organisationID <= 0 || known != nil && slices.Contains(*known, organisationID) {
		return nil // a missing id is refused with the path
	}
	var read []int64
	for id, err := range s.ids(ctx) {
		if err != nil {
			return fmt.Errorf("looking up the agent's organisations: %w", err)
		}
		read = append(read, id)
	}
	m.known.Store(&read)
	if !slices.Contains(read, organisationID) {
		return rest.Invalid("organisation_id", refusal.New("foreign_organisation", "organisation %d is not an organisation of this agent (organisations of the agent: %v)", organisationID, read))
	}
	return nil
}
