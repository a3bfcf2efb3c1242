package sorted_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// FuzzAnyRunIsReadOrRefused puts anything at all in the place of a run, beside one
// that is whole.
func FuzzAnyRunIsReadOrRefused(f *testing.F) {
	dir := f.TempDir()
	s := sorted.New(dir, nil)
	for n := range int64(3) {
		s.Add(sorted.Key{Number: n}, []byte(`{"id":1}`))
	}
	s.Remove(9)
	name, err := s.Flush()
	if err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		f.Fatal(err)
	}
	for _, run := range [][]byte{nil, whole, whole[:len(whole)-1], whole[1:], append(whole, whole...), {0}, {1, 2}, {2, 1, 'a', 1, 'x'},
		{0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, {1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}} {
		f.Add(run)
	}
	f.Fuzz(func(t *testing.T, run []byte) {
		dir := t.TempDir()
		for name, content := range map[string][]byte{"a": run, "b": whole} {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		rows := 0
		if err := sorted.New(dir, []string{"a", "b"}).Each(func(sorted.Key, []byte) error { rows++; return nil }); err == nil && rows > len(run)+len(whole) {
			t.Errorf("%q gives %d rows", run, rows)
		}
	})
}
