package command

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
)

func TestAPlannedRequestShowsVariablesInPlaceOfSecrets(t *testing.T) {
	secrets := []guichet.Secret{guichet.NewSecret(`mot "canari"`), guichet.NewSecret("jeton-canari"), guichet.NewSecret("")}
	for _, c := range []struct {
		service   string
		planned   guichet.Planned
		has, none string
	}{
		{"rdv", guichet.Planned{Method: "POST", URL: "https://a/x", Body: []byte(`{"p":"mot \"canari\""}`), Anonymous: true, Secrets: secrets}, `{"p":"'"$GUICHET_SECRET"'"}`, "ACCESS_TOKEN"},
		{"rdv", guichet.Planned{Method: "POST", URL: "https://a/x?t=jeton-canari", Secrets: secrets}, `x?t='"$GUICHET_SECRET"'`, "BEARER"},
		{"rdv", guichet.Planned{Method: "POST", URL: "https://a/x", Body: []byte(`le jeton-canari`), Secrets: secrets}, `'le '"$GUICHET_SECRET"''`, "BEARER"},
		{"gopaas", guichet.Planned{Method: "POST", URL: "https://a/api/oauth2/x"}, "$GUICHET_GOPAAS_ACCESS_TOKEN", "API_KEY"},
		{"gopaas", guichet.Planned{Method: "POST", URL: "https://a/api/x"}, "$GUICHET_GOPAAS_API_KEY", "ACCESS_TOKEN"},
	} {
		var out strings.Builder
		r := &Run{Env: &Env{Out: &out, Getenv: func(string) string { return "" }}}
		r.ShowPlanned(c.service)(c.planned)
		if line := out.String(); !strings.Contains(line, c.has) || strings.Contains(line, c.none) || strings.Contains(line, "canari") || strings.Count(line, "GUICHET_SECRET") > 1 {
			t.Errorf("%s: %s", c.service, line)
		}
	}
}
