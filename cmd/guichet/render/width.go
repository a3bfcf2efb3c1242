package render

import (
	"sort"
	"unicode"
	"unicode/utf8"
)

const ellipsis = "…"

// span is an inclusive range of runes.
type span struct{ first, last rune }

// wideSpans are the blocks that terminals draw two cells wide: East Asian wide
// and full-width forms, and the pictographs. They are whole blocks, which is
// as precise as the alignment of a table needs.
var wideSpans = [...]span{
	{0x1100, 0x115F}, {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x25FD, 0x25FE},
	{0x2614, 0x2615}, {0x26AA, 0x26AB}, {0x26C4, 0x26C5}, {0x2705, 0x2705},
	{0x2728, 0x2728}, {0x274C, 0x274C}, {0x2753, 0x2755}, {0x2795, 0x2797},
	{0x2B1B, 0x2B1C}, {0x2B50, 0x2B50}, {0x2B55, 0x2B55}, {0x2E80, 0x303E},
	{0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0xA4CF}, {0xA960, 0xA97F},
	{0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF01, 0xFF60},
	{0xFFE0, 0xFFE6}, {0x17000, 0x18CFF}, {0x1B000, 0x1B2FF},
	{0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F265},
	{0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F7E0, 0x1F7EB},
	{0x1F90C, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
}

func runeWidth(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	at := sort.Search(len(wideSpans), func(i int) bool { return r <= wideSpans[i].last })
	if at < len(wideSpans) && r >= wideSpans[at].first {
		return 2
	}
	return 1
}

// displayWidth counts the terminal cells of text that has been sanitized.
func displayWidth(text string) int {
	width := 0
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			for _, r := range text[i:] {
				width += runeWidth(r)
			}
			return width
		}
		width++
	}
	return width
}

// cut gives the beginning of a text that is wider than a number of cells, with one cell
// left for the ellipsis, and the width of both.
func cut(text []byte, cells int) (short []byte, width int) {
	at := 0
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if width+runeWidth(r) > cells-1 {
			break
		}
		at, width = at+size, width+runeWidth(r)
	}
	return text[:at], width + 1
}
