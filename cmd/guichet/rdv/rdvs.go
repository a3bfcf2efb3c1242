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
func rdvList() *list {
	var q rdvsolidarites.RDVQuery
	var w window
	return &list{
		Short:    message.RDVRDVList,
		Noun:     message.NounRDV,
		Columns:  []string{"id", "starts_at", "duration_in_min", "status", "motif.name", "users.last_name", "agents.last_name", "organisation.name"},
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
		},
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

func rdvGet() *object {
	return get(message.RDVRDVGet, "RDV_ID", func(c client) getter { return c.RDVs.GetRaw })
}

// statusOf is the body of a change of status.
type statusOf struct {
	Status rdvsolidarites.Status `json:"status"`
}

func rdvUpdateStatus() *object {
	return &object{
		Name: "update-status", Short: message.RDVRDVUpdateStatus, Args: []command.Arg{{Name: "RDV_ID"}}, Writes: true, IDArg: true,
		Fields: []command.Field{{Name: "status", Required: true, Help: message.FieldStatus, Values: words(rdvsolidarites.Statuses()...)}},
		Call: command.Send(func(ctx context.Context, c client, in command.Input, change statusOf, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.RDVs.UpdateStatusRaw(ctx, in.Int(0), change.Status, options...)
		}),
	}
}

// window is what the flags say of when appointments start.
type window struct{ from, to, after, before string }

func (w *window) flags(f *command.Flags) {
	day := func(text string) (string, error) { return text, nil }
	command.Value(f, &w.from, "from", message.PlaceDate, day, message.FlagFrom)
	command.Value(f, &w.to, "to", message.PlaceDate, day, message.FlagTo)
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
	for flag, text := range map[string]string{"--starts-after": w.after, "--starts-before": w.before} {
		if err := r.CheckBound(flag, text); err != nil {
			return err
		}
	}
	for _, bound := range []struct {
		flag, text string
		day        *rdvsolidarites.Date
	}{{"--from", w.from, &q.FirstDay}, {"--to", w.to, &q.LastDay}} {
		if bound.text == "" {
			continue
		}
		day, err := r.Day(bound.text)
		switch {
		case exit.Of(err) == exit.Usage:
			return err
		case err != nil:
			return exit.Usage.New(message.WithCause, bound.flag, err)
		}
		*bound.day = rdvsolidarites.DateOf(day)
	}
	if from, to := q.FirstDay.String(), q.LastDay.String(); from != "" && to != "" && from > to {
		return exit.Usage.New(message.ErrWindow, from, to)
	}
	return nil
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

func participationUpdate() *object {
	return &object{
		Name: "update", Short: message.RDVParticipationUpdate, Args: []command.Arg{{Name: "PARTICIPATION_ID"}}, Writes: true,
		Fields: []command.Field{{Name: "status", Required: true, Help: message.FieldStatus, Values: words(rdvsolidarites.Statuses()...)}},
		Call: command.Send(func(ctx context.Context, c client, in command.Input, change statusOf, options ...guichet.CallOption) (json.RawMessage, error) {
			return c.Participations.UpdateRaw(ctx, in.Int(0), change.Status, options...)
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
