package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"unicode/utf8"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// accept decodes a 2xx answer.
func (x *exchange) accept(resp *http.Response, body []byte) *failure {
	if e := x.partial(resp); e != nil {
		return e
	}
	if x.isPage(resp.Header.Get("Content-Type"), body) {
		e := x.unusable(resp, htmlPage())
		e.Body = x.excerpt(body)
		return e
	}
	if x.decode == nil {
		return nil
	}
	if len(body) == 0 && x.unframed(resp) {
		return x.brokenBody(resp, io.ErrUnexpectedEOF) // nothing tells an empty answer from one that was cut
	}
	err := x.decode(body)
	if err == nil {
		if x.unframed(resp) && !resp.Uncompressed && !json.Valid(body) {
			return x.endless(resp)
		}
		return nil
	}
	if x.unframed(resp) && endsEarly(body) {
		// Nothing but the data itself can tell that such a body was cut.
		return x.brokenBody(resp, io.ErrUnexpectedEOF)
	}
	if known, ok := errors.AsType[*guichet.Error](err); ok { // decode knows what the answer means
		e := x.newUnusable(resp)
		e.Kind, e.Message, e.Err = known.Kind, known.Message, known.Err
		if _, _, repeats := x.clean(body); repeats {
			x.redactError(e.Error)
		}
		return e
	}
	e := x.unreadable(resp, x.cause(err))
	e.Body = x.excerpt(body)
	return e
}

// partial refuses a part of the data that was not asked for as one.
func (x *exchange) partial(resp *http.Response) *failure {
	if resp.StatusCode != http.StatusPartialContent || x.call.Header.Get("Range") != "" {
		return nil
	}
	return x.unusable(resp, refusal.New("partial", "only a part of the data was returned"))
}

// unusable is the error of a 2xx answer that cannot be used.
func (x *exchange) unusable(resp *http.Response, why *refusal.Refusal) *failure {
	e := x.newUnusable(resp)
	e.say(why)
	return e
}

func (x *exchange) newUnusable(resp *http.Response) *failure {
	e := x.newError(guichet.ErrUnusableAnswer)
	e.Status, e.RequestID, e.Sent = resp.StatusCode, x.requestID(resp.Header), guichet.Answered
	return e
}

// htmlPage says that an answer is a page for a browser in place of the data.
func htmlPage() *refusal.Refusal { return refusal.New("html_page", "an HTML page") }

// unframed reports whether only the end of the connection ends the body.
func (x *exchange) unframed(resp *http.Response) bool {
	return x.call.Method != http.MethodHead && resp.ProtoMajor < 2 && resp.ContentLength < 0 && len(resp.TransferEncoding) == 0 && resp.StatusCode != http.StatusNoContent
}

// endless is the error of an answer that neither its headers nor its own form
// show to be whole.
func (x *exchange) endless(resp *http.Response) *failure {
	return x.unusable(resp, refusal.New("no_end", "the response has no end marker, so it may be incomplete"))
}

// endsEarly reports whether JSON ended before its last bracket. It asks a
// decoder: of a cut inside an escape or a literal, json.Unmarshal only says
// that a space is wrong there.
func endsEarly(body []byte) bool {
	var value json.RawMessage
	err := json.NewDecoder(bytes.NewReader(body)).Decode(&value)
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}

// cutInCharacter reports whether JSON in UTF-8 ended early, within a character.
func cutInCharacter(body []byte) bool {
	for n := 1; n < utf8.UTFMax && n <= len(body); n++ {
		if whole, rest := body[:len(body)-n], body[len(body)-n:]; utf8.RuneStart(rest[0]) {
			return !utf8.FullRune(rest) && utf8.Valid(whole) && endsEarly(whole)
		}
	}
	return false
}

// unreadable is the error of an answer that cannot be read as text.
func (x *exchange) unreadable(resp *http.Response, err error) *failure {
	e := x.newUnusable(resp)
	e.Message, e.Err = "unexpected response: "+err.Error(), err
	return e
}
