package rdv

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/fold"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// entry is a line of an agent's day: an appointment, an absence, or the time between.
type entry struct {
	_ incomparable.Field

	day        int // from the first one of the agenda, which is 0
	start, end int64
	who        person
	kind       entryKind
	rdv        *appointment // nil for others
	title      string       // of an absence
	key        string       // its place in the order
}

// entryKind orders what begins at the same time.
type entryKind int

const (
	anAppointment entryKind = iota
	anAbsence
	free
)

// takesPlace reports whether an entry keeps its agent busy.
func (e *entry) takesPlace() bool {
	return e.rdv == nil || e.rdv.status != rdvsolidarites.StatusExcused && e.rdv.status != rdvsolidarites.StatusRevoked
}

// dayOf counts the days from the first one to that of t.
func (a *agenda) dayOf(t time.Time) int {
	return int(dayNumber(t) - dayNumber(a.first))
}

func dayNumber(t time.Time) int64 {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}

// midnight is when the n-th day begins.
func (a *agenda) midnight(n int) int64 { return a.first.AddDate(0, 0, n).Unix() }

// entries are the appointments, the absences and the times between them by day, agent
// and start. known is the last day that was read completely, unless --limit cut the rows.
func (a *agenda) entries(rows []json.RawMessage) (all []*entry, known int, err error) {
	reader := newAppointments(a.zone)
	for _, row := range rows {
		rdv, err := reader.read(row)
		if err != nil {
			return nil, 0, err
		}
		for _, who := range a.agentsOf(rdv) {
			all = append(all, &entry{day: a.dayOf(rdv.start), start: rdv.start.Unix(), end: rdv.end.Unix(), who: who, rdv: rdv})
		}
	}
	known = a.last
	if len(rows) < a.read {
		known = -1
		if len(all) > 0 {
			known = all[len(all)-1].day
		}
	}
	all = inOrderOf(append(all, a.away(all, known)...))
	if a.whole && len(rows) == a.read {
		all = inOrderOf(append(all, gaps(all)...))
	}
	return all, known, nil
}

// agentsOf are the agents under whom an appointment is shown: the one that was asked
// for, else all.
func (a *agenda) agentsOf(rdv *appointment) []person {
	at := slices.IndexFunc(rdv.agents, func(who person) bool { return who.id == a.query.AgentID })
	switch {
	case at >= 0:
		return rdv.agents[at : at+1]
	case rdv.agents == nil:
		return []person{{}}
	}
	return rdv.agents
}

// away are the absences, in the days up to the last one. An absence does not say whether
// it concerns an organisation: of one, those are shown who have appointments in it, or
// have it as their first.
func (a *agenda) away(appointments []*entry, last int) (found []*entry) {
	for _, b := range a.absences {
		here := func(e *entry) bool { return e.who.id == b.who.id }
		if id := a.query.OrganisationID; id != 0 && id != b.organisation && !slices.ContainsFunc(appointments, here) {
			b.rrule = "" // its other days are not shown either
			continue
		}
		for n := range last + 1 {
			start, end := max(b.start, a.midnight(n)), min(b.end, a.midnight(n+1))
			if start < end {
				found = append(found, &entry{day: n, start: start, end: end, who: b.who, kind: anAbsence, title: b.title})
			}
		}
	}
	return found
}

// inOrderOf sorts by day, agent and start. Who has no agent comes last.
func inOrderOf(all []*entry) []*entry {
	for _, e := range all {
		id := int64(0)
		if e.rdv != nil {
			id = e.rdv.id
		}
		name := "\uffff"
		if e.who.id != 0 {
			name = fold.Text(e.who.last) + "\x01" + fold.Text(e.who.first)
		}
		e.key = fmt.Sprintf("%04d\x00%s\x00%020d%020d%d%020d", 1000+e.day, name, e.who.id, e.start, e.kind, id)
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].key < all[j].key })
	return all
}

// gaps are the times between what keeps an agent busy on a day.
func gaps(all []*entry) (found []*entry) {
	var busy entry // until its end
	for _, e := range all {
		if !e.takesPlace() || e.who.id == 0 {
			continue
		}
		same := busy.who.id == e.who.id && busy.day == e.day && busy.end > 0
		if same && e.start > busy.end {
			found = append(found, &entry{day: e.day, start: busy.end, end: e.start, who: e.who, kind: free})
		}
		if !same || e.end > busy.end {
			busy = *e
		}
	}
	return found
}
