package rdv

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"sort"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// agenda shows the appointments of some days as people look at them.
type agenda struct {
	calendar
	query                  rdvsolidarites.RDVQuery
	from, to               string
	week, mine, noAbsences bool

	zone     *time.Location
	first    time.Time // midnight of the first day
	last     int       // the days after it
	read     int       // how many appointments were read
	whole    bool      // they are all that there are
	absences []*absence
	missing  *message.Error // what keeps the absences from being all
}

// mostDays is how many days an agenda shows at most: all of its rows are in memory.
const mostDays = 62

// Inlined, its closures would be compiled anew for its second name.
//
//go:noinline
func rdvAgenda() *list {
	a := new(agenda)
	return &list{
		Name: "agenda", Short: message.RDVAgenda, Noun: message.NounRDV, Columns: rdvColumns(),
		Flags: a.flags, Check: a.check, Event: a.event, Layout: a.show, Rows: a.rows,
	}
}

func (a *agenda) flags(f *command.Flags) {
	f.Day(&a.from, "from", message.FlagAgendaFrom)
	f.Day(&a.to, "to", message.FlagAgendaTo)
	f.Switch(&a.week, "week", message.FlagWeek)
	f.ID(&a.query.OrganisationID, "organisation-id", message.FlagOrganisationID)
	f.ID(&a.query.AgentID, "agent-id", message.FlagAgentID)
	f.Switch(&a.mine, "mine", message.FlagMine)
	f.Switch(&a.noAbsences, "no-absences", message.FlagNoAbsences)
	a.calendar.flags(f)
}

// check finds the days.
func (a *agenda) check(r *command.Run) (err error) {
	switch {
	case a.mine && a.query.AgentID != 0:
		return exit.Usage.New(message.LineFlagsExclusive, "--agent-id, --mine")
	case a.week && a.to != "":
		return exit.Usage.New(message.LineFlagsExclusive, "--to, --week")
	}
	if a.zone, err = r.TimeZone(); err != nil {
		return err
	}
	if a.from == "" {
		a.from = r.Messages.Text(message.WordToday)
	}
	first, err := r.Day(a.from)
	if err != nil {
		return err
	}
	last := first
	switch {
	case a.week:
		first = first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
		last = first.AddDate(0, 0, 6)
	case a.to != "":
		if last, err = r.Day(a.to); err != nil {
			return err
		}
	}
	switch {
	case last.Before(first):
		return exit.Usage.New(message.ErrReversed, "--from", a.from, "--to", a.to)
	case last.After(first.AddDate(0, 0, mostDays-1)):
		return exit.Usage.New(message.ErrTooManyDays, mostDays)
	}
	a.query.FirstDay, a.query.LastDay = rdvsolidarites.DateOf(first), rdvsolidarites.DateOf(last)
	year, month, day := first.Date()
	a.first, a.last = time.Date(year, month, day, 0, 0, 0, 0, a.zone), int(dayNumber(last)-dayNumber(first))
	return nil
}

// rows gives the appointments by start, once all are read.
func (a *agenda) rows(ctx context.Context, c client, in command.Input) (command.Rows, *guichet.Report) {
	if a.mine {
		id, err := whoIs(ctx, c)
		if err != nil {
			return func(yield func(json.RawMessage, error) bool) { yield(nil, err) }, &guichet.Report{Total: -1}
		}
		a.query.AgentID = id
	}
	all, report := c.RDVs.AllRaw(ctx, a.query)
	if a.query.OrganisationID == 0 {
		all = explained(all, guichet.ErrNotFound, message.HintByOrganisation)
	}
	return func(yield func(json.RawMessage, error) bool) {
		rows, err := a.collect(all)
		a.read = len(rows)
		a.whole = err == nil && (report.Done || report.Total < 0 || report.Unique == report.Total)
		s := in.Run.Settings
		var absent error
		if s.Output == "table" && s.JQ == "" && s.Columns == nil && !a.noAbsences && (err == nil || len(rows) > 0) {
			absent = a.readAbsences(ctx, c)
		}
		for _, row := range rows {
			if !yield(row.raw, nil) {
				return
			}
		}
		if err = errors.Join(err, absent); err != nil {
			yield(nil, err)
		}
	}, report
}

// placed is a raw appointment and its place in the order.
type placed struct {
	start time.Time
	id    int64
	raw   json.RawMessage
}

// collect reads the appointments of the agent. Instances of 2024 ignore the agent.
func (a *agenda) collect(all command.Rows) (rows []placed, err error) {
	reader := newAppointments(a.zone)
	for raw, failed := range all {
		if failed != nil {
			err = failed
			break
		}
		rdv, unreadable := reader.read(raw)
		if unreadable != nil {
			return rows, unreadable
		}
		of := func(p person) bool { return p.id == a.query.AgentID }
		if a.query.AgentID == 0 || rdv.agents == nil || slices.ContainsFunc(rdv.agents, of) {
			rows = append(rows, placed{rdv.start, rdv.id, raw})
		}
	}
	sort.Slice(rows, func(i, j int) bool {
		x, y := rows[i], rows[j]
		return x.start.Before(y.start) || x.start.Equal(y.start) && x.id < y.id
	})
	return rows, err
}

// whoIs is the id of the agent who is logged in. Instances of before 2025 say it of a
// session only.
func whoIs(ctx context.Context, c client) (int64, error) {
	me, err := c.Agents.Me(ctx)
	if err == nil {
		return me.ID, nil
	}
	if !errors.Is(err, guichet.ErrNotFound) {
		return 0, err
	}
	account, unknown := c.Auth.Validate(ctx)
	if unknown != nil || account.ID == 0 {
		return 0, exit.Remote(err, exit.Situation{}).WithHint(message.HintWhoIsMine)
	}
	return account.ID, nil
}

// show writes the agenda for a person.
func (a *agenda) show(r *command.Run, w io.Writer, rows []json.RawMessage) error {
	all, known, err := a.entries(rows)
	if err != nil {
		return err
	}
	p := &page{w: w, r: r, agenda: a, all: all, known: known}
	from, to := 0, a.last
	for _, e := range all { // overseas, an appointment may be on a day beside them here
		from, to = min(from, e.day), max(to, e.day)
	}
	if a.week && known == a.last && r.OutTerminal && r.Width >= gridWidth && !r.Accessible {
		p.list(from, -1)
		p.grid()
		from = gridColumns
	}
	p.list(from, to)
	p.recurring()
	switch {
	case p.err != nil || a.missing == nil:
		return p.err
	case r.Settings.Strict:
		return exit.Partial.Wrap(a.missing)
	}
	r.Say(a.missing.In(r.Messages))
	return nil
}
