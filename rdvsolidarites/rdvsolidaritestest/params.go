package rdvsolidaritestest

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// params are the parameters of the query, the form and the JSON body, merged as Rails merges them. A value
// is a string, a json.Number, a bool, nil, a []any or a nested params.
type params map[string]any

// readParams fails for JSON that is malformed or not an object.
func readParams(r *http.Request) (params, error) {
	p := params{}
	p.addValues(r.URL.Query())
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch mediaType {
	case "application/x-www-form-urlencoded":
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		p.addValues(values)
	case "application/json":
		return p, p.addJSON(r.Body)
	}
	return p, nil
}

func (p params) addJSON(body io.Reader) error {
	decoder := json.NewDecoder(body)
	decoder.UseNumber()
	var in map[string]any
	if err := decoder.Decode(&in); err != nil {
		if err == io.EOF {
			return nil
		}
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fmt.Errorf("something follows the JSON object")
	}
	for k, v := range in {
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

func (p params) has(k string) bool {
	_, ok := p[k]
	return ok
}

// text returns the value of k, empty for null, a list or an object.
func (p params) text(k string) string { return strings.TrimSpace(scalar(p[k])) }

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

func (p params) texts(k string) []string {
	list, _ := p[k].([]any)
	texts := make([]string, 0, len(list))
	for _, v := range list {
		texts = append(texts, scalar(v))
	}
	return texts
}

// flag is true for the values that Rails takes for true.
func (p params) flag(k string) bool {
	switch strings.ToLower(p.text(k)) {
	case "1", "t", "true", "on", "y", "yes":
		return true
	}
	return false
}

func (p params) object(k string) (params, bool) {
	inner, ok := p[k].(map[string]any)
	return inner, ok
}
