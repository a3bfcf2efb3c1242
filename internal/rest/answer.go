package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/guichet-go/guichet"
)

// buffers hold the bodies while they are read and decoded.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const (
	excerptLimit = 512
	redactLimit  = 64 << 10 // far above a secret that a header can carry
)

// accept decodes a 2xx answer.
func (x *exchange) accept(resp *http.Response, body []byte) *failure {
	if e := x.partial(resp); e != nil {
		return e
	}
	if x.isPage(resp.Header.Get("Content-Type"), body) {
		e := x.unusable(resp)
		e.Message, e.Body = "an HTML page instead of the data", x.excerpt(body)
		return e
	}
	if x.decode == nil {
		return nil
	}
	if len(body) == 0 && x.unframed(resp) {
		return x.brokenBody(resp, io.ErrUnexpectedEOF) // nothing tells an empty answer from one that was cut
	}
	err := x.decode(body)
	if err == nil && x.unframed(resp) && !resp.Uncompressed && !json.Valid(body) {
		return x.endless(resp)
	}
	if err == nil {
		return nil
	}
	if x.unframed(resp) && endsEarly(body) {
		// Nothing but the data itself can tell that such a body was cut.
		return x.brokenBody(resp, io.ErrUnexpectedEOF)
	}
	e := x.unusable(resp)
	var known *guichet.Error
	if errors.As(err, &known) { // decode knows what the answer means
		e.Kind, e.Err, e.Message = known.Kind, known.Err, known.Message
		if _, _, repeats := x.clean(body); repeats {
			x.redactError(e.Error)
		}
		return e
	}
	e.Err, e.Body = x.cause(err), x.excerpt(body)
	e.Message = "the answer is not what was expected: " + e.Err.Error()
	return e
}

// partial refuses a part of the data that was not asked for as one.
func (x *exchange) partial(resp *http.Response) *failure {
	if resp.StatusCode != http.StatusPartialContent || x.call.Header.Get("Range") != "" {
		return nil
	}
	e := x.unusable(resp)
	e.Message = "a part of the data instead of all of it"
	return e
}

// unusable is the error of a 2xx answer that cannot be used.
func (x *exchange) unusable(resp *http.Response) *failure {
	e := x.newError(guichet.ErrUnusableAnswer)
	e.Status, e.RequestID, e.Sent = resp.StatusCode, x.requestID(resp.Header), guichet.Answered
	return e
}

// unframed reports whether only the end of the connection ends the body.
func (x *exchange) unframed(resp *http.Response) bool {
	return x.call.Method != http.MethodHead && resp.ProtoMajor < 2 && resp.ContentLength < 0 && len(resp.TransferEncoding) == 0 && resp.StatusCode != http.StatusNoContent
}

// endless is the error of an answer that neither its headers nor its own form
// show to be whole.
func (x *exchange) endless(resp *http.Response) *failure {
	e := x.unusable(resp)
	e.Message = "the answer does not say where it ends, so that a part of it could be taken for the whole"
	return e
}

// endsEarly reports whether JSON ended before its last bracket. It asks a
// decoder: of a cut inside an escape or a literal, json.Unmarshal only says
// that a space is wrong there.
func endsEarly(body []byte) bool {
	var value json.RawMessage
	err := json.NewDecoder(bytes.NewReader(body)).Decode(&value)
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}

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
		e.Err = Refuse("it redirects to %s, which is not followed", x.redact(x.destination(resp)))
		e.Message = e.Err.Error()
	case x.isPage(contentType, body):
		e.Message, e.Body = "an HTML page", x.excerpt(body)
	default:
		// The text is cleaned before it is read: a part of a secret would not be
		// found, and our own words beside it are to stay as they are.
		cleaned, isJSON, repeats := x.clean(body)
		x.client.cfg.ParseError(e.Error, contentType, cleaned)
		switch silent := len(bytes.TrimSpace(body)) == 0; {
		case e.Message != "":
		case silent && (e.Kind == guichet.ErrInvalid || e.Kind == guichet.ErrUnexpected):
			e.Message = "no reason given"
		default:
			e.Body = x.excerpt(cleaned)
		}
		if repeats && !isJSON {
			x.redactError(e.Error) // another format may have had another spelling
		}
	}
	e.refused = x.client.cfg.Refused(e.Status, body) && x.call.Class != SignIn
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

// movesTo reports whether the answer is a redirect that may be followed: a
// read, to the same origin, not too often.
func (x *exchange) movesTo(resp *http.Response) bool {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return false
	}
	read := x.call.Class == Read && (x.call.Method == http.MethodGet || x.call.Method == http.MethodHead)
	location, err := resp.Location()
	if !read || x.call.NoRetry || x.call.Body != nil || x.call.URL != nil && Origin(x.call.URL) != Origin(x.client.base) {
		return false // a body would get lost, and a stranger does not choose what is asked of the service
	}
	if err != nil || x.redirects >= maxRedirects || Origin(location) != Origin(x.client.base) || location.User != nil {
		return false
	}
	x.redirects++
	x.moved = location
	return true
}

// destination names a redirect's target without its query, which may hold a
// secret. The path is looked at unescaped, since there are many ways to escape.
func (x *exchange) destination(resp *http.Response) string {
	location, err := resp.Location()
	if err != nil {
		return "nowhere"
	}
	target := &url.URL{Scheme: location.Scheme, Host: location.Host, Path: x.redact(location.Path)}
	return strings.ReplaceAll(target.String(), url.PathEscape(redacted), redacted)
}

// isPage reports whether the answer is a page for a browser.
func (x *exchange) isPage(contentType string, body []byte) bool {
	if x.client.cfg.AnyContentType {
		contentType = "" // only the body tells
	}
	return isHTML(contentType, body)
}

// isHTML looks at the body too: Rails calls an answer without one HTML.
func isHTML(contentType string, body []byte) bool {
	if len(body) == 0 {
		return false
	}
	if strings.Contains(strings.ToLower(contentType), "html") {
		return true
	}
	return !strings.Contains(contentType, "xml") && bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n\ufeff"), []byte("<"))
}

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

// requestID is the service's name for the exchange. It may repeat what it was
// sent, and is cut only when no secret can be cut with it.
func (x *exchange) requestID(h http.Header) string {
	for _, name := range []string{"X-Request-Id", "X-Correlation-Id"} {
		if id := x.redact(h.Get(name)); id != "" {
			return id[:min(len(id), 128)]
		}
	}
	return ""
}
