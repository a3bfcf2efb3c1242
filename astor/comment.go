package astor

import (
	"net/http"
	"strings"

	"github.com/guichet-go/guichet/internal/rawjson"
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
	text, variables = o.Body.Text, rawjson.WithoutComments(o.Body.Variables)
	if o.Body.Mode == "raw" && o.bodyType() == jsonType {
		text = rawjson.WithoutComments(text)
	}
	return text, variables
}
