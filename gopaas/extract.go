package gopaas

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/internal/rest"
)

// extract finds the rows of an answer, whose shape is not documented: an array
// of objects, or an object that has one called rows, items or data (the first
// of them that is an array). It does not guess beyond that.
func extract(body []byte) (*ListPage, error) {
	var raw []json.RawMessage
	page := &ListPage{Total: -1}
	switch kind(body) {
	case "nothing":
		return nil, emptyAnswer{}
	case "array":
		if err := json.Unmarshal(body, &raw); err != nil {
			return nil, err
		}
	case "object":
		var object map[string]json.RawMessage
		if err := json.Unmarshal(body, &object); err != nil {
			return nil, err
		}
		name := rowsIn(object)
		if name == "" {
			return nil, unknownShape(object)
		}
		if err := json.Unmarshal(object[name], &raw); err != nil {
			return nil, err
		}
		page.Column, page.Total = object["column"], totalOf(object["total"])
	default:
		var value any
		if err := json.Unmarshal(body, &value); err != nil {
			return nil, err
		}
		return nil, shapef("it is %s, not a list of rows", withArticle(kind(body)))
	}
	if err := rest.CheckNames(body); err != nil {
		return nil, err
	}
	page.Rows = make([]Row, len(raw))
	for i, row := range raw {
		if kind(row) != "object" {
			return nil, fmt.Errorf("row %d is %s, not an object", i+1, withArticle(kind(row)))
		}
		page.Rows[i] = Row{Raw: row}
	}
	return page, nil
}

// shapeError says that an answer is JSON and has no rows.
type shapeError struct{ text string }

func (e *shapeError) Error() string { return e.text }

func shapef(format string, args ...any) error { return &shapeError{fmt.Sprintf(format, args...)} }

func rowsIn(object map[string]json.RawMessage) string {
	for _, name := range []string{"rows", "items", "data"} {
		if kind(object[name]) == "array" {
			return name
		}
	}
	return ""
}

// unknownShape names what the answer has, so that its reader can tell what it
// is, and the whole text where it is a message.
func unknownShape(object map[string]json.RawMessage) error {
	const most = 10
	if text, only := message(object); only {
		return shapef("it is the message %q, not a list of rows", text)
	}
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.Sort(names)
	var shown []string
	for _, name := range names[:min(len(names), most)] {
		short := strings.ToValidUTF8(name[:min(len(name), 40)], "")
		shown = append(shown, fmt.Sprintf("%s (%s)", short, kind(object[name])))
	}
	if len(names) > most {
		shown = append(shown, fmt.Sprintf("and %d more", len(names)-most))
	}
	if len(shown) == 0 {
		shown = []string{"nothing"}
	}
	return shapef("it is an object without rows, items or data; it has %s", strings.Join(shown, ", "))
}

// message returns the text of an object {"msg":"…"}, which is how the service
// words its errors.
func message(object map[string]json.RawMessage) (string, bool) {
	var text string
	if len(object) != 1 || json.Unmarshal(object["msg"], &text) != nil {
		return "", false
	}
	return text, true
}

// totalOf reads a count that may be a number or a text.
func totalOf(raw json.RawMessage) int {
	text := string(raw)
	if kind(raw) == "string" {
		_ = json.Unmarshal(raw, &text)
	}
	if n, err := strconv.Atoi(text); err == nil && n >= 0 {
		return n
	}
	return -1
}
