package singer_test

import (
	"bytes"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/singer"
)

// FuzzAStateReadsBackUnchanged reads anything at all as a state: what is taken
// can be written, and read again.
func FuzzAStateReadsBackUnchanged(f *testing.F) {
	for _, text := range []string{
		"", " ", "null", "{}", "[]", `{"type":"STATE","value":{"bookmarks":{"rdvs":{"starts_at":"2026-11-16T09:00:00Z","pulled_at":"2026-11-16T09:00:00Z"}}}}`, `{"type":"STATE"}`,
		`{"type":"STATE","value":null}`, `{"bookmarks":{"":{}}}`, `{"accounts":{"rdv":{"a":[1e999]}}}`, `{"bookmarks":{"a":{"pulled_at":"hier"}}}`, `{"accounts":{"rdv":null}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		state, err := singer.ParseState(text)
		if err != nil {
			return
		}
		var out bytes.Buffer
		w := singer.NewWriter(&out)
		if err := w.State(state); err != nil {
			t.Fatalf("%q cannot be written: %v", text, err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		again, err := singer.ParseState(out.Bytes())
		if err != nil || len(again.Bookmarks) != len(state.Bookmarks) || len(again.Accounts) != len(state.Accounts) {
			t.Errorf("%q was written as %q: %v", text, out.Bytes(), err)
		}
	})
}
