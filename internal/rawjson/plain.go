package rawjson

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math/bits"
)

// Plain reports whether text is one JSON value in the form in which services write
// theirs: no space between its parts, and ASCII names without escapes, "id" first in each
// object and the others in the order of their quoted bytes. No name is there twice then.
// It calls visit, when not nil, for each member once its value was read, which is
// text[from:to]; depth counts the objects around it from 1. Of a text that is not plain,
// some members may be visited.
//
// It is several times faster than a Reader. It never accepts what a Reader refuses; a text
// that is not plain is for a Reader to judge.
func Plain(text []byte, visit func(depth int, name []byte, from, to int)) bool {
	s := plain{text: text, visit: visit}
	return s.value() && s.at == len(text)
}

// PlainPage cuts a page {"root":[…],"meta":…} into its rows and its meta, which is not
// checked. ok is false when a row is not a plain object, or the page has another form.
func PlainPage(page []byte, root string) (rows []json.RawMessage, meta []byte, ok bool) {
	rows = make([]json.RawMessage, 0, 100) // as many as most pages have
	s := plain{text: page}
	if !s.word(`{"`) || !s.word(root) || !s.word(`":[`) {
		return nil, nil, false
	}
	for more := !s.word(`]`); more; more = s.word(`,`) {
		from := s.at
		if s.next() != '{' || !s.value() {
			return nil, nil, false
		}
		rows = append(rows, page[from:s.at:s.at])
	}
	if len(rows) > 0 && !s.word(`]`) || !s.word(`,"meta":`) {
		return nil, nil, false
	}
	meta, ok = bytes.CutSuffix(page[s.at:], []byte("}"))
	return rows, meta, ok
}

// plainMember is [Member] for a plain object. ok is false when the object is not plain up
// to the member.
func plainMember(object []byte, name string) (value []byte, ok bool) {
	s := plain{text: object}
	if s.next() != '{' {
		return nil, false
	}
	s.wanted = name
	if s.value() || s.found != nil {
		return s.found, true
	}
	return nil, false
}

// plain walks over a plain text.
type plain struct {
	text  []byte
	at    int
	depth int // of objects
	nest  int // of objects and arrays
	visit func(depth int, name []byte, from, to int)
	// wanted, when not empty, is the name of a member of the outermost object. The walk
	// ends with it; found is its value.
	wanted string
	found  []byte
}

// deepest is how deep values are nested at most. The stack is not for a service to fill.
const deepest = 100

// next returns the byte that comes next, 0 at the end.
func (s *plain) next() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

// word passes over a text when it comes next.
func (s *plain) word(text string) bool {
	if rest := s.text[s.at:]; len(rest) < len(text) || string(rest[:len(text)]) != text {
		return false
	}
	s.at += len(text)
	return true
}

func (s *plain) value() bool {
	switch s.next() {
	case '"':
		return s.quoted() > 0
	case '{':
		return s.nested((*plain).object)
	case '[':
		return s.nested((*plain).array)
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	}
	return s.number()
}

func (s *plain) nested(walk func(*plain) bool) bool {
	s.nest++
	s.at++
	ok := s.nest <= deepest && walk(s)
	s.nest--
	return ok
}

func (s *plain) array() bool {
	if s.word("]") {
		return true
	}
	for s.value() {
		switch s.next() {
		case ',':
			s.at++
		case ']':
			s.at++
			return true
		default:
			return false
		}
	}
	return false
}

func (s *plain) object() bool {
	if s.word("}") {
		return true
	}
	s.depth++
	for last := []byte(nil); ; s.at++ {
		from := s.at
		if s.next() != '"' || s.quoted() != ascii || s.next() != ':' {
			return false
		}
		name := s.text[from:s.at]
		if last != nil && !inOrder(last, name) {
			return false
		}
		last = name
		s.at++
		from = s.at
		if !s.value() {
			return false
		}
		name = name[1 : len(name)-1]
		if s.visit != nil {
			s.visit(s.depth, name, from, s.at)
		}
		if s.depth == 1 && s.wanted != "" && string(name) == s.wanted {
			s.found = s.text[from:s.at:s.at]
			return false
		}
		if c := s.next(); c != ',' {
			s.depth--
			s.at++
			return c == '}'
		}
	}
}

// inOrder reports whether a quoted name may follow another one.
func inOrder(last, name []byte) bool {
	const id = `"id"`
	return string(name) != id && (string(last) == id || bytes.Compare(last, name) < 0)
}

// What is in a quoted text; 0 is no quoted text.
const (
	ascii = iota + 1
	escaped
)

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// quoted passes over a quoted text, and returns what is in it: ascii, or escaped for
// escapes and other characters.
func (s *plain) quoted() int {
	i, kind, other := s.at+1, ascii, uint64(0)
	for {
		// Eight bytes at once, up to the first quote, backslash or control character.
		for i+8 <= len(s.text) {
			x := binary.LittleEndian.Uint64(s.text[i:])
			quote, slash := x^(ones*'"'), x^(ones*'\\')
			if stop := ((quote-ones)&^quote | (slash-ones)&^slash | (x-ones*' ')&^x) & highs; stop != 0 {
				n := bits.TrailingZeros64(stop)
				other |= x & (1<<n - 1)
				i += n / 8
				break
			}
			other |= x
			i += 8
		}
		if i >= len(s.text) {
			return 0
		}
		switch c := s.text[i]; {
		case c == '"':
			s.at = i + 1
			if other&highs != 0 {
				kind = escaped
			}
			return kind
		case c == '\\':
			kind = escaped
			n := escape(s.text[i+1:])
			if n == 0 {
				return 0
			}
			i += n
		case c < ' ':
			return 0
		default: // the last bytes of the text
			other |= uint64(c)
			i++
		}
	}
}

// escape returns the length of the escape that begins after a backslash, the backslash
// included, 0 for none. Halves of characters are for a Reader.
func escape(rest []byte) int {
	if len(rest) == 0 {
		return 0
	}
	switch rest[0] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(rest) < 5 || rest[1]|' ' == 'd' && rest[2] >= '8' {
			return 0
		}
		for _, c := range rest[1:5] {
			if !(c >= '0' && c <= '9' || c|' ' >= 'a' && c|' ' <= 'f') {
				return 0
			}
		}
		return 6
	}
	return 0
}

func (s *plain) number() bool {
	if s.next() == '-' {
		s.at++
	}
	if s.next() == '0' {
		s.at++
	} else if !s.digits() {
		return false
	}
	if s.next() == '.' {
		if s.at++; !s.digits() {
			return false
		}
	}
	if c := s.next(); c|' ' == 'e' {
		s.at++
		if c := s.next(); c == '+' || c == '-' {
			s.at++
		}
		return s.digits()
	}
	return true
}

// digits passes over digits, of which there must be one.
func (s *plain) digits() bool {
	from := s.at
	for c := s.next(); c >= '0' && c <= '9'; c = s.next() {
		s.at++
	}
	return s.at > from
}
