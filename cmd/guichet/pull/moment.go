package pull

import (
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/paris"
)

// parseMoment reads an end of a window: a day (in Paris, whole), a time (in Paris
// without an offset), or a number of days from today with its sign, such as -30d:
// elsewhere 30d is the past. last says that it is the later end. The result is RFC
// 3339 in UTC, "" for no bound.
func parseMoment(flag, text string, last bool, now time.Time) (string, error) {
	if text == "" {
		return "", nil
	}
	if day, err := parseDay(text, now); err == nil {
		if last {
			return paris.Moment(day.AddDate(0, 0, 1)).Add(-time.Second).Format(time.RFC3339), nil
		}
		return paris.Moment(day).Format(time.RFC3339), nil
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
	return "", exit.Usage.New(message.PullErrMoment, flag, text)
}

// parseDay reads a day, or a number of days from today.
func parseDay(text string, now time.Time) (time.Time, error) {
	days, counted := strings.CutSuffix(text, "d")
	if !counted {
		return time.Parse(time.DateOnly, text)
	}
	n, err := strconv.Atoi(days)
	signed := strings.HasPrefix(days, "+") || strings.HasPrefix(days, "-")
	if err != nil || !signed && n != 0 || n < -100_000 || n > 100_000 {
		return time.Time{}, strconv.ErrRange
	}
	today := now.In(paris.Location())
	return time.Date(today.Year(), today.Month(), today.Day()+n, 0, 0, 0, 0, time.UTC), nil
}
