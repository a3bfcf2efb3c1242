package rdv

import (
	"context"
	"encoding/json"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// Inlined, its closures would be compiled anew for the suggestions.
//
//go:noinline
func absenceList() *list {
	return &list{
		Short:   message.RDVAbsenceList,
		Noun:    message.NounAbsence,
		Columns: []string{"id", "agent.last_name", "title", "first_day", "start_time", "end_day", "end_time"},
		Table:   []string{"id", "agent", "title", "first_day", "start_time", "end_day", "end_time"},
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.Absences.AllRaw(ctx, rdvsolidarites.AbsenceQuery{})
		},
	}
}

func absenceGet() *object {
	return get(message.RDVAbsenceGet, "ABSENCE_ID", func(c client) getter { return c.Absences.GetRaw })
}

func absenceFields(creating bool) []command.Field {
	return []command.Field{
		{Name: "title", Required: creating, Help: message.FieldTitle},
		{Name: "first_day", Kind: command.DayField, Required: creating, Help: message.FieldFirstDay},
		{Name: "start_time", Required: creating, Check: checkClock, Help: message.FieldStartTime},
		{Name: "end_day", Kind: command.DayField, Help: message.FieldEndDay},
		{Name: "end_time", Required: creating, Check: checkClock, Help: message.FieldEndTime},
	}
}

func checkClock(text string) error {
	if _, err := rdvsolidarites.ParseClock(text); err != nil {
		return message.Fail(message.ErrNoClock, text)
	}
	return nil
}

func absenceCreate() *object {
	return &object{
		Name: "create", Short: message.RDVAbsenceCreate, Writes: true,
		Fields: append([]command.Field{
			{Name: "agent_id", Kind: command.NumberField, Help: message.FieldAgentID},
			{Name: "agent_email", Help: message.FieldAgentEmail},
		}, absenceFields(true)...),
		Flags: func(f *command.Flags) { f.OneOf("agent-id", "agent-email") },
		Call: command.Send(func(ctx context.Context, c client, _ command.Input, absence *rdvsolidarites.AbsenceCreate, options ...guichet.CallOption) (json.RawMessage, error) {
			if absence.AgentID == 0 && absence.AgentEmail == "" {
				return nil, exit.Usage.New(message.LineFlagsOneOf, "--agent-id, --agent-email")
			}
			return c.Absences.CreateRaw(ctx, *absence, options...)
		}),
	}
}

func absenceUpdate() *object {
	return &object{
		Name: "update", Short: message.RDVAbsenceUpdate, Args: []command.Arg{{Name: "ABSENCE_ID"}}, Writes: true, Fields: absenceFields(false),
		Call: command.Send(func(ctx context.Context, c client, in command.Input, change *rdvsolidarites.AbsenceUpdate, options ...guichet.CallOption) (json.RawMessage, error) {
			if err := completeMoments(ctx, c, in.Int(0), change); err != nil {
				return nil, err
			}
			return c.Absences.UpdateRaw(ctx, in.Int(0), *change, options...)
		}),
	}
}

// completeMoments adds the day or the time that an update leaves as it is, where
// the two together may fall into the hour that the change of October repeats:
// Update refuses that hour only when it knows both.
func completeMoments(ctx context.Context, c client, id int64, in *rdvsolidarites.AbsenceUpdate) error {
	if !isHalf(in.FirstDay, in.StartTime) && !isHalf(in.EndDay, in.EndTime) {
		return nil
	}
	now, err := c.Absences.Get(ctx, id)
	if err != nil {
		return err
	}
	complete(&in.FirstDay, now.FirstDay, &in.StartTime, now.StartTime)
	complete(&in.EndDay, now.EndDay, &in.EndTime, now.EndTime)
	return nil
}

func isHalf(day guichet.Opt[rdvsolidarites.Date], clock guichet.Opt[rdvsolidarites.Clock]) bool {
	d, hasDay := day.Value()
	t, hasTime := clock.Value()
	return hasDay && !hasTime && d.Month == time.October || hasTime && !hasDay && t.Hour == 2
}

func complete(day *guichet.Opt[rdvsolidarites.Date], storedDay rdvsolidarites.Date,
	clock *guichet.Opt[rdvsolidarites.Clock], storedTime rdvsolidarites.Clock) {
	if !isHalf(*day, *clock) {
		return
	}
	if _, set := day.Value(); !set {
		*day = guichet.Set(storedDay)
	} else {
		*clock = guichet.Set(storedTime)
	}
}

func absenceDelete() *object {
	return &object{
		Name: "delete", Short: message.RDVAbsenceDelete, Args: []command.Arg{{Name: "ABSENCE_ID"}}, Writes: true,
		Call: func(ctx context.Context, c client, in command.Input, options ...guichet.CallOption) (json.RawMessage, error) {
			return nil, c.Absences.Delete(ctx, in.Int(0), options...)
		},
	}
}
