package rdv

import (
	"context"
	"encoding/json"
	"errors"
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
func rdvList() *list {
	var q rdvsolidarites.RDVQuery
	var w window
	var ics calendar
	return &list{
		Short: message.RDVRDVList,
		Noun:  message.NounRDV, Sort: "starts_at",
		Columns:  rdvColumns(),
		Table:    []string{"id", "starts_at", "duration_in_min", "status", "users", "motif.name", "participations.id", "agents", "organisation.name"},
		Constant: []command.Constant{{Flag: "organisation-id", Column: "organisation.name"}, {Flag: "agent-id", Column: "agents"}, {Flag: "status", Column: "status"}},
		Flags: func(f *command.Flags) {
			f.ID(&q.OrganisationID, "organisation-id", message.FlagOrganisationID)
			f.ID(&q.UserID, "user-id", message.FlagUserID)
			f.ID(&q.AgentID, "agent-id", message.FlagAgentID)
			f.IDs(&q.IDs, "id", message.FlagIDs)
			f.IDs(&q.IDs, "ids", message.FlagIDsToo)
			command.Words(f, &q.Status, "status", rdvsolidarites.Statuses(), message.FlagRDVStatus)
			command.Words(f, &q.Include, "include", rdvsolidarites.Includes(), message.FlagInclude)
			w.flags(f)
			ics.flags(f)
		},
		Event: ics.event,
		Check: func(r *command.Run) error { return w.resolve(r, &q) },
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			rows, report := c.RDVs.AllRaw(ctx, q, bounds(w.after, w.before)...)
			if q.OrganisationID == 0 {
				rows = explained(rows, guichet.ErrNotFound, message.HintByOrganisation)
			}
			return rows, report
		},
	}
}

func rdvColumns() []string {
	return []string{"id", "starts_at", "duration_in_min", "status", "motif.name", "users.last_name", "agents.last_name", "organisation.name"}
}

func rdvGet() *object {
	var ics calendar
	o := get(message.RDVRDVGet, "RDV_ID", func(c client) getter { return c.RDVs.GetRaw })
	o.Flags, o.Event = ics.flags, ics.event
	return o
}

// statusOf is the body of a change of status.
type statusOf struct {
	Status rdvsolidarites.Status `json:"status"`
}

func rdvUpdateStatus() *object {
	return &object{
		Name: "update-status", Short: message.RDVRDVUpdateStatus, Args: []command.Arg{{Name: "RDV_ID"}}, Writes: true, IDArg: true,
		Fields: []command.Field{{Name: "status", Required: true, Help: message.FieldStatus, Values: words(rdvsolidarites.Statuses()...)}},
		Call: command.Send(func(ctx context.Context, c client, in command.Input, change *statusOf, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.RDVs.UpdateStatusRaw(ctx, in.Int(0), change.Status, options...)
		}),
	}
}

// window is what the flags say of when appointments start.
type window struct{ from, to, after, before string }

func (w *window) flags(f *command.Flags) {
	f.Day(&w.from, "from", message.FlagFrom)
	f.Day(&w.to, "to", message.FlagTo)
	command.Value(f, &w.after, "starts-after", message.PlaceTime, moment, message.FlagStartsAfter)
	command.Value(f, &w.before, "starts-before", message.PlaceTime, moment, message.FlagStartsBefore)
}

// resolve puts the days into the query, and refuses a window the wrong way round and
// two bounds on one side.
func (w *window) resolve(r *command.Run, q *rdvsolidarites.RDVQuery) error {
	switch {
	case w.from != "" && w.after != "":
		return exit.Usage.New(message.LineFlagsExclusive, "--from, --starts-after")
	case w.to != "" && w.before != "":
		return exit.Usage.New(message.LineFlagsExclusive, "--to, --starts-before")
	}
	first, last := end{"--from", w.from}, end{"--to", w.to}
	if w.after != "" {
		first = end{"--starts-after", w.after}
	}
	if w.before != "" {
		last = end{"--starts-before", w.before}
	}
	if err := inOrder(r, first, last); err != nil {
		return err
	}
	return errors.Join(readDay(r, w.from, &q.FirstDay), readDay(r, w.to, &q.LastDay))
}

// end is an end of a window: its flag, and what that was given.
type end struct{ flag, text string }

// inOrder refuses ends that cannot be read, and a last one before the first.
func inOrder(r *command.Run, first, last end) (err error) {
	var from, to time.Time
	if first.text != "" {
		from, err = r.Bound(first.flag, first.text, false)
	}
	if err == nil && last.text != "" {
		to, err = r.Bound(last.flag, last.text, last.flag == "--to")
	}
	if err == nil && first.text != "" && last.text != "" && from.After(to) {
		err = exit.Usage.New(message.ErrReversed, first.flag, first.text, last.flag, last.text)
	}
	return err
}

// readDay reads a day that may have been left out.
func readDay(r *command.Run, text string, into *rdvsolidarites.Date) error {
	if text == "" {
		return nil
	}
	day, err := r.Day(text)
	*into = rdvsolidarites.DateOf(day)
	return err
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

func participationUpdate() *object {
	return &object{
		Name: "update", Short: message.RDVParticipationUpdate, Args: []command.Arg{{Name: "PARTICIPATION_ID"}}, Writes: true,
		Fields: []command.Field{{Name: "status", Required: true, Help: message.FieldStatus, Values: words(rdvsolidarites.Statuses()...)}},
		Call: command.Send(func(ctx context.Context, c client, in command.Input, change *statusOf, options ...guichet.CallOption) (json.RawMessage, error) {
			changed, err := c.Participations.UpdateRaw(ctx, in.Int(0), change.Status, options...)
			if errors.Is(err, guichet.ErrNotFound) {
				known := exit.Remote(err, exit.Situation{})
				if known.Hint == nil {
					known.WithHint(message.HintNotARDV)
				}
				err = known
			}
			return changed, err
		}),
	}
}

func motifList() *list {
	q := rdvsolidarites.MotifQuery{}
	return &list{
		Short:   message.RDVMotifList,
		Noun:    message.NounMotif,
		Columns: []string{"id", "name", "location_type", "bookable_by", "collectif", "motif_category.name", "deleted_at"},
		Flags: func(f *command.Flags) {
			f.ID(&q.OrganisationID, "organisation-id", message.FlagOrganisationIDRequired)
			f.ID(&q.ServiceID, "service-id", message.FlagServiceID)
			f.Switch(&q.WithoutService, "without-service", message.FlagWithoutService)
			command.OptionalBool(f, &q.Active, "active", message.FlagActive)
			command.OptionalBool(f, &q.BookablePublicly, "bookable-publicly", message.FlagBookablePublicly)
			f.Require("organisation-id")
		},
		Check: func(*command.Run) error {
			if q.WithoutService && q.ServiceID != 0 {
				return exit.Usage.New(message.LineFlagsExclusive, "--service-id, --without-service")
			}
			return nil
		},
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return c.Motifs.AllRaw(ctx, q)
		},
	}
}
