package rdvsolidaritestest

import (
	"fmt"
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

// calendarForm has the lines of a calendar: the time zone of Paris with its last change of the clocks before
// the event and the next one, and the event.
const calendarForm = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:RDV Solidarités
CALSCALE:GREGORIAN
METHOD:PUBLISH
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:%sT030000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:%sT020000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTAMP:%sZ
UID:%s
DTSTART;TZID=Europe/Paris:%s
DTEND;TZID=Europe/Paris:%s
ORGANIZER:mailto:secretariat-auto@rdv-solidarites.fr
SEQUENCE:0
SUMMARY:%s
%sEND:VEVENT
END:VCALENDAR`

// calendar returns a VCALENDAR with one event, with CRLF line ends. Its DTSTAMP is now.
func calendar(now int64, e *event) string {
	start := time.Unix(wallUnix(e.firstDay, e.startTime), 0).In(paris.Location())
	end := time.Unix(wallUnix(e.endDay, e.endTime), 0).In(paris.Location())
	daylight, standard := start.Year(), start.Year()
	switch {
	case start.IsDST():
	case start.Month() > time.June:
		daylight++
	default:
		standard--
	}
	escapes := strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`)
	rrule := ""
	if e.rrule != "" {
		rrule = "RRULE:" + strings.TrimSuffix(e.rrule, ";") + "\n"
	}
	text := fmt.Sprintf(calendarForm, lastSunday(daylight, time.March), lastSunday(standard, time.October),
		time.Unix(now, 0).UTC().Format(icalLayout), e.uid, start.Format(icalLayout), end.Format(icalLayout),
		escapes.Replace("RDV Solidarités "+e.title), rrule)
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
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

// lastSunday returns the last Sunday of a month of 31 days.
func lastSunday(year int, month time.Month) string {
	last := time.Date(year, month, 31, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday())).Format("20060102")
}
