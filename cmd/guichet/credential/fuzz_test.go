package credential_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

// FuzzAnEntryIsASetOrCorrupt puts anything at all in the place of an entry.
func FuzzAnEntryIsASetOrCorrupt(f *testing.F) {
	r := newRing()
	st := keyringOver(r, false, nil)
	save(f, st, key, oldSet)
	written := r.entries["guichet default/rdv"]
	for _, text := range []string{written, written + " ", written[:len(written)-1], "", "null", "{}", `{"origin":" ","values":{"a":"b"}}`, `{"values":{}}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r.entries["guichet default/rdv"] = text
		set, err := credential.Load(t.Context(), st, key)
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
		var store *credential.StoreError
		if err != nil && !errors.Is(err, credential.ErrNotFound) && (!errors.As(err, &store) || store.Kind != credential.Corrupt) {
			t.Fatalf("%q: %v", content, err)
		}
		if store != nil && store.Path == "" {
			store = nil // the entry alone is damaged, and is replaced
		}
		if err := st.Set(t.Context(), key, "neuf"); (err == nil) != (store == nil) {
			t.Fatalf("%q could be read (%v), and then: %v", content, store, err)
		}
		if store != nil {
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
