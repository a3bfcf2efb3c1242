package zopstest

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// object is a JSON object with its keys in order.
type object []member

type member struct {
	key   string
	value any
}

// encode writes JSON as the service's encoder does: with a space after commas and colons, or on several
// lines when indent is not 0. A negative indent gives lines without indentation. Values are nil, bool,
// int, string, object and []any.
func encode(v any, indent int, ascii bool) []byte {
	e := &encoder{indent: indent, ascii: ascii}
	e.value(v, 1)
	return e.b
}

type encoder struct {
	b      []byte
	indent int
	ascii  bool
}

func (e *encoder) value(v any, depth int) {
	switch v := v.(type) {
	case bool:
		e.b = strconv.AppendBool(e.b, v)
	case int:
		e.b = strconv.AppendInt(e.b, int64(v), 10)
	case string:
		e.string(v)
	case object:
		e.items('{', '}', len(v), depth, func(i int) {
			e.string(v[i].key)
			e.b = append(e.b, ": "...)
			e.value(v[i].value, depth+1)
		})
	case []any:
		e.items('[', ']', len(v), depth, func(i int) { e.value(v[i], depth+1) })
	default:
		e.b = append(e.b, "null"...)
	}
}

func (e *encoder) items(begin, end byte, n, depth int, item func(int)) {
	e.b = append(e.b, begin)
	for i := range n {
		switch {
		case i > 0 && e.indent == 0:
			e.b = append(e.b, ", "...)
		case i > 0:
			e.b = append(e.b, ',')
		}
		e.line(depth)
		item(i)
	}
	if n > 0 {
		e.line(depth - 1)
	}
	e.b = append(e.b, end)
}

// widest limits the indentation of a line, which the service does not limit.
const widest = 1 << 10

func (e *encoder) line(depth int) {
	if e.indent == 0 {
		return
	}
	e.b = append(e.b, '\n')
	e.b = append(e.b, strings.Repeat(" ", max(0, min(e.indent, widest)*depth))...)
}

func (e *encoder) string(s string) {
	e.b = append(e.b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			e.b = append(e.b, '\\', byte(r))
		case r == '\n':
			e.b = append(e.b, `\n`...)
		case r == '\r':
			e.b = append(e.b, `\r`...)
		case r == '\t':
			e.b = append(e.b, `\t`...)
		case r == '\b':
			e.b = append(e.b, `\b`...)
		case r == '\f':
			e.b = append(e.b, `\f`...)
		case r < ' ', e.ascii && r > '~':
			e.escape(r)
		default:
			e.b = append(e.b, string(r)...)
		}
	}
	e.b = append(e.b, '"')
}

func (e *encoder) escape(r rune) {
	if high, low := utf16.EncodeRune(r); r > 0xffff {
		e.escape(high)
		e.escape(low)
		return
	}
	const digits = "0123456789abcdef"
	e.b = append(e.b, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
}
