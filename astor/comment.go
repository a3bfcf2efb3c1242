package astor

import (
	"net/http"
	"strings"
)

const jsonType = "application/json"

// rawType is the type of a raw body. Old collections do not state it.
func rawType(language, text string) string {
	types := map[string]string{
		"json": jsonType, "xml": "application/xml", "html": "text/html", "javascript": "application/javascript", "text": "text/plain",
	}
	if known := types[language]; known != "" {
		return known
	}
	if text = strings.TrimSpace(text); strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		return jsonType
	}
	return types["text"]
}

// bodyType is the type of the collection's raw body. Where the body has no
// language, the collection's own Content-Type counts.
func (o *Operation) bodyType() string {
	if o.Body.Language == "" {
		for _, h := range o.Header {
			if !h.Disabled && http.CanonicalHeaderKey(h.Name) == "Content-Type" && strings.Contains(strings.ToLower(h.Value), "json") {
				return jsonType
			}
		}
	}
	return rawType(o.Body.Language, o.Body.Text)
}

// sentText are the templates of the body's text and of its GraphQL variables,
// as they are sent.
func (o *Operation) sentText() (text, variables string) {
	text, variables = o.Body.Text, withoutComments(o.Body.Variables)
	if o.Body.Mode == "raw" && o.bodyType() == jsonType {
		text = withoutComments(text)
	}
	return text, variables
}

// withoutComments takes the comments out of a JSON template. Everything else
// stays byte by byte: strings, the names of variables, line ends.
func withoutComments(template string) string {
	if !strings.Contains(template, "//") && !strings.Contains(template, "/*") {
		return template
	}
	var out strings.Builder
	for rest := template; rest != ""; {
		n, comment := jsonPiece(rest)
		if !comment {
			out.WriteString(rest[:n])
		}
		rest = rest[n:]
	}
	return out.String()
}

// jsonPiece measures what a JSON template begins with: a string, a variable, a
// comment, or one other byte.
func jsonPiece(s string) (length int, comment bool) {
	until := func(end string, otherwise int) int {
		if i := strings.Index(s[2:], end); i >= 0 {
			return 2 + i + len(end)
		}
		return otherwise
	}
	switch {
	case s[0] == '"':
		return stringLength(s), false
	case strings.HasPrefix(s, "{{"): // JSON has no two braces outside of strings
		return until("}}", 1), false
	case strings.HasPrefix(s, "/*"):
		n := until("*/", 0)
		return max(n, 1), n > 0
	case strings.HasPrefix(s, "//"):
		if end := strings.IndexAny(s, "\r\n"); end >= 0 {
			return end, true
		}
		return len(s), true
	}
	return 1, false
}

// stringLength is the length of the JSON string at the beginning of s, with its
// quotation marks.
func stringLength(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}
