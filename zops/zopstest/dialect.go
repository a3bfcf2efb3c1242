package zopstest

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The service reads more than JSON: NaN, Infinity, and halves of surrogate pairs in texts. Half a pair has
// no encoding in UTF-8; here the code point stands for it that is halfPair higher, which nobody uses.
const (
	halfPair = 0x100000
	nan      = "0.0e0000000000"
	infinity = "1e999999"
)

// hasHalf reports whether a text has half of a surrogate pair. The service cannot encode it.
func hasHalf(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= halfPair+0xd800 && r < halfPair+0xe000 })
}

// standard rewrites what the service reads as JSON.
func standard(body []byte) []byte {
	var out []byte
	inText := false
	for i := 0; i < len(body); i++ {
		rest := body[i:]
		switch c := body[i]; {
		case inText && c == '\\' && len(rest) > 1:
			unit, ok := escaped(rest)
			if !ok {
				out = append(out, rest[:2]...)
				i++
				continue
			}
			next, paired := escaped(rest[6:])
			switch {
			case unit < 0xd800 || unit >= 0xe000:
				out = append(out, rest[:6]...)
			case unit < 0xdc00 && paired && next >= 0xdc00 && next < 0xe000:
				out = append(out, rest[:12]...)
				i += 6
			default:
				out = utf8.AppendRune(out, halfPair+unit)
			}
			i += 5
			continue
		case c == '"':
			inText = !inText
		case !inText && bytes.HasPrefix(rest, []byte("NaN")):
			out = append(out, " "+nan+" "...)
			i += len("NaN") - 1
			continue
		case !inText && bytes.HasPrefix(rest, []byte("Infinity")):
			var sign string
			if bytes.HasSuffix(out, []byte("-")) {
				out, sign = out[:len(out)-1], "-"
			}
			out = append(out, " "+sign+infinity+" "...)
			i += len("Infinity") - 1
			continue
		}
		out = append(out, body[i])
	}
	return out
}

// escaped returns the code unit of an escape such as \u00e9 at the start of a text.
func escaped(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(unit), err == nil
}
