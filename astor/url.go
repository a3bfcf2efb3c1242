package astor

import (
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
)

// target is where a request goes, before variables have their values.
type target struct {
	scheme string // "" when the host holds it or none was said
	host   string // "{{base_url}}", "host", "host:port"
	path   []string
	slash  bool // the path ends in a slash
}

// readURL reads a URL that is text: "{{base_url}}/users/:id?page=1".
func (o *Operation) readURL(raw string) {
	raw = strings.TrimSpace(raw)
	o.URL = raw
	raw = splitOutside(raw, '#')[0]
	rest := splitOutside(raw, '?')[0]
	o.Query = readQuery(strings.TrimPrefix(raw[len(rest):], "?"))
	if scheme, after, found := strings.Cut(rest, "://"); found && !strings.ContainsAny(scheme, "/{") {
		o.target.scheme, rest = scheme, after
	}
	pieces := splitOutside(rest, '/')
	o.target.host = pieces[0]
	o.setPath(pieces[1:])
}

// readURLObject reads {"host","path","query","variable",…}, and falls back to
// its "raw".
func (o *Operation) readURLObject(u object) {
	host, raw := joined(u["host"], "."), asText(u["raw"])
	if raw != "" {
		o.readURL(raw)
	}
	// Some programs write the query, and even a fragment, into the path.
	whole := splitOutside(joined(u["path"], "/"), '#')[0]
	path := splitOutside(whole, '?')[0]
	if host != "" {
		kept := o.target
		o.target = target{scheme: strings.TrimSuffix(asText(u["protocol"]), "://"), host: host}
		if scheme, after, found := strings.Cut(host, "://"); found && !strings.ContainsAny(scheme, "/{") {
			o.target.scheme, o.target.host = scheme, after
		}
		if port := asText(u["port"]); port != "" {
			o.target.host += ":" + port
		}
		if u["path"] == nil {
			o.target.path, o.target.slash = kept.path, kept.slash
		} else {
			o.setPath(pathOf(path))
		}
	}
	switch query := u["query"].(type) {
	case []any:
		o.Query = readParameters(query)
	case string:
		o.Query = readQuery(strings.TrimPrefix(query, "?"))
	default:
		if raw == "" {
			o.Query = readQuery(strings.TrimPrefix(whole[len(path):], "?"))
		}
	}
	o.PathVariables, o.pathValues = nil, map[string]Parameter{}
	for _, v := range asList(u["variable"]) {
		if p, ok := readParameter(asObject(v)); ok && p.Name != "" && !p.Disabled {
			o.PathVariables = append(o.PathVariables, p)
			o.pathValues[p.Name] = p
		}
	}
	if o.URL == "" {
		o.URL = o.written()
	}
}

// joined reads a string, or a list of strings or {"value"}.
func joined(v any, separator string) string {
	list, ok := v.([]any)
	if !ok {
		return asText(v)
	}
	parts := make([]string, len(list))
	for i, part := range list {
		if o, ok := part.(object); ok {
			part = o["value"]
		}
		parts[i] = asText(part)
	}
	return strings.Join(parts, separator)
}

// pathOf returns the segments of a path.
func pathOf(text string) []string {
	if text == "" {
		return nil
	}
	return splitOutside(strings.TrimPrefix(text, "/"), '/')
}

// setPath keeps the segments, and the last slash apart from them.
func (o *Operation) setPath(segments []string) {
	if n := len(segments); n > 0 && segments[n-1] == "" {
		segments, o.target.slash = segments[:n-1], true
	}
	o.target.path = segments
}

// join writes a path of these elements, each behind its slash.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (t target) join(elements []string) string {
	path := strings.Join(append([]string{""}, elements...), "/")
	if t.slash {
		path += "/"
	}
	return path
}

// written is a URL without one, for people.
func (o *Operation) written() string {
	var out strings.Builder
	if o.target.scheme != "" {
		out.WriteString(o.target.scheme + "://")
	}
	out.WriteString(o.target.host)
	out.WriteString(o.target.join(o.target.path))
	separator := "?"
	for _, p := range o.Query {
		if !p.Disabled {
			out.WriteString(separator + p.Name)
			separator = "&"
		}
		if !p.Disabled && !p.NoValue {
			out.WriteString("=" + p.Value)
		}
	}
	return out.String()
}

// splitOutside cuts a text at a separator outside of {{variables}}.
func splitOutside(s string, separator byte) []string {
	var parts []string
	start, inside := 0, false
	closing := strings.LastIndex(s, "}}")
	for i := 0; i < len(s); i++ {
		switch {
		case !inside && i < closing && strings.HasPrefix(s[i:], "{{"):
			inside, i = true, i+1
		case inside && strings.HasPrefix(s[i:], "}}"):
			inside, i = false, i+1
		case !inside && s[i] == separator:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

// pathVariable cuts ":id.json" into "id" and ".json". A name that the
// collection declares counts as it is.
func (o *Operation) pathVariable(segment string) (name, suffix string, ok bool) {
	rest, found := strings.CutPrefix(segment, ":")
	if !found || rest == "" {
		return "", "", false
	}
	if _, declared := o.pathValues[rest]; declared {
		return rest, "", true
	}
	end := strings.IndexFunc(rest, func(r rune) bool {
		return !(r == '_' || r == '-' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r > 0x7f)
	})
	switch end {
	case 0:
		return "", "", false
	case -1:
		end = len(rest)
	}
	return rest[:end], rest[end:], true
}

// typed encodes what the author of a collection typed into a query: its own
// escapes stay, and only what cannot stand there is escaped.
func typed(s string) string { return escapedBut(s, "-._~!$'()*+,/:@?") }

// typedPath does the same for an element of a path.
func typedPath(s string) string { return escapedBut(s, "-._~!$&'()*+,;=:@") }

func escapedBut(s, kept string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if _, escape := decoded(s[i:]); escape || isWord(s[i]) || strings.IndexByte(kept, s[i]) >= 0 {
			out = append(out, s[i])
		} else {
			out = fmt.Appendf(out, "%%%02X", s[i])
		}
	}
	return string(out)
}

// decoded is the byte of an escape at the beginning of a text.
func decoded(s string) (c []byte, ok bool) {
	if len(s) < 3 || s[0] != '%' {
		return nil, false
	}
	c, err := hex.DecodeString(s[1:3])
	return c, err == nil
}

// escaped encodes a value for a query as a browser does, with %20 for a space.
func escaped(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// untyped decodes the escapes that the author of a collection typed. A percent sign
// that begins none stays.
func untyped(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		if c, escape := decoded(s[i:]); escape {
			out = append(out, c...)
			i += 2
		} else {
			out = append(out, s[i])
		}
	}
	return string(out)
}
