package rdvsolidarites

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/paris"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
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
	CreatedBy    string `json:"created_by"`
	URLForAgents string `json:"url_for_agents"` // since 2025
	VisioURL     string `json:"visio_url"`      // of the call, "" unless by video; since 2026
	// TimeZone is the zone of the organisation, such as America/Martinique, with whose
	// offset StartsAt and EndsAt are written. Since 2026.
	TimeZone string `json:"time_zone"`

	// What follows is nil, or the zero Opt, when RDVQuery.Include leaves it out. A list
	// that is empty at the service is empty here, and not nil.

	Organisation *Organisation `json:"organisation"` // which gives the appointment
	Motif        *Motif        `json:"motif"`        // why it takes place
	// Users is deprecated by the service in favour of Participations.
	Users []User `json:"users"`
	// Participations is each person's part in it. A list by RDVQuery.UserID may have
	// that person's only.
	Participations []Participation `json:"participations"`
	// Agents are those who receive. A list by RDVQuery.AgentID may have that agent only.
	Agents []Agent `json:"agents"`
	// Lieu is null unless the appointment is on site.
	Lieu guichet.Opt[Lieu] `json:"lieu"`
}

// Include is something that belongs to an appointment and is rendered in it.
type Include string

// What can be rendered in an appointment.
const (
	IncludeOrganisation   Include = "organisation"
	IncludeMotif          Include = "motif"
	IncludeLieu           Include = "lieu"
	IncludeAgents         Include = "agents"
	IncludeUsers          Include = "users"
	IncludeParticipations Include = "participations"
)

// Statuses returns the statuses that the service knows.
func Statuses() []Status {
	return []Status{StatusUnknown, StatusSeen, StatusExcused, StatusRevoked, StatusNoShow}
}

// Includes returns what can be rendered in an appointment.
func Includes() []Include {
	return []Include{IncludeOrganisation, IncludeMotif, IncludeLieu, IncludeAgents, IncludeUsers, IncludeParticipations}
}

// RDVQuery selects appointments that meet all of its conditions. Bounds are inclusive;
// a query whose bounds are the wrong way round, or that has a word or a day that does
// not exist, is refused with ErrInvalid before it is sent.
type RDVQuery struct {
	// OrganisationID keeps one organisation. One that is not the agent's gives an
	// empty list, and ErrForbidden since 2026. 0 is all that the agent may see, which
	// asks a route that the service has since 2025.
	OrganisationID int64
	UserID         int64   // since 2025
	AgentID        int64   // since 2025
	IDs            []int64 // keeps these appointments, empty for all; since 2025
	// Status keeps appointments with one of these statuses, empty for all. Since 2025.
	Status []Status
	// Include names what each appointment contains besides its own fields; empty for
	// everything.
	// Without the agents, an instance of before July 2026 takes more requests to read
	// a whole list. Since 2026: older instances render everything.
	Include []Include
	// StartsAfter and StartsBefore bound the start to the second.
	StartsAfter, StartsBefore time.Time
	// FirstDay and LastDay bound the start by whole days of the organisation. They
	// give way to StartsAfter and StartsBefore.
	FirstDay, LastDay Date
	// Zone is the time zone of the organisation, nil for that of Paris. The service
	// compares StartsAfter and StartsBefore with the clock there, as if it were the
	// clock in Paris: for an organisation overseas give its zone. See RDV.TimeZone.
	Zone *time.Location
	// Page is the page that List reads, from 1.
	Page int
}

// RDVs reads appointments and sets their status. They cannot be created or otherwise
// changed through the API; see Participations for what people are told of.
type RDVs struct{ service }

// Get returns an appointment, which it looks up in the list. One that does not exist,
// or that the agent may not see, is ErrNotFound. The service has the route since 2025.
//
// API: GET /api/v1/rdvs
func (s RDVs) Get(ctx context.Context, rdvID int64, options ...guichet.CallOption) (*RDV, error) {
	return rest.Ask(ctx, s.core.rest, s.get(rdvID).Apply(options), func(body []byte) (rdv *RDV, err error) {
		raw, err := rdvIn(body, rdvID)
		if err == nil {
			err = rest.Unmarshal(raw, &rdv)
		}
		return rdv, err
	})
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/rdvs
func (s RDVs) GetRaw(ctx context.Context, rdvID int64, options ...guichet.CallOption) (json.RawMessage, error) {
	return rest.Ask(ctx, s.core.rest, s.get(rdvID).Apply(options), func(body []byte) (json.RawMessage, error) {
		return rdvIn(body, rdvID)
	})
}

func (s RDVs) get(rdvID int64) *rest.Call {
	l := s.listing(RDVQuery{IDs: []int64{rdvID}})
	l.op, l.err = "RDVs.Get", positive("rdv_id", rdvID)
	return l.call(1, nil)
}

// rdvIn finds an appointment on the only page of a list.
func rdvIn(page []byte, rdvID int64) (json.RawMessage, error) {
	rows, _, _, err := rest.SplitPage[Meta](page, "rdvs", "")
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if rawID(row) == rdvID {
			return row, nil
		}
	}
	if len(rows) > 0 {
		return nil, refusal.New("other_rows", "the response contains other objects than the requested one")
	}
	return nil, rest.NewError(guichet.ErrNotFound, refusal.New("no_such_id", "%s %d not found", "rdv", rdvID))
}

