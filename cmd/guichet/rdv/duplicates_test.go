package rdv

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// duplicatesOf are the rows of some people, as "group:id:reasons".
func duplicatesOf(t *testing.T, people string, failed error, report guichet.Report) (rows []string, seen *guichet.Report, err error) {
	t.Helper()
	var all []json.RawMessage
	if err := json.Unmarshal([]byte(people), &all); err != nil {
		t.Fatal(err)
	}
	found, seen := duplicates(func(yield func(json.RawMessage, error) bool) {
		for _, person := range all {
			if !yield(person, nil) {
				return
			}
		}
		if failed != nil {
			yield(nil, failed)
		}
	}, &report)
	for row, rowErr := range found {
		if rowErr != nil {
			return rows, seen, rowErr
		}
		var d duplicate
		if err := json.Unmarshal(row, &d); err != nil {
			t.Fatal(err)
		}
		text, _ := json.Marshal([]any{d.Group, d.ID, strings.Join(words(d.Reasons...), "+")})
		rows = append(rows, string(text))
	}
	return rows, seen, nil
}

func TestPeopleWhoShareSomethingAreOneGroupThroughOthersToo(t *testing.T) {
	const people = `[
		{"id":9,"first_name":"A","last_name":"B","email":"a@example.fr"},
		{"id":4,"first_name":"C","last_name":"D","email":" A@Example.fr","phone_number_formatted":"+33199000001"},
		{"id":7,"first_name":"E","last_name":"F","phone_number":"01 99 00 00 01"},
		{"id":2,"first_name":"Zoé","last_name":"Nguyễn","birth_date":"1990-12-31"},
		{"id":3,"first_name":"zoe","last_name":"Traoré","birth_name":"NGUYEN","birth_date":"1990-12-31"},
		{"id":5,"first_name":"Zoé","last_name":"Nguyễn","birth_date":"1991-12-31"},
		{"id":6,"first_name":"Zoé","last_name":"Nguyễn"},
		{"id":8,"first_name":"Zoé","last_name":"Nguyễn","email":"","phone_number":"12"},
		{"id":10,"first_name":"G","last_name":"H","phone_number":"12"},
		{"id":11,"first_name":"I","last_name":"I","birth_name":"I","birth_date":"1990-12-31"}]`
	rows, report, err := duplicatesOf(t, people, nil, guichet.Report{Total: 10, Unique: 10})
	want := []string{`[2,2,"name"]`, `[2,3,"name"]`, `[4,4,"email+phone_number"]`, `[4,7,"phone_number"]`, `[4,9,"email"]`}
	if err != nil || !slices.Equal(rows, want) || report.Total != 5 || report.Unique != 5 {
		t.Errorf("%v, %d of %d: %q", err, report.Unique, report.Total, rows)
	}
}

func TestDuplicatesOfAPartOfThePeopleAreFollowedByWhatIsMissing(t *testing.T) {
	const people = `[{"id":1,"email":"a@example.fr"},{"id":2,"email":"a@example.fr"}]`
	for _, failed := range []error{guichet.ErrUnavailable, guichet.ErrIncomplete} {
		rows, report, err := duplicatesOf(t, people, failed, guichet.Report{Total: 3, Unique: 2})
		if len(rows) != 2 || !errors.Is(err, failed) || report.Total != 3 || report.Unique != 2 {
			t.Errorf("%v: %q, %v, %d of %d", failed, rows, err, report.Unique, report.Total)
		}
	}
}

func TestPeopleOfOneNameWithOtherBirthDatesAreNotTheSame(t *testing.T) {
	for other, same := range map[string]bool{"1990-12-31": true, "": true, "1991-12-31": false} {
		a := rdvsolidarites.User{FirstName: "Zoé", LastName: "Nguyễn"}
		b := rdvsolidarites.User{FirstName: "ZOE", LastName: "nguyen"}
		a.BirthDate, _ = rdvsolidarites.ParseDate("1990-12-31")
		b.BirthDate, _ = rdvsolidarites.ParseDate(other)
		if got := (sought{marks(a), a.BirthDate, []trait{knownName}}).shares(b) != nil; got != same {
			t.Errorf("born 1990-12-31 and %q: %t", other, got)
		}
	}
}
