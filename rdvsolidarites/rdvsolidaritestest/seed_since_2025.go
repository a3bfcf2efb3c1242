package rdvsolidaritestest

import (
	"time"

	"github.com/guichet-go/guichet/internal/paris"
)

// seedSince2025 adds what the first generation does not know: an admin without a territorial right, motifs
// without a service, and an organisation overseas in a territory of its own. The agent of Email has no role
// overseas. It also makes one person of the first organisation confirm an account.
func (d *data) seedSince2025(rules *rules) {
	first := d.organisations[0]
	d.addAgent("Michèle", "Fabre", levelAdmin, first, serviceSocial)
	first.motifs = append(first.motifs, unassignedMotif(first))
	for i := len(d.users) - 1; i >= 0; i-- {
		if u := d.users[i]; u.email != "" && u.belongsTo([]int64{first.id}) {
			u.confirmed = true
			break
		}
	}
	if rules.receptionRole {
		for _, a := range d.agents {
			if a.roles[first.id] == levelBasic && a.seesAll(first.id) {
				a.roles[first.id], a.services = levelReception, nil
			}
		}
	}
	d.seedOverseas()
}

func (d *data) seedOverseas() {
	t := &territory{id: int64(len(d.territories) + 1), number: "972", name: "Martinique"}
	d.territories = append(d.territories, t)
	o := &organisation{id: int64(101 + len(d.organisations)), territory: t, name: "Maison des solidarités Fort-de-France",
		phone: "0596000000", email: "accueil-martinique@example.fr", verticale: "rdv_solidarites",
		cityCodes: []string{"97209"}, zone: &zone{"America/Martinique", -4 * hour}}
	d.organisations = append(d.organisations, o)
	d.seedMotifs(o)
	unassigned := unassignedMotif(o)
	o.motifs = append(o.motifs, unassigned)
	admin := d.addAgent("Joséphine", "Césaire", levelAdmin, o, serviceSocial)
	admin.territories = []int64{t.id}
	basic := d.addAgent("Édouard", "Lagier", levelBasic, o, serviceMaternity)
	u := &user{id: 991, rank: scramble(d.seed, 991), firstName: "Aimée", lastName: "Zobel", birthDate: "1984-02-11",
		email: "aimee.zobel@example.fr", phone: "01 99 00 97 20", address: d.address(t.number), notifyByEmail: pointer(true),
		createdAt: d.reference - 90*day, organisations: []int64{o.id}}
	// Ids below those of the other data leave those as they are in the first generation.
	d.users = append([]*user{u}, d.users...)
	var rdvs []*rdv
	for i, m := range []*motif{o.motifs[0], unassigned, o.motifs[2]} {
		wall := d.monday + int64(i-1)*7*day + int64(10+i)*hour
		r := &rdv{id: int64(9991 + i), rank: scramble(d.seed+1, uint64(9991+i)), organisation: o, motif: m,
			agents: []*agent{admin, basic}, startsAt: paris.Moment(time.Unix(wall, 0).UTC()).Unix(), minutes: m.minutes,
			status: "unknown", createdAt: d.reference - 30*day, createdBy: createdBy{"Agent", admin.id}}
		r.participations = []*participation{{u, r.status, r.createdBy}}
		if m.locationType == "public_office" {
			r.lieu = o.lieux[0]
		}
		rdvs = append(rdvs, r)
		o.rdvs = append(o.rdvs, r)
	}
	d.rdvs = append(rdvs, d.rdvs...)
	d.overseas.users, d.overseas.rdvs = 1, len(rdvs)
}

func unassignedMotif(o *organisation) *motif {
	return &motif{id: 30000 + (o.id-100)*100 + 50, organisationID: o.id, name: "Premier accueil", locationType: "phone",
		bookableBy: "agents", minutes: 20}
}
