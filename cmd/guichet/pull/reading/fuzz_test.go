package reading

import (
	"os"
	"testing"
	"time"
)

// FuzzAnyJournalIsGoneOnFromOrCut puts anything at all in the place of a journal:
// what is not a whole line is cut, and the rest is remembered the same each time.
func FuzzAnyJournalIsGoneOnFromOrCut(f *testing.F) {
	const whole = `{"units":[{"unit":{"part":"rdvs","round":0,"pass":1,"page":1},"total":2,"pages":1,"rows":2,"ids":"AgI="}]}` + "\n"
	for _, journal := range []string{
		"", whole, whole + whole, whole + "{", whole + "\x00\n" + whole, whole[:len(whole)-1], "\n", "null\n", "[]\n", `{"units":null}` + "\n", `{"units":[{}]}` + "\n",
		`{"run":"absent","units":[]}` + "\n", `{"units":[{"rows":-1,"ids":"/////////////////w=="}]}` + "\n", `{"units":[{"split":true,"cuts":[3,1,2]}]}` + "\n",
	} {
		f.Add([]byte(journal))
	}
	f.Fuzz(func(t *testing.T, journal []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(journalIn(dir), journal, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := OpenStore(dir, time.Now)
		if err != nil {
			t.Fatalf("%q: %v", journal, err)
		}
		answers, rows := s.Remembered()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(journalIn(dir))
		if err != nil || len(kept) > len(journal) || string(kept) != string(journal[:len(kept)]) {
			t.Fatalf("%q became %q (%v)", journal, kept, err)
		}
		if a, r, err := Peek(dir); a != answers || r != rows || err != nil {
			t.Errorf("%q: %d answers and %d rows, then %d and %d (%v)", journal, answers, rows, a, r, err)
		}
	})
}
