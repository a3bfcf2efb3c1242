// Package paris converts between moments and clocks in Paris. It computes the
// changes of the clock, because the machine may have no database of time zones and
// one inside the program weighs half a megabyte.
package paris

import "time"

// Wall returns the wall clock in Paris, written as if it were UTC.
func Wall(t time.Time) time.Time {
	return t.UTC().Add(time.Duration(offset(t.UTC())) * time.Hour)
}

// Moment returns the moment at which clocks in Paris show wall, the first of two
// in the hour that autumn repeats.
func Moment(wall time.Time) time.Time {
	if summer := wall.Add(-2 * time.Hour); offset(summer) == 2 {
		return summer
	}
	return wall.Add(-time.Hour)
}

// offset is how many hours Paris is ahead of UTC: two from the last Sunday of
// March to the last Sunday of October, at 01:00 UTC, otherwise one.
func offset(utc time.Time) int {
	begin, end := lastSunday(utc.Year(), time.March), lastSunday(utc.Year(), time.October)
	if !utc.Before(begin) && utc.Before(end) {
		return 2
	}
	return 1
}

func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}
