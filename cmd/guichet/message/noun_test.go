package message_test

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

func TestANounIsSaidOfNoneOfOneAndOfMany(t *testing.T) {
	for _, c := range []struct {
		lang string
		noun message.Key
		n    int
		want string
	}{
		{"en", message.NounUser, 0, "no users"},
		{"en", message.NounUser, 1, "1 user"},
		{"en", message.NounUser, 2450, "2450 users"},
		{"fr", message.NounRDV, 0, "aucun rendez-vous"},
		{"fr", message.NounAbsence, 0, "aucune absence"},
		{"fr", message.NounLieu, 1, "1 lieu"},
		{"fr", message.NounLieu, 2, "2 lieux"},
		{"fr", "", 0, "aucun résultat"},
	} {
		if got := message.For(c.lang).Counted(c.noun, c.n); got != c.want {
			t.Errorf("%s: %q, not %q", c.lang, got, c.want)
		}
	}
	for name, both := range texts(t) {
		if strings.HasPrefix(name, "Noun") && (strings.Count(both[0], "|") != 2 || strings.Count(both[1], "|") != 2) {
			t.Errorf("%s does not have three forms: %q", name, both)
		}
	}
}
