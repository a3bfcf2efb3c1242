package exit_test

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

func TestARefusedValueLeadsToTheOneThatWasMeant(t *testing.T) {
	client, err := rdvsolidarites.New(rdvsolidarites.Bearer("x"))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{
		"excusé": "excused", "Excusée": "excused", "excuse": "excused", "absent": "noshow", "absente": "noshow", "vu": "seen", "vue": "seen", "annulé": "revoked",
		"no-show": "noshow", "xx": "",
	} {
		_, refused := client.Participations.Update(t.Context(), 1, rdvsolidarites.Status(word))
		hint := exit.Remote(refused, exit.Situation{}).HintIn(nil)
		if want == "" && hint != "" || !strings.Contains(hint, want) {
			t.Errorf("%s: %q", word, hint)
		}
	}
}
