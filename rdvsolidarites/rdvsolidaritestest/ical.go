package rdvsolidaritestest

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/guichet-go/guichet/internal/paris"
)

const icalLayout = "20060102T150405"

// event is an entry of a calendar, at wall-clock times in Paris.
type event struct {
	uid, title, rrule                    string
	firstDay, startTime, endDay, endTime string
}

// calendar returns a VCALENDAR with one event, with CRLF line ends. Its DTSTAMP is now.
func calendar(now int64, e event) string {
	start := time.Unix(wallUnix(e.firstDay, e.startTime), 0).In(paris.Location())
	end := time.Unix(wallUnix(e.endDay, e.endTime), 0).In(paris.Location())
	escapes := strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`)
	lines := append([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:RDV Solidarités", "CALSCALE:GREGORIAN",
		"METHOD:PUBLISH"}, timezone(start)...)
	lines = append(lines, "BEGIN:VEVENT", "DTSTAMP:"+time.Unix(now, 0).UTC().Format(icalLayout)+"Z", "UID:"+e.uid,
		"DTSTART;TZID=Europe/Paris:"+start.Format(icalLayout), "DTEND;TZID=Europe/Paris:"+end.Format(icalLayout),
		"ORGANIZER:mailto:secretariat-auto@rdv-solidarites.fr", "SEQUENCE:0",
		"SUMMARY:"+escapes.Replace("RDV Solidarités "+e.title))
	if e.rrule != "" {
		lines = append(lines, "RRULE:"+strings.TrimSuffix(e.rrule, ";"))
	}
	lines = append(lines, "END:VEVENT", "END:VCALENDAR")
	var b strings.Builder
	for _, line := range lines {
		fold(&b, line)
	}
	return b.String()
}

// fold writes a line in pieces of 75 bytes at most, each further one after a space.
func fold(b *strings.Builder, line string) {
	room := 75
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], 74
	}
	b.WriteString(line + "\r\n")
}

// timezone returns the VTIMEZONE of an event: the last change of the clocks before start, and the next one.
func timezone(start time.Time) []string {
	daylight, standard := start.Year(), start.Year()
	switch {
	case start.IsDST():
	case start.Month() > time.June:
		daylight++
	default:
		standard--
	}
	return []string{"BEGIN:VTIMEZONE", "TZID:Europe/Paris",
		"BEGIN:DAYLIGHT", "DTSTART:" + lastSunday(daylight, time.March) + "T030000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
		"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "TZNAME:CEST", "END:DAYLIGHT",
		"BEGIN:STANDARD", "DTSTART:" + lastSunday(standard, time.October) + "T020000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
		"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "TZNAME:CET", "END:STANDARD",
		"END:VTIMEZONE"}
}

// lastSunday returns the last Sunday of a month of 31 days.
func lastSunday(year int, month time.Month) string {
	last := time.Date(year, month, 31, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday())).Format("20060102")
}
