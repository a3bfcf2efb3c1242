package pull

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/paris"
)

var errNoMoment = errors.New("neither a date, a time nor a number of days")

// parseMoment reads an end of a window: a day (in Paris, whole), a time (in Paris
// without an offset), or a number of days from today with its sign, such as -30d:
// elsewhere 30d is the past. last says that
// it is the later end. The answer is RFC 3339 in UTC, "" for no bound.
func parseMoment(text string, last bool, now time.Time) (string, error) {
	if text == "" {
		return "", nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		signed := strings.HasPrefix(days, "+") || strings.HasPrefix(days, "-")
		if err != nil || !signed && n != 0 || n < -100_000 || n > 100_000 {
			return "", errNoMoment
		}
		today := now.In(paris.Location())
		return day(time.Date(today.Year(), today.Month(), today.Day()+n, 0, 0, 0, 0, time.UTC), last), nil
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return day(t, last), nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05 -0700"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC().Format(time.RFC3339), nil
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return paris.Moment(t).Format(time.RFC3339), nil
		}
	}
	return "", errNoMoment
}

// day is the first or the last second of a day in Paris.
func day(wall time.Time, last bool) string {
	if last {
		return paris.Moment(wall.AddDate(0, 0, 1)).Add(-time.Second).Format(time.RFC3339)
	}
	return paris.Moment(wall).Format(time.RFC3339)
}

// windowOf turns bounds into the seconds that the reading counts in.
func windowOf(b result.Bounds) page.Window {
	w := page.Window{From: page.OpenFrom, To: page.OpenTo}
	if t, err := time.Parse(time.RFC3339, b.After); err == nil {
		w.From = t.Unix()
	}
	if t, err := time.Parse(time.RFC3339, b.Before); err == nil {
		w.To = t.Unix()
	}
	return w
}
