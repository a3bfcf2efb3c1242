//go:build unix

package trust_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/trust"
)

// folder is a new folder with a mode.
func folder(t *testing.T, mode os.FileMode) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, mode); err != nil {
		t.Fatal(err)
	}
	return dir
}

// file is a file with a mode.
func file(t *testing.T, path string, mode os.FileMode) string {
	t.Helper()
	if err := errors.Join(os.WriteFile(path, []byte("lang: fr\n"), 0o600), os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
	return path
}

func link(t *testing.T, target, path string) string {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	return path
}

func give(t *testing.T, path string, uid int) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	if err := os.Lchown(path, uid, -1); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAFileIsReadUnlessAnotherAccountCouldHaveWrittenIt(t *testing.T) {
	const nobody = 65534
	in := func(mode os.FileMode) string { return filepath.Join(folder(t, mode), "config.yaml") }
	for name, test := range map[string]struct {
		path func(t *testing.T) string
		why  string // "" for a file that is read
	}{
		"private":                           {func(t *testing.T) string { return file(t, in(0o700), 0o600) }, ""},
		"readable by all":                   {func(t *testing.T) string { return file(t, in(0o755), 0o644) }, ""},
		"in a sticky folder":                {func(t *testing.T) string { return file(t, in(0o777|os.ModeSticky), 0o600) }, ""},
		"a link to a private file":          {func(t *testing.T) string { return link(t, file(t, in(0o755), 0o644), in(0o755)) }, ""},
		"writable by the group":             {func(t *testing.T) string { return file(t, in(0o700), 0o620) }, "0620"},
		"writable by others":                {func(t *testing.T) string { return file(t, in(0o700), 0o602) }, "0602"},
		"in a folder of the group":          {func(t *testing.T) string { return file(t, in(0o770), 0o600) }, "0770"},
		"in a folder of others":             {func(t *testing.T) string { return file(t, in(0o707), 0o600) }, "0707"},
		"writable, in a sticky folder":      {func(t *testing.T) string { return file(t, in(0o777|os.ModeSticky), 0o666) }, "0666"},
		"a link to a file of others":        {func(t *testing.T) string { return link(t, file(t, in(0o755), 0o666), in(0o755)) }, "0666"},
		"a link into a folder of others":    {func(t *testing.T) string { return link(t, file(t, in(0o777), 0o644), in(0o755)) }, "0777"},
		"a link in a folder of others":      {func(t *testing.T) string { return link(t, file(t, in(0o755), 0o644), in(0o777)) }, "0777"},
		"of another account":                {func(t *testing.T) string { return give(t, file(t, in(0o755), 0o644), nobody) }, "another account"},
		"of another account, sticky folder": {func(t *testing.T) string { return give(t, file(t, in(0o777|os.ModeSticky), 0o644), nobody) }, "another account"},
		"in a folder of another account":    {func(t *testing.T) string { p := file(t, in(0o755), 0o644); give(t, filepath.Dir(p), nobody); return p }, "another account"},
		"a folder":                          {func(t *testing.T) string { return folder(t, 0o700) }, "regular"},
		"a device":                          {func(*testing.T) string { return "/dev/zero" }, "regular"},
		"a link to a device":                {func(t *testing.T) string { return link(t, "/dev/zero", in(0o700)) }, "regular"},
		"a pipe that nobody writes to":      {func(t *testing.T) string { return pipe(t, in(0o700)) }, "regular"},
		"one byte more than the limit":      {func(t *testing.T) string { return sized(t, in(0o700), trust.MaxSize+1) }, "1 MiB"},
		"300 MB":                            {func(t *testing.T) string { return sized(t, in(0o700), 300<<20) }, "1 MiB"},
		"as large as the limit":             {func(t *testing.T) string { return sized(t, in(0o700), trust.MaxSize) }, ""},
		"of root, for every other account":  {func(*testing.T) string { return "/etc/passwd" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := test.path(t)
			data, err := trust.Read(path)
			if test.why == "" {
				if err != nil || len(data) == 0 {
					t.Errorf("got %d bytes, %v", len(data), err)
				}
				return
			}
			var refused *exit.Error
			if !errors.As(err, &refused) || data != nil || !strings.Contains(err.Error(), test.why) || !strings.HasPrefix(err.Error(), "/") {
				t.Fatalf("got %d bytes, %v: want a refusal for %q", len(data), err, test.why)
			}
			if hint := refused.HintIn(nil); strings.HasPrefix(test.why, "0") && !strings.Contains(hint, "chmod go-w /") {
				t.Errorf("the hint is %q", hint)
			}
		})
	}
}

func pipe(t *testing.T, path string) string {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sized(t *testing.T, path string, size int64) string {
	t.Helper()
	if err := os.Truncate(file(t, path, 0o600), size); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAFileThatIsMissingIsAFailureOfTheSystem(t *testing.T) {
	if _, err := trust.Read(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestAPathInAHintCanBePasted(t *testing.T) {
	for path, want := range map[string]string{"/a/b.yaml": "/a/b.yaml", "/a b": "'/a b'", "": "''", "/": "'/'", "/it's": `'/it'\''s'`} {
		if got := trust.Quote(path); got != want {
			t.Errorf("%q is quoted as %s", path, got)
		}
	}
}
