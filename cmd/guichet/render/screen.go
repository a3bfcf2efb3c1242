package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// screen says what people read for a value: short times, words in their language,
// the names of people. Data formats do not use it.
type screen struct {
	_ incomparable.Field

	clock
	yes, no  string
	messages *message.Catalogue
}

func newScreen(o *Options) screen {
	m := o.Messages
	return screen{
		clock: newClock(o, m != nil && m.Lang == message.French), messages: m,
		yes: m.Text(message.ScreenYes), no: m.Text(message.ScreenNo),
	}
}

// field is what the name of a value says about it.
type field struct {
	words []message.Word
	id    bool
}

// fieldAt gives the field that a path leads to.
func (s *screen) fieldAt(path string) field {
	name := path[strings.LastIndexByte(path, '.')+1:]
	return field{words: s.messages.Words(name), id: name == "id" || strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "Id")}
}

// kind says how a text behaves in a column.
type kind byte

const (
	aText   kind = iota
	aNumber      // right-aligned, never cut
	fixed        // a time, an id or other digits: never cut
)

// say appends the text of a value. What it appends is not sanitized yet.
func (s *screen) say(dst []byte, f *field, value []byte) ([]byte, kind, message.Tone) {
	switch value[0] {
	case 'n':
		return dst, aText, message.Plain
	case '"':
		return s.text(dst, f, value)
	case 't', 'f':
		word, tone := s.yes, message.Plain
		if value[0] == 'f' {
			word = s.no
		}
		for i := range f.words {
			if f.words[i].Value == string(value) {
				tone = f.words[i].Tone
			}
		}
		return append(dst, word...), aText, tone
	case '{', '[':
		r := rawjson.Lenient(value)
		defer r.Free()
		return s.nested(dst, f, r), aText, message.Plain
	}
	return append(dst, value...), aNumber, message.Plain
}

func (s *screen) text(dst []byte, f *field, quoted []byte) ([]byte, kind, message.Tone) {
	start := len(dst)
	dst = rawjson.AppendText(dst, quoted)
	text := dst[start:]
	for i := range f.words {
		if w := &f.words[i]; string(text) == w.Value {
			return append(dst[:start], w.Text...), aText, w.Tone
		}
	}
	if len(text) == 0 || text[0] != '+' && (text[0] < '0' || text[0] > '9') {
		if f.id {
			return dst, fixed, message.Plain
		}
		return dst, aText, message.Plain
	}
	if at, kind := readMoment(text); kind != noMoment {
		return s.append(dst[:start], at, kind), fixed, message.Plain
	}
	for _, c := range text {
		if !f.id && (c < '0' || c > '9') && c != ' ' && c != '+' && c != '.' && c != '-' && c != '/' {
			return dst, aText, message.Plain
		}
	}
	return dst, fixed, message.Plain
}

// nested appends a short text for the value that comes next: the name of an object,
// and the elements of an array with commas between them.
func (s *screen) nested(dst []byte, f *field, r *rawjson.Reader) []byte {
	switch r.Kind() {
	case '{':
		return s.name(dst, r)
	case '[':
		start := len(dst)
		for range r.Elements {
			before := len(dst)
			if before > start {
				dst = append(dst, ", "...)
			}
			after := len(dst)
			if dst = s.nested(dst, f, r); len(dst) == after {
				dst = dst[:before]
			}
		}
		return dst
	}
	if value := r.Value(); value != nil {
		dst, _, _ = s.say(dst, f, value)
	}
	return dst
}

// called are the members of an object that say how it is called.
type called struct{ first, last, name, id, inner []byte }

// member is where the value of a member belongs, nil for one that does not count.
func (n *called) member(name []byte, kind byte) *[]byte {
	if kind == '{' {
		if n.inner == nil {
			return &n.inner
		}
		return nil
	}
	if kind == 'n' || kind == '[' {
		return nil
	}
	switch string(name) {
	case "first_name", "firstName":
		return &n.first
	case "last_name", "lastName":
		return &n.last
	case "name", "title", "codeName":
		return &n.name
	case "id":
		return &n.id
	}
	return nil
}

// name appends how the object that comes next is called: a person by the first name
// and the LAST NAME, anything else by its name, that of the first object inside it, or
// its id.
func (s *screen) name(dst []byte, r *rawjson.Reader) []byte {
	var n called
	for own := range r.Members {
		if at := n.member(own, r.Kind()); at != nil {
			*at = r.Value()
		}
	}
	return s.call(dst, &n)
}

func (s *screen) call(dst []byte, n *called) []byte {
	switch {
	case n.first != nil || n.last != nil:
		return appendPerson(dst, n.first, n.last)
	case n.name != nil:
		return appendValue(dst, n.name, false)
	case n.inner != nil:
		r := rawjson.Lenient(n.inner)
		defer r.Free()
		return s.name(dst, r)
	case n.id != nil:
		return appendValue(dst, n.id, false)
	}
	return append(dst, ellipsis...)
}

// appendPerson appends the name of a person as First LAST.
func appendPerson(dst, first, last []byte) []byte {
	start := len(dst)
	if first != nil {
		dst = appendValue(dst, first, false)
	}
	if last == nil {
		return dst
	}
	if len(dst) > start {
		dst = append(dst, ' ')
	}
	at := len(dst)
	dst = appendValue(dst, last, false)
	for i := at; i < len(dst); i++ {
		if c := dst[i]; c >= 'a' && c <= 'z' {
			dst[i] = c - 'a' + 'A'
		} else if c >= utf8.RuneSelf {
			return append(dst[:i], upper(string(dst[i:]))...)
		}
	}
	return dst
}

// upper is a function of its own so that names in ASCII need no copy.
func upper(text string) string { return strings.Map(unicode.ToUpper, text) }

// measure gives the width of a text in cells, and whether it may be shown as it is.
func measure(text []byte) (width int, safe bool) {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7F {
				return 0, false
			}
			i, width = i+1, width+1
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if unsafeRune(r) || r == utf8.RuneError && size == 1 {
			return 0, false
		}
		i, width = i+size, width+runeWidth(r)
	}
	return width, true
}
