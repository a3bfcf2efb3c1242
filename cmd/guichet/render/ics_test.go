package render_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// asCalendar writes events as a calendar, and has another program read it.
func asCalendar(t *testing.T, events ...render.Event) (text string, read *ical.Calendar) {
	t.Helper()
	var out bytes.Buffer
	next := 0
	w, err := render.New(&out, render.Options{Format: "ics", Now: time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC),
		Event: func(json.RawMessage) (render.Event, error) { next++; return events[next-1], nil }})
	if err != nil {
		t.Fatal(err)
	}
	for range events {
		if err := w.Row(json.RawMessage("{}")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	read, err = ical.NewDecoder(strings.NewReader(out.String())).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, out.String())
	}
	return out.String(), read
}

// event is a row as an entry, for tests of all formats.
func event(row json.RawMessage) (render.Event, error) {
	var fields struct{ ID any }
	err := json.Unmarshal(row, &fields)
	return render.Event{UID: fmt.Sprint(fields.ID), Summary: fmt.Sprint(fields.ID)}, err
}

func TestTextsOfACalendarComeBackAsTheyWere(t *testing.T) {
	at := time.Date(2026, 11, 30, 8, 45, 0, 0, time.FixedZone("", 3600))
	for _, c := range []struct{ name, text, want string }{
		{"plain", "Entretien social", "Entretien social"},
		{"what has a meaning", `a;b,c\d:e"f`, `a;b,c\d:e"f`},
		{"line breaks", "one\ntwo\r\nthree\rfour\u2028five", "one\ntwo\nthree\nfour\nfive"},
		{"a line break that is written out", `C:\new`, `C:\new`},
		{"control characters", "a\x00b\x07c\x7fd\u0085e\u202ef\tg", "abcdef g"},
		{"escape sequences", "a\x1b[31mb\x1b]0;x\x07c", "abc"},
		{"long, in letters of two bytes", strings.Repeat("é", 200), strings.Repeat("é", 200)},
		{"long, in letters of three and four bytes", strings.Repeat("漢😀", 60), strings.Repeat("漢😀", 60)},
		{"a property of its own", "x\r\nATTENDEE:mailto:a@example.fr", "x\nATTENDEE:mailto:a@example.fr"},
		{"spaces at a fold", strings.Repeat("a ", 100) + "b", strings.Repeat("a ", 100) + "b"},
		{"not UTF-8", "a\xffb", "a\ufffdb"},
	} {
		text, read := asCalendar(t, render.Event{UID: "1@example.fr", Start: at, End: at.Add(time.Hour), Summary: c.text, Location: c.text})
		event := read.Events()[0]
		for _, property := range []string{ical.PropSummary, ical.PropLocation} {
			if got, err := event.Props.Text(property); err != nil || got != c.want {
				t.Errorf("%s: %s is %q, not %q: %v", c.name, property, got, c.want, err)
			}
		}
		if c.name == "what has a meaning" && !strings.Contains(text, `SUMMARY:a\;b\,c\\d:e"f`+"\r\n") {
			t.Errorf("%s: it is written as\n%s", c.name, text)
		}
		if event.Props.Get(ical.PropAttendee) != nil {
			t.Errorf("%s: it has become a property", c.name)
		}
		for line := range strings.SplitAfterSeq(text, "\r\n") {
			body, ended := strings.CutSuffix(line, "\r\n")
			if line != "" && !ended || strings.ContainsAny(body, "\r\n") || len(body) > 75 || !utf8.ValidString(body) {
				t.Errorf("%s: the line %q", c.name, line)
			}
		}
	}
}

func TestAnEventHasWhatCalendarsAskFor(t *testing.T) {
	at := time.Date(2026, 11, 30, 8, 45, 0, 0, time.FixedZone("", 3600))
	created := time.Date(2026, 11, 2, 23, 30, 0, 0, time.FixedZone("", 3600))
	text, read := asCalendar(t,
		render.Event{UID: "a@example.fr", Start: at, End: at.Add(45 * time.Minute), Created: created, Summary: "A", Location: "L"},
		render.Event{UID: "b@example.fr", Start: at, End: at, Summary: "B", Cancelled: true})
	if read.Props.Get("VERSION").Value != "2.0" || read.Props.Get("PRODID") == nil || read.Props.Get("CALSCALE").Value != "GREGORIAN" {
		t.Errorf("the calendar is %v", read.Props)
	}
	want := [][]string{
		{"a@example.fr", "20261102T223000Z", "20261130T074500Z", "20261130T083000Z", "A", "L", "PRIVATE", "CONFIRMED"},
		{"b@example.fr", "20261130T080000Z", "20261130T074500Z", "", "B", "", "PRIVATE", "CANCELLED"},
	}
	for i, event := range read.Events() {
		for n, property := range []string{"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "CLASS", "STATUS"} {
			got := ""
			if p := event.Props.Get(property); p != nil {
				got = p.Value
			}
			if got != want[i][n] {
				t.Errorf("%s of event %d is %q, not %q", property, i, got, want[i][n])
			}
		}
	}
	// The other program checks what a calendar must have when it writes one.
	if err := ical.NewEncoder(&bytes.Buffer{}).Encode(read); err != nil {
		t.Errorf("%v in\n%s", err, text)
	}
}

func TestACalendarWithoutEventsIsOne(t *testing.T) {
	if text, read := asCalendar(t); len(read.Children) != 0 || !strings.HasSuffix(text, "END:VCALENDAR\r\n") {
		t.Errorf("it is %q", text)
	}
}

func TestWhatIsNoAppointmentIsNoCalendar(t *testing.T) {
	if _, err := render.New(&bytes.Buffer{}, render.Options{Format: "ics"}); exit.Of(err) != exit.Usage {
		t.Errorf("it gave %v", err)
	}
}
