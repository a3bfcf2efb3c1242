package guichet

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Kind is what went wrong. Each ErrX constant is one, for [errors.Is]:
//
//	if errors.Is(err, guichet.ErrNotFound) { … }
type Kind string

// Error returns the kind in words.
func (k Kind) Error() string { return string(k) }

// The kinds of failure of a call. The packages of the services say where a
// service means something of its own by a status.
const (
	// ErrNotFound: status 404 or 410. The object does not exist, or is not visible
	// to this credential.
	ErrNotFound Kind = "not found"
	// ErrUnauthorized: status 401. The service refused the credential.
	ErrUnauthorized Kind = "the credential was refused"
	// ErrForbidden: status 403. The credential is good, its rights are not enough.
	ErrForbidden Kind = "not allowed"
	// ErrPaymentRequired: status 402. A quota or a payment stands in the way.
	ErrPaymentRequired Kind = "a quota or payment stands in the way"
	// ErrConflict: status 409. The data contradicts what exists.
	ErrConflict Kind = "in conflict with what exists"
	// ErrInvalid: status 400 or 422, or refused here before anything was sent.
	// [Error.Sent] tells which.
	ErrInvalid Kind = "the data was refused"
	// ErrRateLimited: status 429 after all attempts; see [Error.RetryAfter].
	ErrRateLimited Kind = "too many requests"
	// ErrUnavailable: status 5xx or 424 after all attempts.
	ErrUnavailable Kind = "the service failed"
	// ErrUnusableAnswer: a good status with an HTML page, JSON that does not
	// parse, a part of the data, or a redirect that is not followed.
	ErrUnusableAnswer Kind = "the answer cannot be used"
	// ErrUnexpected: any other status, such as 405.
	ErrUnexpected Kind = "unexpected answer"
	// ErrNetwork: no answer, or one that broke off.
	ErrNetwork Kind = "the service could not be reached"
	// ErrUnknownOutcome: a call that may change something was sent, and nothing
	// says whether it was carried out. Look before you repeat it. It comes beside
	// the kind of the failure: an error matches both.
	ErrUnknownOutcome Kind = "the outcome is unknown"
	// ErrNoCredential: the call needs a credential, and the client has none.
	ErrNoCredential Kind = "no credential"
	// ErrDryRun: the client was made [WithDryRun], and the call was not sent.
	ErrDryRun Kind = "this is a dry run"
	// ErrSessionContested: another program signs in with the same account again
	// and again, and each sign-in ends the other's session.
	ErrSessionContested Kind = "the session is contested"
)

// The kinds of failure of reading a list. The error follows the rows that were
// read.
const (
	// ErrStuck: the service's next page is not a later one.
	ErrStuck Kind = "paging does not advance"
	// ErrIncomplete: fewer different rows were read than the service counts, or
	// the list changed while it was read.
	ErrIncomplete Kind = "the list could not be read completely"
)

// Sent says how far a failed request came.
type Sent uint8

// How far a request can come.
const (
	// NotSent: the service cannot have processed the request: it was refused here,
	// or did not reach the service. Repeating it is safe.
	NotSent Sent = iota
	// MaybeSent: the request was sent, and whether it was processed is unknown.
	MaybeSent
	// Answered: the service answered the request.
	Answered
)

// String returns "not_sent", "maybe" or "answered".
func (s Sent) String() string {
	return [...]string{"not_sent", "maybe", "answered"}[s]
}

// FieldError is what a service says of one field of a request.
type FieldError struct {
	// Code is the service's machine word ("blank", "taken"), or its sentence
	// where it has no word.
	Code string
	// ID is the object that stands in the way, 0 when the service names none.
	ID int64
}

// Error is a call that failed. Every failure of a call is one, whatever the
// service answered: find it with [errors.As], or ask for its [Kind] with
// [errors.Is].
//
//	var failed *guichet.Error
//	if errors.As(err, &failed) {
//		log.Print(failed.Status, failed.Fields, failed.Sent)
//	}
type Error struct {
	// Service is the name of the package, such as "zops".
	Service string
	// Op is the operation, such as "Absences.Get".
	Op string
	// Method is the HTTP method of the request.
	Method string
	// Path is the path of the request, escaped, without the query.
	Path string
	// Status is the HTTP status, 0 when there was no answer.
	Status int
	// Code is the service's own code, "" when it has none.
	Code string
	// Message is the service's own text, or ours. A service may translate it: do
	// not match on it.
	Message string
	// Fields is what the service said of single fields, by the service's names for
	// them.
	Fields map[string][]FieldError
	// RequestID is the service's name for the exchange, "" when it gave none.
	RequestID string
	// RetryAfter is how long the service asked to wait, 0 when it did not.
	RetryAfter time.Duration
	// Attempts is the number of requests that were sent.
	Attempts int
	// Sent says whether the service may have processed the request: an ErrInvalid
	// with NotSent was refused here, one with Answered by the service.
	Sent Sent
	// Changes is set when the operation may change something at the service. A
	// sign-in does: it may end another session.
	Changes bool
	// SignIn is set when the request that failed was a sign-in, or a request for
	// a token, which the call needed first.
	SignIn bool
	// Kind is the ErrX constant that [errors.Is] finds.
	Kind Kind
	// Body is the beginning of an answer that was not understood, at most 512
	// bytes, without the secrets of the request.
	Body string
	// Err is the cause, nil when the service's own text says it all.
	Err error
	// ContextErr is the error of the context that ended the call, nil when it did
	// not end it. errors.Is finds it too.
	ContextErr error
}

// notSent ends the text of an error of a call that the service has not processed.
const notSent = " (not sent)"

// Error returns one line, without a secret and without the query. It ends with
// "(not sent)" for a call that the service has not processed, and says so when the
// outcome of a call that was sent is unknown.
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
	switch {
	case e.UnknownOutcome():
		b.WriteString(" (the request was sent; it is unknown whether it was processed)")
	case e.Sent == NotSent && (e.Changes || e.Method != "") && !strings.HasSuffix(b.String(), notSent):
		b.WriteString(notSent)
	}
	return b.String()
}

// UnknownOutcome reports whether the call may have changed something at the
// service and no answer says so: then errors.Is finds [ErrUnknownOutcome].
func (e *Error) UnknownOutcome() bool { return e.Changes && e.Sent == MaybeSent }

// Is reports whether target is the error's kind, or [ErrUnknownOutcome] when the
// outcome is unknown. [errors.Is] calls it.
func (e *Error) Is(target error) bool {
	kind, ok := target.(Kind)
	return ok && (kind == e.Kind || kind == ErrUnknownOutcome && e.UnknownOutcome())
}

// Unwrap returns Err and ContextErr where they are set.
func (e *Error) Unwrap() []error {
	return slices.DeleteFunc([]error{e.Err, e.ContextErr}, func(err error) bool { return err == nil })
}
