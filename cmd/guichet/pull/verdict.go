package pull

import (
	"slices"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

// verdict shows the warnings.
func (j *job) verdict(m *result.Manifest) error {
	var v verdict
	for i := range j.datasets {
		entry := m.Find(j.datasets[i].Name)
		j.metrics.result(entry)
		v.add(j, &j.datasets[i], entry.Completeness, entry.Warnings)
	}
	return v.err(j)
}

// verdict is what became of all datasets.
type verdict struct{ warned, short bool }

// add shows the warnings of a dataset.
func (v *verdict) add(j *job, d *dataset.Dataset, completeness string, warnings []string) {
	for _, text := range warnings {
		j.r.Say(text)
		v.warned = true
	}
	v.short = v.short || completeness == result.Unknown && d.Strategy() != "unknown"
}

// err is the error of the run. Rows that a service counts and that could not be read are
// always one; any warning is one with --strict.
func (v *verdict) err(j *job) error {
	switch {
	case v.short:
		return incomplete()
	case v.warned && j.r.Settings.Strict:
		return exit.Partial.New(message.PullErrStrict)
	}
	return nil
}

// tell says to a person what was read of each dataset, whether that is all, and what is
// new. A scheduled job has no terminal: for it that is in the manifest.
func (j *job) tell(m *result.Manifest) {
	if !j.r.ErrTerminal {
		return
	}
	c := j.r.Messages
	for _, d := range j.datasets {
		entry, noun := m.Find(d.Name), message.NounOf(d.Name)
		whole := message.PullUnproven
		switch entry.Completeness {
		case result.Complete:
			whole = message.PullComplete
		case result.Moving:
			whole = message.PullMoving
		}
		parts := []string{c.Counted(noun, entry.Counts.Unique), c.Text(whole)}
		if entry.Changes.Since {
			parts = append(parts, changed(c, noun, entry.Counts)...)
		}
		j.r.Notice(message.PullDone, d.Name, strings.Join(parts, ", "))
	}
}

// changed counts what differs from the previous result.
func changed(c *message.Catalogue, noun message.Key, counts result.Counts) (parts []string) {
	for _, kind := range []struct {
		n         int
		adjective message.Key
	}{{counts.Created, message.PullNew}, {counts.Updated, message.PullChanged}, {counts.Gone, message.PullGone}} {
		if kind.n > 0 {
			parts = append(parts, c.Are(noun, kind.n, kind.adjective))
		}
	}
	if parts == nil {
		parts = []string{c.Text(message.PullNothingNew)}
	}
	return parts
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
