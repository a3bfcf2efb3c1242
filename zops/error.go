package zops

import (
	"encoding/json"
	"html"
	"net/http"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// errorBody is the service's error.
type errorBody struct {
	Title       string `json:"title"`
	Description string `json:"description"`
}

// readError reads an error, in XML for a caller who asked for that. A decoder of
// XML would weigh 100 kB for it.
func readError(contentType string, body []byte) (b errorBody, ok bool) {
	if !strings.Contains(contentType, "xml") {
		return b, json.Unmarshal(body, &b) == nil
	}
	element := func(name string) string {
		_, after, _ := strings.Cut(string(body), "<"+name+">")
		inner, _, closed := strings.Cut(after, "</"+name+">")
		ok = ok || closed
		return html.UnescapeString(inner)
	}
	return errorBody{element("title"), element("description")}, ok
}

// parseError reads an error's body. What cannot be read leaves e as it is.
func parseError(e *guichet.Error, contentType string, body []byte) {
	if e.SignIn && e.Status == http.StatusNotFound {
		// The service does not say which of the two is wrong.
		wrong := refusal.New("sign_in_wrong", "the e-mail or the password is wrong")
		e.Kind, e.Err, e.Message = guichet.ErrUnauthorized, wrong, wrong.Error()
		return
	}
	b, ok := readError(contentType, body)
	if !ok {
		return
	}
	e.Message = b.Title
	if b.Title == "" || strings.HasSuffix(b.Title, " "+http.StatusText(e.Status)) {
		e.Message = b.Description // the title only repeats the status
	} else if b.Description != "" {
		e.Message += ": " + b.Description
	}
	parseFields(e, b.Description)
}

// parseFields reads the names of fields as the service writes them:
// missing: ['a', 'b'], or invalid: {'a': 'reason'}.
func parseFields(e *guichet.Error, description string) {
	if e.Status != http.StatusBadRequest {
		return
	}
	var names []string
	code, text, _ := strings.Cut(description, ": ")
	switch code {
	case "missing", "forbidden":
		if text, closed := between(text, "[", "]"); closed {
			names = strings.Split(text, ", ")
		}
	case "invalid":
		if name, closed := between(text, "{'", "':"); closed {
			names = []string{name}
		}
	}
	for _, name := range names {
		if e.Fields == nil {
			e.Code, e.Fields = code, map[string][]guichet.FieldError{}
		}
		e.Fields[strings.Trim(name, "'")] = []guichet.FieldError{{Code: code}}
	}
}

// between returns the text from left, which is at its start, to the first right.
func between(text, left, right string) (inner string, found bool) {
	text, found = strings.CutPrefix(text, left)
	if !found {
		return "", false
	}
	inner, _, found = strings.Cut(text, right)
	return inner, found
}

// refused reports whether the token was not accepted: 401, or 400 for one that
// has expired or cannot be read.
func refused(status int, body []byte) bool {
	if status != http.StatusBadRequest {
		return status == http.StatusUnauthorized
	}
	b, ok := readError("", body)
	return ok && b.Title == "Invalid parameter" && strings.Contains(b.Description, `"Authorization"`)
}
