package rdv

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// page is an agenda being written.
type page struct {
	*agenda
	w     io.Writer
	r     *command.Run
	all   []*entry
	known int // the last day that was read completely
	begun bool
	// filled says that the row of the grid before had entries.
	filled bool
	err    error // the first
}

// hoursWidth is the width of "08:45–09:30" and of what parts it from the text.
const hoursWidth = 13

// dot stands between the parts of an entry, and never begins a line.
const dot = "\u00a0· "

// list writes days one below the other, each agent under a heading.
func (p *page) list(from, to int) {
	for n := from; n <= to; n++ {
		entries := p.on(n)
		if len(entries) == 0 && (!p.whole || n < 0 || n > p.known || p.weekend(n) && p.last > 0) {
			continue
		}
		p.heading(p.dayName(n))
		p.write("\n")
		if len(entries) == 0 {
			p.line(p.r.Messages.Counted(message.NounRDV, 0), 0)
		}
		for i, e := range entries {
			if i == 0 {
				p.begun = false // the day has its blank line
			}
			if i == 0 || entries[i-1].who.id != e.who.id {
				p.heading(p.agentName(e.who))
			}
			p.line("  "+render.Pad(p.hours(e), hoursWidth)+joined(dot, p.parts(e)...), 2+hoursWidth)
		}
	}
}

// on are the entries of a day.
func (p *page) on(n int) (found []*entry) {
	for _, e := range p.all {
		if e.day == n {
			found = append(found, e)
		}
	}
	return found
}

func (p *page) date(n int) time.Time { return p.first.AddDate(0, 0, n) }

func (p *page) weekend(n int) bool { return (p.date(n).Weekday()+6)%7 > 4 }

// heading writes a line in bold, after a blank one.
func (p *page) heading(text string) {
	if p.begun {
		p.write("\n")
	}
	text = render.Wrap(render.Sanitize(text), p.r.Width, 0)
	if p.r.Colored() {
		text = "\x1b[1m" + text + "\x1b[0m"
	}
	p.write(text + "\n")
	p.begun = true
}

func (p *page) line(text string, indent int) {
	p.write(render.Wrap(render.Sanitize(text), p.r.Width, indent) + "\n")
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func (p *page) write(text string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, text)
	}
}

// dayName is "Monday 30 November", with the year when it is not this one.
func (p *page) dayName(n int) string {
	m, date := p.r.Messages, p.date(n)
	number := strconv.Itoa(date.Day())
	if date.Day() == 1 {
		number = m.Text(message.WordFirstOfMonth)
	}
	year := ""
	if date.Year() != p.r.Now().In(p.zone).Year() {
		year = strconv.Itoa(date.Year())
	}
	weekday := strings.Fields(m.Text(message.WordWeekdays))[date.Weekday()]
	month := strings.Fields(m.Text(message.WordMonths))[date.Month()-1]
	return joined(" ", weekday, number, month, year)
}

func (p *page) agentName(who person) string {
	if name := who.name(); name != "" {
		return name
	}
	return p.r.Messages.Text(message.WordNoAgent)
}

// hours is when an entry begins and ends.
func (p *page) hours(e *entry) string {
	next := p.midnight(e.day + 1)
	switch end := p.clock(e.end); {
	case e.end != next:
		return p.clock(e.start) + "–" + end
	case e.start == p.midnight(e.day):
		return p.r.Messages.Text(message.WordAllDay)
	}
	return p.clock(e.start) + "–24:00"
}

func (p *page) clock(at int64) string { return time.Unix(at, 0).In(p.zone).Format("15:04") }

// parts say what an entry is.
func (p *page) parts(e *entry) []string {
	m := p.r.Messages
	switch e.kind {
	case free:
		return []string{m.Text(message.WordFree, lasting(e.end-e.start))}
	case anAbsence:
		return []string{m.Text(message.WordAbsent), e.title}
	}
	return []string{p.people(e.rdv), e.rdv.reason, p.place(e.rdv), p.status(e.rdv.status, e.rdv.start)}
}

// lasting is a number of seconds as "45 min", "1 h" or "1 h 05".
func lasting(seconds int64) string {
	hours, minutes := seconds/3600, seconds/60%60
	switch {
	case hours == 0:
		return fmt.Sprintf("%d min", minutes)
	case minutes == 0:
		return fmt.Sprintf("%d h", hours)
	}
	return fmt.Sprintf("%d h %02d", hours, minutes)
}

// people are those of an appointment, each with a status of their own where it differs.
func (p *page) people(rdv *appointment) string {
	var all []string
	for _, who := range rdv.people {
		name := who.name()
		if who.status != "" && who.status != rdv.status {
			name += " (" + p.status(who.status, rdv.start) + ")"
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}

func (p *page) place(rdv *appointment) string {
	if rdv.kind == "" || rdv.kind == rdvsolidarites.LocationPublicOffice {
		return cmp.Or(rdv.lieu, rdv.address)
	}
	return joined(", ", p.word("location_type", string(rdv.kind)), rdv.address)
}

// status says how an appointment stands. The service has one word for what is to come and
// for what nobody has recorded.
func (p *page) status(status rdvsolidarites.Status, start time.Time) string {
	if status == rdvsolidarites.StatusUnknown && start.After(p.r.Now()) {
		return p.r.Messages.Text(message.WordToCome)
	}
	return p.word("status", string(status))
}

// word is a value of a closed set in the reader's language.
func (p *page) word(field, value string) string {
	for _, word := range p.r.Messages.Words(field) {
		if word.Value == value {
			return word.Text
		}
	}
	return value
}

// recurring names the absences that repeat: their other days are not known here.
func (p *page) recurring() {
	var lines []string
	for _, b := range p.absences {
		if b.rrule != "" {
			when := p.r.Messages.Text(message.WordRecurs, p.dayName(b.day), p.clock(b.start)+"–"+p.clock(b.end), p.recurrence(b.rrule))
			lines = append(lines, "  "+joined(dot, b.who.name(), b.title, when))
		}
	}
	if lines == nil {
		return
	}
	slices.Sort(lines)
	p.heading(p.r.Messages.Text(message.WordRecurring))
	for _, line := range lines {
		p.line(line, 4)
	}
}

// recurrence words a weekly rule (RFC 5545). A rule with any other part is shown as it
// is: words for the rest of it would be wrong.
func (p *page) recurrence(rule string) string {
	known, days, until := false, "", ""
	weekly, nth, _ := strings.Cut(p.r.Messages.Text(message.WordWeekly), "|")
	weekdays := strings.Fields(p.r.Messages.Text(message.WordWeekdays))
	for part := range strings.SplitSeq(strings.TrimSuffix(rule, ";"), ";") {
		switch name, value, _ := strings.Cut(part, "="); name {
		case "FREQ":
			known = value == "WEEKLY"
		case "INTERVAL":
			if value != "1" {
				weekly = fmt.Sprintf(nth, value)
			}
		case "BYDAY":
			for day := range strings.SplitSeq(value, ",") {
				n := slices.Index([]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}, day)
				if n < 0 {
					return rule
				}
				days = joined(", ", days, weekdays[n])
			}
		case "UNTIL":
			end, err := time.Parse("20060102T150405Z", value)
			if err != nil {
				return rule
			}
			end = end.In(p.zone)
			until = p.r.Messages.Text(message.WordUntil, p.dayName(p.dayOf(end)), p.clock(end.Unix()))
		default:
			return rule
		}
	}
	if !known {
		return rule
	}
	return joined(", ", weekly, days, until)
}

// joined puts texts together that are not empty.
//
//go:noinline
func joined(separator string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), separator)
}
