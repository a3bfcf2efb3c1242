package render

import "unicode/utf8"

// EscapeJSON returns JSON in which the characters that could drive a terminal
// are escapes. Its values are the same.
func EscapeJSON(text []byte) []byte { return appendEscaped(make([]byte, 0, len(text)), text) }

// appendEscaped copies text that consists of JSON or of double-quoted YAML and
// writes the characters that could drive a terminal as escapes, which both
// languages read back as the same characters. Tabs and line breaks are left
// alone: outside strings they are layout, and inside they are escaped already.
func appendEscaped(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if c == 0x7F || c < ' ' && c != '\t' && c != '\n' && c != '\r' {
				dst = appendUnicodeEscape(dst, rune(c))
			} else {
				dst = append(dst, c)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			dst = utf8.AppendRune(dst, utf8.RuneError)
		case unsafeRune(r) && r != joiner && r <= 0xFFFF:
			dst = appendUnicodeEscape(dst, r)
		default:
			dst = append(dst, text[i:i+size]...)
		}
		i += size
	}
	return dst
}

func appendUnicodeEscape(dst []byte, r rune) []byte {
	const digits = "0123456789abcdef"
	return append(dst, '\\', 'u', digits[r>>12&0xF], digits[r>>8&0xF], digits[r>>4&0xF], digits[r&0xF])
}
