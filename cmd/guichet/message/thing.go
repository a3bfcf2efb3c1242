package message

import (
	"net/url"
	"strconv"
	"strings"
)

// Thing is an object of a service, as a person speaks of it: "absence 641".
type Thing struct {
	Noun Key
	ID   string
	// Segment stands before the id in the path of a request.
	Segment string
}

// Error speaks of the thing in English.
func (t Thing) Error() string { return t.In(nil) }

// In speaks of the thing in the language of the catalogue.
func (t Thing) In(c *Catalogue) string {
	one, _ := c.one(t.Noun)
	if t.ID == "" {
		return one
	}
	return one + " " + t.ID
}

// one is the word for one thing, and whether it is feminine in French.
func (c *Catalogue) one(noun Key) (word string, feminine bool) {
	forms := strings.Split(noun.in(c), "|")
	return forms[1], strings.HasPrefix(forms[0], "aucune")
}

// segment is the noun by the segment of a path that stands before an id, which is also
// the name of a dataset; "" for others: they hold no id, or a secret.
func segment(name string) Key {
	switch name {
	case "absences":
		return NounAbsence
	case "agents":
		return NounAgent
	case "motifs":
		return NounMotif
	case "organisations":
		return NounOrganisation
	case "participations":
		return NounParticipation
	case "rdv_plans":
		return NounPlan
	case "rdvs":
		return NounRDV
	case "teams":
		return NounTeam
	case "users":
		return NounUser
	case "webhook_endpoints":
		return NounWebhook
	case "admins", "billings", "developers":
		return NounAccount
	case "consumers":
		return NounConsumer
	case "projects":
		return NounProject
	case "register":
		return NounRegistration
	case "services":
		return NounService
	case "file", "items":
		return NounTable
	case "item":
		return NounRecord
	case "list":
		return NounView
	}
	return ""
}

// NounOf is what a dataset such as "rdv.rdvs" consists of.
func NounOf(dataset string) Key {
	service, name, _ := strings.Cut(dataset, ".")
	if noun := segment(name); noun != "" && service != "gopaas" {
		return noun
	}
	return NounRecord
}

// Things are the objects that the path of a request names, the innermost first.
func Things(path string) (found []Thing) {
	elements := strings.Split(strings.Trim(path, "/"), "/")
	for i := len(elements) - 2; i >= 0; i-- {
		noun, id := segment(elements[i]), elements[i+1]
		if noun == NounRecord { // a table, and the record in it
			id = strings.Join(elements[i+1:], "/")
		}
		if id == "me" || id == "approve-code" {
			continue // a route, and no id
		}
		if plain, err := url.PathUnescape(id); noun != "" && err == nil {
			found = append(found, Thing{noun, visible(plain), elements[i]})
		}
	}
	return found
}

// Became says what was done to a thing, by a participle in the forms of said.go:
// "absence 641 created".
func (c *Catalogue) Became(t Thing, participle Key) string {
	_, feminine := c.one(t.Noun)
	word, other, _ := strings.Cut(participle.in(c), "|")
	if feminine {
		word = other
	}
	return t.In(c) + " " + word
}

// Are counts those things that an adjective is about, in the forms of said.go: "3 new".
func (c *Catalogue) Are(noun Key, n int, adjective Key) string {
	forms, at := strings.Split(adjective.in(c), "|"), 0
	if n > 1 { // no English adjective has a plural
		at = 1
	}
	if _, feminine := c.one(noun); feminine && len(forms) > 2 {
		at += 2
	}
	return strconv.Itoa(n) + " " + forms[at]
}
