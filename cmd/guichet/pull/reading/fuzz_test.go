package reading

import (
	"os"
	"testing"
	"time"
)

// FuzzAnyJournalIsGoneOnFromOrCut puts anything at all in the place of a journal:
// what does not match is cut, and the rest is remembered the same each time.
func FuzzAnyJournalIsGoneOnFromOrCut(f *testing.F) {
	runs := f.TempDir()
	whole, sizes := journalOf(f, runs, "rdvs", 3)
	for _, journal := range [][]byte{nil, whole, whole[:sizes[2]], whole[:sizes[2]+1], whole[:sizes[0]], whole[1:], append(whole[:len(whole):len(whole)], whole...)} {
		f.Add(journal)
	}
	f.Fuzz(func(t *testing.T, journal []byte) {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(runs)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(journalIn(dir), journal, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := OpenStore(dir, "rdvs", time.Now)
		if err != nil {
			t.Fatalf("%q: %v", journal, err)
		}
		answers, rows, damaged := s.Remembered()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(journalIn(dir))
		if err != nil || len(kept) > len(whole) || string(kept) != string(whole[:len(kept)]) {
			t.Fatalf("%q became %q (%v)", journal, kept, err)
		}
		if whole := string(kept) == string(journal); damaged == whole {
			t.Errorf("%q is said to be damaged: %v", journal, damaged)
		}
		if a, r := Peek(dir, "rdvs"); a != answers || r != rows {
			t.Errorf("%q: %d answers and %d rows, then %d and %d", journal, answers, rows, a, r)
		}
	})
}
