package command

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/rest"
)

// Interruption is the cause with which a signal cancels the context.
type Interruption struct{ Code exit.Code }

func (i *Interruption) Error() string { return "interrupted" }

// failure is the one place where an error gets its exit code.
func (r *Run) failure(ctx context.Context, err error) error {
	switch {
	case err == nil, errors.Is(err, rest.ErrDryRun), outputClosed(err):
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
	var call *rest.Error
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
	case errors.Is(err, page.ErrStuck):
		return exit.New(exit.Service, r.Messages.Text(message.ErrStuck), "")
	}
	return nil
}

// remote gives a failed call its code.
func (r *Run) remote(err error) *exit.Error {
	var e *rest.Error
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
	// An error that no call made is about what was read.
	again := e.Class == rest.Unclassified || e.Class == rest.Read || e.Class == rest.SignIn || e.Sent == rest.NotSent || e.Kind == rest.ErrRateLimited
	switch out.Code {
	case exit.Unknown:
		out.Hint = r.Messages.Text(message.HintOutcomeUnknown)
	case exit.Network:
		out.Hint, out.Retryable = r.Messages.Text(message.HintNetwork), again
	case exit.Service:
		out.Retryable = again && e.Kind != rest.ErrUnusableAnswer
		switch {
		case !again && (e.Status >= 500 || e.Kind == rest.ErrUnusableAnswer):
			out.Hint = r.Messages.Text(message.HintOutcomeUnknown)
		case e.RetryAfter > 0:
			out.Hint = r.Messages.Text(message.HintRetryAfter, (e.RetryAfter + time.Second - 1).Truncate(time.Second))
		}
	case exit.Refused:
		switch e.Kind {
		case rest.ErrUnauthorized:
			out.Hint = r.refusedHint(ServiceName(e.Service))
			if e.Service == "gopaas" { // the service does not say which of the reasons it is
				out.Hint = r.Messages.Text(message.HintGoPaaSRefused, out.Hint)
			}
		case rest.ErrContested:
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

func codeOf(e *rest.Error) exit.Code {
	// A sign-in writes no data: doing it again is all that there is to do.
	if e.UnknownOutcome() && e.Class != rest.SignIn {
		return exit.Unknown
	}
	switch e.Kind {
	case rest.ErrNotFound:
		return exit.NotFound
	case rest.ErrUnauthorized, rest.ErrForbidden, rest.ErrContested:
		return exit.Refused
	case rest.ErrNoCredential:
		return exit.NoCredential
	case rest.ErrInvalid, rest.ErrPaymentRequired, rest.ErrConflict:
		return exit.Rejected
	case rest.ErrRateLimited, rest.ErrUnavailable, rest.ErrUnusableAnswer:
		return exit.Service
	case rest.ErrNetwork:
		return exit.Network
	}
	if e.Status == http.StatusRequestTimeout {
		return exit.Network
	}
	return exit.Unexpected
}
