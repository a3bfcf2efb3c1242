//go:build !windows

package credential_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

func TestTokenCommandInheritsNoSecretOfAnotherService(t *testing.T) {
	own := []string{
		"GUICHET_RDV_PASSWORD", "GUICHET_RDV_ACCESS_TOKEN", "GUICHET_RDV_CLIENT", "GUICHET_RDV_BEARER", "GUICHET_ZOPS_TOKEN", "GUICHET_ZOPS_PASSWORD",
		"GUICHET_GOPAAS_API_KEY", "GUICHET_GOPAAS_CLIENT_SECRET", "GUICHET_ASTOR_TOKEN", "GUICHET_PSEUDONYM_KEY",
	}
	others := []string{"GUICHET_PROFILE", "GUICHET_CONFIG_DIR", "GUICHET_STORE", "GUICHET_RDV_EMAIL", "GUICHET_ZOPS_BASE_URL", "VAULT_TOKEN", "AUTRE_PASSWORD"}
	for _, name := range slices.Concat(own, others) {
		t.Setenv(name, "present")
	}
	for _, service := range []string{"rdv", "zops", "gopaas", "astor", ""} {
		for _, name := range slices.Concat(own, others) {
			got := new(secrets)
			_, err := credential.FromCommand(t.Context(), `echo "${`+name+`-absent}"`, credential.CommandOptions{Service: service}, got)
			if err != nil {
				t.Fatal(err)
			}
			want := "present"
			if slices.Contains(own, name) && (service == "" || !strings.HasPrefix(name, "GUICHET_"+strings.ToUpper(service)+"_")) {
				want = "absent"
			}
			if got.line.Reveal() != want {
				t.Errorf("the command of %q finds %s %s", service, name, got.line.Reveal())
			}
		}
	}
}
