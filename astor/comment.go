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
	inside := false // of a string
	for rest := template; rest != ""; {
		n, comment := 1, 0
		switch {
		case inside && rest[0] == '\\':
			n = min(2, len(rest))
		case rest[0] == '"':
			inside = !inside
		case inside:
		case strings.HasPrefix(rest, "{{"): // JSON has no two braces outside of strings
			n = max(1, through(rest, "}}"))
		case strings.HasPrefix(rest, "/*"):
			comment = through(rest, "*/")
		case strings.HasPrefix(rest, "//"):
			if comment = strings.IndexAny(rest, "\r\n"); comment < 0 {
				comment = len(rest)
			}
		}
		if comment == 0 {
			out.WriteString(rest[:n])
		}
		rest = rest[max(n, comment):]
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
