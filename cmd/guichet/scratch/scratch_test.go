package scratch_test

import (
	"io"
	"os"
	"runtime"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/scratch"
)

func TestAScratchFileHoldsDataAndHasNoName(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	file, err := scratch.Open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString("Marchand"); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 8)
	if _, err := file.ReadAt(got, 0); err != nil && err != io.EOF || string(got) != "Marchand" {
		t.Errorf("%q, %v", got, err)
	}
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" {
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("mode %o", mode)
		}
		empty(t, dir)
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}
	empty(t, dir)
}

func empty(t *testing.T, dir string) {
	t.Helper()
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestAScratchFileNeedsAFolder(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/missing")
	t.Setenv("TMP", t.TempDir()+"/missing")
	if file, err := scratch.Open(); err == nil {
		t.Error(file.Name())
	}
}
