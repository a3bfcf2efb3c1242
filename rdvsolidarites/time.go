package rdvsolidarites

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/guichet-go/guichet/internal/paris"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Paris is the time zone in which the service reads days and times without an
// offset. It is part of the program: unlike [time.LoadLocation] it needs no database
// of time zones on the machine.
func Paris() *time.Location { return paris.Location() }

// Time is a moment. The service writes it as "2006-01-02 15:04:05 -0700", with the
// offset of Paris or of the organisation; RFC 3339 is accepted too, and sent. null is
// the zero Time.
type Time struct {
	// Time is the moment, with the offset that the service wrote.
	time.Time
}

// timeLayout is the service's usual form of a moment.
const timeLayout = "2006-01-02 15:04:05 -0700"

// The forms in which the service writes a moment.
var timeLayouts = [...]string{timeLayout, time.RFC3339Nano, "2006-01-02 15:04:05 MST", "2006-01-02T15:04Z07:00"}

// UnmarshalJSON reads any of the service's forms.
func (t *Time) UnmarshalJSON(data []byte) error { return readText(data, t, parseTime) }

func parseTime(text string) (Time, error) {
	for _, layout := range timeLayouts {
		if parsed, err := time.Parse(layout, text); err == nil {
			return Time{parsed}, nil
		}
	}
	return Time{}, fmt.Errorf("%q is not a moment", text)
}

// String writes 2026-09-17 09:30:00 +0200, as the service does, or "" for the zero
// Time.
func (t Time) String() string {
	if t.IsZero() {
		return ""
	}
	return t.Format(timeLayout)
}

// MarshalJSON writes RFC 3339, or null for the zero Time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.Format(time.RFC3339))
}

// Date is a calendar day, without a place. The zero Date is no day.
type Date struct {
	// Year has four digits.
	Year int
	// Month counts from January, which is 1.
	Month time.Month
	// Day of the month, from 1.
	Day int
}

// Today returns today's date in Paris. For an organisation overseas use
// DateOf(time.Now().In(zone)), and for another clock DateOf(now.In(Paris())).
func Today() Date { return DateOf(time.Now().In(Paris())) }

// DateOf returns the day of t in t's own location. DateOf(time.Now()) is the day where
// the machine is: on one that runs in UTC it is still yesterday when the day has begun
// in Paris. Use [Today] there.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date such as 2026-11-30", text)
	}
	return DateOf(t), nil
}

// IsZero reports whether it is no day.
func (d Date) IsZero() bool { return d == Date{} }

// String writes YYYY-MM-DD, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// exists reports whether the calendar has such a day.
func (d Date) exists() bool {
	return d == DateOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)) && d.Year >= 0 && d.Year <= 9999
}

// errNoDay is a day that is not on the calendar. The service answers 500 to such a
// month, and takes another day or none for such a day.
func errNoDay(d Date) *refusal.Refusal {
	return refusal.New("no_day", "%s is not a valid date", d.String())
}

// onCalendar refuses a day that is not on the calendar.
func onCalendar(field string, d Date) error {
	if d.IsZero() || d.exists() {
		return nil
	}
	return rest.Invalid(field, errNoDay(d))
}

// MarshalJSON writes "YYYY-MM-DD", or null for the zero Date. A day that is not on the
// calendar is an error.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	if !d.exists() {
		return nil, errNoDay(d)
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads "YYYY-MM-DD" or null.
func (d *Date) UnmarshalJSON(data []byte) error { return readText(data, d, ParseDate) }

// Clock is a time of day, without a place. The zero Clock is midnight; 24:00:00
// is the midnight that ends a day.
type Clock struct {
	// Hour, from 0 to 24.
	Hour int
	// Minute and Second, from 0 to 59.
	Minute, Second int
}

// ParseClock reads HH:MM or HH:MM:SS, from 00:00 to 24:00.
func ParseClock(text string) (Clock, error) {
	if text == "24:00" || text == "24:00:00" {
		return Clock{Hour: 24}, nil
	}
	for _, layout := range [...]string{time.TimeOnly, "15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return Clock{t.Hour(), t.Minute(), t.Second()}, nil
		}
	}
	return Clock{}, fmt.Errorf("%q is not a time of day such as 09:30", text)
}

// String writes HH:MM:SS.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d:%02d", c.Hour, c.Minute, c.Second) }

// MarshalJSON writes "HH:MM:SS". What no clock shows is an error.
func (c Clock) MarshalJSON() ([]byte, error) {
	if known, err := ParseClock(c.String()); err != nil || known != c {
		return nil, refusal.New("no_clock", "%s is not a valid time of day", c.String())
	}
	return json.Marshal(c.String())
}

// UnmarshalJSON reads "HH:MM", "HH:MM:SS" or null.
func (c *Clock) UnmarshalJSON(data []byte) error { return readText(data, c, ParseClock) }

// readText reads a JSON string with parse, or null, which is the zero value.
func readText[T any](data []byte, into *T, parse func(string) (T, error)) (err error) {
	*into = *new(T)
	if string(data) == "null" {
		return nil
	}
	text, isText := rawjson.Text(data)
	if !isText {
		return errors.New("it is not a text")
	}
	*into, err = parse(text)
	return err
}
