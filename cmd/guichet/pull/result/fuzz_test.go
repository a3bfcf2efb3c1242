package result_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

// FuzzAnyManifestIsReadOrRefusedInOneLine puts anything at all in the place of a
// manifest.
func FuzzAnyManifestIsReadOrRefusedInOneLine(f *testing.F) {
	for _, text := range []string{
		"", "{}", "null", "[]", `{"tool":"guichet"}`, `{"tool":"guichet","format_version":99}`, `{"tool":"autre","format_version":1}`, `{"tool":"guichet","started":"hier"}`,
		`{"tool":"guichet","format_version":1,"datasets":[{"dataset":"rdvs","file":"rdvs.ndjson","filters":{"starts_at":{"after":"x"}}}]}`, `{"tool":"guichet","format_version":1e400}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, result.ManifestName), text, 0o600); err != nil {
			t.Fatal(err)
		}
		m, err := result.ReadManifest(dir)
		if err != nil {
			if refused, ok := errors.AsType[*exit.Error](err); !ok || refused.Code != exit.Usage || strings.Contains(refused.Error(), "\n") {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		m.Sum()
		encoded, err := m.Encode()
		if err != nil {
			t.Fatalf("%q cannot be written again: %v", text, err)
		}
		if err := os.WriteFile(filepath.Join(dir, result.ManifestName), encoded, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := result.ReadManifest(dir); err != nil {
			t.Errorf("%q was written as what cannot be read: %v", text, err)
		}
	})
}
