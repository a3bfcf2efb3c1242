package render_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/guichet-go/guichet/cmd/guichet/render"
)

func TestSanitizeRemovesEveryFamilyOfControl(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"C0":                          {"a\x00b\x08c\x07d\x0ee", "abcde"},
		"DEL":                         {"a\x7fb", "ab"},
		"tab and line breaks":         {"a\tb\nc\r\nd\re\vf\fg", "a b c d e f g"},
		"line and paragraph breaks":   {"a\u2028b\u2029c", "a b c"},
		"C1":                          {"a\u0080b\u0085c\u009cd", "abcd"},
		"raw C1 bytes":                {"a\x80b\x85c", "abc"},
		"CSI":                         {"a\x1b[31;1mb\x1b[0mc\x1b[?25ld\x1b[>4;2me", "abcde"},
		"CSI with intermediates":      {"a\x1b[0 qb\x1b[!pc", "abc"},
		"CSI as C1":                   {"a\u009b31mb", "ab"},
		"CSI as a raw byte":           {"a\x9b31mb", "ab"},
		"CSI unterminated":            {"a\x1b[31", "a"},
		"CSI broken off":              {"a\x1b[31\x1b[0mb", "ab"},
		"CSI before a letter":         {"a\x1b[31éb", "aéb"},
		"OSC 0 with BEL":              {"a\x1b]0;titre\ab", "ab"},
		"OSC 8 link":                  {"\x1b]8;;https://exemple.fr\x1b\\lien\x1b]8;;\x1b\\", "lien"},
		"OSC 52 clipboard":            {"a\x1b]52;c;YQ==\ab", "ab"},
		"OSC ended by C1":             {"a\x1b]0;x\u009cb", "ab"},
		"OSC ended by a raw byte":     {"a\x1b]0;x\x9cb", "ab"},
		"OSC as C1":                   {"a\u009d52;c;YQ==\ab", "ab"},
		"OSC as a raw byte":           {"a\x9d52;c;YQ==\x9cb", "ab"},
		"OSC unterminated":            {"a\x1b]52;c;YQ==", "a"},
		"OSC as C1 unterminated":      {"a\u009d52;c;YQ==", "a"},
		"OSC ended by an escape":      {"a\x1b]0;x\x1b[31mb", "ab"},
		"OSC cancelled":               {"a\x1b]0;x\x18b\x1b]0;x\x1ac", "abc"},
		"DCS":                         {"a\x1bP$q\"p\x1b\\b", "ab"},
		"DCS as C1":                   {"a\u0090q#0\u009cb", "ab"},
		"SOS":                         {"a\x1bXx\x1b\\b\u0098x\u009cc", "abc"},
		"PM":                          {"a\x1b^x\x1b\\b\u009ex\u009cc", "abc"},
		"APC":                         {"a\x1b_Gx\x1b\\b\u009fx\u009cc", "abc"},
		"two characters":              {"a\x1bcb\x1b7c\x1b=d", "abcd"},
		"character set":               {"a\x1b(0b\x1b%Gc", "abc"},
		"ESC at the end":              {"a\x1b", "a"},
		"ESC twice":                   {"a\x1b\x1b[31mb", "ab"},
		"ESC before a letter":         {"a\x1béb", "aéb"},
		"bidirectional":               {"a\u202ab\u202bc\u202cd\u202de\u202ef\u2066g\u2067h\u2068i\u2069j\u200ek\u200fl\u061cm", "abcdefghijklm"},
		"zero width":                  {"a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u180eh\u2063i", "abcdefghi"},
		"tags":                        {"a\U000E0041\U000E007Fb", "ab"},
		"invisible letters":           {"a\u3164b\u115fc", "abc"},
		"bytes that are not UTF-8":    {"a\xe9b\xff", "a\ufffdb\ufffd"},
		"nothing forms by removal":    {"\xc2\x1b[m\x9b31m", "\ufffd"},
		"letters of a wrong codepage": {"LOU\u009fS, c\u0092ur", "LOUS, cur"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := render.Sanitize(tt.text); got != tt.want {
				t.Errorf("Sanitize(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestSanitizeKeepsOrdinaryText(t *testing.T) {
	for _, text := range []string{
		"", "Ada", "Éloïse Œuvré-N’Guyên, 12 € !", "e\u0301le\u0300ve", "日本語", "שלום", "عربى", "हिन्दी",
		"😀", "👍🏽", "❤️", "❤️‍🔥", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇫🇷", "[31m", "a\u00a0b\u202fc", "\ufffd",
	} {
		if got := render.Sanitize(text); got != text {
			t.Errorf("Sanitize(%q) = %q", text, got)
		}
	}
}

func TestSanitizingSafeTextAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { render.Sanitize("Éloïse Œuvré, 12 €, 👨‍👩‍👧") }); n > 1 {
		t.Errorf("%v allocations", n)
	}
	if n := testing.AllocsPerRun(100, func() { render.Sanitize("Éloïse Œuvré, 12 €") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// hostileTexts are shapes for which a sanitizer that looks ahead from each
// introducer would read the rest of the text again and again.
func hostileTexts(size int) map[string]string {
	texts := make(map[string]string)
	for _, unit := range []string{"\u009f", "\u0098a", "\x1b]", "\x1b[", "\x1b", "\x9d", "\x1b]a\x1b", "\u009fa\u009d", "\xff", "👨\u200d"} {
		texts[unit] = strings.Repeat(unit, size/len(unit))
	}
	return texts
}

func TestALargeHostileTextIsReadOnce(t *testing.T) {
	for unit, text := range hostileTexts(2 << 20) {
		if got := render.Sanitize(text); strings.ContainsAny(got, "\x1b\u0098\u009d\u009f") {
			t.Errorf("repeated %q: controls are left", unit)
		}
	}
}

// unsafe finds what must never reach a terminal, in other words than the code.
func unsafe(text string) (rune, bool) {
	for i, r := range text {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == 0x200B, r == 0x200C, r == 0xFEFF:
			return r, true
		case unicode.IsSpace(r) && (r == 0x2028 || r == 0x2029):
			return r, true
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			return r, true
		}
	}
	return 0, false
}

func FuzzSanitize(f *testing.F) {
	for _, seed := range []string{"Ada", "a\x1b[31mb", "\x1b]8;;x\x1b\\", "\u009d\x9c", "\xc2\x1b[m\x9b", "👨\u200d\u200b👩", "\u202e", "\x1bP\x18"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean := render.Sanitize(text)
		if r, bad := unsafe(clean); bad {
			t.Errorf("Sanitize(%q) = %q keeps %U", text, clean, r)
		}
		if !utf8.ValidString(clean) {
			t.Errorf("Sanitize(%q) = %q is not UTF-8", text, clean)
		}
		if again := render.Sanitize(clean); again != clean {
			t.Errorf("Sanitize(%q) = %q, and again %q", text, clean, again)
		}
	})
}

func BenchmarkSanitizeSafe(b *testing.B) {
	text := strings.Repeat("Éloïse Œuvré, 12 rue des Écoles, 69001 Lyon. ", 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		render.Sanitize(text)
	}
}

func BenchmarkSanitizeHostile(b *testing.B) {
	for unit, text := range hostileTexts(10 << 20) {
		b.Run(fmt.Sprintf("%x", unit), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				render.Sanitize(text)
			}
		})
	}
}
