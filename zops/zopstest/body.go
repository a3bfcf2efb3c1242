package zopstest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// readBody parses the fields of a resource from a JSON body, as the Python text of their values.
func readBody(r *http.Request, fields []*field) (map[string]string, *failure) {
	value, failed := readJSON(r)
	if failed != nil {
		return nil, failed
	}
	return pick(value, fields)
}

// checkBulk checks a body with a list of objects, for operations that then answer 405.
func checkBulk(r *http.Request, fields []*field) *failure {
	value, failed := readJSON(r)
	if failed != nil {
		return failed
	}
	rows, isList := value.([]any)
	if !isList {
		return &failure{status: http.StatusBadRequest, title: "Validation failed", description: "The body is no list."}
	}
	for _, row := range rows {
		if _, failed = pick(row, fields); failed != nil {
			return failed
		}
	}
	return nil
}

func readJSON(r *http.Request) (any, *failure) {
	if failed := checkContentType(r.Header.Get("Content-Type")); failed != nil {
		return nil, failed
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || !utf8.Valid(body) {
		return nil, unhandled()
	}
	body = standard(body)
	if !json.Valid(body) {
		return nil, &failure{status: http.StatusBadRequest, title: "Bad Request", description: "The body is no JSON."}
	}
	return decode(body), nil
}

// pick returns the fields of a value that should be an object.
func pick(value any, fields []*field) (map[string]string, *failure) {
	switch v := value.(type) {
	case object:
		return v.fields(fields)
	case []any:
		// In Python, "name in list" works, but list[name] fails.
		if slices.ContainsFunc(fields, func(f *field) bool { return slices.Contains(v, any(f.name)) }) {
			return nil, unhandled()
		}
	case string:
		if slices.ContainsFunc(fields, func(f *field) bool { return strings.Contains(v, f.name) }) {
			return nil, unhandled()
		}
	default: // null, a number, a bool: "name in value" fails
		return nil, unhandled()
	}
	return object{}.fields(fields)
}

func checkContentType(header string) *failure {
	media, _, _ := strings.Cut(header, ";")
	kind, subtype, ok := strings.Cut(strings.TrimSpace(media), "/")
	if !ok || strings.TrimSpace(kind)+"/"+strings.TrimSpace(subtype) != jsonMedia {
		return unsupportedMedia(header)
	}
	return nil
}

// fields picks the known fields and checks them.
func (o object) fields(known []*field) (map[string]string, *failure) {
	sent := map[string]string{}
	var unparsed []string
	for _, f := range known {
		value, given := o.get(f.name)
		if !given {
			continue
		}
		if f.kind == "int" {
			switch parsed, ok := pythonInt(value); {
			case !ok:
				return nil, unhandled() // int() of null, a list or an object raises another exception
			case parsed == "":
				unparsed = append(unparsed, f.name)
				continue
			}
		}
		sent[f.name] = pythonText(value)
	}
	if failed := validate(known, sent, unparsed); failed != nil {
		return nil, failed
	}
	return sent, nil
}

// get returns the last member of a name.
func (o object) get(key string) (any, bool) {
	for _, m := range slices.Backward(o) {
		if m.key == key {
			return m.value, true
		}
	}
	return nil, false
}

// decode reads valid JSON into nil, bool, string, json.Number, []any and object, which keeps the order of
// its members.
func decode(body []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return decodeValue(decoder)
}

func decodeValue(decoder *json.Decoder) any {
	token, _ := decoder.Token()
	switch token {
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			list = append(list, decodeValue(decoder))
		}
		_, _ = decoder.Token()
		return list
	case json.Delim('{'):
		o := object{}
		for decoder.More() {
			key, _ := decoder.Token()
			name, _ := key.(string)
			o = append(o, member{name, decodeValue(decoder)})
		}
		_, _ = decoder.Token()
		return o
	}
	return token
}
