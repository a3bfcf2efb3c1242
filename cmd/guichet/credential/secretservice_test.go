//go:build linux

package credential_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
)

// These tests run parts of this program, below playKeyring, in D-Bus sessions of
// their own: the library keeps one connection per process.

func needsKeyring(t *testing.T) {
	t.Helper()
	if os.Getenv("GUICHET_TEST_KEYRING") != "1" {
		t.Skip("needs gnome-keyring, dbus and libsecret-tools: set GUICHET_TEST_KEYRING=1 to run it")
	}
}

// inSession runs this program in the role, as an argument of launcher, away from
// the session and the home of the user.
func inSession(t *testing.T, role string, launcher ...string) {
	t.Helper()
	home := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	args := append(launcher, os.Args[0])
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "GUICHET_TEST_ROLE=" + role,
		"HOME=" + home, "XDG_DATA_HOME=" + filepath.Join(home, "data"), "XDG_RUNTIME_DIR=" + home,
	}
	cmd.WaitDelay = time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", role, err, out)
	}
}

func TestTheSecretServiceKeepsASetAndAnswersForAnAbsentOne(t *testing.T) {
	needsKeyring(t)
	inSession(t, "roundtrip", "testdata/with-keyring.sh")
}

func TestALockedKeyringIsExit6AndNotExit4(t *testing.T) {
	needsKeyring(t)
	inSession(t, "locked", "dbus-run-session", "--")
}

func TestASecretServiceThatNeverAnswersItsPromptIsGivenUp(t *testing.T) {
	needsKeyring(t)
	inSession(t, "silent", "dbus-run-session", "--")
}

func TestNoBusAndADeadBusAreUnreachable(t *testing.T) {
	needsKeyring(t)
	inSession(t, "unreachable", "env")
	inSession(t, "unreachable", "env", "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus")
}

func TestTheLauncherPassesTheExitStatusOn(t *testing.T) {
	needsKeyring(t)
	err := exec.Command("testdata/with-keyring.sh", "sh", "-c", "exit 7").Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 7 {
		t.Errorf("got %v, want exit status 7", err)
	}
}

func playKeyring(role string) error {
	switch role {
	case "roundtrip":
		return playRoundtrip()
	case "locked":
		return playLocked()
	case "silent":
		return playSilent()
	case "unreachable":
		return wantFailure(credential.Unreachable, credential.KeyringOptions{})
	}
	return fmt.Errorf("unknown role %q", role)
}

// wantFailure checks that reading, writing and deleting all fail in this way.
func wantFailure(kind credential.Kind, o credential.KeyringOptions) error {
	ctx := context.Background()
	st := credential.Keyring(o)
	_, getErr := st.Get(ctx, key)
	for _, err := range []error{getErr, st.Set(ctx, key, "s3cret"), st.Delete(ctx, key)} {
		if !errors.Is(err, kind) {
			return fmt.Errorf("got %v, want kind %s", err, kind)
		}
	}
	return nil
}

func playRoundtrip() error {
	ctx := context.Background()
	st := credential.Keyring(credential.KeyringOptions{})
	if _, err := load(ctx, st, key); !errors.Is(err, credential.ErrNotFound) {
		return fmt.Errorf("absent: got %v, want ErrNotFound", err)
	}
	for _, set := range []credential.Set{newSet, oldSet, ofSize(credential.MaxSecretSize), oldSet} {
		if err := credential.Save(ctx, st, key, set); err != nil {
			return fmt.Errorf("save: %w", err)
		}
		if got, err := load(ctx, st, key); err != nil || !same(got, set) {
			return fmt.Errorf("load: got %v, %v", got, err)
		}
	}
	if err := credential.Save(ctx, st, sessionKey, sessions); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	// Another program must find the entry where the documentation says it is.
	out, err := exec.Command("secret-tool", "lookup", "service", "guichet", "username", "default/rdv").Output()
	if want := `{"origin":"https://www.example.fr:443","values":{"email":"a@b.fr","password":"o\"ld<&>é"}}`; string(out) != want {
		return fmt.Errorf("secret-tool found %q, %v", out, err)
	}
	if found, err := credential.Remove(ctx, st, "default", "rdv"); !found || err != nil {
		return fmt.Errorf("remove: %v, %w", found, err)
	}
	for _, k := range []credential.Key{key, sessionKey} {
		if _, err := st.Get(ctx, k); !errors.Is(err, credential.ErrNotFound) {
			return fmt.Errorf("removed: got %v, want ErrNotFound", err)
		}
	}
	return nil
}

func playLocked() error {
	daemon := exec.Command("gnome-keyring-daemon", "--foreground", "--components=secrets")
	if err := daemon.Start(); err != nil {
		return err
	}
	defer func() { _ = daemon.Process.Kill(); _ = daemon.Wait() }()
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return err
	}
	defer bus.Close()
	if err := awaitOwner(bus); err != nil {
		return err
	}
	return wantFailure(credential.Locked, credential.KeyringOptions{})
}

// awaitOwner waits until somebody answers for the Secret Service.
func awaitOwner(bus *dbus.Conn) error {
	err := bus.AddMatchSignal(dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secretService))
	if err != nil {
		return err
	}
	changes := make(chan *dbus.Signal, 8)
	bus.Signal(changes)
	var owned bool
	if err := bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, secretService).Store(&owned); err != nil || owned {
		return err
	}
	select {
	case <-changes:
		return nil
	case <-time.After(20 * time.Second):
		return errors.New("gnome-keyring-daemon did not start")
	}
}

const (
	secretService = "org.freedesktop.secrets"
	promptPath    = dbus.ObjectPath("/org/freedesktop/secrets/prompt/p1")
)

// silentService is a Secret Service that shows a prompt nobody answers.
type silentService struct{ prompted chan struct{} }

func (silentService) Unlock([]dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	return nil, promptPath, nil
}

func (silentService) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), "/org/freedesktop/secrets/session/s1", nil
}

func (s silentService) Prompt(string) *dbus.Error {
	s.prompted <- struct{}{}
	return nil
}

func playSilent() error {
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return err
	}
	defer bus.Close()
	service := silentService{prompted: make(chan struct{}, 8)}
	err = errors.Join(
		bus.Export(service, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service"),
		bus.Export(service, promptPath, "org.freedesktop.Secret.Prompt"),
	)
	if err != nil {
		return err
	}
	if reply, err := bus.RequestName(secretService, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		return fmt.Errorf("own %s: %v, %w", secretService, reply, err)
	}
	if err := wantFailure(credential.Slow, credential.KeyringOptions{Timeout: 300 * time.Millisecond}); err != nil {
		return err
	}
	select {
	case <-service.prompted:
		return nil
	default:
		return errors.New("the prompt was never reached")
	}
}
