package result

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet/internal/page"
)

// bounds reads "from/to"; either may be empty.
func bounds(text string) Bounds {
	from, to, _ := strings.Cut(text, "/")
	return Bounds{After: from, Before: to}
}

func TestAReadingIsBoundToFindTheRowsOfTheDaysThatBothLookedAt(t *testing.T) {
	const week = "2026-11-15T23:00:00Z/2026-11-22T22:59:59Z" // Monday 16 to Sunday 22 in Paris
	for name, c := range map[string]struct {
		before, now string
		days        string // of "day covered" pairs
	}{
		"everything again":            {"/", "/", "2026-11-16 2030-01-01"},
		"a week, then everything":     {week, "/", "2026-11-16 2026-11-30"},
		"the same week":               {week, week, "2026-11-16 2026-11-30"},
		"everything, then a week":     {"/", week, "2026-11-16 2026-11-22 !2026-11-15 !2026-11-23"},
		"a week, then from its third": {week, "2026-11-17T23:00:00Z/", "2026-11-18 2026-11-22 !2026-11-17 !2026-11-23"},
		"a week, then to its third":   {week, "/2026-11-18T22:59:59Z", "2026-11-16 2026-11-18 !2026-11-15 !2026-11-19"},
		"a day that is cut":           {"/", "2026-11-16T08:00:00Z/2026-11-18T22:59:59Z", "2026-11-17 2026-11-18 !2026-11-16"},
		"a day without its last hour": {"/", "2026-11-15T23:00:00Z/2026-11-18T21:59:59Z", "2026-11-16 2026-11-17 !2026-11-18"},
		"other weeks":                 {week, "2026-11-22T23:00:00Z/2026-11-29T22:59:59Z", "!2026-11-16 !2026-11-22 !2026-11-23"},
		"open ends that meet":         {"2026-11-15T23:00:00Z/", "/2026-11-18T22:59:59Z", "2026-11-16 2026-11-18 !2026-11-15 !2026-11-19"},
		"29 years ahead":              {"2026-11-15T23:00:00Z/", "2026-11-22T23:00:00Z/", "2026-11-23 2055-11-22 !2026-11-22"},
		"29 years back":               {"/2026-11-18T22:59:59Z", "/2026-11-16T22:59:59Z", "1998-01-01 2026-11-16 !2026-11-17"},
		"the night of 25 hours":       {"/", "2026-10-24T22:00:00Z/2026-10-25T22:59:59Z", "2026-10-25 !2026-10-24 !2026-10-26"},
	} {
		x, _ := users(t)
		covered := Coverage(&Filters{StartsAt: bounds(c.before)}, &Filters{StartsAt: bounds(c.now)}, true, x.Marker(true))
		for _, day := range strings.Fields(c.days) {
			day, not := strings.CutPrefix(day, "!")
			if covered(Mark{Day: x.Marker(true).Day(day)}) == not {
				t.Errorf("%s: %s is covered: %v", name, day, !not)
			}
		}
	}
}

func TestAReadingOfFewerOrganisationsFindsNoRowGone(t *testing.T) {
	for _, c := range []struct {
		before, now []int64
		want        bool
	}{
		{nil, nil, true}, {[]int64{101}, nil, true}, {[]int64{101}, []int64{101, 102}, true},
		{nil, []int64{101}, false}, {[]int64{101, 102}, []int64{101}, false}, {[]int64{103}, []int64{101, 102}, false},
	} {
		for _, byTime := range []bool{true, false} {
			x, _ := users(t)
			covered := Coverage(&Filters{OrganisationIDs: c.before}, &Filters{OrganisationIDs: c.now}, byTime, x.Marker(byTime))
			if covered(Mark{}) != c.want {
				t.Errorf("%v after %v, by time: %v: covered is not %v", c.now, c.before, byTime, c.want)
			}
		}
	}
}

func TestBoundsThatAreMissingAreOpen(t *testing.T) {
	if w := bounds("/").Window(); w != (page.Window{From: page.OpenFrom, To: page.OpenTo}) {
		t.Errorf("%+v", w)
	}
	if w := bounds("1970-01-01T00:00:05Z/1970-01-01T01:00:07+01:00").Window(); w != (page.Window{From: 5, To: 7}) {
		t.Errorf("%+v", w)
	}
}
