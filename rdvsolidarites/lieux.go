package rdvsolidarites

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Lieu is a place where appointments are held.
type Lieu struct {
	ID             int64             `json:"id"`              // of the place
	Name           string            `json:"name"`            // of the place
	Address        string            `json:"address"`         // of the place
	PhoneNumber    string            `json:"phone_number"`    // "" for none
	OrganisationID int64             `json:"organisation_id"` // of its organisation
	Latitude       float64           `json:"latitude"`        // in degrees; since 2025
	Longitude      float64           `json:"longitude"`       // in degrees; since 2025
	SingleUse      bool              `json:"single_use"`      // made for one appointment
	Enabled        guichet.Opt[bool] `json:"enabled"`         // in use; unset where the service does not say
}

// LieuQuery selects places.
type LieuQuery struct {
	// OrganisationID keeps one organisation, 0 for all of the agent's. One that is not
	// the agent's gives an empty list, and ErrForbidden since 2026.
	OrganisationID int64
	// Page is the page that List reads, from 1.
	Page int
}

// LieuCreate is a new place. All but PhoneNumber and ExternalReference is required.
type LieuCreate struct {
	OrganisationID int64               `json:"organisation_id"`       // one that the agent administers
	Name           string              `json:"name"`                  // of the place
	Address        string              `json:"address"`               // of the place
	Latitude       float64             `json:"latitude"`              // in degrees
	Longitude      float64             `json:"longitude"`             // in degrees
	PhoneNumber    guichet.Opt[string] `json:"phone_number,omitzero"` // of the place
	// ExternalReference keeps the place from being made twice.
	ExternalReference guichet.Opt[ExternalReference] `json:"external_reference,omitzero"`
}

// ExternalReference is what an object is called in the calling program.
type ExternalReference struct {
	ExternalID  string              `json:"external_id"`           // unique in the territory, for one OAuth application
	ExternalURL guichet.Opt[string] `json:"external_url,omitzero"` // where the object is found there
}

// Lieux reads and adds places. The service has them since autumn 2025.
type Lieux struct{ service }

// List returns one page of places, by id.
//
// API: GET /api/v1/lieux
func (s Lieux) List(ctx context.Context, q LieuQuery, options ...guichet.CallOption) (*Page[Lieu], error) {
	return list[Lieu](ctx, s.core, s.listing(q), q.Page, options)
}

// ListRaw is List with the service's own bytes.
//
// API: GET /api/v1/lieux
func (s Lieux) ListRaw(ctx context.Context, q LieuQuery, options ...guichet.CallOption) (*Page[json.RawMessage], error) {
	return listRaw(ctx, s.core, s.listing(q), q.Page, options)
}

// All returns every place that List pages through.
func (s Lieux) All(ctx context.Context, q LieuQuery, options ...guichet.CallOption) iter.Seq2[Lieu, error] {
	return all(ctx, s.core, s.listing(q), row[Lieu]{id: func(l Lieu) int64 { return l.ID }}, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Lieux) AllRaw(ctx context.Context, q LieuQuery, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing(q), row[json.RawMessage]{}, options)
}

func (Lieux) listing(q LieuQuery) listing {
	query := url.Values{}
	set(query, "organisation_id", q.OrganisationID)
	return listing{op: "Lieux.List", route: "GET /api/v1/lieux", root: "lieux", query: query}
}

// Create adds a place. Twice makes two places, unless it has an ExternalReference: the
// second time is then ErrInvalid, and makes none. An organisation that the agent does
// not administer is ErrForbidden.
//
// API: POST /api/v1/lieux
func (s Lieux) Create(ctx context.Context, in LieuCreate, options ...guichet.CallOption) (*Lieu, error) {
	return s.create(in).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/lieux
func (s Lieux) CreateRaw(ctx context.Context, in LieuCreate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(in).raw(ctx, options)
}

func (s Lieux) create(in LieuCreate) answer[Lieu] {
	call := rest.NewCall(rest.Write, "Lieux.Create", "POST /api/v1/lieux").JSON(in)
	call.Check(positive("organisation_id", in.OrganisationID))
	if in.Latitude == 0 && in.Longitude == 0 { // in the Gulf of Guinea: they were forgotten
		call.Check(rest.Invalid("latitude", refusal.New("is_missing", "%s is missing", "latitude")))
	}
	if reference, ok := in.ExternalReference.Value(); ok && reference.ExternalID == "" {
		call.Check(rest.Invalid("external_reference.external_id", refusal.New("is_missing", "%s is missing", "external_id")))
	}
	return answer[Lieu]{asked{s.core, call, ""}}
}
