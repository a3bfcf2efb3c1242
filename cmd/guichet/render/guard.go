package render

import (
	"strings"
	"unicode/utf8"
)

// A spreadsheet runs a cell that begins with one of the triggers. It may also
// split the text of a cell: at the separator of another dialect, at a break, and
// it drops a NUL. So the guard, an apostrophe, stands before every trigger that
// could begin a cell.

const triggers = "=+-@＝＋－＠"

// AppendGuarded appends text to dst with the guard. Where a text has apostrophes
// before a trigger already, it gets one more: [Unguard] gives the text back.
func AppendGuarded(dst, text []byte) []byte {
	return respell(dst, text, func(quotes int) int { return quotes + 1 })
}

// Unguard takes the guard off a cell that was read from CSV, and the mark off digits that
// the excel-fr dialect keeps as text.
func Unguard(text string) string {
	if digits, ok := kept(text); ok {
		return digits
	}
	if strings.IndexByte(text, '\'') < 0 {
		return text
	}
	return string(respell(nil, []byte(text), func(quotes int) int { return max(0, quotes-1) }))
}

// respell copies text. Before each trigger that could begin a cell, change gives
// the number of apostrophes from the number that is there.
func respell(dst, text []byte, change func(quotes int) int) []byte {
	start := true // a cell could begin here
	for i := 0; i < len(text); {
		if start {
			quotes := 0
			for i+quotes < len(text) && text[i+quotes] == '\'' {
				quotes++
			}
			if triggered(text[i+quotes:], i == 0) {
				dst = append(dst, strings.Repeat("'", change(quotes))...)
				i, quotes = i+quotes, 0
			}
			dst = append(dst, text[i:i+quotes]...)
			if i += quotes; i == len(text) {
				break
			}
		}
		switch text[i] {
		case ',', ';', '\t', '\r', '\n', 0:
			start = true
		case '"': // a reader takes it off where a cell begins
		default:
			start = false
		}
		dst = append(dst, text[i])
		i++
	}
	return dst
}

// triggered reports whether text begins with a trigger. A tab and a carriage
// return are triggers at the beginning of a cell only.
func triggered(text []byte, first bool) bool {
	r, size := utf8.DecodeRune(text)
	return size > 0 && r != utf8.RuneError && strings.ContainsRune(triggers, r) || first && (r == '\t' || r == '\r')
}
