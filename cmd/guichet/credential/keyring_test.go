package credential_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"path/filepath"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"

	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

// ring is a keyring in memory that takes its time, or fails.
type ring struct {
	entries map[string]string
	calls   int
	delay   time.Duration
	stuck   chan struct{} // when not nil, a call waits until it is closed
	err     error
}

func newRing() *ring { return &ring{entries: map[string]string{}} }

func (r *ring) call() error {
	r.calls++
	time.Sleep(r.delay)
	if r.stuck != nil {
		<-r.stuck
	}
	return r.err
}

func (r *ring) Get(service, user string) (string, error) {
	if err := r.call(); err != nil {
		return "", err
	}
	if secret, ok := r.entries[service+" "+user]; ok {
		return secret, nil
	}
	return "", keyring.ErrNotFound
}

func (r *ring) Set(service, user, secret string) error {
	if err := r.call(); err != nil {
		return err
	}
	r.entries[service+" "+user] = secret
	return nil
}

func (r *ring) Delete(service, user string) error {
	if err := r.call(); err != nil {
		return err
	}
	if _, ok := r.entries[service+" "+user]; !ok {
		return keyring.ErrNotFound
	}
	delete(r.entries, service+" "+user)
	return nil
}

func withBus(name string) string {
	if name == "DBUS_SESSION_BUS_ADDRESS" {
		return "unix:path=/a/bus"
	}
	return ""
}

func keyringOver(r credential.Backend, terminal bool, notice func()) credential.Store {
	return credential.Keyring(credential.KeyringOptions{Backend: r, Getenv: withBus, Terminal: terminal, Notice: notice})
}

func TestAKeyringEntryIsFiledUnderGuichetAndItsKey(t *testing.T) {
	r := newRing()
	st := keyringOver(r, false, nil)
	if err := st.Set(t.Context(), key, "s3cret"); err != nil {
		t.Fatal(err)
	}
	if got := r.entries["guichet default/rdv"]; got != "s3cret" {
		t.Errorf("the keyring holds %v", r.entries)
	}
	if got, err := st.Get(t.Context(), key); got != "s3cret" || err != nil {
		t.Errorf("Get: got %q, %v", got, err)
	}
	if err := st.Delete(t.Context(), key); err != nil {
		t.Error(err)
	}
	if err := st.Delete(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("second Delete: got %v, want ErrNotFound", err)
	}
}

func TestASilentKeyringIsGivenUpInThreeSecondsOffATerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &ring{stuck: make(chan struct{})}
		st := keyringOver(r, false, func() { t.Error("nobody is there to read a notice") })
		start := time.Now()
		for range 5 {
			_, err := st.Get(t.Context(), key)
			wantKind(t, err, credential.Slow)
		}
		if waited := time.Since(start); waited != 3*time.Second {
			t.Errorf("five calls waited %s together, want 3s", waited)
		}
		synctest.Wait()
		if r.calls != 1 {
			t.Errorf("%d calls are stuck in the keyring, want 1", r.calls)
		}
		close(r.stuck)
	})
}

func TestSlowAnswersShareOneTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := keyringOver(&ring{delay: time.Second, entries: map[string]string{}}, false, nil)
		start := time.Now()
		var err error
		for range 5 {
			if _, err = st.Get(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
				break
			}
		}
		wantKind(t, err, credential.Slow)
		if waited := time.Since(start); waited > 3*time.Second {
			t.Errorf("waited %s, want 3s at most", waited)
		}
		time.Sleep(time.Minute)
		if _, err := st.Get(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
			t.Errorf("a minute later: got %v, want the keyring to be asked again", err)
		}
	})
}

func TestOnATerminalALockedKeyringIsAnnouncedOnceAndWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		notices := 0
		r := newRing()
		r.delay = 20 * time.Second
		st := keyringOver(r, true, func() { notices++ })
		for range 2 {
			if _, err := st.Get(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
				t.Fatalf("got %v, want the answer after 20s", err)
			}
		}
		if notices != 1 {
			t.Errorf("%d notices, want 1", notices)
		}
		r.stuck = make(chan struct{})
		start := time.Now()
		_, err := st.Get(t.Context(), key)
		wantKind(t, err, credential.Slow)
		if waited := time.Since(start); waited != 20*time.Second {
			t.Errorf("waited %s, want what is left of the minute", waited)
		}
		close(r.stuck)
		synctest.Wait()
	})
}

func TestAnUnlockedKeyringIsUsedAgainAfterItWasGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRing()
		r.stuck = make(chan struct{})
		st := keyringOver(r, false, nil)
		_, err := st.Get(t.Context(), key)
		wantKind(t, err, credential.Slow)
		close(r.stuck)
		synctest.Wait()
		if _, err := st.Get(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
			t.Errorf("got %v, want the answer of the keyring", err)
		}
	})
}

func TestAnInterruptedWaitForTheKeyringEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &ring{stuck: make(chan struct{})}
		st := keyringOver(r, true, nil)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := st.Get(ctx, key); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want the cancellation itself", err)
		}
		close(r.stuck)
	})
}

