package render_test

import (
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/render"
)

func TestInvisibleLettersAreRemoved(t *testing.T) {
	for _, r := range []rune{
		0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180E, 0x180F, 0xE0000, 0xE0100, 0xE01EF, 0xE0FFF,
	} {
		if got := render.Sanitize("a" + string(r) + "b"); got != "ab" {
			t.Errorf("%U: got %q", r, got)
		}
	}
}

func TestSignsThatEncloseTheNumberAfterThemStay(t *testing.T) {
	for _, text := range []string{"\u0600١٢", "\u06dd٣", "\u08e2٤"} {
		if got := render.Sanitize(text); got != text {
			t.Errorf("Sanitize(%q) = %q", text, got)
		}
	}
}

func TestASingleObjectIsShownWithoutControlCharacters(t *testing.T) {
	same(t, one(t, render.Options{}, `{"a\u001b[2J":"x\u001b]52;c;YQ==\u0007y\nz"}`), "a:\n  xy\n  z\n")
}

func TestAnIDIsPrintedOnOneLine(t *testing.T) {
	same(t, list(t, render.Options{Format: "id"}, `{"id":"a\nb"}`, `{"id":"c\rd"}`), "a b\nc d\n")
}
