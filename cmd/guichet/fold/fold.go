// Package fold makes texts comparable for a search and for an alphabetical order.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text removes what a comparison of names ignores: case, accents and what stands
// between words, in any alphabet of Latin letters, composed or not.
func Text(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
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

// plainLetter gives the letters that stand for a lower-case letter in a search: those
// of an ASCII keyboard for a Latin letter, the letter without its marks for a Greek,
// Cyrillic or Arabic one. It gives "" for a letter that stands for itself.
func plainLetter(r rune) string {
	if r < utf8.RuneSelf {
		return ""
	}
	at := strings.IndexRune(plainLetters, r)
	if at < 0 {
		return ""
	}
	group := plainLetters[strings.LastIndexByte(plainLetters[:at], ',')+1:]
	return group[:strings.IndexByte(group, ':')]
}

// plainLetters has the plain letters, a colon, and the letters that they stand for.
// The apostrophes that Unicode calls letters are separators, as the other ones are.
// The tables of golang.org/x/text/unicode/norm would weigh 78 kB in the program; a
// test compares this one with them.
const plainLetters = " :ʹʼˈʹͺ," +
	" n:ŉ," +
	"a:ªàáâãäåāăąǎǟǡǻȁȃȧḁẚạảấầẩẫậắằẳẵặ," +
	"ae:æǣǽ," +
	"b:ƀɓḃḅḇ," +
	"c:çćĉċčḉ," +
	"d:ðďđɖɗḋḍḏḑḓ," +
	"dz:ǆǳ," +
	"e:èéêëēĕėęěǝȅȇȩəɛḕḗḙḛḝẹẻẽếềểễệ," +
	"f:ḟ," +
	"ff:ﬀ," +
	"ffi:ﬃ," +
	"ffl:ﬄ," +
	"fi:ﬁ," +
	"fl:ﬂ," +
	"g:ĝğġģǥǧǵɠɣḡ," +
	"h:ĥħȟɦḣḥḧḩḫẖ," +
	"i:ìíîïĩīĭįıǐȉȋɨɪḭḯỉị," +
	"ij:ĳ," +
	"j:ĵǰ," +
	"k:ķĸƙǩḱḳḵ," +
	"l:ĺļľłƚɫḷḹḻḽ," +
	"l :ŀ," +
	"lj:ǉ," +
	"m:ḿṁṃ," +
	"n:ñńņňŋǹɲṅṇṉṋ," +
	"nj:ǌ," +
	"o:ºòóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱɔɵṍṏṑṓọỏốồổỗộớờởỡợ," +
	"oe:œ," +
	"p:ṕṗ," +
	"r:ŕŗřȑȓɍṙṛṝṟ," +
	"s:śŝşšſșṡṣṥṧṩẛ," +
	"ss:ß," +
	"st:ﬅﬆ," +
	"t:ţťŧƭțʈṫṭṯṱẗ," +
	"th:þ," +
	"u:ùúûüũūŭůűųưǔǖǘǚǜȕȗʉʊṳṵṷṹṻụủứừửữự," +
	"v:ʋṽṿ," +
	"w:ŵẁẃẅẇẉẘ," +
	"x:ẋẍ," +
	"y:ýÿŷƴȳɏẏẙỳỵỷỹ," +
	"z:źżžƶǯʒẑẓẕ," +
	"α:ά," +
	"β:ϐ," +
	"ε:έϵ," +
	"η:ή," +
	"θ:ϑ," +
	"ι:ΐίϊ," +
	"κ:ϰ," +
	"ο:ό," +
	"π:ϖ," +
	"ρ:ϱ," +
	"ς:ϲ," +
	"υ:ΰϋύ," +
	"φ:ϕ," +
	"ω:ώ," +
	"а:ӑӓ," +
	"г:ѓ," +
	"е:ѐёӗ," +
	"ж:ӂӝ," +
	"з:ӟ," +
	"и:йѝӣӥ," +
	"к:ќ," +
	"о:ӧ," +
	"у:ўӯӱӳ," +
	"ч:ӵ," +
	"ы:ӹ," +
	"э:ӭ," +
	"і:ї," +
	"ѵ:ѷ," +
	"ә:ӛ," +
	"ө:ӫ," +
	"ا:آأإ," +
	"و:ؤ," +
	"ي:ئ," +
	"ہ:ۂ," +
	"ے:ۓ," +
	"ە:ۀ,"