func TestManyConcurrentReadsOfAFastKeyringAllSucceed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRing()
		r.delay = 10 * time.Millisecond
		st := keyringOver(r, false, nil)
		errs := make(chan error)
		for range 100 {
			go func() { _, err := st.Get(t.Context(), key); errs <- err }()
		}
		for range 100 {
			if err := <-errs; !errors.Is(err, credential.ErrNotFound) {
				t.Errorf("got %v, want ErrNotFound", err)
			}
		}
	})
}

func TestAPanicOfTheLibraryIsAnError(t *testing.T) {
	st := keyringOver(&nilMapRing{}, false, nil)
	wantKind(t, st.Set(t.Context(), key, "secret"), credential.Unreachable)
}

// nilMapRing panics on Set as the library does on a closed bus.
type nilMapRing struct{ ring }

func (*nilMapRing) Set(string, string, string) error {
	panic(errors.New("send on closed channel"))
}

func TestEachFailureOfTheKeyringKeepsItsKind(t *testing.T) {
	for _, test := range []struct {
		err  error
		want credential.Kind
	}{
		{errors.New("anything"), credential.Unreachable},
		{keyring.ErrUnsupportedPlatform, credential.Unreachable},
		{keyring.ErrSetDataTooBig, credential.TooBig},
		{&fs.PathError{Op: "dial", Path: "bus", Err: fs.ErrPermission}, credential.Denied},
	} {
		_, err := keyringOver(&ring{err: test.err}, false, nil).Get(t.Context(), key)
		wantKind(t, err, test.want)
	}
}

func TestEachFailureOfTheSecretServiceKeepsItsKind(t *testing.T) {
	needsDBus(t)
	for _, test := range []struct {
		err  error
		want credential.Kind
	}{
		{fmt.Errorf("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'"), credential.Locked},
		{dbus.Error{Name: "org.freedesktop.Secret.Error.IsLocked"}, credential.Locked},
		{&dbus.Error{Name: "org.freedesktop.DBus.Error.AccessDenied"}, credential.Denied},
		{dbus.Error{Name: "org.freedesktop.DBus.Error.ServiceUnknown"}, credential.Unreachable},
	} {
		_, err := keyringOver(&ring{err: test.err}, false, nil).Get(t.Context(), key)
		wantKind(t, err, test.want)
	}
}

func TestWithoutASessionBusTheKeyringIsNotCalled(t *testing.T) {
	needsDBus(t)
	for _, env := range []map[string]string{
		{},
		{"DBUS_SESSION_BUS_ADDRESS": "autolaunch:"},
		{"XDG_RUNTIME_DIR": t.TempDir()},
	} {
		r := newRing()
		st := credential.Keyring(credential.KeyringOptions{Backend: r, Getenv: func(n string) string { return env[n] }})
		_, err := st.Get(t.Context(), key)
		wantKind(t, err, credential.Unreachable)
		if r.calls != 0 {
			t.Errorf("with %v the keyring was called", env)
		}
	}
}

func TestABusSocketInTheRuntimeFolderIsEnough(t *testing.T) {
	needsDBus(t)
	dir := t.TempDir()
	socket, err := net.Listen("unix", filepath.Join(dir, "bus"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	env := map[string]string{"XDG_RUNTIME_DIR": dir}
	st := credential.Keyring(credential.KeyringOptions{Backend: newRing(), Getenv: func(n string) string { return env[n] }})
	if _, err := st.Get(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func needsDBus(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		t.Skip("the keyring of this system is not reached through D-Bus")
	}
}

// vanishing is a keyring whose entries are removed while they are read.
type vanishing struct {
	ring
	fails []error
}

func (r *vanishing) Get(service, user string) (string, error) {
	if len(r.fails) > 0 {
		err := r.fails[0]
		r.fails = r.fails[1:]
		return "", err
	}
	return r.ring.Get(service, user)
}

func TestAnEntryThatIsRemovedWhileItIsReadIsAbsent(t *testing.T) {
	needsDBus(t)
	gone := []error{
		dbus.Error{Name: "org.freedesktop.DBus.Error.UnknownMethod"},
		dbus.Error{Name: "org.freedesktop.DBus.Error.UnknownObject"},
		&dbus.Error{Name: "org.freedesktop.Secret.Error.NoSuchObject"},
		fmt.Errorf("failed to unlock correct collection '/org/freedesktop/secrets/collection/login/12'"),
	}
	for _, err := range gone {
		r := &vanishing{*newRing(), []error{err}}
		if _, err := keyringOver(r, false, nil).Get(t.Context(), key); !errors.Is(err, credential.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
	}
	r := &vanishing{*newRing(), append(gone, gone...)}
	_, err := keyringOver(r, false, nil).Get(t.Context(), key)
	wantKind(t, err, credential.Unreachable)
	locked := fmt.Errorf("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'")
	_, err = keyringOver(&vanishing{*newRing(), []error{locked}}, false, nil).Get(t.Context(), key)
	wantKind(t, err, credential.Locked)
}
