package credential_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/lock"
)

func TestTheFileIsPrivateAndHasOneEntryPerKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "guichet")
	st := credential.File(dir, nil)
	if _, err := st.Get(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("Get without a folder: got %v, want ErrNotFound", err)
	}
	if err := st.Delete(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("Delete without a folder: got %v, want ErrNotFound", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("reading made the folder")
	}
	if err := st.Set(t.Context(), key, "é\"s3cret"); err != nil {
		t.Fatal(err)
	}
	if got, err := st.Get(t.Context(), key); got != "é\"s3cret" || err != nil {
		t.Errorf("Get: got %q, %v", got, err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "credentials.json"))
	if err != nil {
		t.Fatal(err)
	}
	var entries map[string]string
	if err := json.Unmarshal(raw, &entries); err != nil || entries["default/rdv"] != "é\"s3cret" {
		t.Errorf("the file holds %s", raw)
	}
	if runtime.GOOS != "windows" {
		wantMode(t, dir, 0o700)
		wantMode(t, filepath.Join(dir, "credentials.json"), 0o600)
	}
	if err := st.Delete(t.Context(), key); err != nil {
		t.Error(err)
	}
	if err := st.Delete(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("second Delete: got %v, want ErrNotFound", err)
	}
}

func wantMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s has mode %04o, want %04o", path, got, want)
	}
}

func TestAFileOrFolderOpenToOthersIsRefusedWithTheChmodToRun(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	for _, test := range []struct {
		folder, file os.FileMode
		hint         string
	}{
		{0o700, 0o644, "chmod 600 "},
		{0o700, 0o640, "chmod 600 "},
		{0o700, 0o602, "chmod 600 "},
		{0o755, 0o600, "chmod 700 "},
		{0o770, 0o600, "chmod 700 "},
		{0o702, 0o600, "chmod 700 "},
	} {
		t.Run(fmt.Sprintf("%04o_%04o", test.folder, test.file), func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "credentials.json")
			content := `{"default/rdv":"s3cret"}`
			if err := errors.Join(os.WriteFile(path, []byte(content), 0o600), os.Chmod(path, test.file), os.Chmod(dir, test.folder)); err != nil {
				t.Fatal(err)
			}
			st := credential.File(dir, nil)
			_, getErr := st.Get(t.Context(), key)
			for _, err := range []error{getErr, st.Set(t.Context(), key, "new"), st.Delete(t.Context(), key)} {
				store := wantKind(t, err, credential.Insecure)
				if !strings.Contains(store.HintIn(nil), test.hint+dir) || !strings.Contains(store.Error(), dir) {
					t.Errorf("%q, hint %q, want it to begin with run %s%s", store, store.HintIn(nil), test.hint, dir)
				}
			}
			if raw, err := os.ReadFile(path); string(raw) != content || err != nil {
				t.Errorf("the file was changed to %s (%v)", raw, err)
			}
		})
	}
}

func TestAFileThatCannotBeReadIsCorruptAndKept(t *testing.T) {
	for name, content := range map[string]string{
		"text": "hunter2", "array": "[]", "null": "null", "half": `{"default/rdv":4711`, "empty": "",
	} {
		t.Run(name, func(t *testing.T) {
			dir := privateDir(t)
			path := filepath.Join(dir, "credentials.json")
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			st := credential.File(dir, nil)
			_, err := st.Get(t.Context(), key)
			store := wantKind(t, err, credential.Corrupt)
			said := strings.ReplaceAll(store.Error(), dir, "") // which has a number of its own
			if strings.Contains(said, "hunter2") || strings.Contains(said, "4711") {
				t.Errorf("%q repeats the content", said)
			}
			wantKind(t, credential.CheckSave(t.Context(), st, key, newSet), credential.Corrupt)
			wantKind(t, credential.Save(t.Context(), st, key, newSet), credential.Corrupt)
			if raw, err := os.ReadFile(path); string(raw) != content || err != nil {
				t.Errorf("the file was changed to %s (%v)", raw, err)
			}
		})
	}
}

func privateDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestALinkInThePlaceOfTheFileIsRefused(t *testing.T) {
	dir := privateDir(t)
	target := filepath.Join(t.TempDir(), "target")
	if err := os.WriteFile(target, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, filepath.Join(dir, "credentials.json")); err != nil {
		t.Skip("this system does not let us make a link:", err)
	}
	wantKind(t, credential.File(dir, nil).Set(t.Context(), key, "secret"), credential.Corrupt)
}

