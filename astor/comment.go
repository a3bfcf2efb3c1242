package astor

import (
	"net/http"
	"regexp"
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

// jsonPieces are the parts of a JSON template that must be taken as a whole, so
// that no comment is found inside of a string or of a variable's name.
var jsonPieces = regexp.MustCompile(`(?s)"(?:[^"\\]|\\.)*(?:"|\\?$)|\{\{.*?\}\}|/\*.*?\*/|//[^\r\n]*`)

// withoutComments takes the comments out of a JSON template. Everything else
// stays byte by byte: strings, the names of variables, line ends.
func withoutComments(template string) string {
	if !strings.Contains(template, "//") && !strings.Contains(template, "/*") {
		return template
	}
	return jsonPieces.ReplaceAllStringFunc(template, func(piece string) string {
		if piece[0] == '/' {
			return ""
		}
		return piece
	})
}
