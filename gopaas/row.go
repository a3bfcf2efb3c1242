package gopaas

import (
	"encoding/json"
	"fmt"
	"iter"

	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Row is a record: a flat JSON object, as the service sent it or is to be sent
// it.
type Row struct {
	Raw json.RawMessage // the JSON object
}

// NewRow encodes a struct or a map as a row.
func NewRow(value any) (Row, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return Row{}, fmt.Errorf("gopaas: the row cannot be encoded: %w", err)
	}
	if kind(raw) != "object" {
		return Row{}, fmt.Errorf("gopaas: a row is an object, not %s", a(kind(raw)))
	}
	return Row{Raw: raw}, nil
}

// String is the row's JSON.
func (r Row) String() string { return string(r.Raw) }

// Decode decodes the row into a struct or a map, as encoding/json does, but refuses
// two names for one field. Numbers may come as strings: the tag option ",string"
// reads those.
func (r Row) Decode(into any) error { return rest.UnmarshalAnyCase(r.Raw, into) }

// Cle is the key of the record, "" when the row has none. The rows of a view
// over several tables may repeat a key.
func (r Row) Cle() string { return cleOf(rawjson.Member(r.Raw, "cle")) }

// MarshalJSON gives the row's own bytes.
func (r Row) MarshalJSON() ([]byte, error) {
	if r.Raw == nil {
		return []byte("null"), nil
	}
	return r.Raw, nil
}

// cleOf reads a key, which is a string or a number.
func cleOf(raw json.RawMessage) string {
	switch kind(raw) {
	case "string":
		text, _ := rawjson.Text(raw)
		return text
	case "number":
		return string(raw)
	}
	return ""
}

// kind is the JSON type of raw.
func kind(raw json.RawMessage) string {
	raw = trim(raw)
	if len(raw) == 0 {
		return "nothing"
	}
	switch raw[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	return "number"
}

// a is the kind in a sentence.
func a(kind string) *refusal.Refusal {
	switch kind {
	case "object":
		return refusal.New("json_object", "an object")
	case "array":
		return refusal.New("json_array", "an array")
	case "string":
		return refusal.New("json_string", "a string")
	case "number":
		return refusal.New("json_number", "a number")
	case "boolean":
		return refusal.New("json_boolean", "a boolean")
	case "null":
		return refusal.New("json_null", "null")
	}
	return refusal.New("json_nothing", "nothing")
}

// decodeRow decodes row number n of an answer.
func decodeRow[T any](c *core, op string, n int, row Row) (value T, err error) {
	if err := row.Decode(&value); err != nil {
		typ := fmt.Sprintf("%T", value)
		return value, c.refuse(op, unusable(refusal.New("row_misfit", `row %d (cle %q) does not fit %s: %s`, n, row.Cle(), typ, err)))
	}
	return value, nil
}

// decodeEach decodes rows until one does not fit.
func decodeEach[T any](c *core, op string, rows iter.Seq2[Row, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		for row, err := range rows {
			var value T
			if n++; err == nil {
				value, err = decodeRow[T](c, op, n, row)
			}
			if !yield(value, err) || err != nil {
				return
			}
		}
	}
}