// UpdateStatus sets the status of an appointment, nothing else: the participations
// and CancelledAt stay as they are, and no message is sent. Participations.Update changes
// those too, and tells the person. It returns the status that the appointment has
// now. An unknown status is refused before it is sent: the service would answer 500.
// The service has the route since 2026.
//
// API: PATCH /api/v1/rdvs/{rdv_id}/update_status
func (s RDVs) UpdateStatus(ctx context.Context, rdvID int64, status Status, options ...guichet.CallOption) (Status, error) {
	now, err := s.updateStatus(rdvID, status).one(ctx, options)
	if err != nil {
		return "", err
	}
	return *now, nil
}

// UpdateStatusRaw is UpdateStatus with the service's own bytes: an object whose field
// status is the status.
//
// API: PATCH /api/v1/rdvs/{rdv_id}/update_status
func (s RDVs) UpdateStatusRaw(ctx context.Context, rdvID int64, status Status, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.updateStatus(rdvID, status).whole(ctx, new(Status), options)
}

func (s RDVs) updateStatus(rdvID int64, status Status) answer[Status] {
	call := rest.NewCall(rest.Write, "RDVs.UpdateStatus", "PATCH /api/v1/rdvs/{rdv_id}/update_status", id(rdvID))
	call.JSON(map[string]Status{"status": status}).Check(allOf("status", []Status{status}, Statuses()))
	return answer[Status]{asked{s.core, call, "status"}}
}

// List returns one page of appointments, in no order. Until July 2026 the service lists
// an appointment once for each of its agents, unless the caller has secretariat rights.
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
		times: func(r RDV) int { return times(len(r.Agents), r.TimeZone != "") },
		start: func(r RDV) (int64, bool) { return r.StartsAt.compared().seconds() },
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
	setList(query, "id", q.IDs)
	setList(query, "status", q.Status)
	setList(query, "include", q.Include)
	// Without an offset the service reads Paris time, which is the form of what it
	// compares with.
	set(query, startsAfter, q.FirstDay)
	if !q.LastDay.IsZero() {
		query.Set(startsBefore, q.LastDay.String()+" 23:59:59")
	}
	setTime(query, startsAfter, q.StartsAfter, q.Zone)
	setTime(query, startsBefore, q.StartsBefore, q.Zone)
	l := listing{op: "RDVs.List", route: "GET /api/v1/rdvs", root: "rdvs", query: query, timed: true}
	l.err = firstOf(
		allOf("status", q.Status, Statuses()), allOf("include", q.Include, Includes()),
		onCalendar(startsAfter, q.FirstDay), onCalendar(startsBefore, q.LastDay),
	)
	if q.OrganisationID != 0 {
		l.route = "GET /api/v1/organisations/{organisation_id}/rdvs"
		l.elements = []string{id(q.OrganisationID)}
	}
	return l
}

// RawTimes returns how often the service may list a raw appointment: once when it has
// a time_zone, else once for each of its agents, at least once.
func RawTimes(rdv json.RawMessage) int {
	agents, _ := rawjson.Elements(rawjson.Member(rdv, "agents"))
	return times(len(agents), len(agents) > 1 && len(rawjson.Member(rdv, "time_zone")) > 0)
}

// times returns how often the service may list an appointment. One that names its zone
// comes from an instance of 2026, which lists each appointment once: there a repeated row
// stands in the place of another one.
func times(agents int, hasZone bool) int {
	if hasZone {
		return 1
	}
	return max(1, agents)
}

// RawStart returns the moment by which the service compares a raw appointment with
// bounds, the zero Time when it does not say when it starts. It is the moment of the
// start but for an organisation overseas, whose clock is read as if it were in Paris.
func RawStart(rdv json.RawMessage) Time {
	return rawStart(rawjson.Member(rdv, startsAt))
}

// startsAt is the member that says when an appointment starts.
const startsAt = "starts_at"

func rawStart(value []byte) Time {
	var start Time
	_ = start.UnmarshalJSON(value) // the zero Time after an error
	return start.compared()
}

// compared returns the moment by which the service compares a start with bounds.
func (t Time) compared() Time {
	_, there := t.Zone()
	if _, here := t.In(paris.Location()).Zone(); t.IsZero() || there == here {
		return t
	}
	year, month, day := t.Date()
	return Time{paris.Moment(time.Date(year, month, day, t.Hour(), t.Minute(), t.Second(), 0, time.UTC))}
}

// seconds returns the moment in seconds since 1970, and whether there is one.
func (t Time) seconds() (int64, bool) { return t.Unix(), !t.IsZero() }

// setTime bounds the starts: by the moment, or by the clock of a zone.
func setTime(q url.Values, name string, t time.Time, zone *time.Location) {
	switch {
	case t.IsZero():
	case zone != nil:
		q.Set(name, t.In(zone).Format("2006-01-02T15:04:05"))
	default:
		q.Set(name, t.Format(time.RFC3339))
	}
}
