package credential_test

import (
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

func TestTheOriginIsSchemeHostAndPortInOneSpelling(t *testing.T) {
	for baseURL, want := range map[string]credential.Origin{
		"https://www.rdv-solidarites.fr":        "https://www.rdv-solidarites.fr:443",
		"HTTPS://WWW.Rdv-Solidarites.fr:443/x":  "https://www.rdv-solidarites.fr:443",
		"https://www.rdv-solidarites.fr:0443":   "https://www.rdv-solidarites.fr:443",
		"http://127.0.0.1:40001/crm":            "http://127.0.0.1:40001",
		"http://localhost":                      "http://localhost:80",
		"https://[::1]/":                        "https://[::1]:443",
		"https://crm.example.fr:8443/app?x=1#y": "https://crm.example.fr:8443",
	} {
		got, err := credential.OriginOf(baseURL)
		if got != want || err != nil {
			t.Errorf("%s: got %s, %v, want %s", baseURL, got, err, want)
		}
	}
}

func TestABaseURLWithoutAnOriginIsAConfigErrorThatDoesNotRepeatIt(t *testing.T) {
	for _, baseURL := range []string{
		"", "www.hunter2.fr", "ftp://hunter2.fr", "https://", "https:///hunter2", "https://u:hunter2@example.fr",
		"https://hunter2.fr:99999", "https://hunter2.fr:0", "https://hunter2.fr:x", "://hunter2", "https://hun\x7fter2/", "mailto:hunter2@example.fr",
	} {
		got, err := credential.OriginOf(baseURL)
		if config := wantConfigError(t, err); strings.Contains(config.Error(), "hunter2") || got != "" {
			t.Errorf("%q: got %q, %v", baseURL, got, err)
		}
	}
}
