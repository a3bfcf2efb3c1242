package pull

import (
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/paris"
)

// moment reads an end of a window: a day (whole, see [command.Run.Day]), or a time.
// Days, and times without an offset, are those of the organisation: the service
// compares its clock as if it were in Paris. last says that it is the later end. The
// result is RFC 3339 in UTC, "" for no bound.
func moment(r *command.Run, flag, text string, last bool) (string, error) {
	if text == "" {
		return "", nil
	}
	day, err := r.Day(text)
	switch {
	case err == nil && last:
		return paris.Moment(day.AddDate(0, 0, 1)).Add(-time.Second).Format(time.RFC3339), nil
	case err == nil:
		return paris.Moment(day).Format(time.RFC3339), nil
	case exit.Of(err) == exit.Usage:
		return "", err
	}
	if err := r.CheckBound(flag, text); err != nil {
		return "", err
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05 -0700"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC().Format(time.RFC3339), nil
		}
	}
	for _, layout := range []string{clockLayout, "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return paris.Moment(t).Format(time.RFC3339), nil
		}
	}
	return "", exit.Usage.New(message.PullErrMoment, flag, text)
}

// clockLayout is a time as clocks show it, without an offset.
const clockLayout = "2006-01-02T15:04:05"
