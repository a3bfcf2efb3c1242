package credential_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

func TestASecretIsRedactedUnderEveryVerbAndEncoder(t *testing.T) {
	const value = "hunter2"
	type holder struct {
		Open   credential.Secret
		hidden credential.Secret
	}
	s := credential.NewSecret(value)
	h := holder{Open: s, hidden: s}
	var out bytes.Buffer
	for _, verb := range "vsqxXdtTbcoOUeEfFgGpw" {
		for _, flags := range []string{"", "+", "#", " ", "10.3"} {
			for _, arg := range []any{s, &s, h, &h, []credential.Secret{s}, map[string]credential.Secret{"k": s}} {
				fmt.Fprintf(&out, "%"+flags+string(verb)+"\n", arg)
			}
		}
	}
	for _, encode := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		text, err := encode(h)
		if err != nil || !strings.Contains(string(text), "[redacted]") {
			t.Errorf("encoded as %s, %v", text, err)
		}
		out.Write(text)
	}
	if err := xml.NewEncoder(&out).Encode(s); err != nil {
		t.Error(err)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("signed in", "secret", s, "holder", h)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("signed in", "secret", s, "holder", h)

	for _, spelling := range []string{value, fmt.Sprintf("%x", value), fmt.Sprintf("%X", value), fmt.Sprintf("%d", []byte(value))} {
		if strings.Contains(out.String(), spelling) {
			t.Errorf("the secret is printed as %s", spelling)
		}
	}
	if got := fmt.Sprintf("%v %+v %#v %s %q %x %d", s, s, s, s, s, s, s); got != strings.TrimSpace(strings.Repeat("[redacted] ", 7)) {
		t.Errorf("printed as %s", got)
	}
	if s.Reveal() != value || s.IsZero() || !(credential.Secret{}).IsZero() || (credential.Secret{}).Reveal() != "" {
		t.Error("the secret does not hold its value")
	}
}
