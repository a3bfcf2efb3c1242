package rdvsolidarites

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/paris"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Absence is a time when an agent is away.
type Absence struct {
	ID           int64         `json:"id"`           // of the absence
	ICalUID      string        `json:"ical_uid"`     // "absence_<id>@RDV Solidarités"
	Title        string        `json:"title"`        // as the agent wrote it
	FirstDay     Date          `json:"first_day"`    // when it begins
	StartTime    Clock         `json:"start_time"`   // on FirstDay
	EndDay       Date          `json:"end_day"`      // when it ends
	EndTime      Clock         `json:"end_time"`     // on EndDay
	Agent        Agent         `json:"agent"`        // who is away
	Organisation *Organisation `json:"organisation"` // the agent's first one, nil for none
	// RRule is the recurrence (RFC 5545), "" for none. It cannot be written.
	RRule string `json:"rrule"`
	// ICal is the whole calendar entry (RFC 5545).
	ICal string `json:"ical"`
}

// AbsenceQuery selects absences. The service has no filter for them.
type AbsenceQuery struct {
	// Page is the page that List reads, from 1.
	Page int
}

// AbsenceCreate is a new absence. Name the agent by AgentID or AgentEmail: without
// either it is the caller's since 2025, and ErrInvalid before.
type AbsenceCreate struct {
	AgentID    int64             `json:"agent_id,omitzero"`    // or AgentEmail
	AgentEmail string            `json:"agent_email,omitzero"` // or AgentID
	Title      string            `json:"title"`                // required
	FirstDay   Date              `json:"first_day"`            // required
	StartTime  Clock             `json:"start_time"`           // on FirstDay, required
	EndDay     guichet.Opt[Date] `json:"end_day,omitzero"`     // FirstDay when unset
	EndTime    Clock             `json:"end_time"`             // on EndDay, required
}

// AbsenceUpdate changes the fields that are set. The agent cannot be changed.
type AbsenceUpdate struct {
	Title     guichet.Opt[string] `json:"title,omitzero"`      // of the absence
	FirstDay  guichet.Opt[Date]   `json:"first_day,omitzero"`  // when it begins
	StartTime guichet.Opt[Clock]  `json:"start_time,omitzero"` // on FirstDay
	EndDay    guichet.Opt[Date]   `json:"end_day,omitzero"`    // when it ends
	EndTime   guichet.Opt[Clock]  `json:"end_time,omitzero"`   // on EndDay
}

// Absences reads and writes absences.
type Absences struct{ service }

