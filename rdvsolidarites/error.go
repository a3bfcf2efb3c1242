package rdvsolidarites

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// ExistingUserID returns the id of the user who already has the e-mail that a
// refused Create or Update gave. Since 2026 several people may have one e-mail, and
// there is no such refusal.
func ExistingUserID(err error) (int64, bool) {
	var e *guichet.Error
	if errors.As(err, &e) {
		for _, field := range e.Fields["email"] {
			if field.ID != 0 {
				return field.ID, true
			}
		}
	}
	return 0, false
}

// errorBody holds every shape of error that the service has.
type errorBody struct {
	Errors        json.RawMessage `json:"errors"`
	ErrorMessages []string        `json:"error_messages"`
	NotFound      string          `json:"not_found"`
	Missing       string          `json:"missing"`
	Error         json.RawMessage `json:"error"`
	Description   string          `json:"error_description"` // OAuth
}

// parseError reads an error's body. What cannot be read leaves e as it is.
func parseError(e *guichet.Error, _ string, body []byte) {
	var b errorBody
	if json.Unmarshal(body, &b) != nil {
		return
	}
	messages := b.ErrorMessages
	switch first(b.Errors) {
	case '[':
		var list []any
		_ = json.Unmarshal(b.Errors, &list)
		for _, item := range list {
			text := parseListed(e, item)
			if len(b.ErrorMessages) == 0 && text != "" {
				messages = append(messages, text)
			}
		}
	case '{':
		messages = append(messages, parseFields(e, b.Errors, len(messages) == 0)...)
	}
	switch {
	case e.Code == "forbidden":
		messages = say(e, b.ErrorMessages, refusal.New("forbidden", "this agent is not allowed to do this, or the organisation does not exist"))
	case refusedAddress(e) != nil:
		messages = say(e, messages, refusedAddress(e))
	case b.NotFound != "":
		e.Code, messages = "not_found", say(e, messages, refusal.New("no_such", "%s not found", b.NotFound))
	case b.Missing != "":
		e.Code, messages = "missing", say(e, messages, refusal.New("is_missing", "%s is missing", b.Missing))
	case first(b.Error) == '"':
		var text string
		_ = json.Unmarshal(b.Error, &text)
		if e.SignIn {
			e.Code = text
		}
		if b.Description != "" {
			text = b.Description
		}
		messages = append(messages, text)
	}
	for i, m := range messages {
		messages[i] = strings.TrimSpace(m)
	}
	e.Message = strings.Join(messages, "; ")
}

// defect reports whether the service could not handle the call: an unknown word, an
// impossible day, or a fault of its own. Before 2026 that is an HTML page.
func defect(status int, body []byte) bool {
	return status == http.StatusInternalServerError && bytes.Contains(body, []byte(`"Unexpected internal error"`))
}

// refusedAddress explains why the service refused the address of a webhook endpoint, nil
// when it did not.
func refusedAddress(e *guichet.Error) *refusal.Refusal {
	for _, field := range e.Fields["target_url"] {
		switch field.Code {
		case "host_not_allowed":
			return refusal.New("host_not_allowed", "the service does not allow this host: ask the team of the service to add it")
		case "taken":
			return refusal.New("address_taken", "the organisation already has an endpoint with this address")
		case "invalid_format":
			return refusal.New("address_form", "the service does not accept this address")
		}
	}
	return nil
}

// say puts a bare word of the service into a sentence, and adds what else the service
// says.
func say(e *guichet.Error, messages []string, sentence *refusal.Refusal) []string {
	if len(messages) > 0 {
		sentence = refusal.New("with_words", "%s: %s", sentence, strings.Join(messages, "; "))
	}
	e.Err = sentence
	return []string{sentence.Error()}
}

// parseListed reads one entry of a list: a sentence, or {"base":"forbidden"}.
func parseListed(e *guichet.Error, item any) string {
	object, _ := item.(map[string]any)
	if base, _ := object["base"].(string); base != "" {
		e.Code = base
		return base
	}
	text, _ := item.(string)
	return text
}

// parseFields reads {"field":[{"error":"taken","id":3}]}.
func parseFields(e *guichet.Error, raw json.RawMessage, tell bool) (messages []string) {
	var fields map[string][]map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || len(fields) == 0 {
		return nil
	}
	e.Code = "invalid"
	e.Fields = make(map[string][]guichet.FieldError, len(fields))
	for name, list := range fields {
		for _, item := range list {
			var f guichet.FieldError
			_ = json.Unmarshal(item["error"], &f.Code)
			_ = json.Unmarshal(item["id"], &f.ID)
			e.Fields[name] = append(e.Fields[name], f)
			if tell {
				messages = append(messages, name+": "+f.Code)
			}
		}
	}
	slices.Sort(messages)
	return messages
}

func first(raw json.RawMessage) byte {
	if len(raw) == 0 {
		return 0
	}
	return raw[0]
}
