package render

import (
	"fmt"
	"strings"
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
	Problem string
	// Nearest is the valid value closest to Value; empty when none is close.
	Nearest string
	// Valid holds the values that would have been accepted, when they can be
	// listed.
	Valid []string
}

// Error gives the problem and, where there is one, the hint.
func (e *UsageError) Error() string {
	line := "--" + e.Flag + ": " + Sanitize(e.Problem)
	if hint := e.Hint(); hint != "" {
		line += "; " + hint
	}
	return line
}

// Hint says what to write instead; it is empty when nothing useful is known.
func (e *UsageError) Hint() string {
	switch {
	case e.Nearest != "":
		return fmt.Sprintf("did you mean %q?", Sanitize(e.Nearest))
	case len(e.Valid) > maxListed:
		return "use one of " + Sanitize(strings.Join(e.Valid[:maxListed], ", ")) + ", …"
	case len(e.Valid) > 0:
		return "use one of " + Sanitize(strings.Join(e.Valid, ", "))
	}
	return ""
}

func unknown(flag, noun, value string, valid []string) *UsageError {
	return &UsageError{
		Flag:    flag,
		Value:   value,
		Problem: fmt.Sprintf("unknown %s %q", noun, value),
		Nearest: Nearest(value, valid),
		Valid:   valid,
	}
}
