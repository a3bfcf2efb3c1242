package rdv

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func rdvList() list {
	var q rdvsolidarites.RDVQuery
	var after, before string
	return list{
		Short:   message.RDVRDVList,
		Columns: []string{"id", "starts_at", "duration_in_min", "status", "motif.name", "users.last_name", "agents.last_name", "organisation.name"},
		Flags: func(f *command.Flags) {
			f.ID(&q.OrganisationID, "organisation-id", message.FlagOrganisationID)
			f.ID(&q.UserID, "user-id", message.FlagUserID)
			f.ID(&q.AgentID, "agent-id", message.FlagAgentID)
			f.IDs(&q.IDs, "ids", message.FlagIDs)
			command.Value(f, &q.FirstDay, "from", message.PlaceDate, date, message.FlagFrom)
			command.Value(f, &q.LastDay, "to", message.PlaceDate, date, message.FlagTo)
			command.Value(f, &after, "starts-after", message.PlaceTime, moment, message.FlagStartsAfter)
			command.Value(f, &before, "starts-before", message.PlaceTime, moment, message.FlagStartsBefore)
		},
		Check: func(*command.Run) error { return checkWindow(q, after, before) },
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.RDVs.AllRaw(ctx, q, bounds(after, before)...)
		},
	}
}

// bounds sends the bounds as they were written.
func bounds(after, before string) (options []guichet.CallOption) {
	if after != "" {
		options = append(options, guichet.WithQuery("starts_after", after))
	}
	if before != "" {
		options = append(options, guichet.WithQuery("starts_before", before))
	}
	return options
}

func date(text string) (rdvsolidarites.Date, error) {
	day, err := rdvsolidarites.ParseDate(text)
	if err != nil {
		return day, message.Fail(message.ErrNoDate, text)
	}
	return day, nil
}

// moment refuses what the service would answer with a 500 or take for nothing:
// a text that is neither a date nor a date with a time of day.
func moment(text string) (string, error) {
	for _, layout := range []string{
		time.DateOnly, time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05 -0700",
		"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04",
	} {
		if _, err := time.Parse(layout, text); err == nil {
			return text, nil
		}
	}
	return "", message.Fail(message.ErrNoMoment, text)
}

// checkWindow refuses a window the wrong way round and two bounds on one side.
func checkWindow(q rdvsolidarites.RDVQuery, after, before string) error {
	switch {
	case !q.FirstDay.IsZero() && after != "":
		return exit.Usage.New(message.LineFlagsExclusive, "--from, --starts-after")
	case !q.LastDay.IsZero() && before != "":
		return exit.Usage.New(message.LineFlagsExclusive, "--to, --starts-before")
	}
	from, to := q.FirstDay.String(), q.LastDay.String()
	if from != "" && to != "" && strings.Compare(from, to) > 0 {
		return exit.Usage.New(message.ErrWindow, from, to)
	}
	return nil
}

func participationUpdate() object {
	type participation struct {
		Status rdvsolidarites.Status `json:"status"`
	}
	return object{
		Name: "update", Short: message.RDVParticipationUpdate, Args: []command.Arg{{Name: "PARTICIPATION_ID"}}, Writes: true,
		Fields: []command.Field{{Name: "status", Required: true, Help: message.FieldStatus, Values: words(
			rdvsolidarites.StatusUnknown, rdvsolidarites.StatusSeen, rdvsolidarites.StatusExcused,
			rdvsolidarites.StatusRevoked, rdvsolidarites.StatusNoShow)}},
		Call: command.Send(func(ctx context.Context, c client, in command.Input, change participation, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Participations.UpdateRaw(ctx, in.Int(0), change.Status, options...)
		}),
	}
}

func motifList() list {
	q := rdvsolidarites.MotifQuery{}
	return list{
		Short:   message.RDVMotifList,
		Columns: []string{"id", "name", "location_type", "bookable_by", "collectif", "motif_category.name", "deleted_at"},
		Flags: func(f *command.Flags) {
			f.ID(&q.OrganisationID, "organisation-id", message.FlagOrganisationIDRequired)
			f.ID(&q.ServiceID, "service-id", message.FlagServiceID)
			command.OptionalBool(f, &q.Active, "active", message.FlagActive)
			command.OptionalBool(f, &q.BookablePublicly, "bookable-publicly", message.FlagBookablePublicly)
			f.Require("organisation-id")
		},
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.Motifs.AllRaw(ctx, q)
		},
	}
}
