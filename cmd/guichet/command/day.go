package command

import (
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/paris"
)

// TimeZone is the time zone in which the days of appointments are meant: that of the
// profile, or Paris.
func (r *Run) TimeZone() (*time.Location, error) { return r.File.TimeZone(r.Settings.Profile) }

// SandboxInstance is the instance of RDV-Solidarités that a sandbox is to be: that of
// the flag. What the environment and the profile name is the real service.
func (r *Run) SandboxInstance() string {
	name, origin, _ := r.Settings.Origin("instance")
	if origin != "--instance" {
		return ""
	}
	return name
}

// SandboxToday is the day around which the data of a sandbox lies: that of
// GUICHET_SANDBOX_TODAY, or the present one in Paris.
func (e *Env) SandboxToday() (time.Time, error) {
	const variable = "GUICHET_SANDBOX_TODAY"
	text := e.Getenv(variable)
	if text == "" {
		return e.Now().In(paris.Location()), nil
	}
	day, err := e.SandboxDay(text)
	if err != nil {
		return day, exit.Usage.New(message.WithCause, variable, err)
	}
	return day, nil
}

// SandboxDay reads a day as [Run.Day] does. Today is that of Paris.
func (e *Env) SandboxDay(text string) (time.Time, error) {
	return readDay(text, func() (time.Time, error) { return e.today(paris.Location()), nil })
}

// Day reads a day: 2026-11-30, 30/11/2026, today, tomorrow, yesterday, or a number of
// days from today with its sign, such as -30d; the words and -30j in French too,
// whatever the reader's language. A number without a sign is refused, since other
// programs mean the past by 30d. Today is that of [Run.TimeZone]. The day is its
// midnight, written as if it were in UTC.
func (r *Run) Day(text string) (time.Time, error) {
	return readDay(text, func() (time.Time, error) {
		zone, err := r.TimeZone()
		if err != nil {
			return time.Time{}, err
		}
		return r.today(zone), nil
	})
}

// today is the midnight of the present day in a zone, written as if it were in UTC.
func (e *Env) today(zone *time.Location) time.Time {
	year, month, day := e.Now().In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// checkDay refuses what [Run.Day] cannot read, before today is known.
func checkDay(text string) error {
	_, err := readDay(text, func() (time.Time, error) { return time.Time{}, nil })
	return err
}

// readDay reads a day. Without today it takes the two written forms only.
func readDay(text string, today func() (time.Time, error)) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, "02/01/2006"} {
		if day, err := time.Parse(layout, text); err == nil {
			return day, nil
		}
	}
	if today == nil {
		return time.Time{}, message.Fail(message.ErrNoDate, text)
	}
	n, ok := daysFromToday(text)
	if !ok {
		return time.Time{}, message.Fail(message.ErrNoDay, text)
	}
	from, err := today()
	return from.AddDate(0, 0, n), err
}

// daysFromToday reads a day that is said from today on.
func daysFromToday(text string) (n int, ok bool) {
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	for _, c := range []*message.Catalogue{message.For(message.English), message.For(message.French)} {
		for i, word := range []message.Key{message.WordYesterday, message.WordToday, message.WordTomorrow} {
			if text == c.Text(word) {
				return i - 1, true
			}
		}
	}
	days := strings.TrimRight(text, "dj")
	n, err := strconv.Atoi(days)
	signed := strings.HasPrefix(days, "+") || strings.HasPrefix(days, "-")
	return n, err == nil && len(text) == len(days)+1 && (signed || n == 0) && n >= -100_000 && n <= 100_000
}

// Bound reads an end of a window: a day (whole, see [Run.Day]), or a time such as
// 2026-11-30T09:00, with an offset or without. Days, and times without an offset, are
// those of the organisation: the service compares its clock as if it were in Paris.
// last says that it is the later end.
func (r *Run) Bound(flag, text string, last bool) (time.Time, error) {
	day, err := r.Day(text)
	switch {
	case err == nil && last:
		return paris.Moment(day.AddDate(0, 0, 1)).Add(-time.Second), nil
	case err == nil:
		return paris.Moment(day), nil
	case exit.Of(err) == exit.Usage:
		return time.Time{}, err
	}
	if err := r.CheckBound(flag, text); err != nil {
		return time.Time{}, err
	}
	for _, layout := range offsetLayouts() {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return paris.Moment(t), nil
		}
	}
	return time.Time{}, exit.Usage.New(message.ErrNoBound, flag, text)
}

// offsetLayouts are the forms of a time with an offset.
func offsetLayouts() []string {
	return []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05 -0700"}
}

// CheckBound refuses a bound of appointments with an offset where the organisations
// are overseas, as the offset or the profile says: the service compares a moment with
// their clock as if it were in Paris, and would leave out the appointments of hours.
func (r *Run) CheckBound(flag, text string) error {
	zone, err := r.TimeZone()
	if err != nil {
		return err
	}
	for _, layout := range offsetLayouts() {
		at, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		_, written := at.Zone()
		_, here := at.In(zone).Zone()
		_, there := at.In(paris.Location()).Zone()
		if here != there || written < 0 || written > 2*60*60 { // 0 is UTC
			if here != there {
				at = at.In(zone)
			}
			return exit.Usage.New(message.ErrBoundOverseas, flag, text).WithHint(message.HintBoundOverseas, at.Format("2006-01-02T15:04:05"))
		}
	}
	return nil
}
