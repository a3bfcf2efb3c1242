package rdvsolidaritestest

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const hour = 3600

// Times are computed here rather than with time.LoadLocation, because the machine may have no zone
// database and an embedded one weighs half a megabyte.

// parisOffset returns the number of seconds by which Paris is ahead of UTC. Summer time lasts from the last Sunday of
// March to the last Sunday of October, at 01:00 UTC.
func parisOffset(unix int64) int64 {
	t := time.Unix(unix, 0).UTC()
	year, month, _ := t.Date()
	switch {
	case month < time.March || month > time.October:
		return hour
	case month > time.March && month < time.October:
		return 2 * hour
	case (unix >= lastSunday(year, month)) == (month == time.March):
		return 2 * hour
	}
	return hour
}

// lastSunday returns when the clocks change in a month of 31 days.
func lastSunday(year int, month time.Month) int64 {
	end := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC)
	return end.AddDate(0, 0, -int(end.Weekday())).Unix()
}

// parisUnix converts a Paris wall-clock time, given as if it were UTC, to Unix time. In the hour that
// autumn repeats it returns the first of the two, in the hour that spring skips one hour later.
func parisUnix(wall int64) int64 {
	if summer := wall - 2*hour; parisOffset(summer) == 2*hour {
		return summer
	}
	return wall - hour
}

// wallUnix returns the Unix time of a wall-clock time in the service's format, which may be 24:00:00.
func wallUnix(day, clock string) int64 {
	midnight, _ := time.Parse(time.DateOnly, day)
	var seconds int64
	for part := range strings.SplitSeq(clock, ":") {
		n, _ := strconv.ParseInt(part, 10, 64)
		seconds = seconds*60 + n
	}
	return parisUnix(midnight.Unix() + seconds)
}

// isRepeated reports whether a wall-clock time in the service's format occurs twice.
func isRepeated(day, clock string) bool {
	t, err := time.Parse(time.DateTime, day+" "+clock)
	if err != nil {
		return false
	}
	wall := t.Unix()
	return parisOffset(wall-2*hour) == 2*hour && parisOffset(wall-hour) == hour
}

// appendTimestamp appends a time in the service's format, "2006-01-02 15:04:05 +0100".
func appendTimestamp(b []byte, unix int64) []byte {
	offset := parisOffset(unix)
	b = time.Unix(unix+offset, 0).UTC().AppendFormat(b, time.DateTime)
	if offset == hour {
		return append(b, " +0100"...)
	}
	return append(b, " +0200"...)
}

// momentReader parses dates and times. A server makes one when it starts, so that a program which only
// links this package compiles no regular expression.
type momentReader struct{ pattern *regexp.Regexp }

func newMomentReader() momentReader {
	return momentReader{regexp.MustCompile(`(\d{4})-(\d{1,2})-(\d{1,2})` +
		`(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?`)}
}

// bound is a time in seconds, as a number so that fractions can be compared with whole seconds.
type bound float64

// after returns the first whole second at or after b.
func (b bound) after() int64 { return int64(math.Ceil(float64(b))) }

// before returns the last whole second at or before b.
func (b bound) before() int64 { return int64(math.Floor(float64(b))) }

// read accepts a date (midnight in Paris) or a date and time (in Paris without an offset). Text without
// a date is not found; an impossible date is an error.
func (r momentReader) read(text string) (b bound, found bool, err error) {
	m := r.pattern.FindStringSubmatch(text)
	if m == nil {
		return 0, false, nil
	}
	n := make([]int, 7)
	for i := 1; i <= 6; i++ {
		n[i], _ = strconv.Atoi(m[i])
	}
	wall := time.Date(n[1], time.Month(n[2]), n[3], n[4], n[5], n[6], 0, time.UTC)
	if wall.Month() != time.Month(n[2]) || wall.Day() != n[3] || n[4] > 23 || n[5] > 59 || n[6] > 59 {
		return 0, false, fmt.Errorf("no such moment: %s", text)
	}
	fraction, _ := strconv.ParseFloat("0"+m[7], 64)
	unix := parisUnix(wall.Unix())
	switch zone := m[8]; {
	case zone == "Z" || zone == "UTC":
		unix = wall.Unix()
	case zone != "":
		unix = wall.Unix() - zoneSeconds(zone)
	}
	return bound(float64(unix) + fraction), true, nil
}

// zoneSeconds parses "+02:00" or "-0130".
func zoneSeconds(zone string) int64 {
	digits := strings.ReplaceAll(zone[1:], ":", "")
	hours, _ := strconv.ParseInt(digits[:2], 10, 64)
	minutes, _ := strconv.ParseInt(digits[2:], 10, 64)
	seconds := hours*hour + minutes*60
	if zone[0] == '-' {
		return -seconds
	}
	return seconds
}
