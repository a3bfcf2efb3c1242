package render

import "time"

// momentKind is what a text says of time.
type momentKind byte

const (
	noMoment momentKind = iota
	// aDay is a date: 2026-11-30.
	aDay
	// aClock is a time of day: 08:45 or 08:45:00.
	aClock
	// aWall is a date and a time of day without a zone.
	aWall
	// anInstant is a date and a time of day with a zone.
	anInstant
)

// readMoment reads what the services write for times: 2026-11-30, 08:45, 08:45:00,
// 2026-11-30 08:45:00, the same with " +0100" or "+01:00" or "Z" behind, with "T" in the
// middle, with parts of a second, without seconds. Any other text is noMoment. A clock is
// on the first day of the year 1; what has no zone is in UTC.
func readMoment(text []byte) (time.Time, momentKind) {
	if len(text) < 5 || len(text) > 40 || text[0] < '0' || text[0] > '9' {
		return time.Time{}, noMoment
	}
	if clock, rest, ok := readClock(text); ok {
		if len(rest) > 0 {
			return time.Time{}, noMoment
		}
		return time.Time{}.Add(clock), aClock
	}
	if len(text) < 10 || text[4] != '-' || text[7] != '-' {
		return time.Time{}, noMoment
	}
	year, okYear := digits(text[:4])
	month, okMonth := digits(text[5:7])
	day, okDay := digits(text[8:10])
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if !okYear || !okMonth || !okDay || at.Day() != day || int(at.Month()) != month {
		return time.Time{}, noMoment
	}
	if len(text) == 10 {
		return at, aDay
	}
	clock, zone, ok := readClock(text[11:])
	if !ok || text[10] != ' ' && text[10] != 'T' {
		return time.Time{}, noMoment
	}
	at = at.Add(clock)
	if len(zone) == 0 {
		return at, aWall
	}
	ahead, ok := readZone(zone)
	if !ok {
		return time.Time{}, noMoment
	}
	return at.Add(-ahead), anInstant
}

// readClock reads 08:45, 08:45:00 or 08:45:00.123 at the beginning of a text.
func readClock(text []byte) (clock time.Duration, rest []byte, ok bool) {
	if len(text) < 5 || text[2] != ':' {
		return 0, nil, false
	}
	hour, okHour := digits(text[:2])
	minute, okMinute := digits(text[3:5])
	if !okHour || !okMinute || hour > 23 || minute > 59 {
		return 0, nil, false
	}
	clock, rest = time.Duration(hour)*time.Hour+time.Duration(minute)*time.Minute, text[5:]
	if len(rest) < 3 || rest[0] != ':' {
		return clock, rest, true
	}
	second, ok := digits(rest[1:3])
	if !ok || second > 59 {
		return 0, nil, false
	}
	clock, rest = clock+time.Duration(second)*time.Second, rest[3:]
	if len(rest) < 2 || rest[0] != '.' {
		return clock, rest, true
	}
	unit := time.Second / 10
	rest = rest[1:]
	for len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9' {
		clock += time.Duration(rest[0]-'0') * unit
		unit, rest = unit/10, rest[1:]
	}
	return clock, rest, true
}

// readZone reads Z, UTC, +01:00 or +0100, with a space before it or without.
func readZone(text []byte) (ahead time.Duration, ok bool) {
	if text[0] == ' ' {
		text = text[1:]
	}
	if string(text) == "Z" || string(text) == "UTC" {
		return 0, true
	}
	if len(text) == 6 && text[3] == ':' {
		text = append(append(make([]byte, 0, 5), text[:3]...), text[4:]...)
	}
	if len(text) != 5 || text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	hours, okHours := digits(text[1:3])
	minutes, okMinutes := digits(text[3:])
	ahead = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if text[0] == '-' {
		ahead = -ahead
	}
	return ahead, okHours && okMinutes && hours < 24 && minutes < 60
}

// digits reads a number that consists of digits only.
func digits(text []byte) (n int, ok bool) {
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(text) > 0
}
