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
	day, err := SandboxDay(text)
	if err != nil {
		return day, exit.Usage.New(message.WithCause, variable, err)
	}
	return day, nil
}

// SandboxDay reads a day such as 2026-11-30 or 30/11/2026.
func SandboxDay(text string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, "02/01/2006"} {
		if day, err := time.Parse(layout, text); err == nil {
			return day, nil
		}
	}
	return time.Time{}, message.Fail(message.ErrNoDate, text)
}

// Day reads a day of appointments: 2026-11-30, or a number of days from today with its
// sign, such as -30d: elsewhere 30d is the past. Today is that of [Run.TimeZone]. The
// day is its midnight, written as if it were in UTC.
func (r *Run) Day(text string) (time.Time, error) {
	days, counted := strings.CutSuffix(text, "d")
	if !counted {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			err = message.Fail(message.ErrNoDate, text)
		}
		return day, err
	}
	n, err := strconv.Atoi(days)
	signed := strings.HasPrefix(days, "+") || strings.HasPrefix(days, "-")
	if err != nil || !signed && n != 0 || n < -100_000 || n > 100_000 {
		return time.Time{}, message.Fail(message.ErrNoDate, text)
	}
	zone, err := r.TimeZone()
	if err != nil {
		return time.Time{}, err
	}
	year, month, day := r.Now().In(zone).Date()
	return time.Date(year, month, day+n, 0, 0, 0, 0, time.UTC), nil
}

// CheckBound refuses a bound of appointments with an offset where the organisations
// are overseas, as the offset or the profile says: the service compares a moment with
// their clock as if it were in Paris, and would leave out the appointments of hours.
func (r *Run) CheckBound(flag, text string) error {
	zone, err := r.TimeZone()
	if err != nil {
		return err
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05 -0700"} {
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
