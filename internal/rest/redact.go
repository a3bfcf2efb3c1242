package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guichet-go/guichet"
)

// redacted stands where a secret was.
const redacted = "[redacted]"

// shortest is the number of characters of a secret that can be looked for in a
// text without hiding half of it. A text of the service that repeats a shorter
// one is left out whole.
const shortest = 4

// largestClean is how much JSON is decoded to look for secrets in it.
const largestClean = 1 << 20

// secrets are what a text must not show, in the spellings that answers have,
// letter case folded.
type secrets struct{ spellings, short []string }

// secrets are those that this call has sent.
func (x *exchange) secrets() (s secrets) {
	for _, field := range x.lease.Header {
		s.add(field.Value.Reveal())
		_, token, _ := strings.Cut(field.Value.Reveal(), " ")
		s.add(token)
	}
	for _, secret := range x.call.Secrets {
		s.add(secret)
	}
	return s
}

func (s *secrets) add(secret string) {
	switch n := utf8.RuneCountInString(secret); {
	case n == 0:
		return
	case n < shortest:
		s.short = append(s.short, foldCase(secret))
		return
	}
	quoted, _ := json.Marshal(secret)
	unquoted := func(s string) string { return s[1 : len(s)-1] }
	for _, written := range unique(
		secret, unquoted(string(quoted)), unquoted(strconv.Quote(secret)), unquoted(strconv.QuoteToASCII(secret)),
		html.EscapeString(secret), url.QueryEscape(secret), url.PathEscape(secret),
	) {
		// A service may encode the whole request, in which the secret is escaped.
		list := []string{written, hex.EncodeToString([]byte(written))}
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
			list = append(list, encoding.EncodeToString([]byte(written)))
			list = append(list, within(encoding, written)...)
		}
		for _, spelling := range list {
			s.spellings = append(s.spellings, foldCase(spelling))
		}
	}
	s.spellings = unique(s.spellings...)
}

// unique returns the list, each text once.
func unique(list ...string) []string {
	var once []string
	for _, text := range list {
		if !slices.Contains(once, text) {
			once = append(once, text)
		}
	}
	return once
}

// within is what base64 makes of the secret inside a longer text: one spelling
// for each of the three places where it can begin. Characters that its
// neighbours share are left out.
func within(encoding *base64.Encoding, secret string) (list []string) {
	for before := range 3 {
		encoded := encoding.EncodeToString(append(make([]byte, before), secret...))
		first, end := (before*8+5)/6, (before+len(secret))*8/6
		list = append(list, encoded[first:end])
	}
	return list
}

// removeFrom returns the text without the secrets. One that is too short to be
// looked for stays.
func (s secrets) removeFrom(text string) string {
	if text == "" || len(s.spellings) == 0 {
		return text
	}
	folded := foldCase(text)
	hidden := make([]bool, 0)
	for _, spelling := range s.spellings {
		for from := 0; ; {
			at := strings.Index(folded[from:], spelling)
			if at < 0 {
				break
			}
			if len(hidden) == 0 {
				hidden = make([]bool, len(text))
			}
			for i := range len(spelling) {
				hidden[from+at+i] = true
			}
			from += at + 1
		}
	}
	if len(hidden) == 0 {
		return text
	}
	var out strings.Builder
	for i := range len(text) {
		switch {
		case !hidden[i]:
			out.WriteByte(text[i])
		case i == 0 || !hidden[i-1]:
			out.WriteString(redacted)
		}
	}
	return out.String()
}

// redact is removeFrom for a text of the service, which is left out whole where
// it repeats a secret that is too short to be looked for.
func (s secrets) redact(text string) string {
	folded := foldCase(text)
	for _, secret := range s.short {
		if strings.Contains(folded, secret) {
			return redacted
		}
	}
	return s.removeFrom(text)
}

// foldCase makes letters small, and keeps every character in its place.
func foldCase(text string) string {
	out := []byte(text)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if small := unicode.ToLower(r); small != r && utf8.RuneLen(small) == size {
			utf8.EncodeRune(out[i:], small)
		}
		i += size
	}
	return string(out)
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

// walk redacts every string of a decoded value, and every number.
func (s secrets) walk(value any) (clean any, repeats bool) {
	var changed bool
	switch v := value.(type) {
	case string:
		text := s.redact(v)
		return text, text != v
	case json.Number:
		if text := s.redact(v.String()); text != v.String() {
			return text, true
		}
	case []any:
		for i := range v {
			v[i], changed = s.walk(v[i])
			repeats = repeats || changed
		}
	case map[string]any:
		named := make(map[string]any, len(v))
		for name, member := range v {
			key := s.redact(name)
			named[key], changed = s.walk(member)
			repeats = repeats || changed || key != name
		}
		return named, repeats
	}
	return value, repeats
}

// redactError removes the secrets from everything that a package took from an
// answer. Of a refusal only the values are looked at: the words are ours.
func (x *exchange) redactError(e *guichet.Error) {
	refusal, ours := e.Err.(*Refusal)
	ours = ours && e.Message == refusal.Error()
	if e.Err != nil {
		e.Err = x.reason(e.Err)
	}
	if ours {
		e.Message = e.Err.Error()
	} else {
		e.Message = x.redact(e.Message)
	}
	e.Code, e.Body = x.redact(e.Code), x.redact(e.Body)
	var fields map[string][]guichet.FieldError
	for name, list := range e.Fields {
		for i := range list {
			list[i].Code = x.redact(list[i].Code)
		}
		if fields == nil {
			fields = make(map[string][]guichet.FieldError, len(e.Fields))
		}
		fields[x.redact(name)] = list
	}
	e.Fields = fields
}

// reason is why a call was refused here, without the secrets in its values.
func (x *exchange) reason(err error) error {
	if refusal, ok := err.(*Refusal); ok {
		return refusal.mapped(x.secrets().removeFrom)
	}
	return hidden(err, x.secrets().removeFrom)
}

// cause is a failure of the way or of a decoder, which may quote the service.
func (x *exchange) cause(err error) error {
	if ofSystem(err) {
		return hidden(err, x.secrets().removeFrom)
	}
	return hidden(err, x.redact)
}

// ofSystem reports whether the text of the error is the system's, and the
// service has no word in it.
func ofSystem(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	for _, known := range []error{
		io.EOF, io.ErrUnexpectedEOF, context.Canceled, context.DeadlineExceeded, errGivenBack, errTooLarge, errSilence{}, http.ErrSchemeMismatch,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return errors.As(err, &op) || errors.As(err, &dns) || errors.As(err, &certificate)
}

// hidden is the error, with another text where clean finds something in its own.
func hidden(err error, clean func(string) string) error {
	if text := clean(err.Error()); text != err.Error() {
		return &redactedCause{text, err}
	}
	return err
}

// redactedCause stands before an error whose own text repeats a secret.
type redactedCause struct {
	text  string
	cause error
}

func (r *redactedCause) Error() string        { return r.text }
func (r *redactedCause) Is(target error) bool { return errors.Is(r.cause, target) }
func (r *redactedCause) As(target any) bool   { return errors.As(r.cause, target) }
