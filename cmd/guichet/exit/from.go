package exit

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/refusal"
)

// Interruption is the cause with which a signal cancels the context.
type Interruption struct{ Code Code }

func (i *Interruption) Error() string { return "interrupted" }

// Declined ends a command that the person did not want; nothing was sent.
func Declined() *Error { return Interrupted.New(message.ErrDeclined) }

// Failure is an error that knows what it means to the command.
type Failure interface {
	error
	Exit() *Error
}

// Exit returns the error itself.
func (e *Error) Exit() *Error { return e }

// Situation is what is known about a command beside the error that ended it.
type Situation struct {
	// Timeout is the time limit of --timeout, 0 for none.
	Timeout time.Duration
	Profile string
	// Source is where the credential was found: "variables", "token_command",
	// "login" for one that was just typed, "oauth" for an agent's consent, anything else
	// for a store.
	Source string
	// Address is where a credential was just typed for.
	Address string
	// Spaced is where a secret came from that has a space at an end, "" for none.
	Spaced string
	// Lock is the path of the lock that the command waits for, "" for none.
	Lock string
}

// From gives an error its exit code, its words and its hint. It is the one place
// that does. It returns nil for what ends a command with success.
func From(ctx context.Context, err error, s Situation) error {
	if err == nil || errors.Is(err, guichet.ErrDryRun) || outputClosed(err) {
		return nil
	}
	known := local(err)
	if known == nil {
		known = Remote(err, s)
	}
	if known.Code == Unknown {
		return known // it wins over the signal and over the time limit
	}
	if signal, ok := errors.AsType[*Interruption](context.Cause(ctx)); ok {
		return signal.Code.New(message.ErrInterrupted)
	}
	if known.Code == Network && errors.Is(ctx.Err(), context.DeadlineExceeded) && s.Timeout > 0 {
		known.What = message.Fail(message.ErrTimeout, s.Timeout)
		if held := heldLock(err, s.Lock); held != nil {
			known.What = message.Fail(message.WithCause, known.What, held)
		}
		return known.WithHint(message.HintTimeout)
	}
	return known
}

// heldLock returns the lock that the command waited for when its time was over, nil
// when it waited for something else. A call can hide the error of its lock.
func heldLock(err error, path string) *lock.HeldError {
	if held, ok := errors.AsType[*lock.HeldError](err); ok || path == "" {
		return held
	}
	held := &lock.HeldError{Path: path}
	if owner := lock.Holder(path); owner != nil {
		held.Owner = *owner
	}
	return held
}

// outputClosed reports whether nobody reads the output any more, which is not a
// failure. A keyring or a service that closes its end is one.
func outputClosed(err error) bool {
	return errors.Is(err, syscall.EPIPE) && !errors.As(err, new(Failure)) && !errors.As(err, new(*guichet.Error))
}

// local recognises what this program itself refuses.
func local(err error) *Error {
	var failed Failure
	known := errors.As(err, &failed)
	switch own, ours := failed.(*Error); {
	case ours:
		changed := *own
		return &changed
	case errors.Is(err, syscall.ENOSPC):
		return Unexpected.Wrap(err)
	case known:
		return failed.Exit()
	case errors.Is(err, guichet.ErrStuck):
		return Service.New(message.ErrStuck)
	}
	return nil
}

// Remote gives a failed call its code, its words and its hint.
func Remote(err error, s Situation) *Error {
	var e *guichet.Error
	if !errors.As(err, &e) {
		code := Unexpected
		if errors.Is(err, context.DeadlineExceeded) {
			code = Network // --timeout, while nothing was under way
		}
		failed := code.New(message.ErrUnexpected, err)
		failed.Retryable = code == Network
		return failed
	}
	out := &Error{
		Code: codeOf(e), What: told(e), Err: err,
		Op: e.Op, HTTPStatus: e.Status, RequestID: e.RequestID, Sent: e.Sent.String(),
	}
	if known, ok := errors.AsType[*refusal.Refusal](e.Err); ok && known.Code == "not_one_of" {
		word, _ := known.Args[0].(string)
		values, _ := known.Args[1].(string)
		out.Suggest(word, strings.Split(values, ", "))
	}
	again := !e.Changes || e.SignIn || e.Sent == guichet.NotSent || e.Kind == guichet.ErrRateLimited
	switch out.Code {
	case Unknown:
		out.Hint = message.Fail(message.HintOutcomeUnknown)
	case Network:
		out.Hint, out.Retryable = message.Fail(message.HintNetwork), again
	case Service:
		out.Retryable = again && e.Kind != guichet.ErrUnusableAnswer
		switch {
		case !again && (e.Status >= 500 || e.Kind == guichet.ErrUnusableAnswer):
			out.Hint = message.Fail(message.HintOutcomeUnknown)
		case e.RetryAfter > 0:
			out.Hint = message.Fail(message.HintRetryAfter, (e.RetryAfter + time.Second - 1).Truncate(time.Second))
		}
	case NotFound:
		if known, ok := errors.AsType[*refusal.Refusal](e.Err); ok && known.Code == "html_page" {
			out.Hint = message.Fail(message.HintNoRoute)
		}
	case Refused:
		switch e.Kind {
		case guichet.ErrUnauthorized:
			out.Hint = refusedHint(e, s)
			if e.Service == "gopaas" { // the service does not say which of the reasons it is
				out.Hint = message.Fail(message.HintGoPaaSRefused, out.Hint)
			}
		case guichet.ErrSessionContested:
			out.Hint = message.Fail(message.HintContested)
		}
	case NoCredential:
		out.Hint = message.Fail(message.HintNoCredential, ServiceName(e.Service), strings.ToUpper("GUICHET_"+ServiceName(e.Service)+"_…"))
	}
	return out
}

// refusedHint says where the credential that was refused can be put right.
func refusedHint(e *guichet.Error, s Situation) error {
	service := ServiceName(e.Service)
	if service == "rdv" && (e.Code == "invalid_grant" || e.Code == "oauth_only" || s.Source == "oauth") {
		return message.Fail(message.HintConsent)
	}
	if s.Spaced != "" {
		return message.Fail(message.HintSecretSpace, s.Spaced)
	}
	switch s.Source {
	case "variables":
		return message.Fail(message.HintCheckVariables, "GUICHET_"+strings.ToUpper(service)+"_…")
	case "token_command":
		return message.Fail(message.HintCheckTokenCommand, s.Profile)
	case "login":
		return message.Fail(message.HintCheckSecret, s.Address)
	}
	return message.Fail(message.HintRefused, service)
}

// ServiceName is how the command calls a package.
func ServiceName(service string) string {
	if service == "rdvsolidarites" {
		return "rdv"
	}
	return service
}

func codeOf(e *guichet.Error) Code {
	// A sign-in writes no data: doing it again is all that there is to do.
	if e.UnknownOutcome() && !e.SignIn {
		return Unknown
	}
	switch e.Kind {
	case guichet.ErrNotFound:
		return NotFound
	case guichet.ErrUnauthorized, guichet.ErrForbidden, guichet.ErrSessionContested:
		return Refused
	case guichet.ErrNoCredential:
		return NoCredential
	case guichet.ErrInvalid, guichet.ErrPaymentRequired, guichet.ErrConflict:
		return Rejected
	case guichet.ErrRateLimited, guichet.ErrUnavailable, guichet.ErrUnusableAnswer:
		return Service
	case guichet.ErrNetwork:
		return Network
	}
	if e.Status == http.StatusRequestTimeout {
		return Network
	}
	return Unexpected
}
