package rdvsolidaritestest

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// writer builds JSON by appending and keeps keys in the order of writing: the service puts id first and
// sorts the others. It adds the commas.
type writer struct {
	b     []byte
	rules *rules
	// webhook writes objects as in deliveries, with the category of a motif as a plain string.
	webhook bool
	// failed says that an object cannot be rendered: the service answers 500.
	failed bool
}

func (w *writer) separate() {
	if n := len(w.b); n > 0 && w.b[n-1] != '{' && w.b[n-1] != '[' && w.b[n-1] != ':' {
		w.b = append(w.b, ',')
	}
}

func (w *writer) key(k string) {
	w.separate()
	w.b = append(w.b, '"')
	w.b = append(w.b, k...)
	w.b = append(w.b, '"', ':')
}

// begin opens an object or a list as the next item of a list, or as the value of the last key.
func (w *writer) begin(delimiter byte) {
	w.separate()
	w.b = append(w.b, delimiter)
}

func (w *writer) end(delimiter byte) { w.b = append(w.b, delimiter) }

func (w *writer) object(k string, fields func()) {
	w.key(k)
	w.item(fields)
}

func (w *writer) item(fields func()) {
	w.begin('{')
	fields()
	w.end('}')
}

func (w *writer) list(k string, items func()) {
	w.key(k)
	w.begin('[')
	items()
	w.end(']')
}

func (w *writer) null(k string) {
	w.key(k)
	w.b = append(w.b, "null"...)
}

func (w *writer) string(k, v string) {
	w.key(k)
	w.b = appendString(w.b, v)
}

// optional writes null for an empty string.
func (w *writer) optional(k, v string) {
	if v == "" {
		w.null(k)
		return
	}
	w.string(k, v)
}

func (w *writer) int(k string, v int64) {
	w.key(k)
	w.b = strconv.AppendInt(w.b, v, 10)
}

// optionalInt writes null for zero.
func (w *writer) optionalInt(k string, v int64) {
	if v == 0 {
		w.null(k)
		return
	}
	w.int(k, v)
}

func (w *writer) bool(k string, v bool) {
	w.key(k)
	w.b = strconv.AppendBool(w.b, v)
}

// time writes null for zero.
func (w *writer) time(k string, unix int64) {
	if unix == 0 {
		w.null(k)
		return
	}
	w.key(k)
	w.b = append(w.b, '"')
	w.b = appendTimestamp(w.b, unix)
	w.b = append(w.b, '"')
}

func (w *writer) stringItem(v string) {
	w.separate()
	w.b = appendString(w.b, v)
}

func appendString(b []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			const digits = "0123456789abcdef"
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}
