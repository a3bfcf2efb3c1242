package rdvsolidarites

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/rest"
)

// Error is a call that failed: operation, method, path, status, the service's
// own text and field errors, request id, Retry-After, attempts, and Sent, which
// says whether a write may have been carried out. Every failure of a call is
// one; use errors.As. Messages are the service's French: do not match on them.
type Error = rest.Error

// FieldError is what the service says of one field: its word ("blank",
// "taken") and, where another object stands in the way, that object's id.
type FieldError = rest.FieldError

// Sent says how far a failed request came.
type Sent = rest.Sent

// How far a failed request came.
const (
	NotSent   = rest.NotSent
	MaybeSent = rest.MaybeSent
	Answered  = rest.Answered
)

// Kinds of failure, for errors.Is.
const (
	// ErrNotFound: 404. The object does not exist or is not visible.
	ErrNotFound = rest.ErrNotFound
	// ErrUnauthorized: 401. The password, session or token was refused.
	ErrUnauthorized = rest.ErrUnauthorized
	// ErrForbidden: 403. The agent's role does not allow it.
	ErrForbidden = rest.ErrForbidden
	// ErrInvalid: 400 or 422, or refused here before it was sent.
	ErrInvalid = rest.ErrInvalid
	// ErrRateLimited: 429 after all attempts.
	ErrRateLimited = rest.ErrRateLimited
	// ErrUnavailable: 5xx after all attempts.
	ErrUnavailable = rest.ErrUnavailable
	// ErrUnusableAnswer: an HTML page, JSON that does not parse, a redirect
	// that is not followed.
	ErrUnusableAnswer = rest.ErrUnusableAnswer
	// ErrNetwork: no answer, or one that broke off.
	ErrNetwork = rest.ErrNetwork
	// ErrUnknownOutcome: a write was sent and may have been carried out.
	ErrUnknownOutcome = rest.ErrUnknownOutcome
	// ErrNoCredential: there was no session to use and none could be had.
	ErrNoCredential = rest.ErrNoCredential
	// ErrDryRun: the client was made WithDryRun and the call was not sent.
	ErrDryRun = rest.ErrDryRun
	// ErrSessionContested: another program signs in with the same agent again
	// and again, and each sign-in ends the other's session.
	ErrSessionContested = rest.ErrContested
)

// Failures of reading a list.
var (
	// ErrStuck: the service's next page is not a later one.
	ErrStuck = page.ErrStuck
	// ErrIncomplete: fewer different objects were read than the service counts.
	// It follows the objects that were read.
	ErrIncomplete = page.ErrIncomplete
)

// ExistingUserID returns the id of the user who already has the e-mail that a
// refused Create or Update gave.
func ExistingUserID(err error) (int64, bool) {
	var e *Error
	if !errors.As(err, &e) {
		return 0, false
	}
	for _, field := range e.Fields["email"] {
		if field.ID != 0 {
			return field.ID, true
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
func parseError(e *rest.Error, _ string, body []byte) {
	var b errorBody
	if json.Unmarshal(body, &b) != nil {
		return
	}
	messages := b.ErrorMessages
	switch first(b.Errors) {
	case '[':
		var list []json.RawMessage
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
	case b.NotFound != "":
		e.Code, messages = "not_found", say(e, messages, rest.Refuse("no such %s", b.NotFound))
	case b.Missing != "":
		e.Code, messages = "missing", say(e, messages, rest.Refuse("%s is missing", b.Missing))
	case first(b.Error) == '"':
		var text string
		_ = json.Unmarshal(b.Error, &text)
		if e.Class == rest.SignIn {
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

// say puts a bare word of the service into a sentence, which is the cause where
// the service says nothing else.
func say(e *rest.Error, messages []string, sentence *rest.Refusal) []string {
	if len(messages) == 0 {
		e.Err = sentence
	}
	return append(messages, sentence.Error())
}

// parseListed reads one entry of a list: a sentence, or {"base":"forbidden"}.
func parseListed(e *rest.Error, item json.RawMessage) string {
	var text string
	if json.Unmarshal(item, &text) == nil {
		return text
	}
	var object map[string]string
	if json.Unmarshal(item, &object) == nil && object["base"] != "" {
		e.Code = object["base"]
		return object["base"]
	}
	return ""
}

// parseFields reads {"field":[{"error":"taken","id":3}]}.
func parseFields(e *rest.Error, raw json.RawMessage, tell bool) (messages []string) {
	var fields map[string][]map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || len(fields) == 0 {
		return nil
	}
	e.Code = "invalid"
	e.Fields = make(map[string][]FieldError, len(fields))
	for name, list := range fields {
		for _, item := range list {
			var f FieldError
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
