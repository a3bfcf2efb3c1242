package rdvsolidaritestest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/guichet-go/guichet/internal/paris"
)

const (
	day        = 24 * hour
	spreadDays = 60
)

// data is all stored data.
type data struct {
	generator
	territories   []*territory
	organisations []*organisation // sorted by id, as are agents, users and rdvs
	home          []*organisation // in which the first agent is an admin: all but the one overseas
	agents        []*agent
	users         []*user
	rdvs          []*rdv
	teams         []*team
	absences      []*absence
	endpoints     []*webhookEndpoint
	plans         []*rdvPlan
	categories    []*motifCategory // that belong to no territory yet
	// version changes with every insert or delete of rdvs, which makes cached lists invalid.
	version uint64
	// writes counts the rows that were created, changed or deleted since the start, by table.
	writes map[string]int
	last   lastIDs
	// overseas counts the first users and rdvs, which the first agent does not see.
	overseas struct{ users, rdvs int }
}

type lastIDs struct{ user, rdv, absence, endpoint, plan, team, lieu, category int64 }

//go:noinline
func (d *data) wrote(table string) { d.writes[table]++ }

// generator invents data from a random source.
type generator struct {
	unaccented *strings.Replacer
	random     *rand.Rand
	seed       uint64
	// monday is midnight of the Monday in the middle of the data, as if Paris were UTC; reference is the
	// same midnight in Paris.
	monday, reference int64
	// today is the weekday of Options.Today, 0 for Monday.
	today int64
}

// fill invents the data.
func (d *data) fill(o *Options, rules *rules) {
	d.generator = newGenerator(o)
	d.writes = map[string]int{}
	d.last = lastIDs{user: 1000, rdv: 10000, absence: 600, endpoint: 800, plan: 900, team: 700, lieu: 590_000, category: 50}
	d.seedOrganisations(o.Organisations)
	d.home = d.organisations
	d.seedAgents(o.Empty)
	if o.Empty {
		return
	}
	for _, organisation := range d.organisations {
		d.seedMotifs(organisation)
	}
	d.seedTeams()
	d.seedAbsences()
	for range o.Users {
		d.addUser()
	}
	users := d.usersByOrganisation()
	for i := range o.RDVs {
		organisation := d.organisations[i%len(d.organisations)]
		r := d.newRDV(organisation, users[organisation.id], d.start())
		d.rdvs = append(d.rdvs, r)
		organisation.rdvs = append(organisation.rdvs, r)
	}
	for _, organisation := range d.organisations {
		sortRDVs(organisation.rdvs)
	}
	d.seedPlan()
	if rules.unassignedMotifs {
		d.seedSince2025(rules)
	}
}

func newGenerator(o *Options) generator {
	today := (int(o.Today.Weekday()) + 6) % 7
	monday := o.Today.AddDate(0, 0, -today)
	return generator{newUnaccented(), rand.New(rand.NewPCG(uint64(o.Seed), 1)), uint64(o.Seed),
		monday.Unix(), paris.Moment(monday).Unix(), int64(today)}
}

// date returns the date a number of days after the Monday in the middle of the data.
func (g *generator) date(days int) string {
	return time.Unix(g.monday, 0).UTC().AddDate(0, 0, days).Format(time.DateOnly)
}

//go:noinline
func pick[T any](g *generator, list []T) T { return list[g.intN(len(list))] }

// intN returns a number below n.
//
//go:noinline
func (g *generator) intN(n int) int { return g.random.IntN(n) }

// chance is true with a probability of n percent.
//
//go:noinline
func (g *generator) chance(n int) bool { return g.intN(100) < n }

func (g *generator) phone() string {
	return fmt.Sprintf("01 99 00 %02d %02d", g.intN(100), g.intN(100))
}

func (g *generator) address(departement string) string {
	c := pick(g, cities(departement))
	return fmt.Sprintf("%d %s, %s, %s", 1+g.intN(98), pick(g, streets), c.name, c.postcode)
}

// slug returns a name as it appears in an e-mail address.
func (g *generator) slug(name string) string { return g.unaccented.Replace(strings.ToLower(name)) }

