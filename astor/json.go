package astor

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/guichet-go/guichet/internal/charset"
	"github.com/guichet-go/guichet/internal/refusal"
)

// object is a JSON object. A file is decoded once into plain values, and the
// many shapes of each member are told apart there: reading raw messages again
// at each level would take time that grows with the depth.
type object = map[string]any

var byteOrderMark = []byte("\ufeff")

// readObject decodes a file that must be one JSON object. Its error is one line
// that says what the file is instead.
func readObject(data []byte, op string) (object, error) {
	if decoded, wide := charset.Marked(data); wide {
		if decoded == nil {
			return nil, unfit(ErrNotACollection, op, refusal.New("file_utf16", "the file is incomplete UTF-16"))
		}
		data = decoded
	}
	data = bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(data), byteOrderMark))
	switch {
	case len(data) == 0:
		return nil, unfit(ErrNotACollection, op, refusal.New("file_empty", "the file is empty"))
	case data[0] == '<':
		return nil, unfit(ErrNotACollection, op, refusal.New("file_page", "the file is a web page or XML, not JSON: download the JSON itself"))
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber() // ids keep their digits
	var top any
	if err := decoder.Decode(&top); err != nil {
		return nil, unfit(ErrNotACollection, op, syntax(data, err))
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, unfit(ErrNotACollection, op, refusal.New("file_trailing", "the file contains unexpected text after the JSON value"))
	}
	o, ok := top.(object)
	if !ok {
		return nil, unfit(ErrNotACollection, op, refusal.New("file_not_object", "the JSON of the file is not an object"))
	}
	return o, nil
}

// syntax says what is wrong with JSON, and where.
func syntax(data []byte, err error) *refusal.Refusal {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return refusal.New("file_cut", "the file is truncated: download or copy it again")
	}
	line := 1
	if bad, ok := errors.AsType[*json.SyntaxError](err); ok {
		line += bytes.Count(data[:min(int(bad.Offset), len(data))], []byte("\n"))
	}
	return refusal.New("file_not_json", "invalid JSON in the file: line %d: %s", line, err)
}

// appendJSON encodes a value that came out of JSON, without HTML escapes.
func appendJSON(v any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v) // it was decoded: it can be encoded
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// asText is a string as it is, nothing for null, and JSON for anything else.
func asText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return string(appendJSON(v))
}

// asList is a list, or nothing.
func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

// asObject is an object, or an empty one.
func asObject(v any) object {
	o, _ := v.(object)
	return o
}

// asDescription reads a string, null or {"content","type"} as plain text.
func asDescription(v any) string {
	if o, ok := v.(object); ok {
		v = o["content"]
	}
	s, _ := v.(string)
	return plainText(s)
}
