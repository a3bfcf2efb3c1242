package render

import (
	"bufio"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// Event is an entry of a calendar.
type Event struct {
	_ incomparable.Field

	// UID is the same in every calendar that has the entry.
	UID string
	// Start and End bound the entry. Without an End it is a moment.
	Start, End time.Time
	// Created is when the entry was made; zero is now.
	Created time.Time
	// Summary is the title, Location the place. An empty one is left out.
	Summary, Location string
	// Cancelled says that it does not take place.
	Cancelled bool
}

// calendar writes rows as a calendar (RFC 5545), an entry at a time. Times are in UTC,
// so that no description of a time zone is needed. Each entry is private.
type calendar struct {
	out     *bufio.Writer
	options *Options
	begun   bool
}

func newCalendar(out *bufio.Writer, o *Options) (format, error) {
	if o.Event == nil {
		return nil, refused("output", message.RenderNoCalendar)
	}
	return &calendar{out: out, options: o}, nil
}

func (f *calendar) row(raw []byte) error {
	event, err := f.options.Event(json.RawMessage(raw))
	if err != nil {
		return err
	}
	f.begin()
	f.event(event)
	return nil
}

func (f *calendar) one(raw []byte) error {
	if err := f.row(raw); err != nil {
		return err
	}
	return f.close()
}

func (f *calendar) close() error {
	f.begin()
	f.line("END", "VCALENDAR")
	return nil // the writer remembers what failed until it is flushed
}

func (f *calendar) begin() {
	if f.begun {
		return
	}
	f.begun = true
	f.line("BEGIN", "VCALENDAR")
	f.line("VERSION", "2.0")
	f.line("PRODID", "-//guichet//guichet//EN")
	f.line("CALSCALE", "GREGORIAN")
}

func (f *calendar) event(e Event) {
	if e.Created.IsZero() {
		e.Created = f.options.Now
	}
	status := "CONFIRMED"
	if e.Cancelled {
		status = "CANCELLED"
	}
	f.line("BEGIN", "VEVENT")
	f.line("UID", icsText(e.UID))
	f.line("DTSTAMP", icsMoment(e.Created))
	f.line("DTSTART", icsMoment(e.Start))
	if e.End.After(e.Start) {
		f.line("DTEND", icsMoment(e.End))
	}
	f.line("SUMMARY", icsText(e.Summary))
	if e.Location != "" {
		f.line("LOCATION", icsText(e.Location))
	}
	f.line("CLASS", "PRIVATE")
	f.line("STATUS", status)
	f.line("END", "VEVENT")
}

func icsMoment(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// icsText escapes a text. Line breaks stay, other control characters are removed.
func icsText(text string) string {
	for _, lineBreak := range []string{"\r\n", "\r", "\u2028", "\u2029"} {
		text = strings.ReplaceAll(text, lineBreak, "\n")
	}
	var b strings.Builder
	for _, r := range SanitizeLines(text) {
		switch r {
		case '\n':
			r = 'n'
			fallthrough
		case '\\', ';', ',':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// icsWidth is how long a line may be, in bytes without its end.
const icsWidth = 75

// line writes a property. A line that is too long goes on in the next one, after a
// space; it is never broken inside a character.
func (f *calendar) line(name, value string) {
	rest := name + ":" + value
	for room := icsWidth; len(rest) > room; room = icsWidth - 1 {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		_, _ = f.out.WriteString(rest[:cut] + "\r\n ")
		rest = rest[cut:]
	}
	_, _ = f.out.WriteString(rest + "\r\n") // the writer remembers what failed
}
