package credential_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

// FuzzASealIsTakenOnlyAsItWasWritten puts anything at all in the place of the
// seal: the set is given as it was saved, or not at all.
func FuzzASealIsTakenOnlyAsItWasWritten(f *testing.F) {
	st := newMemory()
	if err := credential.Save(f.Context(), st, "default", "rdv", production, oldSet); err != nil {
		f.Fatal(err)
	}
	written := st.entries["default/rdv/origin"]
	for _, seal := range []string{written, written + " ", written[:len(written)-1], "", " ", "  ", "https://a:443 , .", string(production) + " access_token AAAA.AAAA"} {
		f.Add(seal)
	}
	f.Fuzz(func(t *testing.T, seal string) {
		changed := st.clone()
		changed.entries["default/rdv/origin"] = seal
		for _, origin := range []credential.Origin{production, demo} {
			values, err := load(t, changed, origin)
			switch {
			case err == nil && origin == production && maps.Equal(values, oldSet):
			case err == nil:
				t.Errorf("the seal %q gives %v to %s", seal, values, origin)
			case !errors.As(err, new(*credential.StoreError)) && !errors.As(err, new(*credential.OriginError)) && !errors.As(err, new(*credential.ConfigError)):
				t.Errorf("the seal %q: %v", seal, err)
			}
		}
	})
}

// FuzzAnyFileOfCredentialsIsReadOrLeftAlone puts anything at all in the place of
// the file.
func FuzzAnyFileOfCredentialsIsReadOrLeftAlone(f *testing.F) {
	for _, content := range []string{`{}`, `{"default/rdv/access_token":"x"}`, ``, `null`, `[]`, `{"a":1}`, `{"default/rdv/access_token":"\ud800"}`, "\x00", `{"a":"b"}{`} {
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
		st := credential.File(dir)
		_, err := st.Get(t.Context(), key)
		var store *credential.StoreError
		if err != nil && !errors.Is(err, credential.ErrNotFound) && (!errors.As(err, &store) || store.Kind != credential.Corrupt) {
			t.Fatalf("%q: %v", content, err)
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
