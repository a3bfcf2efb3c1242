package credential_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

// countUp adds one to the number in a file, which goes wrong without a lock.
func countUp(lock, counter string) error {
	unlock, err := credential.Lock(context.Background(), lock)
	if err != nil {
		return err
	}
	defer unlock()
	raw, err := os.ReadFile(counter)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(string(raw))
	if err != nil {
		return err
	}
	return os.WriteFile(counter, []byte(strconv.Itoa(n+1)), 0o600)
}

func TestOneHolderAtATimeInManyGoroutinesAndProcesses(t *testing.T) {
	dir := t.TempDir()
	lock, counter := filepath.Join(dir, "new", "lock"), filepath.Join(dir, "counter")
	if err := os.WriteFile(counter, []byte("0"), 0o600); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := countUp(lock, counter); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			cmd := exec.Command(os.Args[0], lock, counter)
			cmd.Env = append(os.Environ(), "GUICHET_TEST_ROLE=count")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	if raw, _ := os.ReadFile(counter); string(raw) != "40" {
		t.Errorf("the counter is at %s, want 40", raw)
	}
	if runtime.GOOS != "windows" {
		wantMode(t, filepath.Dir(lock), 0o700)
		wantMode(t, lock, 0o600)
	}
}

func TestWaitingForALockEndsWithItsContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	synctest.Test(t, func(t *testing.T) {
		unlock, err := credential.Lock(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer unlock()
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if _, err := credential.Lock(ctx, path); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline", err)
		}
	})
}

func TestAWaitingCallerGetsTheLockOnceItIsGivenBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	synctest.Test(t, func(t *testing.T) {
		unlock, err := credential.Lock(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Minute, unlock)
		again, err := credential.Lock(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		unlock() // A second time, which must not free the lock of the new holder.
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := credential.Lock(ctx, path); err == nil {
			t.Error("two holders at once")
		}
		again()
	})
}

func TestALockThatCannotBeMadeIsAnErrorThatNamesIt(t *testing.T) {
	dir := t.TempDir()
	if _, err := credential.Lock(t.Context(), dir); err == nil {
		t.Error("a folder was locked as if it were a file")
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := credential.Lock(t.Context(), filepath.Join(file, "lock"))
	if err == nil {
		t.Fatal("a lock was made below a file")
	}
	if path := filepath.Join(file, "lock"); !strings.Contains(err.Error(), path) {
		t.Errorf("%q does not name %s", err, path)
	}
}
