package rdv

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// absence is a time when an agent is away.
type absence struct {
	_ incomparable.Field

	who          person
	organisation int64 // the agent's first one
	title        string
	day          int // from the first one of the agenda
	start, end   int64
	rrule        string // how it repeats, "" for not
}

// readAbsences reads the absences that may concern the days. The service has no filter
// for them.
func (a *agenda) readAbsences(ctx context.Context, c client) error {
	rows, report := c.Absences.AllRaw(ctx, rdvsolidarites.AbsenceQuery{})
	for row, err := range rows {
		if errors.Is(err, guichet.ErrIncomplete) {
			break
		}
		if err != nil {
			return err
		}
		if absence := a.absence(row); a.concerns(absence) {
			a.absences = append(a.absences, absence)
		}
	}
	if report.Total >= 0 && report.Unique != report.Total && !report.Done {
		a.missing = message.Fail(message.NoticeAbsences, report.Unique, report.Total)
	}
	return nil
}

func (a *agenda) absence(row json.RawMessage) *absence {
	at := func(day, clock string) time.Time {
		var d rdvsolidarites.Date
		var c rdvsolidarites.Clock
		_ = d.UnmarshalJSON(rawjson.Member(row, day)) // zero after an error
		_ = c.UnmarshalJSON(rawjson.Member(row, clock))
		return time.Date(d.Year, d.Month, d.Day, c.Hour, c.Minute, 0, 0, a.zone)
	}
	return &absence{
		who:          readPerson(rawjson.Member(row, "agent")),
		organisation: number(rawjson.Member(rawjson.Member(row, "organisation"), "id")),
		title:        member(row, "title"), rrule: member(row, "rrule"),
		day: a.dayOf(at("first_day", "start_time")), start: at("first_day", "start_time").Unix(), end: at("end_day", "end_time").Unix(),
	}
}

// concerns reports whether an absence may fall into the days.
func (a *agenda) concerns(b *absence) bool {
	if a.query.AgentID != 0 && b.who.id != a.query.AgentID || b.start >= a.midnight(a.last+1) {
		return false
	}
	return b.end > a.midnight(0) || b.rrule != "" && !a.over(b.rrule)
}

// over reports whether a rule says that nothing repeats from the first day on.
func (a *agenda) over(rrule string) bool {
	_, until, found := strings.Cut(rrule, "UNTIL=")
	if !found || len(until) < 8 {
		return false
	}
	day, err := time.ParseInLocation("20060102", until[:8], a.zone)
	return err == nil && day.AddDate(0, 0, 1).Before(a.first) // it may be in UTC
}
