package rdvsolidaritestest

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/internal/paris"
)

const hour = 3600

// wallUnix returns the Unix time of a wall-clock time in the service's format, which may be 24:00:00.
func wallUnix(day, clock string) int64 {
	midnight, _ := time.Parse(time.DateOnly, day)
	var seconds int64
	for part := range strings.SplitSeq(clock, ":") {
		n, _ := strconv.ParseInt(part, 10, 64)
		seconds = seconds*60 + n
	}
	return paris.Moment(midnight.Add(time.Duration(seconds) * time.Second)).Unix()
}

// isRepeated reports whether a wall-clock time in the service's format occurs twice.
func isRepeated(day, clock string) bool {
	wall, err := time.Parse(time.DateTime, day+" "+clock)
	return err == nil && paris.Repeated(wall)
}

// appendTimestamp appends a time in the service's format, "2006-01-02 15:04:05 +0100".
func appendTimestamp(b []byte, unix int64) []byte {
	return time.Unix(unix, 0).In(paris.Location()).AppendFormat(b, "2006-01-02 15:04:05 -0700")
}

// momentReader parses dates and times as Ruby does. A server makes one when it starts, so that a program
// which only links this package compiles no regular expression.
type momentReader struct{ clock, yearFirst, dayFirst, compact, clock24, clock12 *regexp.Regexp }

func newMomentReader() momentReader {
	return momentReader{
		clock: regexp.MustCompile(`(?i)(\d+)(?::(\d+)(?::(\d+)(?:[.,](\d+))?)?\s*([ap]m)?|\s*([ap]m))` +
			`(?:\s*(z|utc|gmt|(?:utc|gmt)?[-+]\d{1,2}(?::?\d{2})?)(?:\W|$))?`),
		yearFirst: regexp.MustCompile(`(\d{3,})[-/.](\d{1,2})[-/.](\d{1,2})`),
		dayFirst:  regexp.MustCompile(`(\d{1,2})[-/.](\d{1,2})[-/.](\d{1,})`),
		compact:   regexp.MustCompile(`\d{2,14}`),
		clock24:   regexp.MustCompile(`^([01]?\d|2[0-3]):?([0-5]\d)?:?([0-5]\d)?$`),
		clock12:   regexp.MustCompile(`^(0?\d|1[0-2]):?([0-5]\d)?:?([0-5]\d)?\s*([ap])\.?\s*m?\.?$`),
	}
}

// moment has the parts of a date and time that a text names; the three flags say which.
type moment struct {
	dated, hasYear, timed bool
	year, month, day      int // month and day are 0 when only the time or an unusual date is named
	hour, minute, second  int
	fraction              float64
	offset                *int64 // in seconds
}

// parts reads what text names, in any order, and ignores the rest.
func (r *momentReader) parts(text string) moment {
	var m moment
	if found := r.clock.FindStringSubmatchIndex(text); found != nil {
		m.setTime(text, found)
		text = text[:found[0]] + " " + text[found[1]:]
	}
	if found := r.yearFirst.FindStringSubmatch(text); found != nil {
		m.setDate(found[1], found[2], found[3])
	} else if found := r.dayFirst.FindStringSubmatch(text); found != nil {
		m.setDate(found[3], found[2], found[1])
	} else if !m.timed {
		m.setCompact(r.compact.FindString(text))
	}
	return m
}

// setTime takes the groups of the pattern of times.
func (m *moment) setTime(text string, found []int) {
	group := func(i int) string {
		if found[2*i] < 0 {
			return ""
		}
		return text[found[2*i]:found[2*i+1]]
	}
	m.timed = true
	m.hour, m.minute, m.second = number(group(1)), number(group(2)), number(group(3))
	m.fraction, _ = strconv.ParseFloat("0."+group(4), 64)
	if half := strings.ToLower(group(5) + group(6)); half != "" {
		m.hour %= 12
		if half == "pm" {
			m.hour += 12
		}
	}
	m.offset = zoneSeconds(group(7))
}

func (m *moment) setDate(year, month, day string) {
	m.dated, m.hasYear = true, true
	m.year, m.month, m.day = number(year), number(month), number(day)
}

