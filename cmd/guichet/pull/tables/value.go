package tables

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// kind is the type of a column.
type kind byte

const (
	text kind = iota
	integer
	boolean
	numeric
	moment
	day
	document
)

// types are the names that PostgreSQL has for the kinds.
var types = [...]string{"text", "bigint", "boolean", "numeric", "timestamptz", "date", "jsonb"}

// kindOf is the kind of the column of a value that is neither an object with known fields
// nor a list with a table of its own.
func kindOf(s *dataset.Schema) kind {
	switch s.Types[0] {
	case "integer":
		return integer
	case "boolean":
		return boolean
	case "number":
		return numeric
	case "object", "array":
		return document
	}
	switch {
	case s.Moment:
		return moment
	case s.Format == "date":
		return day
	}
	return text
}

// cell appends a value as the cell of a CSV file: nothing for null, and for a value that
// the column cannot hold.
func (k kind) cell(dst, value []byte) (cell []byte, fits bool) {
	if len(value) == 0 || value[0] == 'n' {
		return dst, true
	}
	var buffer [64]byte // most texts are short: no allocation
	plain := value
	if value[0] == '"' {
		plain = rawjson.AppendText(buffer[:0], value)
	}
	switch {
	case k == text:
		return appendCell(dst, plain), true
	case k == document:
		return appendCell(dst, storable(value)), true
	case len(plain) == 0:
		return dst, true
	case k == boolean:
		fits = string(plain) == "true" || string(plain) == "false"
	case k == integer:
		n, err := strconv.ParseInt(string(plain), 10, 64)
		plain, fits = strconv.AppendInt(buffer[:0], n, 10), err == nil
	case k == numeric:
		plain, fits = number(plain)
	case k == day:
		fits = isDay(plain)
	default:
		plain, fits = dataset.Moment(value)
		plain = bytes.Trim(plain, `"`)
		fits = fits && len(plain) > len(time.DateOnly) && isDay(plain[:len(time.DateOnly)])
	}
	if fits {
		dst = append(dst, plain...)
	}
	return dst, fits
}

// isDay reports whether a text is a day of the years 1 to 9999.
func isDay(text []byte) bool {
	day, err := time.Parse(time.DateOnly, string(text))
	return err == nil && day.Year() > 0
}

// number returns a number as any database reads it. One with an exponent or with very
// many digits is written with the precision of a float64.
func number(text []byte) (plain []byte, ok bool) {
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || len(bytes.Trim(text, "0123456789+-.eE")) > 0 {
		return nil, false
	}
	if bytes.ContainsAny(text, "eE") || len(text) > 100 {
		text = strconv.AppendFloat(nil, f, 'g', -1, 64)
	}
	return text, true
}

// storable is JSON in a spelling that jsonb takes.
func storable(value []byte) []byte {
	plain, _ := jsontext.AppendFormat(nil, value, // it was accepted before
		jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true), jsontext.CanonicalizeRawFloats(true))
	// An escaped backslash may stand before what only looks like NUL.
	return []byte(strings.NewReplacer(`\\`, `\\`, `\u0000`, "\ufffd").Replace(string(plain)))
}

// accepted replaces what PostgreSQL refuses in a text: NUL, and what is not UTF-8.
func accepted(text []byte) []byte {
	if bytes.IndexByte(text, 0) >= 0 {
		text = bytes.ReplaceAll(text, []byte{0}, []byte("\ufffd"))
	}
	if !utf8.Valid(text) {
		text = []byte(strings.ToValidUTF8(string(text), "\ufffd"))
	}
	return text
}

// appendCell appends a text as the cell of a CSV file. An empty text has quotes: nothing is
// null.
func appendCell(dst, text []byte) []byte {
	text = accepted(text)
	if len(text) > 0 && !bytes.ContainsAny(text, "\",\r\n\\") {
		return append(dst, text...)
	}
	text = bytes.ReplaceAll(text, []byte(`"`), []byte(`""`))
	// Before version 18, psql ends a file at a line that is \. alone, within quotes too.
	for range 2 { // a line can begin where the one before it ends
		text = bytes.ReplaceAll(text, []byte("\n\\.\n"), []byte("\n\\\".\"\n"))
		text = bytes.ReplaceAll(text, []byte("\n\\.\r\n"), []byte("\n\\\".\"\r\n"))
	}
	return append(append(append(dst, '"'), text...), '"')
}
