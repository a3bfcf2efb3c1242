package result

import (
	"time"

	"github.com/guichet-go/guichet/internal/paris"
)

// Coverage tells which rows of an earlier result a new reading was bound to find.
// byTime says that the rows have days.
func Coverage(before, now Filters, byTime bool, marker *Marker) func(Mark) bool {
	none := func(Mark) bool { return false }
	if !contains(now.OrganisationIDs, before.OrganisationIDs) {
		return none
	}
	if !byTime || within(before.StartsAt, now.StartsAt) {
		return func(Mark) bool { return true }
	}
	days := map[[8]byte]bool{}
	for _, day := range wholeDays(before.StartsAt, now.StartsAt) {
		days[marker.Day(day)] = true
	}
	return func(m Mark) bool { return days[m.Day] }
}

// contains reports whether the organisations of one filter are among those of
// another; none is all of them.
func contains(all, some []int64) bool {
	if len(all) == 0 || len(some) == 0 {
		return len(all) == 0
	}
	known := map[int64]bool{}
	for _, id := range all {
		known[id] = true
	}
	for _, id := range some {
		if !known[id] {
			return false
		}
	}
	return true
}

// within reports whether the inner bounds lie inside the outer ones.
func within(inner, outer Bounds) bool {
	after := outer.After == "" || inner.After != "" && !moment(inner.After).Before(moment(outer.After))
	before := outer.Before == "" || inner.Before != "" && !moment(inner.Before).After(moment(outer.Before))
	return after && before
}

// moment reads a bound that this program wrote.
func moment(text string) time.Time {
	t, _ := time.Parse(time.RFC3339, text)
	return t
}

// yearsOut is how far beyond its bounded end a window with an open one is
// followed, day by day.
const yearsOut = 30

// wholeDays are the days in Paris that lie in both windows, whole.
func wholeDays(a, b Bounds) []string {
	after, before := later(a.After, b.After), earlier(a.Before, b.Before)
	switch {
	case after.IsZero() && before.IsZero():
		return nil
	case after.IsZero():
		after = before.AddDate(-yearsOut, 0, 0)
	case before.IsZero():
		before = after.AddDate(yearsOut, 0, 0)
	}
	var days []string
	first := after.In(paris.Location())
	for day := time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, time.UTC); ; day = day.AddDate(0, 0, 1) {
		start, end := paris.Moment(day), paris.Moment(day.AddDate(0, 0, 1))
		if start.After(before) {
			return days
		}
		if !start.Before(after) && !end.Add(-time.Second).After(before) {
			days = append(days, day.Format(time.DateOnly))
		}
	}
}

func later(a, b string) time.Time {
	if a == "" || b != "" && moment(b).After(moment(a)) {
		a = b
	}
	if a == "" {
		return time.Time{}
	}
	return moment(a)
}

func earlier(a, b string) time.Time {
	if a == "" || b != "" && moment(b).Before(moment(a)) {
		a = b
	}
	if a == "" {
		return time.Time{}
	}
	return moment(a)
}
