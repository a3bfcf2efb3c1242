package result

import (
	"slices"
	"time"

	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/paris"
)

// Window returns the bounds in seconds since 1970.
func (b Bounds) Window() page.Window {
	w := page.Window{From: page.OpenFrom, To: page.OpenTo}
	if t, err := time.Parse(time.RFC3339, b.After); err == nil {
		w.From = t.Unix()
	}
	if t, err := time.Parse(time.RFC3339, b.Before); err == nil {
		w.To = t.Unix()
	}
	return w
}

// Coverage tells which rows of an earlier result a new reading was bound to find.
// byTime says that the rows have days.
func Coverage(before, now *Filters, byTime bool, marker *Marker) func(Mark) bool {
	earlier, window := before.StartsAt.Window(), now.StartsAt.Window()
	all := !byTime || earlier.From >= window.From && earlier.To <= window.To
	days := map[[8]byte]bool{}
	switch {
	case !contains(now.OrganisationIDs, before.OrganisationIDs):
		all = false
	case !all:
		for _, day := range wholeDays(max(earlier.From, window.From), min(earlier.To, window.To)) {
			days[marker.Day(day)] = true
		}
	}
	return func(m Mark) bool { return all || days[m.Day] }
}

// contains reports whether the organisations of one filter are among those of
// another; an empty filter is all of them.
func contains(all, some []int64) bool {
	missing := func(id int64) bool { return !slices.Contains(all, id) }
	return len(all) == 0 || len(some) > 0 && !slices.ContainsFunc(some, missing)
}

// farOut is how far beyond its bounded end a window with an open one is followed, day
// by day: 30 years, in seconds.
const farOut = 30 * 366 * 24 * 60 * 60

// wholeDays are the days in Paris that lie between two moments, whole. At most one of
// them is open.
func wholeDays(from, to int64) (days []string) {
	if from == page.OpenFrom {
		from = to - farOut
	}
	if to == page.OpenTo {
		to = from + farOut
	}
	first := time.Unix(from, 0).In(paris.Location())
	for day := time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, time.UTC); ; {
		next := day.AddDate(0, 0, 1)
		start, end := paris.Moment(day).Unix(), paris.Moment(next).Unix()-1
		if start > to {
			return days
		}
		if start >= from && end <= to {
			days = append(days, day.Format(time.DateOnly))
		}
		day = next
	}
}
