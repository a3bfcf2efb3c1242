package rdvsolidarites

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"slices"
	"strconv"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// LocationType says where an appointment takes place.
type LocationType string

// The places that are known.
const (
	LocationPublicOffice LocationType = "public_office"
	LocationPhone        LocationType = "phone"
	LocationHome         LocationType = "home"
	LocationVisio        LocationType = "visio"
)

// BookableBy says who may book.
type BookableBy string

// Who may book.
const (
	BookableByAgents                                BookableBy = "agents"
	BookableByAgentsAndPrescripteurs                BookableBy = "agents_and_prescripteurs"
	BookableByAgentsAndPrescripteursAndInvitedUsers BookableBy = "agents_and_prescripteurs_and_invited_users"
	BookableByEveryone                              BookableBy = "everyone"
)

// Motif is a reason for an appointment.
type Motif struct {
	ID                int64        `json:"id"`                  // of the motif
	Name              string       `json:"name"`                // of the motif
	LocationType      LocationType `json:"location_type"`       // where its appointments take place
	DeletedAt         Time         `json:"deleted_at"`          // zero: in use
	BookablePublicly  bool         `json:"bookable_publicly"`   // derived by the service from BookableBy
	BookableBy        BookableBy   `json:"bookable_by"`         // who may book
	ServiceID         int64        `json:"service_id"`          // of its service, 0 for none
	OrganisationID    int64        `json:"organisation_id"`     // of its organisation
	Collectif         bool         `json:"collectif"`           // for appointments of several people
	FollowUp          bool         `json:"follow_up"`           // "follow_up" of the service
	InstructionForRDV string       `json:"instruction_for_rdv"` // instructions for the appointment, "" for none
	// DefaultDurationInMin is how long its appointments take, in minutes. Since 2026.
	DefaultDurationInMin int `json:"default_duration_in_min"`
	// MinPublicBookingDelay and MaxPublicBookingDelay are how long before its start
	// people may book an appointment, at the latest and at the earliest, in seconds.
	// Since 2026.
	MinPublicBookingDelay int            `json:"min_public_booking_delay"`
	MaxPublicBookingDelay int            `json:"max_public_booking_delay"` // see MinPublicBookingDelay
	MotifCategory         *MotifCategory `json:"motif_category"`           // nil for none
}

// MotifCategory groups motifs across organisations.
type MotifCategory struct {
	ID        int64  `json:"id"`         // 0 where the service sent a text
	Name      string `json:"name"`       // of the category, or the text
	ShortName string `json:"short_name"` // "" where the service sent a text
}

// UnmarshalJSON reads an object or, as some webhooks have it, a text.
func (c *MotifCategory) UnmarshalJSON(data []byte) error {
	*c = MotifCategory{}
	if first(data) == '"' {
		return rest.Unmarshal(data, &c.Name)
	}
	type object MotifCategory
	return rest.Unmarshal(data, (*object)(c))
}

// MotifQuery selects motifs of one organisation.
type MotifQuery struct {
	// OrganisationID is required and must be one of the agent's.
	OrganisationID   int64
	Active           guichet.Opt[bool] // true: in use, false: deleted
	BookablePublicly guichet.Opt[bool] // true: by everyone or by invited users
	ServiceID        int64             // keeps one service, 0 for all
	WithoutService   bool              // keeps motifs of no service, in place of ServiceID; since 2025
	// Page is the page that List reads, from 1.
	Page int
}

// Motifs reads motifs.
type Motifs struct{ service }

// List returns one page of an organisation's motifs, by id. Before 2026 the service
// answers 500 for an organisation that is not the agent's: such an id is
// refused here as ErrInvalid, after one look at the agent's organisations,
// which the client remembers.
//
// API: GET /api/v1/organisations/{organisation_id}/motifs
func (s Motifs) List(ctx context.Context, q MotifQuery, options ...guichet.CallOption) (*Page[Motif], error) {
	return list[Motif](ctx, s.core, s.listing(ctx, q), q.Page, options)
}

// ListRaw is List with the service's own bytes.
//
// API: GET /api/v1/organisations/{organisation_id}/motifs
func (s Motifs) ListRaw(ctx context.Context, q MotifQuery, options ...guichet.CallOption) (*Page[json.RawMessage], error) {
	return listRaw(ctx, s.core, s.listing(ctx, q), q.Page, options)
}

// All returns every motif that List pages through.
func (s Motifs) All(ctx context.Context, q MotifQuery, options ...guichet.CallOption) iter.Seq2[Motif, error] {
	options = slices.Clone(options)
	return func(yield func(Motif, error) bool) {
		all(ctx, s.core, s.listing(ctx, q), row[Motif]{id: func(m Motif) int64 { return m.ID }}, options)(yield)
	}
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Motifs) AllRaw(ctx context.Context, q MotifQuery, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	options, report := rest.Reported(options)
	return func(yield func(json.RawMessage, error) bool) {
		rows, _ := allRaw(ctx, s.core, s.listing(ctx, q), row[json.RawMessage]{}, options)
		rows(yield)
	}, report
}

func (s Motifs) listing(ctx context.Context, q MotifQuery) listing {
	query := url.Values{}
	if active, ok := q.Active.Value(); ok {
		query.Set("active", strconv.FormatBool(active))
	}
	if public, ok := q.BookablePublicly.Value(); ok {
		query.Set("bookable_publicly", strconv.FormatBool(public))
	}
	set(query, "service_id", q.ServiceID)
	if q.WithoutService {
		query.Set("service_id", "")
	}
	return listing{
		op: "Motifs.List", route: "GET /api/v1/organisations/{organisation_id}/motifs", root: "motifs",
		elements: []string{id(q.OrganisationID)}, query: query,
		err: s.core.members.check(ctx, Organisations{service{s.core}}, q.OrganisationID),
	}
}
