package render

import (
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// maxListed bounds how many valid values an error line enumerates.
const maxListed = 20

// UsageError says that what the user asked for cannot be printed: an unknown
// format or column, a filter that does not parse or does not fit the data. A
// command that gets one exits with its usage code.
type UsageError struct {
	// Flag is the long name of the flag at fault, without dashes.
	Flag string
	// Value is what the user gave.
	Value string
	// Problem is what is wrong with it, in one line.
	Problem error
	// Nearest is the valid value closest to Value; empty when none is close.
	Nearest string
	// Valid holds the values that would have been accepted, when they can be
	// listed.
	Valid []string
}

// Error gives the problem, in English.
func (e *UsageError) Error() string { return e.In(nil) }

// In gives the problem in the language of the catalogue.
func (e *UsageError) In(c *message.Catalogue) string {
	return c.Text(message.WithCause, "--"+e.Flag, Sanitize(c.Reason(e.Problem)))
}

// Exit says what to write instead, where something useful is known.
func (e *UsageError) Exit() *exit.Error {
	failed := exit.Usage.Wrap(e)
	switch {
	case e.Nearest != "":
		return failed.WithHint(message.LineDidYouMean, Sanitize(e.Nearest))
	case len(e.Valid) > maxListed:
		return failed.WithHint(message.RenderHintValidMore, Sanitize(strings.Join(e.Valid[:maxListed], ", ")))
	case len(e.Valid) > 0:
		return failed.WithHint(message.RenderHintValid, Sanitize(strings.Join(e.Valid, ", ")))
	}
	return failed
}

func unknown(flag string, problem message.Key, value string, valid []string) *UsageError {
	nearest := message.Nearest(value, valid)
	if parent := strings.LastIndexByte(value, '.'); nearest == "" && parent > 0 {
		nearest = message.Nearest(value[:parent], valid)
	}
	return &UsageError{Flag: flag, Value: value, Problem: message.Fail(problem, value), Nearest: nearest, Valid: valid}
}
