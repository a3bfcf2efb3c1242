package command

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// Interruption is the cause with which a signal cancels the context.
type Interruption struct{ Code exit.Code }

func (i *Interruption) Error() string { return "interrupted" }

// failure is the one place where an error gets its exit code.
func (r *Run) failure(ctx context.Context, err error) error {
	switch {
	case err == nil, errors.Is(err, guichet.ErrDryRun), outputClosed(err):
		return nil
	case errors.Is(err, errDeclined):
		return exit.New(exit.Interrupted, r.Messages.Text(message.ErrDeclined), "")
	}
	known := r.local(err)
	if known == nil {
		known = r.remote(err)
	}
	if known.Code == exit.Unknown {
		return known // it wins over the signal and over the time limit
	}
	var signal *Interruption
	if errors.As(context.Cause(ctx), &signal) {
		return exit.New(signal.Code, r.Messages.Text(message.ErrInterrupted), "")
	}
	if known.Code == exit.Network && errors.Is(ctx.Err(), context.DeadlineExceeded) && r.Settings.Timeout > 0 {
		known.Message = r.Messages.Text(message.ErrTimeout, r.Settings.Timeout)
		known.Hint = r.Messages.Text(message.HintTimeout)
		if held := r.heldLock(err); held != nil {
			known.Message = r.Messages.Text(message.WithCause, known.Message, held.In(r.Messages))
		}
	}
	return known
}

// heldLock returns the lock that this run waited for when its time was over, nil
// when it waited for something else. A call can hide the error of its lock.
func (r *Run) heldLock(err error) *lock.HeldError {
	if held, ok := errors.AsType[*lock.HeldError](err); ok {
		return held
	}
	path := r.awaited.Load()
	if path == nil {
		return nil
	}
	held := &lock.HeldError{Path: *path}
	if owner := lock.Holder(*path); owner != nil {
		held.Owner = *owner
	}
	return held
}

// outputClosed reports whether nobody reads the output any more, which is no
// failure. A keyring or a service that closes its end is one.
func outputClosed(err error) bool {
	var store *credential.StoreError
	var call *guichet.Error
	return errors.Is(err, syscall.EPIPE) && !errors.As(err, &store) && !errors.As(err, &call)
}

// local recognises what this program itself refuses.
func (r *Run) local(err error) *exit.Error {
	var known *exit.Error
	var usage *render.UsageError
	var config *credential.ConfigError
	var store *credential.StoreError
	var origin *credential.OriginError
	switch {
	case errors.As(err, &known):
		own := *known
		own.Message = known.In(r.Messages)
		return &own
	case errors.Is(err, syscall.ENOSPC):
		return exit.New(exit.Unexpected, r.Reason(err), "")
	case errors.As(err, &usage):
		return exit.New(exit.Usage, usage.In(r.Messages), usage.Hint(r.Messages))
	case errors.As(err, &config):
		return exit.New(exit.Usage, config.In(r.Messages), config.Hint(r.Messages))
	case errors.As(err, &store):
		return exit.New(exit.StoreUnreachable, store.In(r.Messages), store.Hint(r.Messages))
	case errors.As(err, &origin):
		return exit.New(exit.NoCredential, origin.In(r.Messages), origin.Hint(r.Messages))
	case errors.Is(err, guichet.ErrStuck):
		return exit.New(exit.Service, r.Messages.Text(message.ErrStuck), "")
	}
	return nil
}

// remote gives a failed call its code.
func (r *Run) remote(err error) *exit.Error {
	var e *guichet.Error
	if !errors.As(err, &e) {
		code := exit.Unexpected
		if errors.Is(err, context.DeadlineExceeded) {
			code = exit.Network // --timeout, while nothing was under way
		}
		return &exit.Error{Code: code, Retryable: code == exit.Network, Message: r.Messages.Text(message.ErrUnexpected, r.Reason(err)), Err: err}
	}
	out := &exit.Error{
		Code: codeOf(e), Message: told(r.Messages, e), Err: err,
		HTTPStatus: e.Status, RequestID: e.RequestID, Sent: e.Sent.String(),
	}
	again := !e.Changes || e.SignIn || e.Sent == guichet.NotSent || e.Kind == guichet.ErrRateLimited
	switch out.Code {
	case exit.Unknown:
		out.Hint = r.Messages.Text(message.HintOutcomeUnknown)
	case exit.Network:
		out.Hint, out.Retryable = r.Messages.Text(message.HintNetwork), again
	case exit.Service:
		out.Retryable = again && e.Kind != guichet.ErrUnusableAnswer
		switch {
		case !again && (e.Status >= 500 || e.Kind == guichet.ErrUnusableAnswer):
			out.Hint = r.Messages.Text(message.HintOutcomeUnknown)
		case e.RetryAfter > 0:
			out.Hint = r.Messages.Text(message.HintRetryAfter, (e.RetryAfter + time.Second - 1).Truncate(time.Second))
		}
	case exit.Refused:
		switch e.Kind {
		case guichet.ErrUnauthorized:
			out.Hint = r.refusedHint(ServiceName(e.Service))
			if e.Service == "gopaas" { // the service does not say which of the reasons it is
				out.Hint = r.Messages.Text(message.HintGoPaaSRefused, out.Hint)
			}
		case guichet.ErrSessionContested:
			out.Hint = r.Messages.Text(message.HintContested)
		}
	case exit.NoCredential:
		out.Hint = r.Messages.Text(message.HintNoCredential, ServiceName(e.Service), strings.ToUpper("GUICHET_"+ServiceName(e.Service)+"_…"))
	}
	return out
}

// refusedHint says where the credential that was refused can be put right.
func (r *Run) refusedHint(service string) string {
	if r.Spaced != "" {
		return r.Messages.Text(message.HintSecretSpace, r.Spaced)
	}
	switch r.Source {
	case "variables":
		return r.Messages.Text(message.HintCheckVariables, "GUICHET_"+strings.ToUpper(service)+"_…")
	case "token_command":
		return r.Messages.Text(message.HintCheckTokenCommand, r.Settings.Profile)
	case "login":
		return r.Messages.Text(message.HintCheckSecret, r.Address)
	}
	return r.Messages.Text(message.HintRefused, service)
}

// ServiceName is how the command calls a package.
func ServiceName(service string) string {
	if service == "rdvsolidarites" {
		return "rdv"
	}
	return service
}

func codeOf(e *guichet.Error) exit.Code {
	// A sign-in writes no data: doing it again is all that there is to do.
	if e.UnknownOutcome() && !e.SignIn {
		return exit.Unknown
	}
	switch e.Kind {
	case guichet.ErrNotFound:
		return exit.NotFound
	case guichet.ErrUnauthorized, guichet.ErrForbidden, guichet.ErrSessionContested:
		return exit.Refused
	case guichet.ErrNoCredential:
		return exit.NoCredential
	case guichet.ErrInvalid, guichet.ErrPaymentRequired, guichet.ErrConflict:
		return exit.Rejected
	case guichet.ErrRateLimited, guichet.ErrUnavailable, guichet.ErrUnusableAnswer:
		return exit.Service
	case guichet.ErrNetwork:
		return exit.Network
	}
	if e.Status == http.StatusRequestTimeout {
		return exit.Network
	}
	return exit.Unexpected
}
