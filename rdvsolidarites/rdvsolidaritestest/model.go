package rdvsolidaritestest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/internal/incomparable"
)

// Levels of an agent's role in an organisation.
const (
	levelAdmin       = "admin"
	levelBasic       = "basic"
	levelIntervenant = "intervenant"
	levelReception   = "agent_accueil" // since 2026; an agent of the secretariat before
)

// Ids of services. Agents of the secretariat see the rdvs of every service.
const (
	serviceSecretariat int64 = iota + 1
	serviceMaternity
	serviceSocial
	serviceIntegration
)

// In all these types an empty string and a zero time stand for the service's null.

// blankText stands for an empty text, which the service stores as such in some columns. No other text has
// a NUL: the service refuses them.
const blankText = "\x00"

//go:noinline
func isBlank(text string) bool { return strings.Trim(text, " \t\r\n\x00") == "" }

type territory struct {
	id         int64
	number     string
	name       string
	categories []*motifCategory
	// sharesUsers shows the users of one organisation in the nested lists of the others.
	sharesUsers bool
}

type organisation struct {
	id         int64
	territory  *territory
	name       string
	phone      string
	email      string
	website    string
	verticale  string
	externalID string
	zone       *zone // nil for Paris
	cityCodes  []string
	motifs     []*motif // sorted by id
	lieux      []*lieu
	// rdvs are sorted by start, then by id, so that a window is found by binary search.
	rdvs []*rdv
}

// zone is a time zone overseas. It has no summer time.
type zone struct {
	name   string
	offset int64 // from UTC, in seconds
}

func (o *organisation) zoneName() string {
	if o.zone == nil {
		return "Europe/Paris"
	}
	return o.zone.name
}

type agent struct {
	id                         int64
	email, firstName, lastName string
	password                   string
	// roles maps an organisation id to a level.
	roles       map[int64]string
	services    []int64
	territories []int64 // that the agent administers
	deleted     bool
}

type user struct {
	id                             int64
	rank                           uint64
	firstName, lastName, birthName string
	birthDate                      string
	email, notificationEmail       string
	phone, formattedPhone          string
	address, addressDetails        string
	affiliationNumber              string
	caisseAffiliation              string
	familySituation                string
	children                       *int64
	cityCode, postCode, cityName   string
	responsible                    *user
	notifyBySMS, notifyByEmail     *bool
	franceConnect                  bool
	deleted                        bool
	confirmed                      bool // has an account, and confirmed its e-mail
	createdAt                      int64
	invitationToken                string
	organisations                  []int64 // in the order in which the user joined them
	referents                      []int64
}

type motifCategory struct {
	id              int64
	name, shortName string
}

type motif struct {
	_ incomparable.Field

	id             int64
	organisationID int64
	serviceID      int64 // 0 for a motif without a service
	name           string
	locationType   string
	bookableBy     string
	instruction    string
	collectif      bool
	followUp       bool
	minutes        int64 // how long its rdvs last
	deletedAt      int64
	category       *motifCategory
}

type lieu struct {
	_ incomparable.Field

	id             int64
	organisationID int64
	name, address  string
	phone          string
	singleUse      bool
	latitude       float64
	longitude      float64
	externalID     string
}

type team struct {
	id        int64
	name      string
	territory *territory
	agents    []*agent
}

type absence struct {
	_ incomparable.Field

	id                 int64
	agent              *agent
	title              string
	firstDay, endDay   string // 2006-01-02
	startTime, endTime string // 15:04:05
	rrule              string
}

type rdv struct {
	id              int64
	rank            uint64
	organisation    *organisation
	motif           *motif
	lieu            *lieu
	agents          []*agent
	participations  []*participation
	startsAt        int64
	minutes         int64
	status          string
	cancelledAt     int64
	createdAt       int64
	context         string
	name            string
	maxParticipants int64
	createdBy       createdBy
}

// participation has no stored id: participationID computes it from the rdv's id and its position.
type participation struct {
	user      *user
	status    string
	createdBy createdBy
}

type createdBy struct {
	kind string // Agent, User or Prescripteur
	id   int64
}

type webhookEndpoint struct {
	id             int64
	rank           uint64
	organisationID int64
	targetURL      string
	secret         string
	subscriptions  []string
}

type rdvPlan struct {
	id, userID, agentID  int64
	createdAt, updatedAt int64
	rdv                  *rdv
}

// participationsPerRDV leaves room for the positions of participations in their ids.
const participationsPerRDV = 16

func (r *rdv) participationID(position int) int64 { return r.id*participationsPerRDV + int64(position) }

// seesAll reports whether a sees the rows of every service in an organisation: an admin, an agent
// d'accueil, and one of the secretariat.
//
//go:noinline
func (a *agent) seesAll(organisationID int64) bool {
	switch a.roles[organisationID] {
	case "":
		return false
	case levelAdmin, levelReception:
		return true
	}
	return contains(a.services, serviceSecretariat)
}

// administers reports whether a is a territorial admin of t.
//
//go:noinline
func (a *agent) administers(t *territory) bool { return contains(a.territories, t.id) }

// sharesService reports whether two agents have a service in common.
//
//go:noinline
func (a *agent) sharesService(b *agent) bool {
	return slices.ContainsFunc(a.services, func(id int64) bool { return contains(b.services, id) })
}

// sharesOrganisation reports whether the agent has a role in one of the organisations.
//
//go:noinline
func (a *agent) sharesOrganisation(ids []int64) bool {
	return slices.ContainsFunc(ids, func(id int64) bool { return a.roles[id] != "" })
}

func compareRDVs(a, b *rdv) int {
	return cmp.Or(cmp.Compare(a.startsAt, b.startsAt), cmp.Compare(a.id, b.id))
}

// window returns the rdvs that start between after and before, both included.
func (o *organisation) window(after, before int64) []*rdv {
	from, _ := slices.BinarySearchFunc(o.rdvs, after, func(r *rdv, t int64) int { return cmp.Compare(r.startsAt, t) })
	rest := o.rdvs[from:]
	to, _ := slices.BinarySearchFunc(rest, before, func(r *rdv, t int64) int {
		if r.startsAt <= t {
			return -1
		}
		return 1
	})
	return rest[:to]
}

// byID finds a row in a slice sorted by id.
func byID[T any](rows []T, id int64, of func(T) int64) (T, bool) {
	i, found := slices.BinarySearchFunc(rows, id, func(row T, id int64) int { return cmp.Compare(of(row), id) })
	if !found {
		var none T
		return none, false
	}
	return rows[i], true
}

func organisationID(o *organisation) int64 { return o.id }
func agentID(a *agent) int64               { return a.id }
func userID(u *user) int64                 { return u.id }
func rdvID(r *rdv) int64                   { return r.id }

// scramble maps an id to its position in lists that the service does not sort.
//
//go:noinline
func scramble(seed, id uint64) uint64 {
	x := seed*0x9e3779b97f4a7c15 + id + 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// contains is [slices.Contains], out of line.
//
//go:noinline
func contains[T comparable](list []T, v T) bool { return slices.Contains(list, v) }

// some reports whether a row fits. T is a pointer: all pointers share one copy of the
// code.
//
//go:noinline
func some[T any](rows []T, fits func(T) bool) bool { return slices.ContainsFunc(rows, fits) }
