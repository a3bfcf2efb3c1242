package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// largestClean is how much JSON is decoded to look for secrets in it.
const largestClean = 1 << 20

// secrets are those that this call has sent.
func (x *exchange) secrets() (s secrets) {
	header := func(value string) bool {
		s.add(value)
		_, token, _ := strings.Cut(value, " ")
		s.add(token)
		return true
	}
	for _, field := range x.lease.Header {
		header(field.Value.Reveal())
	}
	x.headerSecrets(header)
	for _, secret := range x.call.Secrets {
		s.add(secret)
	}
	return s
}

// redact removes from a text of the service what this call keeps secret.
func (x *exchange) redact(text string) string {
	if text == "" {
		return text
	}
	return x.secrets().redact(text)
}

// clean removes the secrets from the body of an answer. In JSON it looks at the
// decoded strings, since there are many ways to write one.
func (x *exchange) clean(body []byte) (cleaned []byte, isJSON, repeats bool) {
	s := x.secrets()
	if len(body) <= largestClean && json.Valid(body) {
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		var value any
		if decoder.Decode(&value) == nil {
			if value, repeats = s.walk(value); !repeats {
				return body, true, false
			}
			var out bytes.Buffer
			encoder := json.NewEncoder(&out)
			encoder.SetEscapeHTML(false)
			if encoder.Encode(value) == nil {
				return bytes.TrimSuffix(out.Bytes(), []byte("\n")), true, true
			}
		}
	}
	text := s.redact(string(body))
	return []byte(text), false, text != string(body) || s.redact(html.UnescapeString(text)) != html.UnescapeString(text)
}

// redactError removes the secrets from everything that a package took from an
// answer. Of a refusal only the values are looked at: the words are ours.
func (x *exchange) redactError(e *guichet.Error) {
	known, ours := e.Err.(*refusal.Refusal)
	ours = ours && e.Message == known.Error()
	if e.Err != nil {
		e.Err = x.reason(e.Err)
	}
	if ours {
		e.Message = e.Err.Error()
	} else {
		e.Message = x.redact(e.Message)
	}
	e.Code, e.Body = x.redact(e.Code), x.redact(e.Body)
	if e.Fields == nil {
		return
	}
	fields := make(map[string][]guichet.FieldError, len(e.Fields))
	for name, list := range e.Fields {
		for i := range list {
			list[i].Code = x.redact(list[i].Code)
		}
		fields[x.redact(name)] = list
	}
	e.Fields = fields
}

// reason is why a call was refused here, without the secrets in its values.
func (x *exchange) reason(err error) error {
	if known, ok := err.(*refusal.Refusal); ok {
		return known.Mapped(x.secrets().removeFrom)
	}
	return hidden(err, x.secrets().removeFrom)
}

// cause is a failure of the way or of a decoder, which may quote the service.
func (x *exchange) cause(err error) error {
	if is[*http.MaxBytesError](err) {
		err = errTooLarge // net/http speaks of a request
	}
	if ofSystem(err) {
		return hidden(err, x.secrets().removeFrom)
	}
	return hidden(err, x.redact)
}

// ofSystem reports whether the text of the error is the system's, and the
// service has no word in it.
func ofSystem(err error) bool {
	for _, known := range []error{
		io.EOF, io.ErrUnexpectedEOF, context.Canceled, context.DeadlineExceeded, errGivenBack, errTooLarge, errSilence{}, http.ErrSchemeMismatch,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return is[*net.OpError](err) || is[*net.DNSError](err) || is[*tls.CertificateVerificationError](err)
}

// is reports whether the error, or one that it wraps, has the type.
func is[T error](err error) bool {
	_, found := errors.AsType[T](err)
	return found
}

// hidden is the error, with another text where clean finds something in its own.
func hidden(err error, clean func(string) string) error {
	if text := clean(err.Error()); text != err.Error() {
		return &redactedCause{text, err, clean}
	}
	return err
}

// redactedCause stands before an error whose own text repeats a secret.
type redactedCause struct {
	text  string
	cause error
	clean func(string) string
}

func (r *redactedCause) Error() string { return r.text }

func (r *redactedCause) Is(target error) bool { return errors.Is(r.cause, target) }

// As finds a refusal with its values cleaned: whoever puts it into other words must
// not find the secret in them.
func (r *redactedCause) As(target any) bool {
	found := errors.As(r.cause, target)
	if known, ok := target.(**refusal.Refusal); ok && found {
		*known = (*known).Mapped(r.clean)
	}
	return found
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
