package rdv

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/guichet-go/guichet/rdvsolidarites"
)

func TestAPersonIsFoundByThePlainLettersOfTheName(t *testing.T) {
	for name, plain := range map[string]string{
		"Nguyễn": "nguyen", "Łukasz": "lukasz", "Şahin": "sahin", "Yıldız": "yildiz", "Erdoğan": "erdogan", "Ionuț": "ionut",
		"Mihăilă": "mihaila", "Đorđević": "dordevic", "Kovačić": "kovacic", "Őrsi": "orsi", "Bjørn": "bjorn", "Åsa": "asa",
		"Muñoz": "munoz", "João": "joao", "Straße": "strasse", "Dvořák": "dvorak", "Hồ Chí": "ho chi", "Žižek": "zizek", "Ānanda": "ananda",
		"Çelik": "celik", "Æmilie": "aemilie", "İnci": "inci", "Lê": "le", "Traoré": "traore", "N’Diaye": "n'diaye", "Ben\u00a0 Ali": "ben ali",
		// beyond those of the report
		"Þórður": "thordur", "Ħal Għaxaq": "hal ghaxaq", "Ŧálla": "talla", "ĸujo": "kujo", "Œuvrard": "oeuvrard", "Şəfiqə": "sefiqe", "STRAẞE": "strasse",
		"Le\u2011Goff": "le goff", "cʼhoant": "c hoant", "Ɓah": "bah", "Ŋoma": "noma", "Ǩuŋ": "kun", "ﬁona": "fiona",
	} {
		for _, stored := range []string{norm.NFC.String(name), norm.NFD.String(name)} {
			person := rdvsolidarites.User{FirstName: "Zoé", LastName: stored}
			for _, sought := range []string{
				norm.NFC.String(name), norm.NFD.String(name), plain, strings.ToUpper(plain), "zoe " + plain, plain + " ZOE\u0301",
				norm.NFC.String(strings.ToUpper(name)), norm.NFD.String(strings.ToUpper(name)),
			} {
				if !matches(person, "", "", sought) {
					t.Errorf("%q does not find %q: %q is not in %q", sought, stored, fold(sought), fold(stored))
				}
			}
			if matches(person, "", "", plain+"x") || matches(person, "", "", "x"+plain) {
				t.Errorf("%q is found by another name", stored)
			}
		}
	}
}

func TestANameOfAnotherAlphabetKeepsItsLetters(t *testing.T) {
	for name, folded := range map[string]string{"Шевченко": "шевченко", "محمد": "محمد", "李小龙": "李小龙", " - ": "", "’": "", "\u0301": ""} {
		if got := fold(name); got != folded {
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
				if got, want := fold(whole), fold(parts); got != want {
					t.Errorf("%s: %q (%U) gives %q, its parts %q", letters.alphabet, whole, r, got, want)
				}
			}
		}
	}
}
