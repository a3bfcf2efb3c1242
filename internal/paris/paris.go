// Package paris has the time zone of Paris. It brings the zone along, because the
// machine may have no database of time zones and one inside the program weighs half
// a megabyte.
package paris

import (
	"sync"
	"time"
)

// rule says when the clocks change: one hour ahead of UTC, two from the last Sunday
// of March to the last Sunday of October at 01:00 UTC. It holds for every year.
const rule = "CET-1CEST,M3.5.0,M10.5.0/3"

// Location returns the time zone of Paris.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Location() *time.Location { return location() }

// location reads a zone file (RFC 9636) that consists of the rule.
var location = sync.OnceValue(func() *time.Location {
	const (
		header = "TZif2\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		none   = "\x00\x00\x00\x00"
		counts = none + none + none + none + "\x00\x00\x00\x01\x00\x00\x00\x04" // one zone, a name of four bytes
		zone   = "\x00\x00\x0e\x10\x00\x00" + "CET\x00"                         // 3,600 s ahead, no summer time
		block  = header + counts + zone
	)
	paris, err := time.LoadLocationFromTZData("Europe/Paris", []byte(block+block+"\n"+rule+"\n"))
	if err != nil {
		panic(err) // the data are constant
	}
	return paris
})

// Moment returns the moment at which clocks in Paris show wall, which is written as
// if it were UTC: the first of two in the hour that autumn repeats, and an hour
// later in the hour that spring skips.
func Moment(wall time.Time) time.Time {
	if summer := wall.Add(-2 * time.Hour); ahead(summer) == 2*time.Hour {
		return summer
	}
	return wall.Add(-time.Hour)
}

// Repeated reports whether clocks in Paris show wall, which is written as if it were
// UTC, twice.
func Repeated(wall time.Time) bool {
	return ahead(wall.Add(-2*time.Hour)) == 2*time.Hour && ahead(wall.Add(-time.Hour)) == time.Hour
}

// ahead is how far Paris is ahead of UTC.
func ahead(t time.Time) time.Duration {
	_, seconds := t.In(Location()).Zone()
	return time.Duration(seconds) * time.Second
}
