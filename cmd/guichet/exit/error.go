package exit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Error is a failure with its exit code, a stable machine code, a message and a
// hint. It never holds a secret.
type Error struct {
	// Code is the status with which the process ends; zero counts as Unexpected.
	Code Code
	// ID is the stable machine code; empty is the name of Code.
	ID string
	// Message is one line that says what happened. It may be translated.
	Message string
	// Hint is one line that says what to do next, or empty.
	Hint string
	// Retryable says that the same command may succeed later.
	Retryable bool
	// Err is the cause, or nil. It is for errors.Is and errors.As, not for printing.
	Err error
	// HTTPStatus is the status of the service's answer, 0 when there was none.
	HTTPStatus int
	// RequestID is the service's own name for the request, or empty.
	RequestID string
	// Sent says whether the service may have seen the request; empty when
	// nothing is known about it.
	Sent string
}

// New makes an error of a code from a message and a hint that are ready to be
// shown; the hint may be empty.
func New(code Code, text, hint string) *Error {
	return &Error{Code: code, Message: text, Hint: hint}
}

// Fail makes an error of a code in code that does not know the language: [Error.In]
// puts it into words.
func Fail(code Code, key message.Key, args ...any) *Error {
	why := message.Fail(key, args...)
	return &Error{Code: code, Message: why.Error(), Err: why}
}

// Errorf makes an error of a code with a formatted message. A %w keeps its
// operand as the cause. The hint may be empty.
func Errorf(code Code, hint, format string, args ...any) *Error {
	formatted := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: formatted.Error(), Hint: hint, Err: cause(formatted)}
}

// Usagef makes an error of the command line or of the configuration, exit 2.
func Usagef(hint, format string, args ...any) *Error {
	return Errorf(Usage, hint, format, args...)
}

// cause keeps what was wrapped; the formatted error itself only when it wraps several.
func cause(formatted error) error {
	if _, several := formatted.(interface{ Unwrap() []error }); several {
		return formatted
	}
	return errors.Unwrap(formatted)
}

// Of gives the exit code of an error: OK for nil, that of the first *Error in
// its chain, and Unexpected for any other.
func Of(err error) Code {
	if err == nil {
		return OK
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.code()
	}
	return Unexpected
}

// Error gives the message, without the hint.
func (e *Error) Error() string { return e.Message }

// In gives the message in the language of the catalogue, where the catalogue has
// it.
func (e *Error) In(c *message.Catalogue) string {
	if why, ok := e.Err.(*message.Error); ok {
		return why.In(c)
	}
	return e.Message
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// code keeps an error that forgot its code from ending the process with success.
func (e *Error) code() Code {
	if e.Code == OK {
		return Unexpected
	}
	return e.Code
}

type errorJSON struct {
	Error errorBody `json:"error"`
}

type errorBody struct {
	Code      string    `json:"code"`
	Message   string    `json:"message"`
	Hint      string    `json:"hint"`
	Retryable bool      `json:"retryable"`
	HTTP      *httpBody `json:"http,omitempty"`
	Sent      string    `json:"sent,omitempty"`
}

type httpBody struct {
	Status    int    `json:"status"`
	RequestID string `json:"request_id"`
}

// MarshalJSON gives the one line that stands on stderr when JSON was asked for:
// {"error":{"code","message","hint","retryable","http":{"status","request_id"},"sent"}}.
// "http" is left out when there was no answer, "sent" when nothing is known.
func (e *Error) MarshalJSON() ([]byte, error) {
	body := errorBody{
		Code:      e.ID,
		Message:   e.Message,
		Hint:      e.Hint,
		Retryable: e.Retryable,
		Sent:      e.Sent,
	}
	if body.Code == "" {
		body.Code = e.code().String()
	}
	if e.HTTPStatus != 0 {
		body.HTTP = &httpBody{Status: e.HTTPStatus, RequestID: e.RequestID}
	}
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(errorJSON{Error: body}); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(line.Bytes(), []byte("\n")), nil
}
