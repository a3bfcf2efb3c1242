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
	if compact, _ := look(row); compact {
		return row, nil
	}
	return jsontext.AppendFormat(buffer[:0], row, options()...)
}

// Digest is a keyed digest of an object's value: the order of its fields and the
// space between them do not count, nor does the DTSTAMP of a calendar entry in a
// field "ical", which is the moment at which the service wrote it.
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
	compact, ordered := look(row)
	if !compact {
		if row, err = jsontext.AppendFormat(nil, row, options()...); err != nil {
			return digest, err
		}
	}
	if !ordered {
		d.buffer, err = appendOrdered(d.buffer[:0], row)
		if err != nil {
			return digest, err
		}
		row = d.buffer
	}
	d.mac.Reset()
	for ical, next := nextICal(row); ical != nil; ical, next = nextICal(row) {
		_, _ = d.mac.Write(row[:len(row)-len(next)-len(ical)]) // a hash takes everything
		before, after := cutStamp(ical)
		_, _ = d.mac.Write(before)
		_, _ = d.mac.Write(after)
		row = next
	}
	_, _ = d.mac.Write(row)
	d.sum = d.mac.Sum(d.sum[:0])
	copy(digest[:], d.sum)
	return digest, nil
}

// nextICal finds the text of the next field "ical" of a row without space, nil
// when there is none, and what follows it. Within a text the quotation marks would
// be escaped.
func nextICal(row []byte) (ical, rest []byte) {
	_, rest, found := bytes.Cut(row, []byte(`"ical":"`))
	if !found {
		return nil, nil
	}
	end := closing(rest)
	return rest[:end], rest[end:]
}

// cutStamp leaves out the value of the line DTSTAMP of a calendar entry, as JSON
// has it.
func cutStamp(ical []byte) (before, after []byte) {
	const line = `\r\nDTSTAMP:`
	at := bytes.Index(ical, []byte(line))
	if at < 0 {
		return ical, nil
	}
	at += len(line)
	length := bytes.IndexByte(ical[at:], '\\')
	if length < 0 {
		return ical, nil
	}
	return ical[:at], ical[at+length:]
}

// StartsAt returns the row's "starts_at" as the service writes it, with its
// quotation marks, nil when it has none. Those of objects inside the row do not
// count.
func StartsAt(row []byte) []byte {
	const name = `"starts_at":`
	if !bytes.Contains(row, []byte(name)) {
		return nil
	}
	depth := 0
	for i := 0; i < len(row); i++ {
		switch row[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			value, found := bytes.CutPrefix(row[i:], []byte(name))
			if !found || depth != 1 {
				i += 1 + closing(row[i+1:])
				continue
			}
			if len(value) == 0 || value[0] != '"' {
				return nil
			}
			return value[:min(len(value), 2+closing(value[1:]))]
		}
	}
	return nil
}

// StartsOn returns the day of StartsAt, "" when there is none.
func StartsOn(row []byte) string {
	const day = "2006-01-02"
	text := StartsAt(row)
	if len(text) < len(day)+2 {
		return ""
	}
	return string(text[1 : 1+len(day)])
}
