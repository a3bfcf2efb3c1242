package render

import (
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// maxListed bounds how many valid values a hint lists.
const maxListed = 20

// refused is the error of a flag whose value cannot be printed: an unknown format or
// column, a filter that does not parse or does not fit the data.
func refused(flag string, problem message.Key, args ...any) *exit.Error {
	return exit.Usage.New(message.WithCause, "--"+flag, message.Fail(problem, args...))
}

// unknown is the error of a value that is not a valid one. It suggests the nearest,
// or lists them.
func unknown(flag string, problem message.Key, value string, valid []string) *exit.Error {
	e := refused(flag, problem, value).Suggest(value, valid)
	if parent := strings.LastIndexByte(value, '.'); e.Hint == nil && parent > 0 {
		e = e.Suggest(value[:parent], valid)
	}
	switch {
	case e.Hint != nil || len(valid) == 0:
		return e
	case len(valid) > maxListed:
		return e.WithHint(message.RenderHintValidMore, strings.Join(valid[:maxListed], ", "))
	}
	return e.WithHint(message.RenderHintValid, strings.Join(valid, ", "))
}
