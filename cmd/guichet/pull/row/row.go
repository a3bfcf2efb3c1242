// Package row reads and changes rows as the bytes that the service sent: their
// key, their digest, and what is left out or hidden of them.
package row

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// Key finds what identifies a row, which must be a number or a text.
func Key(row []byte, field string) (sorted.Key, error) {
	if number, ok := leading(row, field); ok {
		return sorted.Key{Number: number}, nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(row, &object); err != nil {
		return sorted.Key{}, fmt.Errorf("a row is no object: %w", err)
	}
	raw := object[field]
	if number, err := strconv.ParseInt(string(raw), 10, 64); err == nil {
		return sorted.Key{Number: number}, nil
	}
	var text string
	if json.Unmarshal(raw, &text) != nil || text == "" {
		return sorted.Key{}, fmt.Errorf("a row has no %q", field)
	}
	return sorted.Key{Text: text}, nil
}

// leading reads a number that is the first field, as services write it, without
// reading the rest.
func leading(row []byte, field string) (int64, bool) {
	rest, ok := bytes.CutPrefix(row, []byte(`{"`+field+`":`))
	if !ok {
		return 0, false
	}
	end := bytes.IndexAny(rest, ",}")
	if end < 0 {
		return 0, false
	}
	number, err := strconv.ParseInt(string(rest[:end]), 10, 64)
	return number, err == nil
}

// options accept what a service sent although it is not quite as RFC 8259
// advises, and change nothing of it.
func options(more ...jsontext.Options) []jsontext.Options {
	return append(more, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true))
}

// Compact returns the row without space between its parts: itself when it has
// none, otherwise appended to buffer.
func Compact(buffer, row []byte) ([]byte, error) {
	text, escaped := false, false
	for _, c := range row {
		switch {
		case escaped:
			escaped = false
		case text:
			escaped, text = c == '\\', c != '"'
		case c == '"':
			text = true
		case c <= ' ':
			return jsontext.AppendFormat(buffer[:0], row, options()...)
		}
	}
	return row, nil
}

// Digest is a keyed digest of an object's value: the order of its fields and the
// space between them do not count.
type Digest [16]byte

// Digester computes digests. It is not safe for concurrent use.
type Digester struct {
	mac    hash.Hash
	buffer []byte
	sum    []byte
}

// NewDigester returns a digester for a secret key.
func NewDigester(key []byte) *Digester { return &Digester{mac: hmac.New(sha256.New, key)} }

// Of returns the digest of a row.
func (d *Digester) Of(row []byte) (digest Digest, err error) {
	d.buffer, err = jsontext.AppendFormat(d.buffer[:0], row,
		options(jsontext.ReorderRawObjects(true))...)
	if err != nil {
		return digest, err
	}
	d.mac.Reset()
	_, _ = d.mac.Write(d.buffer) // a hash takes everything
	d.sum = d.mac.Sum(d.sum[:0])
	copy(digest[:], d.sum)
	return digest, nil
}

// StartsOn returns the day of the row's "starts_at" as the service writes it,
// "" when it has none. Within a text the quotation marks would be escaped.
func StartsOn(row []byte) string {
	const name = `"starts_at":"`
	at := bytes.Index(row, []byte(name))
	if at < 0 || len(row) < at+len(name)+len("2006-01-02") {
		return ""
	}
	return string(row[at+len(name) : at+len(name)+len("2006-01-02")])
}
