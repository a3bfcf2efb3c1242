package gopaas

import (
	"strings"

	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Search is a filter on the columns of a view, hidden ones included. The zero
// value is none. Contains and Equals are the only operators that are
// documented, and And is the only way of joining; RawSearch is for the rest.
type Search struct {
	text string
	err  error
}

// Contains finds rows whose field contains value.
func Contains(field, value string) Search { return condition(field, "contain", value) }

// Equals finds rows whose field is value.
func Equals(field, value string) Search { return condition(field, "equal", value) }

// RawSearch sends text as it is: triples such as "nom|contain|NIDS|", joined by
// "AND|".
func RawSearch(text string) Search { return Search{text: text} }

// And finds rows that both s and t find.
func (s Search) And(t Search) Search {
	switch {
	case s.err != nil || t.text == "" && t.err == nil:
		return s
	case t.err != nil || s.text == "":
		return t
	case !strings.HasSuffix(s.text, "|"):
		return Search{err: rest.Invalid("advancedSearch", refusal.New("open_search", "%q must end with | when another condition is added", s.text))}
	}
	return Search{text: s.text + "AND|" + t.text}
}

// String is the search as the service reads it.
func (s Search) String() string { return s.text }

// condition refuses what would mean something else to the service: there is no
// way of writing | in a value, and what begins with $$ may be run as an
// expression.
func condition(field, operator, value string) Search {
	if field == "" {
		return Search{err: rest.Invalid("advancedSearch", refusal.New("no_field", "a condition requires a field"))}
	}
	for _, part := range []string{field, value} {
		if strings.Contains(part, "|") {
			return Search{err: rest.Invalid("advancedSearch", refusal.New("bar", "%q contains |, which is not allowed in a condition", part))}
		}
	}
	if isExpression(value) {
		return Search{err: rest.Invalid("advancedSearch", refusal.New("expression", "the value %q starts with $$, which the service may run as an expression; use RawSearch to send it", value))}
	}
	return Search{text: field + "|" + operator + "|" + value + "|"}
}

// isExpression reports whether the service may evaluate the value.
func isExpression(value string) bool { return strings.HasPrefix(strings.TrimSpace(value), "$$") }

// checkHeaderValue refuses a value that does not fit on one line.
func checkHeaderValue(name, value string) error {
	if strings.ContainsFunc(value, isControl) {
		return rest.Invalid(name, refusal.New("header_line", "a header must not contain a line break or another control character"))
	}
	return nil
}