// setCompact reads digits without separators: a month and a day, or a year, a month and a day with or
// without a time. So 2026 is the 26th day of month 20.
func (m *moment) setCompact(digits string) {
	if digits == "" {
		return
	}
	m.dated = true
	switch len(digits) {
	case 4:
		m.month, m.day = number(digits[:2]), number(digits[2:])
	case 6:
		m.setDate("20"+digits[:2], digits[2:4], digits[4:])
	case 8, 10, 12, 14:
		m.setDate(digits[:4], digits[4:6], digits[6:8])
		for i, field := range []*int{&m.hour, &m.minute, &m.second} {
			if at := 8 + 2*i; at < len(digits) {
				*field = number(digits[at : at+2])
			}
		}
	}
}

//go:noinline
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// bound is a time in seconds, as a number so that fractions can be compared with whole seconds.
type bound float64

// after returns the first whole second at or after b.
func (b bound) after() int64 { return int64(math.Ceil(float64(b))) }

// before returns the last whole second at or before b.
func (b bound) before() int64 { return int64(math.Floor(float64(b))) }

var errNoSuchMoment = errors.New("no such moment")

// read accepts a date (midnight in Paris), a time (of today) or both (in Paris without an offset). Text
// without either is not found. A day that its month lacks rolls over to the next month; day 32, month 13
// and hour 25 are errors.
func (r *momentReader) read(text string, today time.Time) (b bound, found bool, err error) {
	m := r.parts(text)
	switch {
	case !m.dated && !m.timed:
		return 0, false, nil
	case !m.dated:
		m.year, m.month, m.day = today.Year(), int(today.Month()), today.Day()
	case !m.hasYear:
		m.year = today.Year()
	}
	if m.month < 1 || m.month > 12 || m.day < 1 || m.day > 31 || m.hour > 24 || m.minute > 59 || m.second > 60 ||
		m.hour == 24 && m.minute+m.second > 0 {
		return 0, false, errNoSuchMoment
	}
	wall := time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, m.second, 0, time.UTC)
	unix := paris.Moment(wall).Unix()
	if m.offset != nil {
		unix = wall.Unix() - *m.offset
	}
	return bound(float64(unix) + m.fraction), true, nil
}

// zoneSeconds parses "Z", "+02:00", "-0130" or "UTC+1".
func zoneSeconds(zone string) *int64 {
	if zone == "" {
		return nil
	}
	digits := strings.TrimLeft(strings.ToLower(zone), "zutcgm+-")
	hours, minutes := digits, ""
	if digits = strings.ReplaceAll(digits, ":", ""); len(digits) > 2 {
		hours, minutes = digits[:len(digits)-2], digits[len(digits)-2:]
	}
	seconds := int64(number(hours))*hour + int64(number(minutes))*60
	if strings.Contains(zone, "-") {
		seconds = -seconds
	}
	return &seconds
}

// readDay returns a day in the service's format, empty when text names none with its year or one that does
// not exist.
func (r *momentReader) readDay(text string) string {
	m := r.parts(text)
	day := time.Date(m.year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC)
	if !m.hasYear || day.Day() != m.day || int(day.Month()) != m.month {
		return ""
	}
	return day.Format(time.DateOnly)
}

// assignDay stores a given day.
func (r *momentReader) assignDay(p params, name string, field *string) {
	if p.has(name) {
		*field = r.readDay(p.raw(name))
	}
}

// assignClock stores a given time of day.
func (r *momentReader) assignClock(p params, name string, field *string) {
	if p.has(name) {
		*field = r.readClock(p.raw(name))
	}
}

// readClock returns a time of day in the service's format, empty for another text.
func (r *momentReader) readClock(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	switch text {
	case "24", "24:00", "2400", "24:00:00", "240000":
		return "24:00:00"
	}
	m := r.clock24.FindStringSubmatch(text)
	if m == nil {
		if m = r.clock12.FindStringSubmatch(text); m == nil {
			return ""
		}
	}
	hours := number(m[1])
	switch {
	case len(m) > 4 && hours == 12 && m[4] == "a":
		hours = 0
	case len(m) > 4 && hours < 12 && m[4] == "p":
		hours += 12
	}
	return time.Date(0, 1, 1, hours, number(m[2]), number(m[3]), 0, time.UTC).Format(time.TimeOnly)
}
