package rdvsolidaritestest

import (
	"fmt"
	"strings"
	"time"
)

// seedAgents makes the admin. Unless the data is to be empty, it also makes a basic agent and one of the
// secretariat in the first organisation, agents for every organisation, and an intervenant.
func (d *data) seedAgents(empty bool) {
	admin := &agent{id: 201, email: Email, password: Password, firstName: "Camille", lastName: "Moreau",
		roles: map[int64]string{}, services: []int64{serviceSocial}}
	for _, o := range d.organisations {
		admin.roles[o.id] = levelAdmin
	}
	for _, t := range d.territories {
		admin.territories = append(admin.territories, t.id)
	}
	d.agents = []*agent{admin}
	if empty {
		return
	}
	first := d.organisations[0]
	d.addAgent("Dominique", "Petit", levelBasic, first, serviceMaternity)
	d.addAgent("Sacha", "Lambert", levelBasic, first, serviceSecretariat)
	n := len(d.organisations)
	for i := range max(8, n) {
		service := serviceMaternity + int64(i/n)%3
		d.addAgent(firstNames[(i*7)%len(firstNames)], lastNames[(i*11)%len(lastNames)], levelBasic,
			d.organisations[i%n], service)
	}
	intervenant := d.addAgent("", "Interprète", levelIntervenant, first, serviceSocial)
	intervenant.email, intervenant.password = "", ""
}

func (d *data) addAgent(firstName, lastName, level string, o *organisation, service int64) *agent {
	a := &agent{id: int64(201 + len(d.agents)), firstName: firstName, lastName: lastName,
		email:    d.slug(firstName) + "." + d.slug(lastName) + "@example.fr",
		password: fmt.Sprintf("%s-%d", Password, 201+len(d.agents)),
		roles:    map[int64]string{o.id: level}, services: []int64{service}}
	d.agents = append(d.agents, a)
	return a
}

// agentsOf returns the agents of a service in an organisation, or the admin when there are none.
func (d *data) agentsOf(o *organisation, service int64) []*agent {
	var list []*agent
	for _, a := range d.agents[1:] {
		if a.roles[o.id] == levelBasic && contains(a.services, service) {
			list = append(list, a)
		}
	}
	if list == nil {
		list = d.agents[:1]
	}
	return list
}

// addUser adds a user of one or two organisations.
func (d *data) addUser() *user {
	d.last.user++
	id := d.last.user
	o := d.home[int(id)%len(d.home)]
	firstName, lastName := pick(&d.generator, firstNames), pick(&d.generator, lastNames)
	u := &user{
		id: id, rank: scramble(d.seed, uint64(id)), firstName: firstName, lastName: lastName,
		birthDate:   time.Date(1940+d.intN(80), time.Month(1+d.intN(12)), 1+d.intN(28), 0, 0, 0, 0, time.UTC).Format(time.DateOnly),
		phone:       d.phone(),
		address:     d.address(o.territory.number),
		notifyBySMS: pointer(d.chance(80)), notifyByEmail: pointer(d.chance(70)), franceConnect: d.chance(5),
		createdAt:     d.reference - int64(61+d.intN(900))*day + int64(8*hour+d.intN(9*hour)),
		organisations: []int64{o.id},
	}
	u.formattedPhone = "+33" + strings.ReplaceAll(u.phone[1:], " ", "")
	if d.chance(80) {
		u.email = fmt.Sprintf("%s.%s.%d@example.fr", d.slug(firstName), d.slug(lastName), id)
	}
	if d.chance(20) {
		u.birthName = pick(&d.generator, lastNames)
	}
	if d.chance(30) {
		u.affiliationNumber = fmt.Sprintf("%07d", d.intN(10_000_000))
	}
	if other := pick(&d.generator, d.home); d.chance(15) && other != o {
		u.organisations = append(u.organisations, other.id)
	}
	if n := len(d.home); d.chance(10) && len(d.users) >= n {
		d.makeRelative(u, d.users[len(d.users)-n])
	}
	d.users = append(d.users, u)
	return u
}

//go:noinline
func pointer(v bool) *bool { return &v }

// makeRelative gives u a responsible person and that person's address.
func (d *data) makeRelative(u, responsible *user) {
	if responsible.responsible != nil {
		return
	}
	u.responsible, u.address, u.email, u.phone, u.formattedPhone = responsible, "", "", "", ""
	u.lastName, u.birthDate = responsible.lastName, fmt.Sprintf("%d-09-0%d", 2015+d.intN(10), 1+d.intN(9))
}

func (d *data) usersByOrganisation() map[int64][]*user {
	users := map[int64][]*user{}
	for _, u := range d.users {
		for _, id := range u.organisations {
			users[id] = append(users[id], u)
		}
	}
	return users
}
