package rdvsolidarites

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// Status is how an appointment, or one person's part in it, stands.
type Status string

// How an appointment stands.
const (
	StatusUnknown Status = "unknown" // to come, or not filled in
	StatusSeen    Status = "seen"    // attended
	StatusExcused Status = "excused" // cancelled by the person
	StatusRevoked Status = "revoked" // cancelled by the service
	StatusNoShow  Status = "noshow"  // absent without notice
)

// RDV is an appointment.
type RDV struct {
	ID            int64  `json:"id"`              // of the appointment
	UUID          string `json:"uuid"`            // of the appointment
	Status        Status `json:"status"`          // how it stands
	StartsAt      Time   `json:"starts_at"`       // when it begins
	EndsAt        Time   `json:"ends_at"`         // when it ends
	DurationInMin int    `json:"duration_in_min"` // in minutes
	Address       string `json:"address"`         // "" by phone and by video
	Context       string `json:"context"`         // "" for none
	// CancelledAt is set for excused, revoked and noshow.
	CancelledAt          Time             `json:"cancelled_at"`
	CreatedAt            Time             `json:"created_at"`             // since 2025
	MaxParticipantsCount guichet.Opt[int] `json:"max_participants_count"` // null: no limit
	UsersCount           int              `json:"users_count"`            // participations that are not excused or revoked
	Name                 string           `json:"name"`                   // "" for none
	Collectif            bool             `json:"collectif"`              // for several people
	CreatedByType        string           `json:"created_by_type"`        // Agent, User, FileAttente, Prescripteur
	CreatedByID          int64            `json:"created_by_id"`          // 0 when unknown
	// CreatedBy is the deprecated twin of CreatedByType.
	CreatedBy    string       `json:"created_by"`
	URLForAgents string       `json:"url_for_agents"` // since 2025
	Organisation Organisation `json:"organisation"`   // which gives the appointment
	Motif        Motif        `json:"motif"`          // why it takes place
	// Users is deprecated by the service in favour of Participations.
	Users          []User          `json:"users"`
	Participations []Participation `json:"participations"` // each person's part in it
	Agents         []Agent         `json:"agents"`         // who receive
	Lieu           *Lieu           `json:"lieu"`           // nil unless on site
}

// Lieu is a place where appointments are held.
type Lieu struct {
	ID             int64  `json:"id"`              // of the place
	Name           string `json:"name"`            // of the place
	Address        string `json:"address"`         // of the place
	PhoneNumber    string `json:"phone_number"`    // "" for none
	OrganisationID int64  `json:"organisation_id"` // of its organisation
	SingleUse      bool   `json:"single_use"`      // made for one appointment
}

// RDVQuery selects appointments. Bounds are inclusive; a query whose bounds are
// the wrong way round is refused with ErrInvalid before it is sent.
type RDVQuery struct {
	// OrganisationID keeps one organisation; an organisation that is not the
	// agent's gives an empty list. 0 is all that the agent may see, which asks
	// a route that the service has since 2025.
	OrganisationID int64
	UserID         int64   // since 2025
	AgentID        int64   // since 2025
	IDs            []int64 // since 2025, without OrganisationID only
	// StartsAfter and StartsBefore bound the start to the second.
	StartsAfter, StartsBefore time.Time
	// FirstDay and LastDay bound the start by whole days in Paris (see Today).
	// They give way to StartsAfter and StartsBefore.
	FirstDay, LastDay Date
	// Page is the page that List reads, from 1.
	Page int
}

// RDVs reads appointments. They cannot be created or changed through the API;
// see Participations for their status.
type RDVs struct{ service }

// List returns one page of appointments, in no order. Without secretariat or
// admin rights the service lists an appointment of several agents several
// times.
//
// API: GET /api/v1/rdvs
//
// API: GET /api/v1/organisations/{organisation_id}/rdvs
func (s RDVs) List(ctx context.Context, q RDVQuery, options ...guichet.CallOption) (*Page[RDV], error) {
	return list[RDV](ctx, s.core, s.listing(q), q.Page, options)
}

// ListRaw is List with the service's own bytes.
//
// API: GET /api/v1/rdvs
//
// API: GET /api/v1/organisations/{organisation_id}/rdvs
func (s RDVs) ListRaw(ctx context.Context, q RDVQuery, options ...guichet.CallOption) (*Page[json.RawMessage], error) {
	return listRaw(ctx, s.core, s.listing(q), q.Page, options)
}

// All returns every appointment that List pages through, each once. Until 2026 the
// service lists and counts an appointment once for each of its agents, unless the
// caller has secretariat rights. Where neither that nor the different appointments
// explain the count, the list is read again by time, in windows that fit on one
// page. ErrIncomplete follows the appointments when some are still missing.
func (s RDVs) All(ctx context.Context, q RDVQuery, options ...guichet.CallOption) iter.Seq2[RDV, error] {
	return all(ctx, s.core, s.listing(q), row[RDV]{
		id:    func(r RDV) int64 { return r.ID },
		times: func(r RDV) int { return max(1, len(r.Agents)) },
		start: func(r RDV) (int64, bool) { return r.StartsAt.seconds() },
	}, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s RDVs) AllRaw(ctx context.Context, q RDVQuery, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing(q), row[json.RawMessage]{
		times: RawTimes,
		start: func(r json.RawMessage) (int64, bool) { return RawStart(r).seconds() },
	}, options)
}

func (RDVs) listing(q RDVQuery) listing {
	query := url.Values{}
	set(query, "user_id", q.UserID)
	set(query, "agent_id", q.AgentID)
	setIDs(query, "id", q.IDs)
	// Without an offset the service reads Paris time.
	set(query, startsAfter, q.FirstDay)
	if !q.LastDay.IsZero() {
		query.Set(startsBefore, q.LastDay.String()+" 23:59:59")
	}
	setTime(query, startsAfter, q.StartsAfter)
	setTime(query, startsBefore, q.StartsBefore)
	l := listing{op: "RDVs.List", route: "GET /api/v1/rdvs", root: "rdvs", query: query, timed: true}
	if q.OrganisationID != 0 {
		l.route = "GET /api/v1/organisations/{organisation_id}/rdvs"
		l.elements = []string{id(q.OrganisationID)}
	}
	return l
}

// RawTimes returns how often the service may list a raw appointment: once for each
// of its agents, at least once.
func RawTimes(rdv json.RawMessage) int {
	agents, _ := rawjson.Elements(rawjson.Member(rdv, "agents"))
	return max(1, len(agents))
}

// RawStart returns when a raw appointment starts, the zero Time when it does not say.
func RawStart(rdv json.RawMessage) Time {
	var start Time
	_ = start.UnmarshalJSON(rawjson.Member(rdv, "starts_at")) // the zero Time after an error
	return start
}

// seconds returns the moment in seconds since 1970, and whether there is one.
func (t Time) seconds() (int64, bool) { return t.Unix(), !t.IsZero() }

func setTime(q url.Values, name string, t time.Time) {
	if !t.IsZero() {
		q.Set(name, t.Format(time.RFC3339))
	}
}
