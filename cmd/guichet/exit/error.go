package exit

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Error is a failure with its exit code, what happened, and what to do next. It is
// made in code that does not know the language, and put into words where it is
// shown. It never holds a secret.
type Error struct {
	// Code is the status with which the process ends; zero counts as Unexpected.
	Code Code
	// What says what happened, in one line.
	What error
	// Hint says what to do next, in one line; it may be nil.
	Hint error
	// Retryable says that the same command may succeed later.
	Retryable bool
	// IDs are the objects that stand in the way.
	IDs []int64
	// Err is the cause, or nil. It is for errors.Is and errors.As, not for printing.
	Err error
	// Op is the operation of the SDK that failed, or empty. Only programs read it.
	Op string
	// HTTPStatus is the status of the service's answer, 0 when there was none.
	HTTPStatus int
	// RequestID is the service's own name for the request, or empty.
	RequestID string
	// Sent says whether the service may have seen the request; empty when
	// nothing is known about it.
	Sent string
}

// New makes an error of the code from a text of the catalogue. Arguments that are
// errors are its causes.
//
//go:noinline
func (c Code) New(key message.Key, args ...any) *Error { return c.Wrap(message.Fail(key, args...)) }

// Wrap makes an error of the code that says what err says.
func (c Code) Wrap(err error) *Error { return &Error{Code: c, What: err} }

// WithHint says what to do next.
//
//go:noinline
func (e *Error) WithHint(key message.Key, args ...any) *Error {
	e.Hint = message.Fail(key, args...)
	return e
}

// Suggest hints at the candidate that is nearest to a word, if one is near.
func (e *Error) Suggest(word string, candidates []string) *Error {
	if near := message.Nearest(word, candidates); near != "" {
		return e.WithHint(message.LineDidYouMean, near)
	}
	return e
}

// Of gives the exit code of an error: OK for nil, that of the first [Failure] in
// its chain, and Unexpected for any other.
func Of(err error) Code {
	if err == nil {
		return OK
	}
	var failed Failure // errors.AsType would add an instance for the interface
	if errors.As(err, &failed) {
		return failed.Exit().code()
	}
	return Unexpected
}

// Error says what happened, in English.
func (e *Error) Error() string { return e.In(nil) }

// In says what happened in the language of the catalogue.
func (e *Error) In(c *message.Catalogue) string { return c.Reason(e.What) }

// HintIn says what to do next in the language of the catalogue, "" for nothing. Its
// commands are those of this run's place.
func (e *Error) HintIn(c *message.Catalogue) string {
	if e.Hint == nil {
		return ""
	}
	return c.Commands(c.Reason(e.Hint))
}

// Unwrap gives the causes.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.What}
	}
	return []error{e.What, e.Err}
}

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
	Op        string    `json:"op,omitempty"`
	Sent      string    `json:"sent,omitempty"`
	IDs       []int64   `json:"ids,omitempty"`
}

type httpBody struct {
	Status    int    `json:"status"`
	RequestID string `json:"request_id"`
}

// JSON gives the one line that stands on stderr when JSON was asked for:
// {"error":{"code","message","hint","retryable","http":{"status","request_id"},"op","sent","ids"}}.
// "http" is left out when there was no answer, "op" when no call failed, "sent" when
// nothing is known.
func (e *Error) JSON(c *message.Catalogue) ([]byte, error) {
	body := errorBody{
		Code:      e.code().String(),
		Message:   e.In(c),
		Hint:      e.HintIn(c),
		Retryable: e.Retryable,
		Op:        e.Op,
		Sent:      e.Sent,
		IDs:       e.IDs,
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
