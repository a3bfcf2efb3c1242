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
	end, _ := walk(text, 0, visit, "", false)
	return end == len(text)
}

// PlainPage cuts a page {"root":[…],"meta":…} into its rows and its meta, which is not
// checked. values are those of one member of each row, nil without it, when member is not
// empty. ok is false when a row is not a plain object, or the page has another form.
func PlainPage(page []byte, root, member string) (rows, values []json.RawMessage, meta []byte, ok bool) {
	at := len(root) + len(`{"":[`)
	if !bytes.HasPrefix(page, []byte(`{"`+root+`":[`)) {
		return nil, nil, nil, false
	}
	rows = make([]json.RawMessage, 0, 100) // as many as most pages have
	for at < len(page) && page[at] == '{' {
		end, value := walk(page, at, nil, member, false)
		if end < 0 || end == len(page) {
			return nil, nil, nil, false
		}
		rows = append(rows, page[at:end:end])
		if member != "" {
			values = append(values, value)
		}
		if at = end; page[at] != ',' {
			break
		}
		at++
	}
	rest, ok := bytes.CutPrefix(page[at:], []byte(`],"meta":`))
	if len(rows) > 0 && page[at-1] == ',' || !ok {
		return nil, nil, nil, false
	}
	meta, ok = bytes.CutSuffix(rest, []byte("}"))
	return rows, values, meta, ok
}

// plainMember is [Member] for a plain object. ok is false when the object is not plain up
// to the member.
func plainMember(object []byte, name string) (value []byte, ok bool) {
	if name == "" || len(object) == 0 || object[0] != '{' { // walk wants no member of an empty name
		return nil, false
	}
	end, value := walk(object, 0, nil, name, true)
	return value, end >= 0
}

// deepest is how deep values are nested at most.
const deepest = 32

// level is an object or array around a place in a text.
type level struct {
	object   bool
	from, to int // of the name of the last member, quotes included
	value    int // where its value begins
}

// walk passes over the value at a place in a text, and returns where it ends, -1 when it
// is not plain. wanted, when not empty, is the name of a member of that value, and found
// the value of the member, with which the walk ends when stop is set. It is one loop,
// because it reads all that a pull reads.
func walk(text []byte, at int, visit func(depth int, name []byte, from, to int), wanted string, stop bool) (end int, found []byte) {
	var levels [deepest]level
	depth, objects := -1, 0
	for {
		opened := false
		if at, opened = begin(text, at); at < 0 {
			return -1, found
		}
		if opened {
			if depth++; depth == deepest {
				return -1, found
			}
			l := &levels[depth]
			*l = level{object: text[at-1] == '{'}
			if l.object {
				objects++
				if at = l.name(text, at); at < 0 {
					return -1, found
				}
			}
			continue
		}
		for more := false; !more; {
			if depth < 0 {
				return at, found
			}
			l := &levels[depth]
			if at == len(text) {
				return -1, found
			}
			if l.object {
				if visit != nil {
					visit(objects, text[l.from+1:l.to-1], l.value, at)
				}
				if wanted != "" && depth == 0 && string(text[l.from+1:l.to-1]) == wanted {
					if found = text[l.value:at:at]; stop {
						return at, found
					}
				}
			}
			c := text[at]
			at++
			switch {
			case c == ',' && l.object:
				if at = l.name(text, at); at < 0 {
					return -1, found
				}
				more = true
			case c == ',':
				more = true
			case c == '}' && l.object:
				depth, objects = depth-1, objects-1
			case c == ']' && !l.object:
				depth--
			default:
				return -1, found
			}
		}
	}
}

// begin passes over a value, or over the beginning of an object or array that has parts,
// which opened reports. It returns -1 for what is not plain.
func begin(text []byte, at int) (end int, opened bool) {
	if at >= len(text) {
		return -1, false
	}
	switch c := text[at]; c {
	case '"':
		end, _ = quoted(text, at)
		return end, false
	case '{', '[':
		if at++; at < len(text) && text[at] == c+2 { // the bracket that closes it
			return at + 1, false
		}
		return at, true
	case 't':
		return word(text, at, "true"), false
	case 'f':
		return word(text, at, "false"), false
	case 'n':
		return word(text, at, "null"), false
	}
	return plainNumber(text, at), false
}

func word(text []byte, at int, word string) int {
	if rest := text[at:]; len(rest) < len(word) || string(rest[:len(word)]) != word {
		return -1
	}
	return at + len(word)
}

// name passes over the name of the next member and its colon. It returns -1 when the name
// may not follow the last one.
func (l *level) name(text []byte, at int) int {
	if at >= len(text) || text[at] != '"' {
		return -1
	}
	end, plain := quoted(text, at)
	if end < 0 || !plain || end == len(text) || text[end] != ':' || l.to > 0 && !inOrder(text[l.from:l.to], text[at:end]) {
		return -1
	}
	l.from, l.to, l.value = at, end, end+1
	return end + 1
}

// inOrder reports whether a quoted name may follow another one.
func inOrder(last, name []byte) bool {
	const id = `"id"`
	return string(name) != id && (last[1] < name[1] || string(last) == id || bytes.Compare(last, name) < 0)
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// quoted passes over a quoted text, -1 for none. plain says that it has no escapes, and
// ASCII characters only.
func quoted(text []byte, at int) (end int, plain bool) {
	i, other := at+1, uint64(0)
	for {
		// Eight bytes at once, up to the first quote, backslash or control character.
		for i+8 <= len(text) {
			x := binary.LittleEndian.Uint64(text[i:])
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
		if i >= len(text) {
			return -1, false
		}
		switch c := text[i]; {
		case c == '"':
			return i + 1, other&highs == 0
		case c == '\\':
			n := escape(text[i+1:])
			if n == 0 {
				return -1, false
			}
			other |= highs
			i += n
		case c < ' ':
			return -1, false
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

// plainNumber passes over a number, -1 for none.
func plainNumber(text []byte, at int) int {
	rest := text[at:]
	if rest[0] == '-' {
		rest = rest[1:]
	}
	switch {
	case len(rest) > 0 && rest[0] == '0':
		rest = rest[1:]
	case !digits(&rest):
		return -1
	}
	if len(rest) > 0 && rest[0] == '.' {
		if rest = rest[1:]; !digits(&rest) {
			return -1
		}
	}
	if len(rest) > 0 && rest[0]|' ' == 'e' {
		if rest = rest[1:]; len(rest) > 0 && (rest[0] == '+' || rest[0] == '-') {
			rest = rest[1:]
		}
		if !digits(&rest) {
			return -1
		}
	}
	return len(text) - len(rest)
}

// digits passes over digits, and reports whether there is one.
func digits(text *[]byte) bool {
	i := 0
	for i < len(*text) && (*text)[i]-'0' <= 9 {
		i++
	}
	*text = (*text)[i:]
	return i > 0
}
