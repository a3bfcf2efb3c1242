package render

import (
	"bufio"
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guichet-go/guichet/internal/rawjson"
)

// yamlFormat writes a list as a sequence, an item at a time, and an object as a
// mapping, in the layout of yaml.v3. Members keep their order and numbers their
// digits.
type yamlFormat struct {
	out      *bufio.Writer
	terminal bool
	begun    bool
	text     []byte
	scratch  []byte
}

func (f *yamlFormat) row(raw []byte) error {
	f.text = append(f.text[:0], '-')
	err := f.write(raw, 2, afterMark)
	f.begun = f.begun || err == nil
	return err
}

func (f *yamlFormat) one(raw []byte) error {
	f.text = f.text[:0]
	return f.write(raw, 0, atStart)
}

func (f *yamlFormat) close() error {
	if f.begun {
		return nil
	}
	_, err := f.out.WriteString("[]\n")
	return err
}

func (f *yamlFormat) write(raw []byte, indent int, at place) error {
	r := rawjson.Lenient(raw)
	defer r.Free()
	f.value(r, indent, at)
	if err := r.End(); err != nil {
		return err
	}
	f.text = append(f.text, '\n')
	if f.terminal {
		f.scratch = appendEscaped(f.scratch[:0], f.text)
		f.text, f.scratch = f.scratch, f.text
	}
	_, err := f.out.Write(f.text)
	return err
}

// place is where in its line a value begins.
type place int

const (
	atStart   place = iota
	afterMark       // after "-", "?" or ":" at the indentation: a block goes on in the line
	afterName       // after "name:": a block begins on the next line
)

// value appends the value that comes next. A block inside it is indented by that
// many spaces.
func (f *yamlFormat) value(r *rawjson.Reader, indent int, at place) {
	first := true
	item := func() {
		if !first || at == afterName {
			f.newLine(indent)
		} else if at == afterMark {
			f.text = append(f.text, ' ')
		}
		first = false
	}
	kind := r.Kind()
	switch kind {
	case '{':
		for name := range r.Members {
			item()
			f.value(r, indent+2, f.name(name, indent))
		}
	case '[':
		for range r.Elements {
			item()
			f.text = append(f.text, '-')
			f.value(r, indent+2, afterMark)
		}
	}
	if !first {
		return
	}
	if at != atStart {
		f.text = append(f.text, ' ')
	}
	switch kind {
	case '{':
		f.text = append(f.text, "{}"...)
	case '[':
		f.text = append(f.text, "[]"...)
	case '"':
		f.scratch = rawjson.AppendText(f.scratch[:0], r.Value())
		f.text = appendYAMLText(f.text, f.scratch, plain(f.scratch))
	case '0':
		f.text = appendNumber(f.text, r.Value())
	default:
		f.text = append(f.text, r.Value()...)
	}
}

func (f *yamlFormat) newLine(indent int) {
	f.text = append(f.text, '\n')
	for range indent {
		f.text = append(f.text, ' ')
	}
}

// name appends the name of a member and what divides it from its value.
func (f *yamlFormat) name(name []byte, indent int) place {
	const longest = 128 // of a name that may stand in the line of its value
	word := plain(name)
	inLine := len(name) <= longest && (word || !bytes.ContainsAny(name, "\n\r\u0085\u2028\u2029"))
	if !inLine {
		f.text = append(f.text, "? "...)
	}
	f.text = appendYAMLText(f.text, name, word)
	if inLine {
		f.text = append(f.text, ':')
		return afterName
	}
	f.newLine(indent)
	f.text = append(f.text, ':')
	return afterMark
}

// appendNumber appends a number so that readers of YAML 1.1 take it for one too:
// with a point and a sign where there is an exponent. Its digits stay.
func appendNumber(dst, number []byte) []byte {
	at := max(bytes.IndexByte(number, 'e'), bytes.IndexByte(number, 'E'))
	if at < 0 {
		return append(dst, number...)
	}
	dst = append(dst, number[:at]...)
	if bytes.IndexByte(number[:at], '.') < 0 {
		dst = append(dst, ".0"...)
	}
	dst = append(dst, number[at])
	if sign := number[at+1]; sign != '-' && sign != '+' {
		dst = append(dst, '+')
	}
	return append(dst, number[at+1:]...)
}

// appendYAMLText appends text, in quotes unless it is plain.
func appendYAMLText(dst, text []byte, plain bool) []byte {
	if plain {
		return append(dst, text...)
	}
	dst = append(dst, '"')
	marked := bytes.HasPrefix(text, []byte("\ufeff")) // yaml.v3 then escapes all of it
	written := 0
	for i, size := 0, 0; i < len(text); i += size {
		r := rune(text[i])
		if size = 1; r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		if marked || !printable(r) {
			dst = appendYAMLEscape(append(dst, text[written:i]...), r)
			written = i + size
		}
	}
	return append(append(dst, text[written:]...), '"')
}

// printable reports whether yaml.v3 writes a character between quotes as it is.
func printable(r rune) bool {
	switch {
	case r < 0x7F:
		return r >= ' ' && r != '"' && r != '\\'
	case r == 0x2028, r == 0x2029, r == 0xFEFF:
		return false
	}
	return r >= 0xA0 && r <= 0xFFFD
}

func appendYAMLEscape(dst []byte, r rune) []byte {
	const named, letters = "\x00\a\b\t\n\v\f\r\x1b\"\\\u0085\u00a0\u2028\u2029", `0abtnvfre"\N_LP`
	dst = append(dst, '\\')
	before, _, found := strings.Cut(named, string(r))
	switch {
	case found:
		return append(dst, letters[utf8.RuneCountInString(before)])
	case r <= 0xFF:
		return appendHex(append(dst, 'x'), r, 2)
	case r <= 0xFFFF:
		return appendHex(append(dst, 'u'), r, 4)
	}
	return appendHex(append(dst, 'U'), r, 8)
}

func appendHex(dst []byte, r rune, digits int) []byte {
	for digits--; digits >= 0; digits-- {
		dst = append(dst, "0123456789ABCDEF"[r>>(4*digits)&0xF])
	}
	return dst
}

// plain reports whether text needs no quotes under any version of YAML: a word, or
// words, which no reader takes for a boolean, a null, a number or a date. Anything
// doubtful is quoted.
func plain(text []byte) bool {
	for i, size := 0, 0; i < len(text); i += size {
		r := rune(text[i])
		if size = 1; r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		case i > 0 && (r == '_' || r >= '-' && r <= '9' || r == '@' || r == ' '):
		case r >= utf8.RuneSelf && printable(r) && unicode.IsLetter(r) && !unsafeRune(r):
		default:
			return false
		}
	}
	if len(text) == 0 || text[len(text)-1] == ' ' {
		return false
	}
	var word [len("infinity")]byte
	if len(text) > len(word) {
		return true
	}
	for i, c := range text {
		word[i] = c | 0x20 // of a letter, the small one
	}
	switch string(word[:len(text)]) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity":
		return false
	}
	return true
}
