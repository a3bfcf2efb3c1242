package rawjson

import "strings"

// WithoutComments takes the comments out of a JSON template, which may have
// {{variables}}. Everything else stays byte by byte: strings, the names of
// variables, line ends.
func WithoutComments(template string) string { return Fill(template, nil) }

// Fill takes the comments out of a JSON template, and puts what value returns in
// the place of each {{variable}} that stands outside of strings. Without value the
// variables stay.
func Fill(template string, value func(name string) string) string {
	if !strings.Contains(template, "//") && !strings.Contains(template, "/*") && (value == nil || !strings.Contains(template, "{{")) {
		return template
	}
	var out strings.Builder
	inside := false // of a string
	for rest := template; rest != ""; {
		n, dropped := 1, 0
		switch {
		case inside && rest[0] == '\\':
			n = min(2, len(rest))
		case rest[0] == '"':
			inside = !inside
		case inside:
		case strings.HasPrefix(rest, "{{"): // JSON has no two braces outside of strings
			n = max(1, through(rest, "}}"))
			if value != nil && n > 1 {
				out.WriteString(value(strings.TrimSpace(rest[2 : n-2])))
				dropped = n
			}
		case strings.HasPrefix(rest, "/*"):
			dropped = through(rest, "*/")
		case strings.HasPrefix(rest, "//"):
			if dropped = strings.IndexAny(rest, "\r\n"); dropped < 0 {
				dropped = len(rest)
			}
		}
		if dropped == 0 {
			out.WriteString(rest[:n])
		}
		rest = rest[max(n, dropped):]
	}
	return out.String()
}

// through is the length of s up to the end of what begins with two bytes, 0 when
// it does not end.
func through(s, end string) int {
	if i := strings.Index(s[2:], end); i >= 0 {
		return 2 + i + len(end)
	}
	return 0
}
