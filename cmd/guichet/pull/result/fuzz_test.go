package result_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
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

// FuzzAnIndexIsReadOnlyAsItWasWritten flips bits of an index, cuts it and adds to it.
// Each process of a fuzzer has a key of its own, so that the damage is the input and
// not the index.
func FuzzAnIndexIsReadOnlyAsItWasWritten(f *testing.F) {
	place, err := result.At(filepath.Join(f.TempDir(), "copie"))
	if err != nil {
		f.Fatal(err)
	}
	state := f.TempDir()
	indexes, err := result.OpenIndexes(state, place)
	if err != nil {
		f.Fatal(err)
	}
	marks := []result.Mark{{Key: sorted.Key{Number: -7}}, {Key: sorted.Key{Number: 9}, Unread: true}, {Key: sorted.Key{Text: "clé"}, Digest: row.Digest{1}, Day: [8]byte{2}}}
	w, err := indexes.Write("rdvs")
	for _, m := range marks {
		err = errors.Join(err, w.Add(m))
	}
	if err = errors.Join(err, w.Close("somme"), indexes.Settle("rdvs")); err != nil {
		f.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(state, "*", "rdvs.index"))
	if err != nil || len(found) != 1 {
		f.Fatalf("%v: %v", found, err)
	}
	whole, err := os.ReadFile(found[0])
	if err != nil {
		f.Fatal(err)
	}
	for _, cut := range []int{0, 1, len(whole) - 1, len(whole)} {
		f.Add(0, byte(0), cut, []byte(nil))
		f.Add(len(whole)/2, byte(1), cut, []byte{0})
	}
	f.Fuzz(func(t *testing.T, at int, bits byte, cut int, more []byte) {
		text := bytes.Clone(whole)
		if at >= 0 && at < len(text) {
			text[at] ^= bits
		}
		text = append(text[:max(0, min(cut, len(text)))], more...)
		if err := os.WriteFile(found[0], text, 0o600); err != nil {
			t.Fatal(err)
		}
		read, damaged, err := indexes.Read("rdvs", "somme")
		if same := bytes.Equal(text, whole); err != nil || damaged == same || (read != nil) != same {
			t.Fatalf("%q: %v, damaged: %v, %v", text, read, damaged, err)
		}
		if read == nil {
			return
		}
		defer read.Close()
		for _, want := range marks {
			if got, err := read.Next(); err != nil || got != want {
				t.Errorf("%+v, want %+v, %v", got, want, err)
			}
		}
		if _, err := read.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("after the last mark: %v", err)
		}
	})
}
