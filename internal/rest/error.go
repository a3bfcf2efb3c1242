package rest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Sentinel is a kind of failure, for errors.Is.
type Sentinel string

func (s Sentinel) Error() string { return string(s) }

// The kinds of failure, shared by the four packages, which export them under
// the same names.
const (
	ErrNotFound        Sentinel = "not found"
	ErrUnauthorized    Sentinel = "the credential was refused"
	ErrForbidden       Sentinel = "not allowed"
	ErrPaymentRequired Sentinel = "a quota or payment stands in the way"
	ErrConflict        Sentinel = "in conflict with what exists"
	ErrInvalid         Sentinel = "the data was refused"
	ErrRateLimited     Sentinel = "too many requests"
	ErrUnavailable     Sentinel = "the service failed"
	ErrUnusableAnswer  Sentinel = "the answer cannot be used"
	ErrUnexpected      Sentinel = "unexpected answer"
	ErrNetwork         Sentinel = "the service could not be reached"
	ErrUnknownOutcome  Sentinel = "the outcome is unknown"
	ErrNoCredential    Sentinel = "no credential"
	ErrDryRun          Sentinel = "not sent: this is a dry run"
	ErrContested       Sentinel = "the session is contested"
)

// Sent says how far a failed request came.
type Sent uint8

const (
	// NotSent: the service cannot have processed the request.
	NotSent Sent = iota
	// MaybeSent: it was sent, and whether it was processed is unknown.
	MaybeSent
	// Answered: the service answered it.
	Answered
)

// String returns "not_sent", "maybe" or "answered".
func (s Sent) String() string {
	return [...]string{"not_sent", "maybe", "answered"}[s]
}

// FieldError is what the service says of one field.
type FieldError struct {
	// Code is the service's machine word ("blank", "taken"), or its sentence
	// where it has no word.
	Code string
	// ID is the object that stands in the way, where the service names it.
	ID int64
}

// Error is a call that failed. Every failure of a call is one, whatever the
// service answered.
type Error struct {
	// Service is the package's name, Op the operation: "Absences.Get".
	Service, Op string
	// Method and Path of the request; Path has no query.
	Method, Path string
	// Status is the HTTP status, 0 when there was no answer.
	Status int
	// Code is the service's own code, where it has one.
	Code string
	// Message is the service's own text, or ours. It may be translated by the
	// service: do not match on it.
	Message string
	// Fields holds what the service said of single fields.
	Fields map[string][]FieldError
	// RequestID is the service's name for the exchange.
	RequestID string
	// RetryAfter is how long the service asked to wait, 0 when it did not.
	RetryAfter time.Duration
	// Attempts is how many requests were sent.
	Attempts int
	// Sent says whether the request may have been processed.
	Sent Sent
	// Class of the operation.
	Class Class
	// Kind is the sentinel that errors.Is finds.
	Kind Sentinel
	// Body is the beginning of an answer that was not understood, without
	// the secrets of the request. At most 512 bytes.
	Body string
	// Err is the cause below, nil when the service's own text says it all.
	Err error

	deadline  error // the context's error that ended the call
	transient bool  // another attempt may fare better
	refused   bool  // the credential was not accepted
}

// Error returns one line without any secret and without the query.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s: ", e.Service, e.Op)
	if e.Status != 0 {
		fmt.Fprintf(&b, "%d %s", e.Status, http.StatusText(e.Status))
		if e.Message != "" {
			b.WriteString(": ")
		}
	}
	switch {
	case e.Message != "":
		b.WriteString(e.Message)
	case e.Status == 0 && e.Err != nil:
		b.WriteString(e.Err.Error())
	case e.Status == 0:
		b.WriteString(string(e.Kind))
	}
	if e.UnknownOutcome() {
		b.WriteString(" (it was sent: whether it was carried out is unknown)")
	}
	return b.String()
}

// UnknownOutcome reports whether the call may have changed something at the
// service without our knowing.
func (e *Error) UnknownOutcome() bool { return e.Class.changes() && e.Sent == MaybeSent }

// verdict reports whether the service's answer says enough of the operation
// to settle what became of the same one sent before.
func (e *Error) verdict() bool {
	switch e.Status {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return e.Sent == Answered && e.Status < 500
}

// Is reports whether target is the error's kind, or ErrUnknownOutcome for a
// write whose outcome is unknown.
func (e *Error) Is(target error) bool {
	kind, ok := target.(Sentinel)
	return ok && (kind == e.Kind || kind == ErrUnknownOutcome && e.UnknownOutcome())
}

// Unwrap returns the cause, and the context's error where a deadline or a
// cancellation ended the call.
func (e *Error) Unwrap() []error {
	var errs []error
	for _, err := range []error{e.Err, e.deadline} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// Invalid returns a refusal of a value before anything is sent: its limits
// are known, and the service would not answer it usefully.
func Invalid(field, format string, args ...any) *Error {
	refusal := &Refusal{Field: field, Format: format, Args: args}
	return &Error{
		Kind:    ErrInvalid,
		Message: refusal.Error(),
		Fields:  map[string][]FieldError{field: {{Code: "invalid"}}},
		Err:     refusal,
	}
}

// kindOf is the usual meaning of a status.
func kindOf(status int) Sentinel {
	switch {
	case status == http.StatusUnauthorized:
		return ErrUnauthorized
	case status == http.StatusPaymentRequired:
		return ErrPaymentRequired
	case status == http.StatusForbidden:
		return ErrForbidden
	case status == http.StatusNotFound || status == http.StatusGone:
		return ErrNotFound
	case status == http.StatusConflict:
		return ErrConflict
	case status == http.StatusBadRequest || status == http.StatusUnprocessableEntity:
		return ErrInvalid
	case status == http.StatusTooManyRequests:
		return ErrRateLimited
	case status == http.StatusRequestTimeout:
		return ErrNetwork
	case status == http.StatusFailedDependency || status >= 500:
		return ErrUnavailable
	case status >= 300 && status < 400:
		return ErrUnusableAnswer
	}
	return ErrUnexpected
}

// stripURL removes net/http's *url.Error, whose text repeats the URL with its
// query.
func stripURL(err error) error {
	var withURL *url.Error
	for errors.As(err, &withURL) {
		err = withURL.Err
	}
	return err
}
