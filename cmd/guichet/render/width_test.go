package render

import (
	"strings"
	"testing"
)

func TestDisplayWidthCountsCells(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "abc": 3, "été": 3, "e\u0301": 1, "日本": 4, "ﾊﾝｶｸ": 4, "ＡＢ": 4, "😀": 2, "한국": 4, "שלום": 4, "a\u200db": 2, "…": 1, "€": 1,
	} {
		if got := displayWidth(text); got != want {
			t.Errorf("displayWidth(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestCutNeverExceedsItsCells(t *testing.T) {
	for _, text := range []string{"une phrase", "日本語の文", "e\u0301te\u0301 long", "😀😀😀"} {
		for cells := 1; cells < displayWidth(text); cells++ {
			short, width := cut([]byte(text), cells)
			if got := displayWidth(string(short) + ellipsis); got != width || got > cells || !strings.HasPrefix(text, string(short)) {
				t.Errorf("cut(%q, %d) = %q, %d cells", text, cells, short, width)
			}
		}
	}
}
