package lock_test

import (
	"context"
	"errors"
	"fmt"
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

	"github.com/guichet-go/guichet/cmd/guichet/lock"
)

// TestMain lets the tests start this program again as another process.
func TestMain(m *testing.M) {
	if os.Getenv("GUICHET_TEST_ROLE") == "" {
		os.Exit(m.Run())
	}
	if err := countUp(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// countUp adds one to the number in a file, which goes wrong without a lock.
func countUp(path, counter string) error {
	unlock, err := lock.Wait(context.Background(), path, nil)
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
	path, counter := filepath.Join(dir, "new", "lock"), filepath.Join(dir, "counter")
	if err := os.WriteFile(counter, []byte("0"), 0o600); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := countUp(path, counter); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			cmd := exec.Command(os.Args[0], path, counter)
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
		wantMode(t, filepath.Dir(path), 0o700)
		wantMode(t, path, 0o600)
	}
}

func TestWaitingForALockEndsWithItsContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	synctest.Test(t, func(t *testing.T) {
		unlock, err := lock.Wait(t.Context(), path, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer unlock()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = lock.Wait(ctx, path, func(lock.Owner) { t.Error("a wait of a second is not announced") })
		var held *lock.HeldError
		if !errors.As(err, &held) || !errors.Is(err, context.DeadlineExceeded) || held.Path != path {
			t.Errorf("got %v, want the lock and the deadline", err)
		}
	})
}

func TestAWaitingCallerGetsTheLockOnceItIsGivenBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	synctest.Test(t, func(t *testing.T) {
		unlock, err := lock.Wait(t.Context(), path, nil)
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(20*time.Second, unlock)
		again, err := lock.Wait(t.Context(), path, nil)
		if err != nil {
			t.Fatal(err)
		}
		unlock() // A second time, which must not free the lock of the new holder.
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := lock.Wait(ctx, path, nil); err == nil {
			t.Error("two holders at once")
		}
		again()
	})
}

func TestALockThatCannotBeMadeIsAnErrorThatNamesIt(t *testing.T) {
	dir := t.TempDir()
	if _, err := lock.Wait(t.Context(), dir, nil); err == nil {
		t.Error("a folder was locked as if it were a file")
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := lock.Wait(t.Context(), filepath.Join(file, "lock"), nil)
	if err == nil {
		t.Fatal("a lock was made below a file")
	}
	if path := filepath.Join(file, "lock"); !strings.Contains(err.Error(), path) {
		t.Errorf("%q does not name %s", err, path)
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

func TestAHeldLockIsAnnouncedAfterTwoSecondsAndGivenUpAfterThirty(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	synctest.Test(t, func(t *testing.T) {
		unlock, err := lock.Try(path, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		defer unlock()
		start := time.Now()
		var told []time.Duration
		_, err = lock.Wait(t.Context(), path, func(o lock.Owner) {
			told = append(told, time.Since(start).Truncate(time.Second))
			if o.PID != os.Getpid() {
				t.Errorf("the holder is %d, not %d", o.PID, os.Getpid())
			}
		})
		var held *lock.HeldError
		if !errors.As(err, &held) || held.Err != nil || held.Owner.PID != os.Getpid() {
			t.Errorf("got %v", err)
		}
		if len(told) != 1 || told[0] != 2*time.Second {
			t.Errorf("announced after %v", told)
		}
		if waited := time.Since(start).Truncate(time.Second); waited != 30*time.Second {
			t.Errorf("waited %s", waited)
		}
	})
}

func TestALockNamesItsHolderAndALockThatIsFreeHasNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	if owner := lock.Holder(path); owner != nil {
		t.Errorf("without a file: %v", owner)
	}
	since := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	unlock, err := lock.Try(path, since)
	if err != nil {
		t.Fatal(err)
	}
	if owner := lock.Holder(path); owner == nil || owner.PID != os.Getpid() || !owner.Since.Equal(since) {
		t.Errorf("the holder is %v", owner)
	}
	_, err = lock.Try(path, since)
	if want := fmt.Sprintf("process %d", os.Getpid()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v does not name %s", err, want)
	}
	unlock()
	if owner := lock.Holder(path); owner != nil {
		t.Errorf("once it is free: %v", owner)
	}
}

func TestAHolderThatCannotBeReadIsAnotherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := lock.Try(path, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if err := os.WriteFile(path, []byte("x{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := lock.Try(path, time.Time{}); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("got %v", err)
	}
}
