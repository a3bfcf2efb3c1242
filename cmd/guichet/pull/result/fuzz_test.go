package result_test

import (
	"errors"
	"io"
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
		m, err := result.ReadManifest(dir, nil)
		if err != nil {
			if refused, ok := errors.AsType[*exit.Error](err); !ok || refused.Code != exit.Usage || strings.Contains(refused.Message, "\n") {
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
		if _, err := result.ReadManifest(dir, nil); err != nil {
			t.Errorf("%q was written as what cannot be read: %v", text, err)
		}
	})
}

// FuzzAnyIndexIsReadToItsEnd puts anything at all behind the head of an index.
func FuzzAnyIndexIsReadToItsEnd(f *testing.F) {
	for _, marks := range []string{"", "\x00", "\x00\x02", "\x01a", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", strings.Repeat("\x00\x02"+strings.Repeat("d", 24), 3)} {
		f.Add([]byte(marks))
	}
	place, err := result.At(filepath.Join(f.TempDir(), "copie"), nil)
	if err != nil {
		f.Fatal(err)
	}
	state := f.TempDir()
	indexes, err := result.OpenIndexes(state, place)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, marks []byte) {
		w, err := indexes.Write("rdvs")
		if err == nil {
			err = errors.Join(w.Close("somme"), indexes.Settle("rdvs"))
		}
		if err != nil {
			t.Fatal(err)
		}
		found, err := filepath.Glob(filepath.Join(state, "*", "rdvs.index"))
		if err != nil || len(found) != 1 {
			t.Fatalf("%v: %v", found, err)
		}
		file, err := os.OpenFile(found[0], os.O_WRONLY|os.O_APPEND, 0)
		if err == nil {
			_, err = file.Write(marks)
			err = errors.Join(err, file.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		read, err := indexes.Read("rdvs", "somme")
		if err != nil || read == nil {
			t.Fatalf("%q: %v", marks, err)
		}
		defer read.Close()
		for range len(marks) + 1 {
			if _, err := read.Next(); err != nil {
				if len(marks) == 0 && !errors.Is(err, io.EOF) {
					t.Errorf("an empty index ends with %v", err)
				}
				return
			}
		}
		t.Errorf("%q has more marks than bytes", marks)
	})
}
