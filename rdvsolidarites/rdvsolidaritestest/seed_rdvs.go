package rdvsolidaritestest

import (
	"slices"
	"time"

	"github.com/guichet-go/guichet/internal/paris"
)

func sortRDVs(rdvs []*rdv) { slices.SortFunc(rdvs, compareRDVs) }

// start draws a quarter of an hour on a working day around the Monday in the middle of the data.
// Today is one, even on a weekend, so that it is never empty.
func (g *generator) start() int64 {
	offset := int64(g.intN(2*spreadDays+1) - spreadDays)
	// The last two days of each week are the weekend.
	switch weekday := ((offset % 7) + 7) % 7; {
	case weekday == g.today:
	case weekday == 5:
		offset--
	case weekday == 6:
		offset++
	}
	quarters := int64(g.intN(36))
	wall := g.monday + offset*day + 8*hour + 30*60 + quarters*15*60
	return paris.Moment(time.Unix(wall, 0)).Unix()
}

// newRDV invents an rdv of an organisation; the caller stores it.
func (d *data) newRDV(o *organisation, users []*user, startsAt int64) *rdv {
	d.last.rdv++
	m := pick(&d.generator, o.motifs)
	r := &rdv{
		id: d.last.rdv, rank: scramble(d.seed+1, uint64(d.last.rdv)), organisation: o, motif: m,
		startsAt: startsAt, minutes: m.minutes,
	}
	r.createdAt = min(startsAt-int64(1+d.intN(30))*day, d.reference-int64(d.intN(20*day)))
	candidates := d.agentsOf(o, r.motif.serviceID)
	first := d.intN(len(candidates))
	r.agents = []*agent{candidates[first]}
	if len(candidates) > 1 && d.chance(25) {
		r.agents = append(r.agents, candidates[(first+1)%len(candidates)])
	}
	if r.motif.locationType == "public_office" {
		r.lieu = pick(&d.generator, o.lieux)
	}
	if d.chance(10) {
		r.context = "Première demande d'accompagnement"
	}
	r.createdBy = createdBy{"Agent", r.agents[0].id}
	r.status = d.status(startsAt < d.reference, r.motif.collectif)
	d.invite(r, users)
	if r.status != "unknown" && r.status != "seen" {
		r.cancelledAt = max(r.createdAt, startsAt-day)
	}
	return r
}

// invite adds participations: one or two users, or more for a collective rdv.
func (d *data) invite(r *rdv, users []*user) {
	n := 1
	switch {
	case r.motif.collectif:
		n = 2 + d.intN(5)
		r.name = r.motif.name + " du matin"
		r.maxParticipants = 8
	case d.chance(5):
		n = 2
	}
	first := 0
	if len(users) > 0 {
		first = d.intN(len(users))
	}
	for i := range min(n, len(users)) {
		u := users[(first+i)%len(users)]
		by := r.createdBy
		if r.motif.bookablePublicly() && d.chance(30) {
			by = createdBy{"User", u.id}
		}
		r.participations = append(r.participations, &participation{u, r.status, by})
		if i == 0 && !r.motif.collectif {
			r.createdBy = by
		}
	}
}

func (g *generator) status(past, collective bool) string {
	n := g.intN(100)
	switch {
	case n < 6:
		return "revoked"
	case collective && past:
		return "seen"
	case collective:
		return "unknown"
	case n < 14:
		return "excused"
	case !past || n < 20:
		return "unknown"
	case n < 30:
		return "noshow"
	}
	return "seen"
}
