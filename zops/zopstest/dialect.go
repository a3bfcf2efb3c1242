package zopstest

import (
	"bytes"
	"strconv"
	"strings"
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

// numbers are those that the service reads, as JSON has them. Spaces keep them apart from their neighbours.
var numbers = [...]struct{ text, standard string }{
	{"NaN", " " + nan + " "}, {"-Infinity", " -" + infinity + " "}, {"Infinity", " " + infinity + " "},
}

// standard rewrites what the service reads as JSON.
func standard(body []byte) []byte {
	var out []byte
	inText := false
	for len(body) > 0 {
		taken, put := 1, ""
		switch {
		case inText && body[0] == '\\':
			taken, put = pair(body)
		case body[0] == '"':
			inText = !inText
		case !inText:
			for _, number := range numbers {
				if bytes.HasPrefix(body, []byte(number.text)) {
					taken, put = len(number.text), number.standard
					break
				}
			}
		}
		if put == "" {
			put = string(body[:taken])
		}
		out, body = append(out, put...), body[taken:]
	}
	return out
}

// pair returns the length of the escape at the start of a text, or of the two of a surrogate pair, and what
// stands for half a pair.
func pair(text []byte) (length int, half string) {
	unit, ok := escaped(text)
	if !ok {
		return min(2, len(text)), ""
	}
	if unit < 0xd800 || unit >= 0xe000 {
		return 6, ""
	}
	if low, _ := escaped(text[6:]); unit < 0xdc00 && low >= 0xdc00 && low < 0xe000 {
		return 12, ""
	}
	return 6, string(halfPair + unit)
}

// escaped returns the code unit of an escape such as \u00e9 at the start of a text.
func escaped(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(unit), err == nil
}
