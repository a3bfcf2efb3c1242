package sorted_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// FuzzARunIsReadOnlyAsItWasWritten puts anything at all in the place of a run.
func FuzzARunIsReadOnlyAsItWasWritten(f *testing.F) {
	dir := f.TempDir()
	s := sorted.New(dir, nil)
	for n := range int64(3) {
		s.Add(sorted.Key{Number: n}, []byte(`{"id":1}`))
	}
	s.Remove(9)
	run, _, err := s.Flush()
	if err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, run.Name))
	if err != nil {
		f.Fatal(err)
	}
	for _, run := range [][]byte{nil, whole, whole[:len(whole)-1], whole[1:], append(whole, whole...), {0}, {1, 2}, {2, 1, 'a', 1, 'x'},
		{0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, {1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}} {
		f.Add(run)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, run.Name), text, 0o600); err != nil {
			t.Fatal(err)
		}
		var damaged *framed.DamagedError
		err := sorted.New(dir, []sorted.Run{run}).Each(func(sorted.Key, []byte) error { return nil })
		if same := bytes.Equal(text, whole); same && err != nil || !same && !errors.As(err, &damaged) {
			t.Errorf("%q: %v", text, err)
		}
		if checked := sorted.Check(dir, run); (checked == nil) != (err == nil) {
			t.Errorf("%q: %v, and checked: %v", text, err, checked)
		}
	})
}
