package rdv

import (
	"context"
	"encoding/json"
	"slices"
	"sort"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// userDuplicates reads every visible person: the service cannot search.
func userDuplicates() *list {
	var q rdvsolidarites.UserQuery
	return &list{
		Name: "duplicates", Short: message.RDVUserDuplicates, Noun: message.NounDuplicate,
		Columns: append([]string{"group", "reasons"}, userColumns()...), Table: append([]string{"group", "reasons"}, userTable()...),
		Flags: func(f *command.Flags) {
			f.ID(&q.OrganisationID, "organisation-id", message.FlagOrganisationIDIgnored)
		},
		Check: func(r *command.Run) error {
			r.Notice(message.NoticeReadsEverybody)
			return nil
		},
		Rows: func(ctx context.Context, c client, _ command.Input) (command.Rows, *guichet.Report) {
			return duplicates(c.Users.AllRaw(ctx, q))
		},
	}
}

// duplicate is a person who has something in common with others.
type duplicate struct {
	// Group is the smallest id of the people who belong together, directly or through
	// others.
	Group       int64               `json:"group"`
	Reasons     []trait             `json:"reasons"`
	ID          int64               `json:"id"`
	FirstName   string              `json:"first_name"`
	LastName    string              `json:"last_name"`
	BirthDate   rdvsolidarites.Date `json:"birth_date"`
	Email       string              `json:"email"`
	PhoneNumber string              `json:"phone_number"`
}

// duplicates gives the people of a list who share something, once all are read. What
// keeps the list from being whole follows them.
//
// Inlined, it would be compiled twice.
//
//go:noinline
func duplicates(all command.Rows, reading *guichet.Report) (command.Rows, *guichet.Report) {
	report := &guichet.Report{Total: -1}
	return func(yield func(json.RawMessage, error) bool) {
		reading.OnPage = func() {
			report.Pages, report.Unique, report.Total = reading.Pages, reading.Unique, reading.Total
			if report.OnPage != nil {
				report.OnPage()
			}
		}
		var g groups
		err := everybody(all, g.add)
		found := g.rows()
		report.Unique, report.Total = reading.Unique, reading.Total
		if err == nil {
			report.Unique, report.Total = len(found), len(found)
		}
		for _, person := range found {
			row, encodeErr := json.Marshal(person)
			if !yield(row, encodeErr) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}, report
}

// groups joins people who have something in common.
type groups struct {
	people []duplicate
	above  []int          // the person through whom one belongs to a group, oneself at its top
	first  map[string]int // who had a mark first
}

func (g *groups) add(u rdvsolidarites.User) {
	if g.first == nil {
		g.first = map[string]int{}
	}
	n := len(g.people)
	g.people = append(g.people, duplicate{
		ID: u.ID, FirstName: u.FirstName, LastName: u.LastName, BirthDate: u.BirthDate, Email: u.Email, PhoneNumber: u.PhoneNumber,
	})
	g.above = append(g.above, n)
	own := marks(u)
	for _, field := range []trait{knownEmail, knownPhone, knownName} {
		for _, mark := range own[field] {
			key := string(field) + "\x00" + mark
			if field == knownName {
				if u.BirthDate.IsZero() {
					continue
				}
				key += "\x00" + u.BirthDate.String()
			}
			before, met := g.first[key]
			if !met {
				g.first[key] = n
				continue
			}
			if before == n {
				continue
			}
			g.because(before, field)
			g.because(n, field)
			g.above[g.top(n)] = g.top(before)
		}
	}
}

func (g *groups) because(n int, field trait) {
	if person := &g.people[n]; !slices.Contains(person.Reasons, field) {
		person.Reasons = append(person.Reasons, field)
	}
}

func (g *groups) top(n int) int {
	for g.above[n] != n {
		g.above[n] = g.above[g.above[n]]
		n = g.above[n]
	}
	return n
}

// rows are the people with a reason, by group and id.
func (g *groups) rows() (found []duplicate) {
	smallest := map[int]int64{}
	for n, person := range g.people {
		if id, met := smallest[g.top(n)]; !met || person.ID < id {
			smallest[g.top(n)] = person.ID
		}
	}
	for n, person := range g.people {
		if person.Reasons != nil {
			person.Group = smallest[g.top(n)]
			found = append(found, person)
		}
	}
	sort.Slice(found, func(i, j int) bool {
		a, b := found[i], found[j]
		return a.Group < b.Group || a.Group == b.Group && a.ID < b.ID
	})
	return found
}
