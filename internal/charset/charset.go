// Package charset turns texts in older encodings into UTF-8.
package charset

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const mark = "\ufeff"

// read reads a text in the encoding of the name that HTTP has for it.
func read(name string, text []byte) ([]byte, bool) {
	switch strings.ToLower(name) {
	case "utf-8", "utf8":
		return text, utf8.Valid(text)
	case "us-ascii", "ascii",
		// Browsers read the names of Latin-1 as Windows-1252, and services rely on it.
		"iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252":
		return windows1252(text)
	case "utf-16":
		if marked, ok := Marked(text); ok {
			return marked, marked != nil
		}
		return decode16(text, binary.BigEndian)
	case "utf-16le":
		return decode16(text, binary.LittleEndian)
	case "utf-16be":
		return decode16(text, binary.BigEndian)
	}
	return nil, false
}

// Decode turns a text in the encoding of that name into UTF-8 without a byte order
// mark. It reports false for an encoding that it does not know, and for a text that is
// not in it.
func Decode(name string, text []byte) ([]byte, bool) {
	decoded, ok := read(name, text)
	return bytes.TrimPrefix(decoded, []byte(mark)), ok
}

// Marked turns UTF-16 that begins with a byte order mark into UTF-8 without it: nil
// where it is broken. It reports false for any other text.
func Marked(text []byte) ([]byte, bool) {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return nil, false
	}
	decoded, ok := decode16(text[2:], order)
	if !ok {
		return nil, true
	}
	return decoded, true
}

// decode16 reads UTF-16. Half of a pair, and an odd byte at the end, are not.
func decode16(text []byte, order binary.ByteOrder) ([]byte, bool) {
	if len(text)%2 != 0 {
		return nil, false
	}
	decoded := make([]byte, 0, len(text))
	for i := 0; i < len(text); i += 2 {
		r := rune(order.Uint16(text[i:]))
		if utf16.IsSurrogate(r) {
			if i += 2; i == len(text) {
				return nil, false
			}
			if r = utf16.DecodeRune(r, rune(order.Uint16(text[i:]))); r == utf8.RuneError {
				return nil, false
			}
		}
		decoded = utf8.AppendRune(decoded, r)
	}
	return decoded, true
}

// windows1252 decodes Windows-1252, which includes Latin-1. Five bytes have no
// character there.
func windows1252(text []byte) ([]byte, bool) {
	decoded := make([]byte, 0, len(text)+len(text)/8)
	for _, b := range text {
		r := rune(b)
		if b >= 0x80 && b < 0xa0 {
			if r = []rune(upper)[b-0x80]; r == utf8.RuneError {
				return nil, false
			}
		}
		decoded = utf8.AppendRune(decoded, r)
	}
	return decoded, true
}

// upper are the characters 0x80 to 0x9F of Windows-1252.
const upper = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ"
