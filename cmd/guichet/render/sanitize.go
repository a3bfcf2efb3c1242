package render

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	bell       = 0x07
	cancel     = 0x18
	substitute = 0x1A
	escape     = 0x1B
	stringEnd  = 0x9C
	joiner     = '\u200D'
	emojiStyle = '\uFE0F'
)

// Sanitize makes text from elsewhere safe to show on a terminal, on one line.
// It removes control characters (C0, DEL, C1 as code points and as raw bytes),
// whole escape sequences of every family, bidirectional controls, and format
// characters that hide text. Tabs and line breaks become spaces; other bytes
// that are not UTF-8 become U+FFFD. Letters, accents and emoji stay. The
// result is valid UTF-8, and sanitizing it again changes nothing.
func Sanitize(text string) string {
	start := firstUnsafe(text)
	if start == len(text) {
		return text
	}
	s := sanitizer{text: text, at: start, end: -1}
	s.out.Grow(len(text))
	s.out.WriteString(text[:start])
	s.last, _ = utf8.DecodeLastRuneInString(text[:start])
	s.run()
	return s.out.String()
}

// SanitizeLines is Sanitize for text of several lines, which stay lines.
func SanitizeLines(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		plain, broken := strings.CutSuffix(line, "\n")
		out.WriteString(Sanitize(strings.TrimSuffix(plain, "\r")))
		if broken {
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// firstUnsafe returns the offset of the first byte that Sanitize must look at,
// or the length of the text.
func firstUnsafe(text string) int {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7F {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if unsafeRune(r) || r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(text)
}

// unsafeRune reports the runes beyond ASCII that never reach a terminal
// unexamined.
func unsafeRune(r rune) bool {
	switch {
	case r < 0x80:
		return r < ' ' || r == 0x7F
	case r < 0xA0:
		return true
	case r < 0x300:
		return r == 0x00AD
	case r >= 0xFE00 && r <= emojiStyle:
		return false
	case r == 0x034F, r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0,
		r == 0x17B4, r == 0x17B5, r == 0x2028, r == 0x2029,
		r >= 0x180B && r <= 0x180F, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

type sanitizer struct {
	text string
	at   int
	out  strings.Builder
	last rune
	// end caches the offset of the next byte that ends a control string, so
	// that a text full of unterminated ones is still read only once.
	end int
}

func (s *sanitizer) run() {
	for s.at < len(s.text) {
		if c := s.text[s.at]; c >= ' ' && c < 0x7F {
			s.out.WriteByte(c)
			s.last = rune(c)
			s.at++
			continue
		}
		r, size := s.next(s.at)
		s.at += size
		switch {
		case r == escape:
			s.escape()
		case r >= 0x80 && r < 0xA0:
			s.c1(r)
		case r == '\r' && strings.HasPrefix(s.text[s.at:], "\n"):
		case r == '\t', r == '\n', r == '\v', r == '\f', r == '\r', r == 0x2028, r == 0x2029:
			s.emit(' ')
		case r == joiner && pictograph(s.last) && s.pictographFollows():
			s.emit(r)
		case unsafeRune(r):
		default:
			s.emit(r)
		}
	}
}

// next decodes one rune. A raw byte in the C1 range stands for its control.
func (s *sanitizer) next(at int) (rune, int) {
	r, size := utf8.DecodeRuneInString(s.text[at:])
	if r == utf8.RuneError && size == 1 && s.text[at] < 0xA0 {
		return rune(s.text[at]), 1
	}
	return r, size
}

func (s *sanitizer) emit(r rune) {
	s.out.WriteRune(r)
	s.last = r
}

// escape skips what follows an ESC.
func (s *sanitizer) escape() {
	if s.at == len(s.text) {
		return
	}
	switch c := s.text[s.at]; c {
	case '[':
		s.at++
		s.controlSequence()
	case ']', 'P', 'X', '^', '_':
		s.at++
		s.controlString()
	default:
		for s.at < len(s.text) && s.text[s.at] >= ' ' && s.text[s.at] <= '/' {
			s.at++
		}
		if s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '~' {
			s.at++
		}
	}
}

// c1 skips what an eight-bit control introduces. Text that went through the
// wrong code page has U+0098, U+009E and U+009F where letters were; without a
// terminator the text that follows them is therefore kept, which is harmless
// once the introducer is gone.
func (s *sanitizer) c1(r rune) {
	switch r {
	case 0x9B:
		s.controlSequence()
	case 0x90, 0x9D:
		s.controlString()
	case 0x98, 0x9E, 0x9F:
		if s.nextEnd() < len(s.text) {
			s.controlString()
		}
	}
}

// controlSequence skips the parameters and the final byte of a CSI.
func (s *sanitizer) controlSequence() {
	for s.at < len(s.text) && s.text[s.at] >= ' ' && s.text[s.at] <= '?' {
		s.at++
	}
	if s.at < len(s.text) && s.text[s.at] >= '@' && s.text[s.at] <= '~' {
		s.at++
	}
}

// controlString skips the payload of OSC, DCS, SOS, PM or APC and what ends
// it. A new escape sequence ends it too, as it does for terminals.
func (s *sanitizer) controlString() {
	s.at = s.nextEnd()
	if s.at == len(s.text) {
		return
	}
	if s.text[s.at] != escape {
		_, size := s.next(s.at)
		s.at += size
	} else if strings.HasPrefix(s.text[s.at+1:], `\`) {
		s.at += 2
	}
}

func (s *sanitizer) nextEnd() int {
	if s.end >= s.at {
		return s.end
	}
	for s.end = s.at; s.end < len(s.text); {
		r, size := s.next(s.end)
		if r == bell || r == cancel || r == substitute || r == escape || r == stringEnd {
			break
		}
		s.end += size
	}
	return s.end
}

func (s *sanitizer) pictographFollows() bool {
	r, _ := utf8.DecodeRuneInString(s.text[s.at:])
	return pictograph(r)
}

// pictograph reports the runes that a zero-width joiner ties into one emoji.
func pictograph(r rune) bool {
	return r == emojiStyle || r >= 0x2190 && r <= 0x2BFF || r >= 0x1F000 && r <= 0x1FAFF
}
