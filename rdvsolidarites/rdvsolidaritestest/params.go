package rdvsolidaritestest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// params are the parameters of the query, the form and the JSON body, merged as Rails merges them. A value
// is a string, a json.Number, a bool, nil, a []any or a nested params.
type params map[string]any

// errMediaType says that the content type of a request is not one.
var errMediaType = errors.New("no media type")

// readParams fails for a body that is malformed JSON, for text that is not UTF-8, and for a content type
// that is not one. A JSON list or scalar and a body of another type have no parameters.
func readParams(r *http.Request) (params, error) {
	p := params{}
	if err := p.addEncoded(r.URL.RawQuery); err != nil {
		return nil, err
	}
	declared, typed := r.Header["Content-Type"]
	if !typed {
		return p, nil
	}
	mediaType, _, _ := strings.Cut(declared[0], ";")
	mediaType = strings.ToLower(strings.TrimSpace(mediaType))
	if kind, name, ok := strings.Cut(mediaType, "/"); !ok || kind == "" || name == "" {
		return nil, errMediaType
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	switch mediaType {
	case "application/x-www-form-urlencoded":
		return p, p.addEncoded(string(body))
	case "application/json", "text/x-json", "application/jsonrequest", "application/vnd.api+json":
		return p, p.addJSON(body)
	}
	return p, nil
}

func (p params) addEncoded(text string) error {
	values, err := url.ParseQuery(strings.ReplaceAll(text, ";", "%3B"))
	if err != nil {
		return err
	}
	for k, list := range values {
		if !utf8.ValidString(k + strings.Join(list, "")) {
			return errors.New("the parameters are not UTF-8")
		}
	}
	p.addValues(values)
	return nil
}

func (p params) addJSON(body []byte) error {
	if len(body) == 0 {
		return nil
	}
	if !utf8.Valid(body) {
		return errors.New("the body is not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var in any
	if err := decoder.Decode(&in); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows the JSON value")
	}
	object, _ := in.(map[string]any)
	for k, v := range object {
		p[k] = v
	}
	return nil
}

// addValues understands a, a[] and a[b].
func (p params) addValues(values url.Values) {
	for k, list := range values {
		name, rest, nested := strings.Cut(k, "[")
		switch {
		case !nested:
			p[k] = list[len(list)-1]
		case rest == "]":
			items := make([]any, len(list))
			for i, v := range list {
				items[i] = v
			}
			p[name] = items
		default:
			inner, ok := p[name].(map[string]any)
			if !ok {
				inner = map[string]any{}
				p[name] = inner
			}
			inner[strings.TrimSuffix(rest, "]")] = list[len(list)-1]
		}
	}
}

// hasNUL reports whether a value has a NUL character, which the database refuses.
func (p params) hasNUL() bool { return hasNUL(map[string]any(p)) }

func hasNUL(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.ContainsRune(v, 0)
	case []any:
		for _, item := range v {
			if hasNUL(item) {
				return true
			}
		}
	case map[string]any:
		for _, item := range v {
			if hasNUL(item) {
				return true
			}
		}
	}
	return false
}

// has reports whether k has a value that is no list or object. Lists and objects are ignored where the
// service wants a scalar.
//
//go:noinline
func (p params) has(k string) bool {
	v, ok := p[k]
	switch v.(type) {
	case []any, map[string]any:
		return false
	}
	return ok
}

// isNested reports whether k is a list or an object.
func (p params) isNested(k string) bool {
	_, ok := p[k]
	return ok && !p.has(k)
}

// hasList reports whether k is a list. Other values are ignored where the service wants one.
func (p params) hasList(k string) bool {
	_, ok := p[k].([]any)
	return ok
}

// text returns the value of k without the space around it, empty for null, a list or an object.
func (p params) text(k string) string { return strings.TrimSpace(p.raw(k)) }

// raw returns the value of k as it was sent, empty for null, a list or an object.
//
//go:noinline
func (p params) raw(k string) string { return scalar(p[k]) }

//go:noinline
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// id returns the value of k as an id, 0 without one.
func (p params) id(k string) int64 { return parseID(p.text(k)) }

// parseID parses the digits at the start of text, as Ruby's to_i does.
func parseID(text string) int64 {
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || end == 0 && text[end] == '-') {
		end++
	}
	n, _ := strconv.ParseInt(text[:end], 10, 64)
	return n
}

// ids returns the value of k as a list of ids; a single value is a list of one.
func (p params) ids(k string) []int64 {
	list, ok := p[k].([]any)
	if !ok {
		if p.text(k) == "" {
			return nil
		}
		return []int64{p.id(k)}
	}
	ids := make([]int64, 0, len(list))
	for _, v := range list {
		if text := scalar(v); text != "" {
			ids = append(ids, parseID(text))
		}
	}
	return ids
}

// present reports whether k is neither null nor blank, as a list or an object is unless it is empty.
func (p params) present(k string) bool {
	switch v := p[k].(type) {
	case nil:
		return false
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	return p.text(k) != ""
}

func (p params) texts(k string) []string {
	list, _ := p[k].([]any)
	texts := make([]string, 0, len(list))
	for _, v := range list {
		texts = append(texts, scalar(v))
	}
	return texts
}

// flag is true for the words that the service itself takes for true.
func (p params) flag(k string) bool {
	switch strings.ToLower(p.text(k)) {
	case "1", "t", "true", "on", "y", "yes":
		return true
	}
	return false
}

// boolean is nil for a blank value, false for the values that Rails takes for false, and otherwise true.
func (p params) boolean(k string) *bool {
	text := p.raw(k)
	if text == "" {
		return nil
	}
	value := !contains([]string{"0", "f", "F", "false", "FALSE", "off", "OFF"}, text)
	return &value
}

func (p params) object(k string) (params, bool) {
	inner, ok := p[k].(map[string]any)
	return inner, ok
}
