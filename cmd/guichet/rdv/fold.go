package rdv

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes names comparable: case, accents and what stands between words do
// not count, in any alphabet of Latin letters, composed or not.
func fold(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch plain := plainLetter(r); {
		case plain != "":
			b.WriteString(plain)
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Lm, r), unicode.Is(unicode.Cf, r):
			// accents, and letters that only colour the one before them
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// plainLetter gives the letters of an ASCII keyboard for a letter that Unicode
// does not take apart, and nothing for any other. The apostrophes that Unicode
// calls letters are separators, as the other ones are.
func plainLetter(r rune) string {
	switch r {
	case 'ʼ', 'ʹ', 'ˈ':
		return " "
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ß':
		return "ss"
	case 'þ':
		return "th"
	case 'ə', 'ɛ', 'ǝ':
		return "e"
	case 'đ', 'ð', 'ɖ', 'ɗ':
		return "d"
	case 'ħ', 'ɦ':
		return "h"
	case 'ı', 'ɨ', 'ɪ':
		return "i"
	case 'ĸ', 'ƙ':
		return "k"
	case 'ł', 'ƚ', 'ɫ':
		return "l"
	case 'ŋ', 'ɲ':
		return "n"
	case 'ø', 'ɔ', 'ɵ':
		return "o"
	case 'ŧ', 'ƭ', 'ʈ':
		return "t"
	case 'ɓ', 'ƀ':
		return "b"
	case 'ǥ', 'ɠ', 'ɣ':
		return "g"
	case 'ɍ':
		return "r"
	case 'ʉ', 'ʊ':
		return "u"
	case 'ʋ':
		return "v"
	case 'ƴ', 'ɏ':
		return "y"
	case 'ƶ', 'ʒ':
		return "z"
	}
	return ""
}
