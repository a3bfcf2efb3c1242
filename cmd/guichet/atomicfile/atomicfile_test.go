package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// holds checks that a folder has this file alone, readable by its owner only.
func holds(t *testing.T, path, want string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%q, want %q, %v", got, want, err)
	}
	if info, err := os.Stat(path); err == nil && runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestCreateRefusesAnExistingFileAndWriteReplacesIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := Create(path, []byte("first")); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "first")
	if err := Create(path, []byte("second")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second file was created: %v", err)
	}
	holds(t, path, "first")
	if err := Write(path, []byte("third")); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "third")
}

func TestAFailedWriteLeavesNoTemporaryFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "taken")
	if err := os.MkdirAll(filepath.Join(path, "below"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(path, []byte("x")); err == nil {
		t.Error("a directory was replaced by a file")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
	if err := Write(filepath.Join(dir, "none", "file"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file in a missing folder: %v", err)
	}
}

// The error of a disk must not be taken for that of a file system that cannot sync
// directories, whatever its text says.
func TestOnlyAnUnsupportedDirectorySyncIsIgnored(t *testing.T) {
	of := func(err error) error { return &fs.PathError{Op: "sync", Path: "invalid", Err: err} }
	for _, err := range []error{nil, of(syscall.EINVAL), of(errors.ErrUnsupported), of(fs.ErrPermission)} {
		if got := unlessUnable(err); got != nil {
			t.Errorf("%v", got)
		}
	}
	for _, err := range []error{of(syscall.EIO), of(errors.New("an invalid block"))} {
		if unlessUnable(err) == nil {
			t.Errorf("%v is excused", err)
		}
	}
}

func TestAWriteUnderALockTakesAwayWhatAKilledWriterLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	for _, left := range []string{path, path + Fresh} {
		if err := os.WriteFile(left, []byte("left behind"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteLocked(path, []byte("whole")); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "whole")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(path, "below"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := WriteLocked(path, []byte("x")); err == nil {
		t.Error("a directory was replaced by a file")
	}
	if _, err := os.Lstat(path + Fresh); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a failed write leaves its file: %v", err)
	}
}

func TestAFileThatIsNotFilledLeavesTheFormerOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	failed := errors.New("the answer broke off")
	for text, want := range map[string]error{"whole": nil, "broken": failed} {
		if want != nil {
			if err := Write(path, []byte("whole")); err != nil {
				t.Fatal(err)
			}
		}
		err := WriteFrom(path, func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return errors.Join(err, want)
		})
		if !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
		holds(t, path, "whole")
	}
}
