package render_test

import (
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/render"
)

func TestLinesAreWrappedAtWords(t *testing.T) {
	for _, c := range []struct {
		name, text    string
		width, indent int
		want          string
	}{
		{"no width", "guichet: one two three", 0, 9, "guichet: one two three"},
		{"it fits", "guichet: one two", 16, 9, "guichet: one two"},
		{"indented under the text", "guichet: one two three", 18, 9, "guichet: one two\n         three"},
		{"several lines", "one two three four", 9, 0, "one two\nthree\nfour"},
		{"its own line breaks stay", "one two\n  three four", 9, 4, "one two\n  three\n    four"},
		{"a word that is too long", "one https://exemple.fr/long b", 10, 2, "one\n  https://exemple.fr/long\n  b"},
		{"the first word is too long", "hint: https://exemple.fr/long b", 12, 6, "hint: https://exemple.fr/long\n      b"},
		{"cells and not bytes", "été été été", 7, 0, "été été\nété"},
		{"wide characters", "漢字 漢字 漢字", 9, 0, "漢字 漢字\n漢字"},
		{"no-break spaces", "essai\u00a0: il\u00a0y a", 10, 0, "essai\u00a0:\nil\u00a0y a"},
		{"a quoted command", `hint: run "guichet auth login rdv" or stop`, 33, 6, "hint: run\n      \"guichet auth login rdv\" or\n      stop"},
		{"a French one", "conseil\u00a0: lancer «\u00a0guichet auth login rdv\u00a0», ou non", 39, 10, "conseil\u00a0: lancer\n          «\u00a0guichet auth login rdv\u00a0»,\n          ou non"},
		{"in backquotes and brackets", "see (`a b c`) now", 12, 0, "see\n(`a b c`)\nnow"},
		{"a quotation longer than a line", `say "one two three four five" now`, 14, 2, "say \"one two\n  three four\n  five\" now"},
		{"a mark without its other half", `it is 5" wide and long`, 12, 0, "it is 5\"\nwide and\nlong"},
		{"an indent of half of the width", "one two three", 8, 9, "one two\n    three"},
		{"only blanks", "   ", 2, 1, "   "},
	} {
		if got := render.Wrap(c.text, c.width, c.indent); got != c.want {
			t.Errorf("%s:\n%s\nnot\n%s", c.name, got, c.want)
		}
	}
}
