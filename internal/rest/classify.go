package rest

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// transportError describes an attempt without an answer.
func (x *exchange) transportError(err error) *failure {
	err = x.cause(stripURL(err))
	e := x.newError(guichet.ErrNetwork)
	e.Err, e.Message, e.Sent = err, describe(err), guichet.MaybeSent
	if x.unsent || neverDialled(err) {
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
	op, ok := errors.AsType[*net.OpError](err)
	return is[*net.DNSError](err) || ok && (op.Op == "dial" || op.Op == "proxyconnect")
}

// permanent failures will be the same the next time.
func permanent(err error) bool {
	dns, ok := errors.AsType[*net.DNSError](err)
	return ok && dns.IsNotFound || errors.Is(err, http.ErrSchemeMismatch) || is[*tls.CertificateVerificationError](err) ||
		is[x509.UnknownAuthorityError](err) || is[x509.HostnameError](err) || is[tls.RecordHeaderError](err)
}

// brokenBody describes an answer whose body did not arrive whole.
func (x *exchange) brokenBody(resp *http.Response, err error) *failure {
	e := x.transportError(err)
	e.Status, e.RequestID = resp.StatusCode, x.requestID(resp.Header)
	e.Sent, e.transient = guichet.MaybeSent, e.ContextErr == nil
	e.Message = "the response was cut off: " + e.Err.Error()
	if errors.Is(e.Err, errTooLarge) {
		e.Kind, e.Sent, e.transient = guichet.ErrUnusableAnswer, guichet.Answered, false
		e.say(refusal.New("too_large", "the response is larger than the limit of %d bytes", x.limit()))
	}
	return e
}

// limit is the largest answer that is read, in bytes.
func (x *exchange) limit() int64 { return cmp.Or(x.call.MaxBytes, x.client.cfg.MaxBody) }

var errTooLarge = errors.New("the answer is larger than the limit")

// statusError describes an answer that is not 2xx, whatever its body.
func (x *exchange) statusError(resp *http.Response, body []byte) *failure {
	e := x.newError(kindOf(resp.StatusCode))
	e.Status, e.RequestID, e.Sent = resp.StatusCode, x.requestID(resp.Header), guichet.Answered
	e.RetryAfter = ParseRetryAfter(resp.Header.Get("Retry-After"), x.moment(resp.Header))
	if fromGateway(e.Status) && x.call.Class.changes() {
		e.Sent = guichet.MaybeSent
	}
	contentType := resp.Header.Get("Content-Type")
	switch {
	case e.Status >= 300 && e.Status < 400:
		e.say(x.notFollowed(resp))
	case x.isPage(contentType, body):
		e.say(htmlPage())
		e.Body = x.excerpt(body)
	default:
		// The text is cleaned before it is read: a part of a secret would not be
		// found, and our own words beside it are to stay as they are.
		cleaned, isJSON, repeats := x.clean(body)
		x.client.cfg.ParseError(e.Error, contentType, cleaned)
		x.challenged(e, resp.Header)
		switch {
		case e.Message != "":
		case silent(body) && (e.Kind == guichet.ErrInvalid || e.Kind == guichet.ErrUnexpected):
			e.say(refusal.New("no_reason", "no reason given"))
		case !silent(body):
			e.Body = x.excerpt(cleaned)
		}
		if repeats && !isJSON {
			x.redactError(e.Error) // another format may have had another spelling
		}
	}
	e.defect = x.client.cfg.Defect(e.Status, body)
	e.refused = x.client.cfg.Refused(e.Status, body) && !x.call.Class.signsIn()
	if e.refused {
		e.Kind = guichet.ErrUnauthorized
	}
	return e
}

// fromGateway reports whether a gateway answered because the service did not: it
// does not know what became of the request. 520 to 524 are those of a CDN.
func fromGateway(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusGatewayTimeout || status >= 520 && status <= 524
}

// kindOf is the usual meaning of a status.
func kindOf(status int) guichet.Kind {
	kinds := map[int]guichet.Kind{
		http.StatusBadRequest:          guichet.ErrInvalid,
		http.StatusUnauthorized:        guichet.ErrUnauthorized,
		http.StatusPaymentRequired:     guichet.ErrPaymentRequired,
		http.StatusForbidden:           guichet.ErrForbidden,
		http.StatusNotFound:            guichet.ErrNotFound,
		http.StatusRequestTimeout:      guichet.ErrNetwork,
		http.StatusConflict:            guichet.ErrConflict,
		http.StatusGone:                guichet.ErrNotFound,
		http.StatusUnprocessableEntity: guichet.ErrInvalid,
		http.StatusFailedDependency:    guichet.ErrUnavailable,
		http.StatusTooManyRequests:     guichet.ErrRateLimited,
	}
	switch {
	case status >= 500:
		return guichet.ErrUnavailable
	case status >= 300 && status < 400:
		return guichet.ErrUnusableAnswer
	}
	return cmp.Or(kinds[status], guichet.ErrUnexpected)
}

// moment is the service's own clock, where the answer tells it: what it says about
// time is meant by that clock.
func (x *exchange) moment(h http.Header) time.Time {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		return date
	}
	return x.client.options.Now()
}

// ParseRetryAfter reads a Retry-After header: seconds or a date. What cannot
// be read, or lies in the past, is 0.
func ParseRetryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if math.IsNaN(seconds) || seconds <= 0 {
			return 0
		}
		if seconds >= math.MaxInt64/float64(time.Second) {
			return math.MaxInt64
		}
		return time.Duration(math.Ceil(seconds * float64(time.Second)))
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return max(0, date.Sub(now))
}

const maxRedirects = 5

// movesTo reports whether the answer is a redirect that may be followed: a
// read, to the same origin, not too often.
func (x *exchange) movesTo(resp *http.Response) bool {
	redirect := slices.Contains([]int{
		http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect,
	}, resp.StatusCode)
	read := x.call.Class == Read && (x.call.Method == http.MethodGet || x.call.Method == http.MethodHead)
	location, err := resp.Location()
	if !redirect || !read || x.call.NoRetry || x.call.Body != nil || x.call.URL != nil && Origin(x.call.URL) != Origin(x.client.base) {
		return false // a body would get lost, and a stranger does not choose what is asked of the service
	}
	if err != nil || x.redirects >= maxRedirects || Origin(location) != Origin(x.client.base) || location.User != nil {
		return false
	}
	x.redirects++
	x.moved = location
	return true
}

// notFollowed names a redirect's target without its query, which may hold a
// secret. The path is looked at unescaped, since there are many ways to escape.
func (x *exchange) notFollowed(resp *http.Response) *refusal.Refusal {
	location, err := resp.Location()
	if err != nil {
		return refusal.New("redirect_nowhere", "the response redirects to an invalid address; redirects are not followed")
	}
	target := &url.URL{Scheme: location.Scheme, Host: location.Host, Path: x.redact(location.Path)}
	shown := strings.ReplaceAll(target.String(), url.PathEscape(redacted), redacted)
	return refusal.New("redirect", "the response redirects to %s; redirects are not followed", x.redact(shown))
}
