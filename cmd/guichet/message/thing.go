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

// segments are the nouns by the segments of paths that stand before an id, which are
// also the names of datasets. Others hold no id, or a secret.
var segments = [...]struct {
	name string
	noun Key
}{
	{"absences", NounAbsence},
	{"agents", NounAgent},
	{"motifs", NounMotif},
	{"organisations", NounOrganisation},
	{"participations", NounParticipation},
	{"rdv_plans", NounPlan},
	{"rdvs", NounRDV},
	{"teams", NounTeam},
	{"users", NounUser},
	{"webhook_endpoints", NounWebhook},
	{"admins", NounAccount},
	{"billings", NounAccount},
	{"consumers", NounConsumer},
	{"developers", NounAccount},
	{"projects", NounProject},
	{"register", NounRegistration},
	{"services", NounService},
	{"file", NounTable},
	{"item", NounRecord},
	{"items", NounTable},
	{"list", NounView},
}

// NounOf is what a dataset such as "rdv.rdvs" consists of.
func NounOf(dataset string) Key {
	service, name, _ := strings.Cut(dataset, ".")
	for _, known := range segments {
		if service != "gopaas" && known.name == name {
			return known.noun
		}
	}
	return NounRecord
}

// Things are the objects that the path of a request names, the innermost first.
func Things(path string) (found []Thing) {
	elements := strings.Split(strings.Trim(path, "/"), "/")
	for i := len(elements) - 2; i >= 0; i-- {
		for _, known := range segments {
			if known.name != elements[i] {
				continue
			}
			id := elements[i+1]
			if known.noun == NounRecord { // a table, and the record in it
				id = strings.Join(elements[i+1:], "/")
			}
			if plain, err := url.PathUnescape(id); err == nil && plain != "me" {
				found = append(found, Thing{known.noun, visible(plain), known.name})
			}
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
