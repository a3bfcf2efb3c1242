//go:build linux

package app_test

import (
	"bytes"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

const launcher = "../credential/testdata/with-keyring.sh"

func needsKeyring(t *testing.T) {
	t.Helper()
	if os.Getenv("GUICHET_TEST_KEYRING") != "1" {
		t.Skip("needs gnome-keyring and dbus: set GUICHET_TEST_KEYRING=1 to run it")
	}
}

// TestADayWithTheKeyring logs in, runs every command that reads, and logs out,
// in a session with an unlocked keyring of its own.
func TestADayWithTheKeyring(t *testing.T) {
	needsKeyring(t)
	s := serve(t, rdvsolidaritestest.Options{RDVs: 30, Users: 20}, nil)
	w := newWorld(t, s)
	delete(w, "GUICHET_STORE")
	o := w.inSession(t, launcher, "sh", "-eu", "testdata/keyring-day.sh", rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	o.want(t, 0)
	t.Log(o.out)
	if got := s.SignIns(); got != 1 {
		t.Errorf("%d sign-ins for the whole day, not 1", got)
	}
	w.holdsNoSecret(t)
}

func TestALockedKeyringIsNeverNotLoggedIn(t *testing.T) {
	needsKeyring(t)
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := newWorld(t, s)
	delete(w, "GUICHET_STORE")
	o := w.inSession(t, launcher, "sh", "-eu", "testdata/keyring-locked.sh", rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	o.want(t, 0)
	if got := count(s.Server, ""); got != 1 {
		t.Errorf("%d requests: only the first login had its keyring", got)
	}
	w.holdsNoSecret(t)
}

// inSession runs a program by the launcher, as a person's D-Bus session would.
func (w world) inSession(t *testing.T, args ...string) ended {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	for name, value := range w.with("HOME", t.TempDir()) {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	return ended{codeOf(t, cmd.Run()), out.String(), errs.String()}
}

// holdsNoSecret reads every file of the world for what must not be in the clear.
func (w world) holdsNoSecret(t *testing.T) {
	t.Helper()
	for _, root := range []string{w["GUICHET_CONFIG_DIR"], w["GUICHET_STATE_DIR"]} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if strings.Contains(string(text), rdvsolidaritestest.Password) || entry.Name() == "credentials.json" {
				t.Errorf("%s holds a secret", path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// unreachable runs what needs a credential without a keyring that answers.
func (w world) unreachable(t *testing.T, s service) {
	t.Helper()
	delete(w, "GUICHET_STORE")
	w["GUICHET_OUTPUT"] = "json"
	for _, args := range [][]string{
		{"rdv", "agent", "me"},
		{"auth", "status", "rdv"},
		{"auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--secret-stdin"},
		{"auth", "logout", "rdv"},
	} {
		cmd := w.command(t, args...)
		var out, errs bytes.Buffer
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(rdvsolidaritestest.Password), &out, &errs
		o := ended{codeOf(t, cmd.Run()), out.String(), errs.String()}
		o.want(t, 6)
		if code, _ := o.failure(t); code != "store_unreachable" {
			t.Errorf("%v: code %q", args, code)
		}
		if args[1] == "status" && !strings.Contains(o.out, `"present":null,"readable":false`) {
			t.Errorf("status: %s", o.out)
		}
	}
	if got := count(s.Server, ""); got != 0 {
		t.Errorf("%d requests were sent", got)
	}
	w.holdsNoSecret(t)
	// Variables are a way on: the session is then not shared, which is said.
	o := w.agent().run(t, "rdv", "agent", "me", "--jq", ".id")
	o.want(t, 0)
	if o.out != "201\n" || o.errors == "" {
		t.Errorf("with variables: %q, stderr %q", o.out, o.errors)
	}
}

func TestWithoutABusTheKeyringIsUnreachable(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	t.Run("none", func(t *testing.T) { newWorld(t, s).unreachable(t, s) })
	s.ResetRequests()
	t.Run("dead", func(t *testing.T) {
		newWorld(t, s).with("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "bus")).unreachable(t, s)
	})
}

// A bus that takes connections and never says a word. It costs the three seconds
// that a keyring is waited for.
func TestAKeyringThatNeverAnswersIsGivenUp(t *testing.T) {
	needsKeyring(t)
	socket := filepath.Join(t.TempDir(), "bus")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	newWorld(t, s).with("DBUS_SESSION_BUS_ADDRESS", "unix:path="+socket).unreachable(t, s)
}

// prompting is a Secret Service whose prompt nobody answers.
type prompting struct{}

const promptPath = dbus.ObjectPath("/org/freedesktop/secrets/prompt/p1")

func (prompting) Unlock([]dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	return nil, promptPath, nil
}

func (prompting) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), "/org/freedesktop/secrets/session/s1", nil
}

func (prompting) Prompt(string) *dbus.Error { return nil }

func TestAnUnansweredKeyringPromptTimesOut(t *testing.T) {
	needsKeyring(t)
	daemon := exec.CommandContext(t.Context(), "dbus-daemon", "--session", "--nofork", "--print-address=1")
	out, err := daemon.StdoutPipe()
	if err == nil {
		err = daemon.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 512)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimSpace(string(line[:n]))
	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer bus.Close()
	_, nameErr := bus.RequestName("org.freedesktop.secrets", dbus.NameFlagDoNotQueue)
	if err := errors.Join(nameErr,
		bus.Export(prompting{}, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service"),
		bus.Export(prompting{}, promptPath, "org.freedesktop.Secret.Prompt"),
	); err != nil {
		t.Fatal(err)
	}
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	newWorld(t, s).with("DBUS_SESSION_BUS_ADDRESS", address).unreachable(t, s)
}
