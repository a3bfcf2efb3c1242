package rest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// failure is an attempt that failed, and what it means for the next one.
type failure struct {
	*guichet.Error
	transient bool // another attempt may fare better
	refused   bool // the credential was not accepted
	defect    bool // another attempt will hardly fare better
}

// verdict reports whether the service's answer says enough of the operation
// to settle what became of the same one sent before.
func (f *failure) verdict() bool {
	switch f.Status {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return f.Sent == guichet.Answered && f.Status < 500
}

// say gives the failure the words of the refusal.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (f *failure) say(r *refusal.Refusal) { f.Message, f.Err = r.Error(), r }

// Inlined, it would make each of its callers larger.
//
//go:noinline
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
	e.Changes, e.SignIn = x.call.Class.changes(), x.call.Class.signsIn()
	shown := *x.call
	shown.Elements = nil
	for _, element := range x.call.Elements {
		shown.Elements = append(shown.Elements, x.secrets().removeFrom(element))
	}
	if _, escaped, err := shown.target(); err == nil {
		e.Path = x.client.base.EscapedPath() + strings.ReplaceAll(escaped, url.PathEscape(redacted), redacted)
	}
}

// refuse is a call that is not sent.
func (x *exchange) refuse(kind guichet.Kind, err error) *guichet.Error {
	if known, ok := errors.AsType[*guichet.Error](err); ok {
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

// stopped is the end of a call whose context ended while it waited: the last
// failure stays visible beside the context's error.
func (x *exchange) stopped(err error) error {
	if x.failure == nil {
		x.failure = x.newError(guichet.ErrNetwork)
		x.failure.Message, x.failure.Err = describe(err), err
	}
	x.failure.ContextErr = err
	return x.failure.Error
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

const (
	excerptLimit = 512
	redactLimit  = 64 << 10 // far above a secret that a header can carry
)

// excerpt is the beginning of a body for a person to look at.
func (x *exchange) excerpt(body []byte) string {
	cleaned, _, _ := x.clean(body[:min(len(body), redactLimit)])
	text := string(cleaned)
	if len(text) > excerptLimit {
		text = text[:excerptLimit]
		for !utf8.ValidString(text) && len(text) > excerptLimit-utf8.UTFMax {
			text = text[:len(text)-1]
		}
	}
	return text
}
