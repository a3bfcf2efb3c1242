package rdvsolidaritestest

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/guichet-go/guichet/internal/paris"
)

// writer builds JSON by appending and keeps keys in the order of writing: the service puts id first and
// sorts the others. It adds the commas.
type writer struct {
	b     []byte
	rules *rules
	// failed says that an object cannot be rendered: the service answers 500.
	failed bool
}

//go:noinline
func (w *writer) separate() {
	if n := len(w.b); n > 0 && w.b[n-1] != '{' && w.b[n-1] != '[' && w.b[n-1] != ':' {
		w.b = append(w.b, ',')
	}
}

// key is called some hundred times; inlined, it would add 24 kB to the command. The directive on other
// functions of this package has the same reason: together they save 60 kB.
//
//go:noinline
func (w *writer) key(k string) {
	w.separate()
	w.b = append(w.b, '"')
	w.b = append(w.b, k...)
	w.b = append(w.b, '"', ':')
}

// begin opens an object or a list as the next item of a list, or as the value of the last key.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
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

// of returns a function that writes row.
//
//go:noinline
func of[T any](row T, write func(*writer, T)) func(*writer) { return func(w *writer) { write(w, row) } }

// object writes row as an object.
//
//go:noinline
func object[T any](w *writer, k string, row T, write func(*writer, T)) {
	w.key(k)
	w.begin('{')
	write(w, row)
	w.end('}')
}

// objects writes rows as a list of objects.
//
//go:noinline
func objects[T any](w *writer, k string, rows []T, write func(*writer, T)) {
	w.key(k)
	w.begin('[')
	for _, row := range rows {
		w.begin('{')
		write(w, row)
		w.end('}')
	}
	w.end(']')
}

func (w *writer) list(k string, items func()) {
	w.key(k)
	w.begin('[')
	items()
	w.end(']')
}

//go:noinline
func (w *writer) null(k string) {
	w.key(k)
	w.b = append(w.b, "null"...)
}

// constant writes fields that are always the same, as JSON text without the braces.
func (w *writer) constant(fields string) {
	w.separate()
	w.b = append(w.b, fields...)
}

//go:noinline
func (w *writer) string(k, v string) {
	w.key(k)
	w.b = appendString(w.b, v)
}

// optional writes null for an empty string.
func (w *writer) optional(k, v string) {
	switch v {
	case "":
		w.null(k)
	case blankText:
		w.string(k, "")
	default:
		w.string(k, v)
	}
}

//go:noinline
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

//go:noinline
func (w *writer) number(k string, v float64) {
	w.key(k)
	w.b = strconv.AppendFloat(w.b, v, 'f', -1, 64)
}

//go:noinline
func (w *writer) bool(k string, v bool) {
	w.key(k)
	w.b = strconv.AppendBool(w.b, v)
}

// optionalBool writes null for nil.
func (w *writer) optionalBool(k string, v *bool) {
	if v == nil {
		w.null(k)
		return
	}
	w.bool(k, *v)
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

// localTime writes the time of an organisation's rdv. The service stores the wall-clock time of the place
// as if it were Paris. Since 2026 it writes it with the offset of the place.
func (w *writer) localTime(k string, unix int64, o *organisation) {
	if o.zone == nil || !w.rules.localOffsets {
		w.time(k, unix)
		return
	}
	_, paris := time.Unix(unix, 0).In(paris.Location()).Zone()
	place := time.FixedZone(o.zone.name, int(o.zone.offset))
	local := time.Unix(unix+int64(paris)-o.zone.offset, 0).In(place)
	w.string(k, local.Format("2006-01-02 15:04:05 -0700"))
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
