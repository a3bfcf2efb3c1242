package zopstest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// param is a query parameter that a resource declares. Others are ignored.
type param struct {
	name, kind, fallback, details string
}

var indentParam = param{"indent", "integer", "0", "How far the lines of the answer are indented; 0 is one line."}

//go:noinline
func (p param) describe() object {
	var fallback any
	if p.fallback != "" {
		fallback = p.fallback
	}
	return object{
		{"label", nil},
		{"details", p.details},
		{"required", false},
		{"many", false},
		{"spec", nil},
		{"default", fallback},
		{"type", p.kind},
	}
}

// query holds the parameters of a request.
type query struct {
	indent int
	values object
}

func (q query) flag(name string) bool {
	v, _ := q.values.get(name)
	on, _ := v.(bool)
	return on
}

func (q query) number(name string) int {
	v, _ := q.values.get(name)
	n, _ := v.(int)
	return n
}

// readQuery parses the declared parameters; one without a value counts as absent.
func readQuery(r *http.Request, params []param) (q query, failed *failure) {
	sent := lastValues(r.URL.RawQuery)
	for _, p := range params {
		raw, given := sent[p.name]
		if !given {
			raw = p.fallback
		}
		if raw == "" {
			continue
		}
		value, problem := p.parse(raw)
		if problem != "" {
			return query{}, invalidParam(p.name, problem)
		}
		q.values = append(q.values, member{p.name, value})
	}
	q.indent = q.number("indent")
	return q, nil
}

// lastValues returns the last value of each parameter. In its first value, a comma separates several.
func lastValues(rawQuery string) map[string]string {
	last := map[string]string{}
	for pair := range strings.SplitSeq(rawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name = unescape(name); last[name] == "" {
			value = strings.TrimRight(value, ",")
			value = value[strings.LastIndex(value, ",")+1:]
		}
		if value != "" {
			last[name] = unescape(value)
		}
	}
	return last
}

// unescape decodes a part of a query and keeps a percent sign that escapes nothing.
func unescape(text string) string {
	text = strings.ReplaceAll(text, "+", " ")
	var decoded string
	for {
		before, after, found := strings.Cut(text, "%")
		decoded += before
		if !found {
			return strings.ToValidUTF8(decoded, "\ufffd")
		}
		code, err := strconv.ParseUint(after[:min(2, len(after))], 16, 8)
		if err != nil || len(after) < 2 {
			decoded, text = decoded+"%", after
			continue
		}
		decoded, text = decoded+string([]byte{byte(code)}), after[2:]
	}
}

func (p param) parse(raw string) (value any, problem string) {
	switch p.kind {
	case "integer":
		n, ok := parsePythonInt(raw)
		if !ok {
			return nil, fmt.Sprintf("It is no integer: '%s'", raw)
		}
		return n, ""
	case "bool":
		switch {
		case slices.Contains([]string{"True", "true", "TRUE", "T", "t", "1"}, raw):
			return true, ""
		case slices.Contains([]string{"False", "false", "FALSE", "F", "f", "0", "0.0"}, raw):
			return false, ""
		}
		return nil, fmt.Sprintf("It is no boolean: '%s'", raw)
	}
	return raw, ""
}

// meta returns the part of an answer that repeats the parameters of the request.
func (res *resource) meta(q query) object {
	meta := object{{"params", q.values}}
	if !slices.ContainsFunc(res.params, func(p param) bool { return p.name == "page" }) {
		return meta
	}
	page, size := q.number("page"), q.number("page_size")
	var previous any
	if page > 0 {
		previous = fmt.Sprintf("page=%d&page_size=%d", page-1, size)
	}
	return append(meta,
		member{"page_size", size}, member{"page", page},
		member{"prev", previous}, member{"next", fmt.Sprintf("page=%d&page_size=%d", page+1, size)})
}
