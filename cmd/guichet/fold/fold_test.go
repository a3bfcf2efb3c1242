package fold_test

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/guichet-go/guichet/cmd/guichet/fold"
)

func TestANameOfAnotherAlphabetKeepsItsLetters(t *testing.T) {
	for name, folded := range map[string]string{"Шевченко": "шевченко", "محمد": "محمد", "李小龙": "李小龙", " - ": "", "’": "", "\u0301": ""} {
		if got := fold.Text(name); got != folded {
			t.Errorf("%q gives %q, not %q", name, got, folded)
		}
	}
}

// TestAComposedLetterIsFoundByItsParts compares with the tables of Unicode: a letter
// and its parts are the same name.
func TestAComposedLetterIsFoundByItsParts(t *testing.T) {
	for _, letters := range []struct {
		alphabet    string
		first, last rune
		forms       []norm.Form
	}{
		{"Latin", 'À', 'ɏ', []norm.Form{norm.NFD, norm.NFKD}},
		{"Latin with more marks", 'Ḁ', 'ỿ', []norm.Form{norm.NFD, norm.NFKD}},
		{"ligatures", 'ﬀ', 'ﬆ', []norm.Form{norm.NFD, norm.NFKD}},
		{"Greek", 'Ά', 'ώ', []norm.Form{norm.NFD}},
		{"Cyrillic", 'Ѐ', 'ӿ', []norm.Form{norm.NFD}},
		{"Arabic", 'ء', 'ۓ', []norm.Form{norm.NFD}},
	} {
		for r := letters.first; r <= letters.last; r++ {
			for _, form := range letters.forms {
				whole, parts := "x"+string(r)+"x", "x"+form.String(string(r))+"x"
				if got, want := fold.Text(whole), fold.Text(parts); got != want {
					t.Errorf("%s: %q (%U) gives %q, its parts %q", letters.alphabet, whole, r, got, want)
				}
			}
		}
	}
}
