package pull

import (
	"slices"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

// verdict shows the warnings. Rows that a service counts and that could not be read
// are always an error; any warning is one with --strict.
func (j *job) verdict(m *result.Manifest) error {
	warned, short := false, false
	for _, d := range j.datasets {
		entry := m.Find(d.Name)
		for _, text := range entry.Warnings {
			j.r.Say(text)
			warned = true
		}
		short = short || entry.Completeness == result.Unknown && d.Strategy() != "unknown"
	}
	switch {
	case short:
		return incomplete()
	case warned && j.r.Settings.Strict:
		return exit.Partial.New(message.PullErrStrict)
	}
	return nil
}

// incomplete is the error of a reading that lacks rows.
func incomplete() error {
	err := exit.Partial.New(message.PullErrIncomplete).WithHint(message.PullHintIncomplete)
	err.Retryable = true
	return err
}

// completeness is the manifest's word for how completely a dataset was read.
func (c *collected) completeness() string {
	switch {
	case c.report.Unknown || len(c.report.Short) > 0:
		return result.Unknown
	case len(c.report.Unsettled) > 0:
		return result.Moving
	}
	return result.Complete
}

// warnings says in which way a reading may be incomplete.
func (c *collected) warnings(messages *message.Catalogue) []string {
	warnings := []string{}
	warn := func(key message.Key, args ...any) {
		warnings = append(warnings, messages.Text(key, append([]any{c.dataset.Name}, args...)...))
	}
	for _, short := range c.report.Short {
		warn(message.PullWarnShort, short.Part, short.Unique, short.Total)
	}
	if c.report.Unknown && len(c.report.Unsettled) == 0 {
		warn(message.PullWarnUnknown)
	}
	for _, change := range c.report.Unsettled {
		if change.Before == change.Total {
			warn(message.PullWarnCount, change.Part, change.Unique, change.Total)
		} else {
			warn(message.PullWarnUnsettled, change.Part, change.Unique, change.Before, change.Total)
		}
	}
	slices.Sort(warnings)
	return warnings
}
