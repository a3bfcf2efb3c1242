package rawjson

import (
	"reflect"
	"unicode/utf8"
)

// cursor goes through a JSON value that was checked before.
type cursor struct {
	text    []byte
	at      int
	anyCase bool         // a field takes a name in any case
	twice   bool         // an object has a name twice, or two names for one field
	texts   *[256]string // those that were decoded lately
	buffer  []byte       // the last text that had escapes
	place   []string     // of the value that does not fit, the innermost name first
	cause   error        // why it does not fit, if its type says so
}

// next is the first byte of the value or name that comes next, or the bracket that ends
// the object or the array.
func (c *cursor) next() byte {
	for {
		switch b := c.text[c.at]; b {
		case ' ', '\t', '\r', '\n', ',', ':':
			c.at++
		default:
			return b
		}
	}
}

// value returns the value that comes next.
func (c *cursor) value() []byte {
	first, start, depth := c.next(), c.at, 0
	if first == '"' {
		c.at = c.stringEnd()
		return c.text[start:c.at:c.at]
	}
	for ; c.at < len(c.text); c.at++ {
		switch c.text[c.at] {
		case '"':
			c.at = c.stringEnd() - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				c.at++
			}
			if depth <= 0 {
				return c.text[start:c.at:c.at]
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return c.text[start:c.at:c.at]
			}
		}
	}
	return c.text[start:c.at:c.at]
}

// stringEnd is the place after the string that comes next.
func (c *cursor) stringEnd() int {
	for i := c.at + 1; ; i++ {
		switch c.text[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
}

// checked is value, unless an object in it has a name twice: then it is nil.
func (c *cursor) checked() []byte {
	value := c.value()
	if c.twice = !uniqueNames(value); c.twice {
		return nil
	}
	return value
}

// string returns the text of the string that comes next. It is valid until the next
// string is read.
func (c *cursor) string() []byte {
	c.next()
	text := c.text[c.at+1:]
	for i, b := range text {
		if b == '"' {
			c.at += i + 2
			return text[:i]
		}
		if b == '\\' || b >= utf8.RuneSelf { // what is not UTF-8 becomes U+FFFD
			break
		}
	}
	start := c.at
	c.at = c.stringEnd()
	c.buffer = AppendText(c.buffer[:0], c.text[start:c.at])
	return c.buffer
}

// shared returns the text of the string that comes next. Rows repeat statuses, names
// and addresses: texts that were equal lately share their memory.
func (c *cursor) shared() string {
	text := c.string()
	hash := len(text)
	for _, b := range text[:min(len(text), 8)] {
		hash = hash*31 + int(b)
	}
	for _, b := range text[max(len(text)-8, 0):] {
		hash = hash*31 + int(b)
	}
	known := &c.texts[uint8(hash^hash>>8)]
	if *known != string(text) {
		*known = string(text)
	}
	return *known
}

// null reads a null into a variable.
func (c *cursor) null(into reflect.Value) bool {
	c.at += len("null")
	into.SetZero()
	return true
}

// names are those of one object.
type names map[string]bool

// twice adds a name and says whether it was there.
func (n *names) twice(name []byte) bool {
	if (*n)[string(name)] {
		return true
	}
	if *n == nil {
		*n = names{}
	}
	(*n)[string(name)] = true
	return false
}

// uniqueNames says whether no object of a value that is JSON has a name twice.
func uniqueNames(value []byte) bool {
	return len(value) == 0 || value[0] != '{' && value[0] != '[' || Check(value) == nil
}
