//go:build linux

package app_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

func TestAWorkingFolderThatIsGoneIsNamed(t *testing.T) {
	gone := filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(gone, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := world{"GUICHET_STORE": "none", "PATH": os.Getenv("PATH")}.command(t, "x")
	shell := "cd " + gone + " && rmdir " + gone + " && exec " + cmd.Path + " pull run rdv.organisations --sandbox --out rel"
	run := world{"GUICHET_STORE": "none", "PATH": os.Getenv("PATH"), "GUICHET_CONFIG_DIR": t.TempDir(), "GUICHET_STATE_DIR": t.TempDir()}.command(t)
	run.Path, run.Args = "/bin/sh", []string{"sh", "-c", shell}
	var errs strings.Builder
	run.Stderr = &errs
	if code := codeOf(t, run.Run()); code != 2 || !strings.Contains(errs.String(), "working directory") || !strings.Contains(errs.String(), "hint: ") {
		t.Errorf("exit %d, %s", code, errs.String())
	}
}

// TestAHomeOfAnotherAccountIsNamedWithAHint takes the rights of root on files
// from this thread for a while.
func TestAHomeOfAnotherAccountIsNamedWithAHint(t *testing.T) {
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, ".config"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(home, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(home, 0o700) })
	if os.Geteuid() == 0 {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		_, _, _ = syscall.RawSyscall(syscall.SYS_SETFSUID, 65534, 0, 0)
		defer func() { _, _, _ = syscall.RawSyscall(syscall.SYS_SETFSUID, 0, 0, 0) }()
	}
	w := world{"HOME": home, "GUICHET_STORE": "none", "GUICHET_RDV_BEARER": "x"}
	if got := run(t, w, "rdv", "agent", "me"); got.code != 2 || !strings.Contains(got.err, "set GUICHET_CONFIG_DIR") {
		t.Errorf("%+v", got)
	}
	if got := run(t, w, "rdv", "agent", "me", "--sandbox", "-o", "id"); got.code != 0 {
		t.Errorf("%+v", got)
	}
	if got := run(t, w.with("GUICHET_CONFIG_DIR", home), "rdv", "agent", "me"); got.code != 2 || strings.Contains(got.err, "set GUICHET_CONFIG_DIR") {
		t.Errorf("%+v", got)
	}
}
