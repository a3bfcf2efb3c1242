package gopaas

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// extract finds the rows of an answer, whose shape is not documented: an array
// of objects, or an object that has one called rows, items or data (the first
// of them that is an array). It does not guess beyond that.
func extract(body []byte) (*ListPage, error) {
	if len(body) == 0 {
		return nil, errEmpty
	}
	if err := rest.CheckJSON(body); err != nil {
		return nil, err
	}
	body = bytes.Clone(body) // the rows are parts of it
	page := &ListPage{Total: -1}
	list := body
	switch kind(body) {
	case "array":
	case "object":
		all := fields(body)
		if list = rowsIn(all); list == nil {
			return nil, unknownShape(body, all)
		}
		page.Column, page.Total = all["column"], totalOf(all["total"])
	default:
		return nil, &shapeError{refusal.New("not_rows", "the response is %s, not a list of rows", a(kind(body)))}
	}
	rows, err := rawjson.Elements(list)
	if err != nil {
		return nil, err
	}
	page.Rows = make([]Row, len(rows))
	for i, row := range rows {
		if kind(row) != "object" {
			return nil, refusal.New("numbered_row_not_object", "row %d is %s, not an object", i+1, a(kind(row)))
		}
		page.Rows[i] = Row{Raw: row}
	}
	return page, nil
}

// fields are the values of an object that was checked, by their names.
func fields(object []byte) map[string]json.RawMessage {
	all := map[string]json.RawMessage{}
	_ = rawjson.Members(object, func(name, value []byte) { all[string(name)] = value }) // it was checked
	return all
}

// shapeError says that an answer is JSON and has no rows.
type shapeError struct{ why *refusal.Refusal }

func (e *shapeError) Error() string { return e.why.Error() }

func (e *shapeError) Unwrap() error { return e.why }

func rowsIn(object map[string]json.RawMessage) []byte {
	for _, name := range []string{"rows", "items", "data"} {
		if kind(object[name]) == "array" {
			return object[name]
		}
	}
	return nil
}

// unknownShape names what the answer has, so that its reader can tell what it
// is, and the whole text where it is a message.
func unknownShape(body []byte, object map[string]json.RawMessage) error {
	const most = 10
	if text, only := message(body); only {
		return &shapeError{refusal.New("message_not_rows", "the response is the message %q, not a list of rows", text)}
	}
	names := slices.Sorted(maps.Keys(object))
	var shown []string
	for _, name := range names[:min(len(names), most)] {
		short := strings.ToValidUTF8(name[:min(len(name), 40)], "")
		shown = append(shown, fmt.Sprintf("%s (%s)", short, kind(object[name])))
	}
	if len(names) > most {
		shown = append(shown, fmt.Sprintf("… (+%d)", len(names)-most))
	}
	var has any = strings.Join(shown, ", ")
	if len(shown) == 0 {
		has = a("nothing")
	}
	return &shapeError{refusal.New("no_rows", "the response is an object without rows, items or data; its fields: %s", has)}
}

// message returns the text of an object {"msg":"…"}, which is how the service
// words its errors.
func message(body []byte) (text string, only bool) {
	members, isText := 0, false
	err := rawjson.Members(body, func(name, value []byte) {
		if members++; string(name) == "msg" {
			text, isText = rawjson.Text(value)
		}
	})
	return text, err == nil && members == 1 && isText
}

// totalOf reads a count that may be a number or a text.
func totalOf(raw json.RawMessage) int {
	text, isText := rawjson.Text(raw)
	if !isText {
		text = string(raw)
	}
	if n, err := strconv.Atoi(text); err == nil && n >= 0 {
		return n
	}
	return -1
}
