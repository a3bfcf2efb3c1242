package rest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
)

// judge keeps the failure of an attempt, if any, and decides whether another
// one follows: after a refused credential once, or through the three gates.
func (x *exchange) judge(e *failure) {
	x.failure, x.again = e, false
	if e == nil {
		return
	}
	if e.refused && x.renew() && !x.call.NoRetry {
		x.renewed, x.again, x.wait = true, true, 0
		return
	}
	wait := e.RetryAfter
	if wait == 0 {
		wait = x.client.options.Backoff(x.retries + 1)
	}
	if e.Status == http.StatusTooManyRequests && wait <= longestWait {
		x.client.gate.close(x.client.options.Now().Add(wait))
	}
	if !x.safe(e) || !x.worth(e) || x.retries >= x.allowed() || wait > longestWait {
		return
	}
	if deadline, ok := x.ctx.Deadline(); ok && x.client.options.Now().Add(wait).After(deadline) {
		e.ContextErr = context.DeadlineExceeded // waiting for it would give nothing better
		return
	}
	x.retries++
	x.again, x.wait = true, wait
}

// renew gives the refused credential back and reports whether a new one may
// be had. A refusal means that nothing was processed, so that a write may be
// repeated too.
func (x *exchange) renew() bool {
	if x.renewed || x.call.Anonymous || x.client.auth == nil || x.ctx.Err() != nil {
		return false
	}
	return x.client.auth.Reject(x.lease.Generation)
}

// safe is the second gate: repeating can do no harm. (The first one, that the
// bytes are at hand, always holds here.)
func (x *exchange) safe(e *failure) bool {
	return x.call.Class.repeatable() || e.Sent == guichet.NotSent || e.Status == http.StatusTooManyRequests
}

// worth is the third gate: repeating may help.
func (x *exchange) worth(e *failure) bool {
	if slices.Contains(x.call.Final, e.Status) || x.ctx.Err() != nil {
		return false
	}
	switch e.Status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return e.transient
}

func (x *exchange) allowed() int {
	if x.call.NoRetry {
		return 0
	}
	return x.client.options.Retries
}

// transportError describes an attempt without an answer.
func (x *exchange) transportError(err error) *failure {
	err = x.cause(stripURL(err))
	e := x.newError(guichet.ErrNetwork)
	e.Err, e.Message, e.Sent = err, describe(err), guichet.MaybeSent
	if x.trace.unsent || neverDialled(err) {
		e.Sent = guichet.NotSent
	}
	e.transient = !permanent(err)
	if ctxErr := x.ctx.Err(); ctxErr != nil {
		e.ContextErr, e.transient = ctxErr, false
	}
	return e
}

// neverDialled is the proof by the error itself, for transports that report
// no progress.
func neverDialled(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect")
}

// permanent failures will be the same the next time.
func permanent(err error) bool {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var record tls.RecordHeaderError
	return errors.As(err, &dns) && dns.IsNotFound || errors.Is(err, http.ErrSchemeMismatch) ||
		errors.As(err, &certificate) || errors.As(err, &authority) || errors.As(err, &hostname) || errors.As(err, &record)
}

// describe puts a network failure into words that say what to check.
func describe(err error) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return "no host is called " + dns.Name
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer within the time given"
	case errors.Is(err, context.Canceled):
		return "cancelled before it was answered"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time: " + err.Error()
	}
	return err.Error()
}

// brokenBody describes an answer whose body did not arrive whole.
func (x *exchange) brokenBody(resp *http.Response, err error) *failure {
	e := x.newError(guichet.ErrNetwork)
	e.Status, e.RequestID, e.Err = resp.StatusCode, x.requestID(resp.Header), x.cause(stripURL(err))
	e.Sent, e.transient = guichet.MaybeSent, true
	e.Message = "the answer broke off: " + e.Err.Error()
	if errors.Is(err, errTooLarge) {
		e.Kind, e.Sent, e.transient = guichet.ErrUnusableAnswer, guichet.Answered, false
		e.Message = fmt.Sprintf("the answer is larger than the limit of %d bytes", x.limit())
	}
	if ctxErr := x.ctx.Err(); ctxErr != nil {
		e.ContextErr, e.transient = ctxErr, false
	}
	return e
}

// stopped is the end of a call whose context ended while it waited: the last
// failure stays visible beside the context's error.
func (x *exchange) stopped(err error) error {
	if x.failure == nil {
		x.failure = x.newError(guichet.ErrNetwork)
		x.failure.Message = describe(err)
	}
	x.failure.ContextErr = err
	return x.failure.Error
}

// refuse is a call that is not sent.
func (x *exchange) refuse(kind guichet.Kind, err error) *guichet.Error {
	var known *guichet.Error
	if errors.As(err, &known) {
		own := *known
		x.name(&own)
		x.failure = &failure{Error: &own}
		return &own
	}
	e := x.newError(kind)
	if err != nil {
		e.Err = x.reason(err)
		e.Message = e.Err.Error()
	}
	x.failure = e
	return e.Error
}

// unauthorised is a call for which no credential could be had.
func (x *exchange) unauthorised(err error) error {
	e := x.refuse(guichet.ErrNoCredential, err)
	if e.Op != x.call.Op {
		return e
	}
	if ctxErr := x.ctx.Err(); ctxErr != nil {
		e.Kind, e.ContextErr = guichet.ErrNetwork, ctxErr
	}
	return e
}

func (x *exchange) newError(kind guichet.Kind) *failure {
	e := &guichet.Error{Kind: kind}
	x.name(e)
	return &failure{Error: e}
}

// name says which call an error belongs to, unless it says so itself.
func (x *exchange) name(e *guichet.Error) {
	if e.Op != "" {
		return
	}
	e.Service, e.Op, e.Method = x.client.cfg.Service, x.call.Op, x.call.Method
	e.Changes, e.SignIn = x.call.Class.changes(), x.call.Class == SignIn
	shown := *x.call
	shown.Elements = nil
	for _, element := range x.call.Elements {
		shown.Elements = append(shown.Elements, x.secrets().removeFrom(element))
	}
	if _, escaped, err := shown.target(); err == nil {
		e.Path = x.client.base.EscapedPath() + strings.ReplaceAll(escaped, url.PathEscape(redacted), redacted)
	}
}

// ParseRetryAfter reads a Retry-After header: seconds or a date. What cannot
// be read, or lies in the past, is 0.
func ParseRetryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if math.IsNaN(seconds) || seconds <= 0 {
			return 0
		}
		if seconds >= math.MaxInt64/float64(time.Second) {
			return math.MaxInt64
		}
		return time.Duration(math.Ceil(seconds * float64(time.Second)))
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, date.Sub(now))
	}
	return 0
}
