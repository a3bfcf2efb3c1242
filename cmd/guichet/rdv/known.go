package rdv

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/fold"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// trait is what two records may have in common when they are of one person.
type trait string

const (
	knownEmail trait = "email"
	knownPhone trait = "phone_number"
	knownName  trait = "name"
)

// marks are what a person can be known by, in a form that can be compared. A phone
// number needs six digits.
func marks(u rdvsolidarites.User) map[trait][]string {
	m := map[trait][]string{}
	if email := strings.ToLower(strings.TrimSpace(u.Email)); email != "" {
		m[knownEmail] = []string{email}
	}
	for _, number := range []string{u.PhoneNumberFormatted, u.PhoneNumber} {
		if digits := subscriber(number); len(digits) >= 6 {
			m[knownPhone] = []string{digits}
			break
		}
	}
	for _, last := range []string{u.LastName, u.BirthName} {
		if first, last := fold.Text(u.FirstName), fold.Text(last); first != "" && last != "" {
			m[knownName] = append(m[knownName], first+" "+last)
		}
	}
	return m
}

// sought is a person to compare others with.
type sought struct {
	marks  map[trait][]string
	born   rdvsolidarites.Date
	fields []trait
}

// shares returns those of the fields that the person has in common with another. Birth
// dates that differ tell people of one name apart.
func (s sought) shares(u rdvsolidarites.User) (common []trait) {
	other := marks(u)
	for _, field := range s.fields {
		if field == knownName && !s.born.IsZero() && !u.BirthDate.IsZero() && s.born != u.BirthDate {
			continue
		}
		if slices.ContainsFunc(s.marks[field], func(mark string) bool { return slices.Contains(other[field], mark) }) {
			common = append(common, field)
		}
	}
	return common
}

// people are those who can be seen, by what they can be known by.
type people struct {
	fields []trait
	// read says that everybody was read, so that who is not found is not there.
	read   bool
	byMark map[string][]rdvsolidarites.User
}

// add makes a person known.
func (p *people) add(u rdvsolidarites.User) {
	if p.byMark == nil {
		p.byMark = map[string][]rdvsolidarites.User{}
	}
	// What tells people apart is kept, and not the rest of them.
	u = rdvsolidarites.User{
		ID: u.ID, FirstName: u.FirstName, LastName: u.LastName, BirthName: u.BirthName, BirthDate: u.BirthDate,
		Email: u.Email, PhoneNumber: u.PhoneNumber, PhoneNumberFormatted: u.PhoneNumberFormatted,
	}
	own := marks(u)
	for _, field := range p.fields {
		for _, mark := range own[field] {
			key := string(field) + "\x00" + mark
			p.byMark[key] = append(p.byMark[key], u)
		}
	}
}

// with are the people who share one of the fields, each once.
func (p *people) with(s sought) (found []rdvsolidarites.User) {
	seen := map[int64]bool{}
	for _, field := range s.fields {
		for _, mark := range s.marks[field] {
			for _, u := range p.byMark[string(field)+"\x00"+mark] {
				if !seen[u.ID] && s.shares(u) != nil {
					seen[u.ID] = true
					found = append(found, u)
				}
			}
		}
	}
	return found
}

// readAll reads everybody, once: the rows of --each share what it found.
func (p *people) readAll(ctx context.Context, c client, r *command.Run) error {
	if p.read {
		return nil
	}
	r.Notice(message.NoticeReadsEverybody)
	p.byMark = nil
	all, report := c.Users.AllRaw(ctx, rdvsolidarites.UserQuery{})
	err := everybody(all, p.add)
	switch p.read = err == nil; {
	case errors.Is(err, guichet.ErrNotFound): // a page, and not the person
		unread := exit.Remote(err, exit.Situation{})
		unread.Code = exit.Partial
		return unread.WithHint(message.HintNotAllSearched)
	case errors.Is(err, guichet.ErrIncomplete):
		return exit.Partial.New(message.NoticeIncomplete, report.Unique, report.Total).WithHint(message.HintNotAllSearched)
	}
	return err
}

// refuse looks for people who have one of the fields of a new person, and refuses the new
// one when it finds some, or when it could not look at everybody.
func (p *people) refuse(ctx context.Context, c client, in command.Input, person rdvsolidarites.User) error {
	s := sought{marks(person), person.BirthDate, p.fields}
	if s.shares(person) == nil {
		return exit.Usage.New(message.ErrUnlessKnownNothing, strings.Join(words(p.fields...), ","))
	}
	if in.Checking {
		return nil
	}
	err := p.readAll(ctx, c, in.Run)
	if found := p.with(s); found != nil {
		return alreadyKnown(in.Run, found, s)
	}
	return err
}

// after makes a person known who was created. Where that is in doubt, everybody is read
// again before the next one.
func (p *people) after(person rdvsolidarites.User, created json.RawMessage, err error) {
	switch {
	case err == nil:
		person.ID, _ = strconv.ParseInt(string(rawjson.Member(created, "id")), 10, 64)
		p.add(person)
	case errors.Is(err, guichet.ErrUnknownOutcome), errors.Is(err, guichet.ErrUnavailable), errors.Is(err, guichet.ErrUnusableAnswer):
		p.read = false
	}
}

// personOf is a new person as somebody to compare others with.
func personOf(fresh rdvsolidarites.UserCreate) rdvsolidarites.User {
	person := rdvsolidarites.User{FirstName: fresh.FirstName, LastName: fresh.LastName}
	person.BirthName, _ = fresh.BirthName.Value()
	person.BirthDate, _ = fresh.BirthDate.Value()
	person.Email, _ = fresh.Email.Value()
	person.PhoneNumber, _ = fresh.PhoneNumber.Value()
	return person
}

// alreadyKnown refuses a new person because of others, and says what they have in
// common.
func alreadyKnown(r *command.Run, people []rdvsolidarites.User, s sought) error {
	sort.Slice(people, func(i, j int) bool { return people[i].ID < people[j].ID })
	var ids []int64
	var who []string
	for _, u := range people {
		ids = append(ids, u.ID)
		who = append(who, fmt.Sprintf("%d %s %s (%s)", u.ID, u.FirstName, u.LastName, strings.Join(words(s.shares(u)...), ", ")))
	}
	refused := exit.Rejected.New(message.ErrKnownUsers, strings.Join(who, ", "))
	refused.Sent = guichet.NotSent.String()
	return standsInTheWay(r, refused, ids...)
}

// everybody calls f with each person of a list.
//
// Inlined, its loop would be compiled anew in each of its callers.
//
//go:noinline
func everybody(rows command.Rows, f func(rdvsolidarites.User)) error {
	for row, err := range rows {
		if err != nil {
			return err
		}
		var user rdvsolidarites.User
		if err := json.Unmarshal(row, &user); err != nil {
			return err
		}
		f(user)
	}
	return nil
}

// standsInTheWay says whom a refusal is about, and how to look at the first of them.
func standsInTheWay(r *command.Run, refused *exit.Error, ids ...int64) error {
	refused.IDs = ids
	return refused.WithHint(message.HintExistingUser, ids[0], fmt.Sprintf("guichet rdv user get %d", ids[0]))
}
