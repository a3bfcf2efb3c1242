package command

import (
	"encoding/json"
	"strconv"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// fits reports whether a value of --data can be the field's, as its flag would
// be. kind is what the value is: its type, or the text that was refused.
func (f Field) fits(raw json.RawMessage) (kind string, ok bool) {
	if len(raw) == 0 || string(raw) == "null" {
		return "null", true
	}
	kind = kindOf(raw[0])
	switch f.Kind {
	case NumberField:
		_, err := strconv.ParseInt(string(raw), 10, 64)
		return kind, kind == "number" && err == nil
	case DecimalField:
		return kind, kind == "number" && (f.Check == nil || f.Check(string(raw)) == nil)
	case NumbersField:
		return kind, kind == "array"
	case BoolField:
		return kind, kind == "boolean"
	case SecretField:
		return kind, kind == "string"
	case TextField, DayField, DateField:
		text, isText := rawjson.Text(raw)
		if !isText {
			return kind, false
		}
		return strconv.Quote(text), f.refuses(text) == nil
	}
	return kind, true
}

// kindOf is the type of a JSON value by its first byte.
func kindOf(first byte) string {
	switch first {
	case '"':
		return "string"
	case '[':
		return "array"
	case '{':
		return "object"
	case 't', 'f':
		return "boolean"
	}
	return "number"
}