// Get returns an absence.
//
// API: GET /api/v1/absences/{absence_id}
func (s Absences) Get(ctx context.Context, absenceID int64, options ...guichet.CallOption) (*Absence, error) {
	return s.get(absenceID).one(ctx, options)
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/absences/{absence_id}
func (s Absences) GetRaw(ctx context.Context, absenceID int64, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.get(absenceID).raw(ctx, options)
}

func (s Absences) get(absenceID int64) answer[Absence] {
	call := rest.NewCall(rest.Read, "Absences.Get", "GET /api/v1/absences/{absence_id}", id(absenceID))
	return answer[Absence]{asked{s.core, call, "absence"}}
}

// List returns one page of the absences that the agent may see, the latest
// first.
//
// API: GET /api/v1/absences
func (s Absences) List(ctx context.Context, q AbsenceQuery, options ...guichet.CallOption) (*Page[Absence], error) {
	return list[Absence](ctx, s.core, s.listing(), q.Page, options)
}

// ListRaw is List with the service's own bytes.
//
// API: GET /api/v1/absences
func (s Absences) ListRaw(ctx context.Context, q AbsenceQuery, options ...guichet.CallOption) (*Page[json.RawMessage], error) {
	return listRaw(ctx, s.core, s.listing(), q.Page, options)
}

// All returns every absence that List pages through.
func (s Absences) All(ctx context.Context, _ AbsenceQuery, options ...guichet.CallOption) iter.Seq2[Absence, error] {
	return all(ctx, s.core, s.listing(), row[Absence]{id: func(a Absence) int64 { return a.ID }}, options)
}

// AllRaw is All with the service's own bytes, and with the report of the reading.
func (s Absences) AllRaw(ctx context.Context, _ AbsenceQuery, options ...guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	return allRaw(ctx, s.core, s.listing(), row[json.RawMessage]{}, options)
}

func (Absences) listing() listing {
	return listing{op: "Absences.List", route: "GET /api/v1/absences", root: "absences"}
}

// Create adds an absence. An unknown AgentEmail is ErrNotFound; dates out of
// range, or an end before the start (field end_time, before 2025 ends_time), are ErrInvalid. A start
// or an end in the hour that the change of October repeats is refused before it
// is sent: the service would keep the absence and fail at every list with it.
//
// API: POST /api/v1/absences
func (s Absences) Create(ctx context.Context, in AbsenceCreate, options ...guichet.CallOption) (*Absence, error) {
	return s.create(in).one(ctx, options)
}

// CreateRaw is Create with the service's own bytes.
//
// API: POST /api/v1/absences
func (s Absences) CreateRaw(ctx context.Context, in AbsenceCreate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.create(in).raw(ctx, options)
}

func (s Absences) create(in AbsenceCreate) answer[Absence] {
	call := rest.NewCall(rest.Write, "Absences.Create", "POST /api/v1/absences").JSON(in)
	firstDay, endDay := guichet.Set(in.FirstDay), in.EndDay
	if _, ok := endDay.Value(); !ok {
		endDay = firstDay
	}
	call.Check(unambiguous("start_time", firstDay, guichet.Set(in.StartTime)))
	call.Check(unambiguous("end_time", endDay, guichet.Set(in.EndTime)))
	return answer[Absence]{asked{s.core, call, "absence"}}
}

// Update changes an absence. It refuses the hour that Create refuses where the
// day and the time are both set.
//
// API: PATCH /api/v1/absences/{absence_id}
func (s Absences) Update(ctx context.Context, absenceID int64, in AbsenceUpdate, options ...guichet.CallOption) (*Absence, error) {
	return s.update(absenceID, in).one(ctx, options)
}

// UpdateRaw is Update with the service's own bytes.
//
// API: PATCH /api/v1/absences/{absence_id}
func (s Absences) UpdateRaw(ctx context.Context, absenceID int64, in AbsenceUpdate, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.update(absenceID, in).raw(ctx, options)
}

func (s Absences) update(absenceID int64, in AbsenceUpdate) answer[Absence] {
	call := rest.NewCall(rest.Write, "Absences.Update", "PATCH /api/v1/absences/{absence_id}", id(absenceID)).JSON(in)
	call.Check(unambiguous("start_time", in.FirstDay, in.StartTime))
	call.Check(unambiguous("end_time", in.EndDay, in.EndTime))
	return answer[Absence]{asked{s.core, call, "absence"}}
}

// Delete removes an absence.
//
// API: DELETE /api/v1/absences/{absence_id}
func (s Absences) Delete(ctx context.Context, absenceID int64, options ...guichet.CallOption) error {
	call := rest.NewCall(rest.Write, "Absences.Delete", "DELETE /api/v1/absences/{absence_id}", id(absenceID))
	return none(ctx, s.core, call, options)
}

// unambiguous refuses a time that clocks in Paris show twice on that day, because
// they go back. Without both it judges nothing.
func unambiguous(field string, day guichet.Opt[Date], clock guichet.Opt[Clock]) error {
	d, known := day.Value()
	c, set := clock.Value()
	if !known || !set || !paris.Repeated(time.Date(d.Year, d.Month, d.Day, c.Hour, c.Minute, c.Second, 0, time.UTC)) {
		return nil
	}
	return rest.Invalid(field, refusal.New("clock_twice", "%s on %s occurs twice, because the clocks go back: choose a time before 02:00 or from 03:00", c.String(), d.String()))
}
