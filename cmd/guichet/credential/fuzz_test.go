package credential_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

// FuzzAnEntryIsASetOrCorrupt puts anything at all in the place of an entry.
func FuzzAnEntryIsASetOrCorrupt(f *testing.F) {
	r := newRing()
	st := keyringOver(r, false, nil)
	save(f, st, key, oldSet)
	written := r.entries["guichet default/rdv"]
	for _, text := range []string{written, written + " ", written[:len(written)-1], "", "null", "{}", `{"origin":" ","values":{"bearer":"b"}}`, `{"values":{}}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r.entries["guichet default/rdv"] = text
		set, err := load(t.Context(), st, key)
		if err != nil {
			wantKind(t, err, credential.Corrupt)
			return
		}
		if err := credential.CheckSave(t.Context(), st, key, set); err != nil && len(text) <= credential.MaxSecretSize {
			t.Errorf("%q is read as %v, which could not have been written: %v", text, set, err)
		}
	})
}

// FuzzAnyFileOfCredentialsIsReadOrLeftAlone puts anything at all in the place of
// the file.
func FuzzAnyFileOfCredentialsIsReadOrLeftAlone(f *testing.F) {
	for _, content := range []string{`{}`, `{"default/rdv":"x"}`, `{"default/rdv":7}`, ``, `null`, `[]`, `{"a":1}`, `{"default/rdv":"\ud800"}`, "\x00", `{"a":"b"}{`} {
		f.Add([]byte(content))
	}
	dir := f.TempDir()
	path := filepath.Join(dir, "credentials.json")
	if err := os.Chmod(dir, 0o700); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		st := credential.File(dir, nil)
		_, err := st.Get(t.Context(), key)
		if err != nil && !errors.Is(err, credential.ErrNotFound) && !errors.Is(err, credential.Corrupt) {
			t.Fatalf("%q: %v", content, err)
		}
		// An entry that is damaged alone is replaced.
		whole := errors.Is(err, credential.Corrupt) && strings.Contains(err.Error(), path)
		if err := st.Set(t.Context(), key, "neuf"); (err != nil) != whole {
			t.Fatalf("%q could be read (%v), and then: %v", content, !whole, err)
		}
		if whole {
			if kept, err := os.ReadFile(path); string(kept) != string(content) {
				t.Errorf("%q was replaced by %q (%v)", content, kept, err)
			}
			return
		}
		if got, err := st.Get(t.Context(), key); got != "neuf" || err != nil {
			t.Errorf("%q: %q, %v", content, got, err)
		}
	})
}
