package rdv

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/paris"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// appointment is what people and calendars are shown of an rdv.
type appointment struct {
	id                int64
	uuid              string
	status            rdvsolidarites.Status
	start, end        time.Time
	created           time.Time // zero before 2025
	reason            string
	kind              rdvsolidarites.LocationType
	lieu, lieuAddress string
	address           string // for a visit, the home of a person
	people, agents    []person
}

// person is a user or an agent. status is that of a user's participation.
type person struct {
	_ incomparable.Field

	id          int64
	first, last string
	status      rdvsolidarites.Status
}

// name is the person as tables write it: First LAST. Without a name it is the id.
func (p person) name() string {
	name := strings.TrimSpace(p.first + " " + strings.ToUpper(p.last))
	if name == "" && p.id != 0 {
		return strconv.FormatInt(p.id, 10)
	}
	return name
}

func names(people []person) string {
	var all []string
	for _, p := range people {
		all = append(all, p.name())
	}
	return strings.Join(all, ", ")
}

// appointments reads raw appointments. Fields that are missing or not of their type are
// empty: a row is never lost because of one.
type appointments struct {
	zone      *time.Location
	extractor *rawjson.Extractor
}

func newAppointments(zone *time.Location) *appointments {
	return &appointments{zone, rawjson.NewExtractor([]string{
		"id", "uuid", "status", "starts_at", "ends_at", "duration_in_min", "created_at", "time_zone", "address", "motif", "lieu",
		"participations", "users", "agents",
	})}
}

// read reads one appointment.
func (a *appointments) read(row json.RawMessage) (*appointment, error) {
	found, err := a.extractor.Read(row)
	if err != nil {
		return nil, err
	}
	cells := cells(found)
	next := cells.next
	r := new(appointment)
	r.id, r.uuid, r.status = number(next()), text(next()), rdvsolidarites.Status(text(next()))
	startsAt, endsAt, minutes, created, zone := next(), next(), number(next()), next(), text(next())
	r.start, r.end, r.created = instant(startsAt), instant(endsAt), instant(created)
	r.start, r.end = a.local(r.start, zone), a.local(r.end, zone)
	if r.end.IsZero() {
		r.end = r.start.Add(time.Duration(minutes) * time.Minute)
	}
	r.address = text(next())
	motif, lieu := next(), next()
	r.reason, r.kind = member(motif, "name"), rdvsolidarites.LocationType(member(motif, "location_type"))
	r.lieu, r.lieuAddress = member(lieu, "name"), member(lieu, "address")
	participations, users := next(), next()
	r.people = readPeople(participations, "user")
	if r.people == nil {
		r.people = readPeople(users, "")
	}
	r.agents = readPeople(next(), "")
	return r, nil
}

// cells are what was found in a row.
type cells []rawjson.Found

// next takes the first value away.
//
//go:noinline
func (c *cells) next() (value []byte) {
	if found := (*c)[0]; len(found.Values) > 0 {
		value = found.Values[0]
	}
	*c = (*c)[1:]
	return value
}

// local is a time of an appointment in the reader's zone. Instances of before 2026 write
// the clock of an organisation overseas with the offset of Paris: there the digits are
// right and the offset is not.
func (a *appointments) local(t time.Time, zone string) time.Time {
	_, written := t.Zone()
	if _, here := t.In(paris.Location()).Zone(); zone == "" && written == here && !t.IsZero() {
		year, month, day := t.Date()
		return time.Date(year, month, day, t.Hour(), t.Minute(), t.Second(), 0, a.zone)
	}
	return t.In(a.zone)
}

func readPerson(object []byte) person {
	return person{id: number(rawjson.Member(object, "id")), first: member(object, "first_name"), last: member(object, "last_name")}
}

// readPeople reads a list of people, each below a name of its element or the element itself.
func readPeople(list []byte, below string) (all []person) {
	elements, _ := rawjson.Elements(list)
	for _, element := range elements {
		who := element
		if below != "" {
			who = rawjson.Member(element, below)
		}
		p := readPerson(who)
		if p.status = rdvsolidarites.Status(member(element, "status")); p.name() != "" {
			all = append(all, p)
		}
	}
	return all
}

// Inlined, these would make their many callers larger.
//
//go:noinline
func member(object []byte, name string) string { return text(rawjson.Member(object, name)) }

//go:noinline
func text(value []byte) string {
	text, _ := rawjson.Text(value)
	return text
}

//go:noinline
func number(value []byte) int64 {
	n, _ := strconv.ParseInt(string(value), 10, 64)
	return n
}

//go:noinline
func instant(value []byte) time.Time {
	var t rdvsolidarites.Time
	_ = t.UnmarshalJSON(value) // the zero Time after an error
	return t.Time
}