func TestTheRestOfAKilledWriterIsReplaced(t *testing.T) {
	dir := privateDir(t)
	left := filepath.Join(dir, "credentials.json.new")
	if err := os.WriteFile(left, []byte(`{"default/rd`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := credential.File(dir, nil).Set(t.Context(), key, "secret"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("half a file with secrets is still there")
	}
}

func TestConcurrentWritersLoseNoEntry(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "shared")
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			k := credential.Key{Profile: "default", Service: "rdv", Field: fmt.Sprint("goroutine-", i)}
			if err := credential.File(dir, nil).Set(t.Context(), k, "s"); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			cmd := exec.Command(os.Args[0], dir, fmt.Sprint("process-", i))
			cmd.Env = append(os.Environ(), "GUICHET_TEST_ROLE=write")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	for i := range 20 {
		for _, writer := range []string{"goroutine-", "process-"} {
			k := credential.Key{Profile: "default", Service: "rdv", Field: fmt.Sprint(writer, i)}
			if _, err := credential.File(dir, nil).Get(t.Context(), k); err != nil {
				t.Errorf("%s: %v", k, err)
			}
		}
	}
}

func TestAFileLockedTooLongIsABusyStore(t *testing.T) {
	dir := privateDir(t)
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(dir, "credentials.lock")
		unlock, err := lock.Try(path, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		defer unlock()
		var holder lock.Owner
		st := credential.File(dir, func(ctx context.Context, path string) (func(), error) {
			return lock.Wait(ctx, path, func(o lock.Owner) { holder = o })
		})
		store := wantKind(t, st.Set(t.Context(), key, "s3cret"), credential.Busy)
		if !strings.Contains(store.Error(), path) || holder.PID != os.Getpid() {
			t.Errorf("%q does not name %s, or the holder is %v", store.Error(), path, holder)
		}
	})
}

func TestAWriteThatFailsLeavesTheOldFileAndNoOther(t *testing.T) {
	needsShell(t)
	dir := privateDir(t)
	if err := credential.File(dir, nil).Set(t.Context(), key, strings.Repeat("s3cret", 300)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "credentials.json")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", `ulimit -f 1; exec "$@"`, "sh", os.Args[0], dir, "other") // a file of 1 KiB at most
	cmd.Env = append(os.Environ(), "GUICHET_TEST_ROLE=write")
	if out, err := cmd.CombinedOutput(); err == nil {
		t.Fatalf("it was written: %s", out)
	}
	if after, err := os.ReadFile(path); !bytes.Equal(after, before) || err != nil {
		t.Errorf("the file was changed (%v)", err)
	}
	if _, err := os.Stat(path + ".new"); err == nil {
		t.Error("half a file with secrets is still there")
	}
}

// play is what this program does in the place of another process.
func play(role string, args []string) int {
	var err error
	switch role {
	case "write":
		k := credential.Key{Profile: "default", Service: "rdv", Field: args[1]}
		err = credential.File(args[0], nil).Set(context.Background(), k, "s")
	case "saves":
		err = saveForever(args[0])
	default:
		err = playKeyring(role)
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

func TestOneCorruptEntryLeavesTheOthersReadable(t *testing.T) {
	dir := privateDir(t)
	path := filepath.Join(dir, "credentials.json")
	if err := os.WriteFile(path, []byte(`{"default/rdv":4711,"default/zops":"x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	st := credential.File(dir, nil)
	_, err := st.Get(t.Context(), key)
	wantKind(t, err, credential.Corrupt)
	if got, err := st.Get(t.Context(), credential.Key{Profile: "default", Service: "zops"}); got != "x" || err != nil {
		t.Errorf("its neighbour gives %q, %v", got, err)
	}
	if found, err := credential.Remove(t.Context(), st, "default", "rdv"); !found || err != nil {
		t.Errorf("removing gave %v, %v", found, err)
	}
	wantNothing(t, st, key)
}

func TestAFileOrFolderOfAnotherAccountIsRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	for _, name := range []string{"", "credentials.json"} {
		dir := privateDir(t)
		st := credential.File(dir, nil)
		if err := st.Set(t.Context(), key, "s3cret"); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(filepath.Join(dir, name), 65534, -1); err != nil {
			t.Fatal(err)
		}
		_, getErr := st.Get(t.Context(), key)
		for _, err := range []error{getErr, st.Set(t.Context(), key, "new"), st.Delete(t.Context(), key)} {
			store := wantKind(t, err, credential.Insecure)
			if strings.Contains(store.HintIn(nil), "chmod") || !strings.Contains(store.HintIn(nil), "GUICHET_CONFIG_DIR") {
				t.Errorf("the hint is %q", store.HintIn(nil))
			}
		}
	}
}