// seedOrganisations puts the first two thirds into one territory and the others into another.
func (d *data) seedOrganisations(n int) {
	d.territories = []*territory{{id: 1, number: "62", name: "Pas-de-Calais"}}
	if n > 1 {
		d.territories = append(d.territories, &territory{id: 2, number: "26", name: "Drôme", sharesUsers: true})
	}
	for i, t := range d.territories {
		for k, name := range []string{"RSA orientation", "RSA atelier", "RSA contrat"} {
			t.categories = append(t.categories, &motifCategory{
				int64(1 + 3*i + k), name, strings.ReplaceAll(strings.ToLower(name), " ", "_")})
		}
	}
	for i := range n {
		t := d.territories[0]
		if n > 1 && i >= max(1, n*2/3) {
			t = d.territories[1]
		}
		c := cities(t.number)[i%len(cities(t.number))]
		name := offices[i%len(offices)] + " " + c.name
		if i >= 12 {
			name = fmt.Sprintf("%s %d", name, i+1)
		}
		o := &organisation{
			id: int64(101 + i), territory: t, name: name, phone: d.phone(),
			email:     fmt.Sprintf("accueil-%d@example.fr", i+1),
			verticale: []string{"rdv_solidarites", "rdv_insertion", "rdv_aide_numerique"}[i%3],
			cityCodes: []string{c.insee},
		}
		if i%4 != 3 { // one organisation in four has no public page
			o.externalID = fmt.Sprintf("site-%d", i+1)
		}
		d.organisations = append(d.organisations, o)
	}
}

func (d *data) seedMotifs(o *organisation) {
	base := (o.id - 100) * 100
	for i, t := range motifTemplates {
		m := &motif{id: 30000 + base + int64(i), organisationID: o.id, serviceID: t.service, name: t.name,
			locationType: t.locationType, bookableBy: t.bookableBy, instruction: t.instruction,
			collectif: t.collectif, followUp: t.followUp, minutes: t.minutes}
		for _, category := range o.territory.categories {
			if category.shortName == t.category {
				m.category = category
			}
		}
		if t.deleted {
			m.deletedAt = d.reference - 90*day + 10*hour
		}
		o.motifs = append(o.motifs, m)
	}
	for i := range 2 {
		o.lieux = append(o.lieux, &lieu{id: 50000 + base + int64(i), organisationID: o.id,
			name: fmt.Sprintf("%s, bâtiment %c", o.name, 'A'+i), address: d.address(o.territory.number), phone: d.phone(),
			latitude: 50.25 + float64(i)/100, longitude: 2.75})
	}
}

func (d *data) seedTeams() {
	for _, t := range d.territories {
		var members []*agent
		for _, o := range d.organisations {
			if o.territory == t {
				members = append(members, d.agentsOf(o, serviceSocial)...)
			}
		}
		d.addTeam("Équipe "+t.name, t, members)
	}
}

func (d *data) addTeam(name string, t *territory, members []*agent) int64 {
	d.last.team++
	d.teams = append(d.teams, &team{d.last.team, name, t, members})
	return d.last.team
}

func (d *data) seedAbsences() {
	for i := range 40 {
		first := d.intN(2*spreadDays) - spreadDays
		d.last.absence++
		a := &absence{id: d.last.absence, agent: d.agents[i%len(d.agents)], title: pick(&d.generator, titles),
			firstDay: d.date(first), endDay: d.date(first + i%3),
			startTime: fmt.Sprintf("%02d:00:00", 8+d.intN(4)), endTime: fmt.Sprintf("%02d:30:00", 14+d.intN(4))}
		if i%8 == 7 {
			a.rrule = "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU;"
		}
		d.absences = append(d.absences, a)
	}
}

// seedPlan stores one plan that led to an rdv.
func (d *data) seedPlan() {
	if len(d.rdvs) == 0 || len(d.rdvs[0].participations) == 0 {
		return
	}
	r := d.rdvs[0]
	d.last.plan++
	d.plans = append(d.plans, &rdvPlan{d.last.plan, r.participations[0].user.id, d.agents[0].id, r.createdAt, r.createdAt, r})
}
