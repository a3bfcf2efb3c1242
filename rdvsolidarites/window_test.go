package rdvsolidarites_test

import (
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// reversed are the queries for appointments whose window ends before it begins.
func reversed() map[string]struct {
	query   rdvsolidarites.RDVQuery
	options []guichet.CallOption
} {
	type query = struct {
		query   rdvsolidarites.RDVQuery
		options []guichet.CallOption
	}
	day := rdvsolidarites.Date{Year: 2026, Month: time.November, Day: 16}
	before := rdvsolidarites.Date{Year: 2026, Month: time.November, Day: 15}
	midnight := time.Date(2026, 11, 15, 23, 0, 0, 0, time.UTC) // in Paris, at the beginning of day
	return map[string]query{
		"two days":             {query: rdvsolidarites.RDVQuery{FirstDay: day, LastDay: before}},
		"two days of one list": {query: rdvsolidarites.RDVQuery{OrganisationID: 1, FirstDay: day, LastDay: before}},
		"two moments":          {query: rdvsolidarites.RDVQuery{StartsAfter: midnight, StartsBefore: midnight.Add(-time.Second)}},
		"a day and a moment":   {query: rdvsolidarites.RDVQuery{FirstDay: day, StartsBefore: midnight.Add(-time.Second)}},
		"a moment and a day":   {query: rdvsolidarites.RDVQuery{StartsAfter: midnight, LastDay: before}},
		"a moment that wins over a day": {query: rdvsolidarites.RDVQuery{
			FirstDay: before, StartsAfter: midnight.Add(time.Hour), LastDay: day, StartsBefore: midnight,
		}},
		"a parameter and a day": {
			query:   rdvsolidarites.RDVQuery{LastDay: before},
			options: []guichet.CallOption{guichet.WithQuery("starts_after", "2026-11-16 00:00")},
		},
	}
}

// refusal is the error of a list, nil when it has none.
func refusal[T any](list iter.Seq2[T, error]) (failed error) {
	for _, err := range list {
		failed = err
	}
	return failed
}

func TestAWindowThatEndsBeforeItBeginsIsRefusedBeforeItIsSent(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	client := newClient(t, server.URL, rdvsolidarites.Bearer(server.BearerToken()))
	for name, c := range reversed() {
		_, listErr := client.RDVs.List(t.Context(), c.query, c.options...)
		for what, err := range map[string]error{
			"List":   listErr,
			"All":    refusal(client.RDVs.All(t.Context(), c.query, c.options...)),
			"AllRaw": refusal(rows(client.RDVs.AllRaw(t.Context(), c.query, c.options...))),
		} {
			if !errors.Is(err, guichet.ErrInvalid) {
				t.Errorf("%s, %s: %v", name, what, err)
				continue
			}
			if e := failure(t, err); e.Sent != guichet.NotSent || e.Fields["starts_after"] == nil {
				t.Errorf("%s, %s: sent: %v, fields %v", name, what, e.Sent, e.Fields)
			}
		}
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestAWindowOfOneSecondOrOneDayIsSent(t *testing.T) {
	server := sandbox(t, rdvsolidaritestest.Options{})
	client := newClient(t, server.URL, rdvsolidarites.Bearer(server.BearerToken()))
	day := rdvsolidarites.Date{Year: 2026, Month: time.November, Day: 16}
	moment := time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC)
	end := time.Date(2026, 11, 16, 22, 59, 59, 0, time.UTC)
	for _, q := range []rdvsolidarites.RDVQuery{
		{FirstDay: day, LastDay: day},
		{StartsAfter: moment, StartsBefore: moment},
		{StartsAfter: end, LastDay: day},
		{FirstDay: day, StartsBefore: end.Add(-24*time.Hour + time.Second)},
		{FirstDay: day}, {LastDay: day}, {StartsAfter: moment}, {StartsBefore: moment}, {},
	} {
		if _, err := client.RDVs.List(t.Context(), q); err != nil {
			t.Errorf("%+v: %v", q, err)
		}
	}
}
