package message_test

import (
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

func TestADurationIsInTheReadersWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		10 * time.Minute: "10 min", 90 * time.Second: "1 min 30 s", 90 * time.Minute: "1 h 30 min", time.Hour + time.Second: "1 h 1 s",
		30 * time.Second: "30 s", 1500 * time.Millisecond: "1 s", 300 * time.Millisecond: "300 ms", 0: "0 s",
	} {
		want = strings.ReplaceAll(want, " ", "\u00a0")
		for lang, text := range map[string]string{"fr": "x\u00a0: " + want, "en": "x: " + want} {
			if got := message.For(lang).Text(message.WithCause, "x", d); got != text {
				t.Errorf("%s: %q, not %q", d, got, text)
			}
		}
	}
}

func TestWhatChangedAgreesWithItsNoun(t *testing.T) {
	for _, c := range []struct {
		lang string
		noun message.Key
		n    int
		want string
	}{
		{"en", message.NounAbsence, 1, "1 new"},
		{"fr", message.NounRDV, 0, "0 nouveau"},
		{"fr", message.NounRDV, 1, "1 nouveau"},
		{"fr", message.NounRDV, 2, "2 nouveaux"},
		{"fr", message.NounAbsence, 1, "1 nouvelle"},
		{"fr", message.NounAbsence, 2, "2 nouvelles"},
	} {
		if got := message.For(c.lang).Are(c.noun, c.n, message.PullNew); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
	for noun, want := range map[message.Key]string{message.NounAbsence: "absence 641 supprimée", message.NounUser: "usager 641 supprimé"} {
		if got := message.For("fr").Became(message.Thing{Noun: noun, ID: "641"}, message.DoneDeleted); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func TestADatasetHasANoun(t *testing.T) {
	for dataset, want := range map[string]message.Key{
		"rdv.rdvs": message.NounRDV, "rdv.teams": message.NounTeam, "zops.admins": message.NounAccount,
		"gopaas.list:1170": message.NounRecord, "gopaas.list:users": message.NounRecord,
	} {
		if got := message.NounOf(dataset); got != want {
			t.Errorf("%s: %q", dataset, got)
		}
	}
}

// TestAThingIsNeverASecret is about paths that hold a token.
func TestAThingIsNeverASecret(t *testing.T) {
	for path, want := range map[string]string{
		"/api/v1/organisations/5/users/9":           "user 9, organisation 5",
		"/api/v1/register/approve-code":             "",
		"/api/v1/agents/me":                         "",
		"/api/v1/absences":                          "",
		"/app/api/item/clients/a%20b/":              "record clients/a b",
		"/api/v1/consumer-tokens/SECRET/projects/5": "project 5",
		"/api/download/SECRET":                      "",
		"/api/v1/projects/%0Ax":                     `project \nx`,
		"":                                          "",
	} {
		var all []string
		for _, thing := range message.Things(path) {
			all = append(all, thing.Error())
		}
		if got := strings.Join(all, ", "); got != want {
			t.Errorf("%s: %q, not %q", path, got, want)
		}
	}
}
