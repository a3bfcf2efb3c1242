// Package rawjson reads raw JSON: the members of an object, the elements of an
// array, one value at a path, and whole values into Go. It is the only package that
// walks through raw JSON. The tokens are those of jsontext, so that what is not JSON
// is an error.
package rawjson

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/guichet-go/guichet/internal/refusal"
)

// What a value is not, or has too much of.
var (
	ErrNotObject = &refusal.Refusal{Code: "not_object", Sentence: "the value is not an object"}
	ErrNotArray  = &refusal.Refusal{Code: "not_list", Sentence: "the value is not a list"}
	ErrFollows   = &refusal.Refusal{Code: "trailing", Sentence: "unexpected text after the JSON value"}
)

// ErrTwice is an object that has the same name twice: two readers could take two
// different values.
var ErrTwice = jsontext.ErrDuplicateName

// errLeft ends a Reader whose caller left a loop.
var errLeft = errors.New("the loop was left")

// Reader reads one JSON value in one pass. After an error it reads nothing more;
// Err returns the error.
type Reader struct {
	decoder jsontext.Decoder
	buffer  bytes.Buffer
	text    []byte
	err     error
	unread  bool         // the value of the member or element was not read yet
	anyCase bool         // a field takes a name in any case
	typed   bool         // names are compared here, not by the decoder
	quoted  []byte       // the name of the member
	name    []byte       // the same without its escapes
	texts   *[256]string // those that were decoded lately
}

// What is not UTF-8 becomes U+FFFD where it is decoded, as in encoding/json.
var (
	strict  = []jsontext.Options{jsontext.AllowInvalidUTF8(true)}
	lenient = []jsontext.Options{jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true), jsontext.PreserveRawStrings(true)}
)

func (r *Reader) reset(text []byte, options []jsontext.Options) {
	r.text, r.err, r.unread, r.quoted, r.anyCase, r.typed = text, nil, true, nil, false, false
	r.buffer = *bytes.NewBuffer(text)
	r.decoder.Reset(&r.buffer, options...)
}

var readers = sync.Pool{New: func() any { return new(Reader) }}

// Strict returns a Reader that refuses names that stand twice in an object, with
// ErrTwice. Free takes it back.
func Strict(text []byte) *Reader { return newReader(text, strict) }

// Lenient is Strict for a text that was accepted before, or that is only shown:
// names may stand twice in an object.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Lenient(text []byte) *Reader { return newReader(text, lenient) }

// Typed is Strict for a text that Decode reads: Decode compares the names by itself,
// faster than jsontext does. What Value returns is not checked for such names.
func Typed(text []byte) *Reader {
	r := newReader(text, lenient)
	r.typed = true
	return r
}

func newReader(text []byte, options []jsontext.Options) *Reader {
	r := readers.Get().(*Reader)
	r.reset(text, options)
	return r
}

// Free gives the Reader back. It is not used any more.
func (r *Reader) Free() {
	r.reset(nil, nil)
	if r.texts != nil {
		clear(r.texts[:]) // they may be about a person
	}
	readers.Put(r)
}

// Members goes through the object that comes next. A value that the loop does not
// read is skipped. The name is valid until the Reader is used again.
func (r *Reader) Members(yield func(name []byte) bool) {
	if !r.enter('{', ErrNotObject) {
		return
	}
	var seen names
	for r.err == nil && r.decoder.PeekKind() != '}' {
		if r.quoted = r.Value(); r.err != nil {
			return
		}
		name := r.unquoted()
		if r.typed && seen.twice(name) {
			r.Fail(ErrTwice)
			return
		}
		r.unread = true
		if !yield(name) {
			r.Fail(errLeft)
		} else if r.unread {
			r.skip()
		}
	}
	r.token()
}

// Elements goes through the array that comes next. An element that the loop does
// not read is skipped.
func (r *Reader) Elements(yield func() bool) {
	if !r.enter('[', ErrNotArray) {
		return
	}
	for r.err == nil && r.decoder.PeekKind() != ']' {
		r.unread = true
		if !yield() {
			r.Fail(errLeft)
		} else if r.unread {
			r.skip()
		}
	}
	r.token()
}

func (r *Reader) enter(kind jsontext.Kind, other error) bool {
	if r.err == nil && r.decoder.PeekKind() == kind {
		r.unread = false
		r.token()
		return r.err == nil
	}
	if r.Value(); r.err == nil { // what is no JSON at all has its own error
		r.err = other
	}
	return false
}

func (r *Reader) token() {
	if r.err == nil {
		_, err := r.decoder.ReadToken()
		r.Fail(err)
	}
}

func (r *Reader) unquoted() []byte {
	for _, c := range r.quoted {
		if c == '\\' || c >= utf8.RuneSelf {
			r.name = AppendText(r.name[:0], r.quoted)
			return r.name
		}
	}
	return r.quoted[1 : len(r.quoted)-1]
}

// Quoted is the name of the member as it stands in the text.
func (r *Reader) Quoted() []byte { return r.quoted }

// Kind is the first byte of the value that comes next, '0' for a number, 0 after an
// error.
func (r *Reader) Kind() byte {
	if r.err != nil {
		return 0
	}
	return byte(r.decoder.PeekKind())
}

// Value reads the value that comes next. It is a part of the text, nil after an
// error.
func (r *Reader) Value() []byte {
	if r.err != nil {
		return nil
	}
	r.unread = false
	value, err := r.decoder.ReadValue()
	if err != nil {
		r.Fail(err)
		return nil
	}
	return value[:len(value):len(value)]
}

// skip reads the value that comes next for its errors. (The text is in memory: that is
// faster than SkipValue, which reads token after token.)
func (r *Reader) skip() {
	if value := r.Value(); r.typed && !uniqueNames(value) {
		r.Fail(ErrTwice)
	}
}

// Mark is the place in the text up to which it was read.
func (r *Reader) Mark() int { return int(r.decoder.InputOffset()) }

// Since is the value that was read since a mark.
func (r *Reader) Since(mark int) []byte {
	return bytes.TrimLeft(r.text[mark:r.Mark():r.Mark()], " \t\r\n:,")
}

// Fail ends the reading with an error, unless it has ended already.
func (r *Reader) Fail(err error) {
	if r.err == nil && err != nil {
		r.err = err
	}
}

// Err is the first error.
func (r *Reader) Err() error {
	switch r.err {
	case nil, errLeft:
		return nil
	case io.EOF:
		return &jsontext.SyntacticError{ByteOffset: int64(len(r.text)), Err: io.ErrUnexpectedEOF}
	}
	return r.err
}

// End returns the first error, or ErrFollows when the text has more than the value,
// which is skipped if it was not read.
func (r *Reader) End() error {
	if r.err == nil && r.unread {
		r.skip()
	}
	if r.err == nil && len(bytes.TrimLeft(r.text[r.Mark():], " \t\r\n")) > 0 {
		r.err = ErrFollows
	}
	return r.Err()
}
