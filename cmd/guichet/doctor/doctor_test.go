package doctor_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestMain(m *testing.M) {
	if os.Getenv("GUICHET_TEST_MAIN") == "1" {
		os.Exit(app.Main())
	}
	os.Exit(m.Run())
}

// machine is the world of a run: its variables, its keyring and its clock.
type machine struct {
	t         *testing.T
	variables map[string]string
	keyring   keyring
	now       func() time.Time
	server    *rdvsolidaritestest.Server
}

// newMachine has an agent with e-mail and password, a file as the store, and a service.
func newMachine(t *testing.T) *machine {
	t.Helper()
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return &machine{t: t, server: server, now: time.Now, variables: map[string]string{
		"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "file", "GUICHET_RDV_BASE_URL": server.URL,
	}}
}

func (m *machine) path(name string) string {
	return filepath.Join(m.variables["GUICHET_CONFIG_DIR"], name)
}

func (m *machine) run(input string, args ...string) (code int, out, said string) {
	m.t.Helper()
	var stdout, stderr bytes.Buffer
	e := &command.Env{
		In: strings.NewReader(input), Out: &stdout, Err: &stderr, GOOS: runtime.GOOS, Now: m.now,
		Getenv: func(name string) string { return m.variables[name] }, Sandbox: sandbox.InProcess,
	}
	if m.keyring.err != nil {
		e.Keyring = m.keyring
	}
	code = app.Run(m.t.Context(), args, e)
	return code, stdout.String(), stderr.String()
}

// login stores the password of an agent, and a session.
func (m *machine) login() {
	m.t.Helper()
	code, _, said := m.run(rdvsolidaritestest.Password+"\n", "auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--secret-stdin")
	if code != 0 {
		m.t.Fatalf("exit %d: %s", code, said)
	}
}

// keyring fails in one way.
type keyring struct{ err error }

func (k keyring) Get(string, string) (string, error) { return "", k.err }
func (k keyring) Set(string, string, string) error   { return k.err }
func (k keyring) Delete(string, string) error        { return k.err }

// check is a row of the output.
type check struct{ Check, Service, State, Detail, Hint, Code string }

// faults runs the command and gives the rows that are faults.
func (m *machine) faults(args ...string) (code int, faults []check, all []check) {
	m.t.Helper()
	code, out, said := m.run("", append([]string{"doctor", "-o", "json"}, args...)...)
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		m.t.Fatalf("%v\n%s%s", err, out, said)
	}
	return code, slices.DeleteFunc(slices.Clone(all), func(c check) bool { return c.State != "fault" }), all
}

func TestAHealthyMachineIsFineAndNobodyIsSignedIn(t *testing.T) {
	m := newMachine(t)
	m.login()
	before := m.server.SignIns()
	code, faults, all := m.faults()
	if code != 0 || len(faults) != 0 {
		t.Errorf("exit %d: %+v", code, faults)
	}
	for _, want := range []check{
		{Check: "store", State: "ok"}, {Check: "address", Service: "rdv", State: "ok"}, {Check: "credential", Service: "rdv", State: "ok"},
		{Check: "generation", Service: "rdv", State: "ok"}, {Check: "address", Service: "zops", State: "not_set_up"},
	} {
		if !slices.ContainsFunc(all, func(c check) bool { return c.Check == want.Check && c.Service == want.Service && c.State == want.State }) {
			t.Errorf("%+v is missing in %+v", want, all)
		}
	}
	if m.server.SignIns() != before {
		t.Error("it signed in")
	}
}

func TestASandboxIsFine(t *testing.T) {
	m := newMachine(t)
	delete(m.variables, "GUICHET_RDV_BASE_URL")
	if code, faults, _ := m.faults("--sandbox"); code != 0 || len(faults) != 0 {
		t.Errorf("exit %d: %+v", code, faults)
	}
}

func TestWithoutALiveSessionTheCredentialIsNotChecked(t *testing.T) {
	for name, plant := range map[string]func(m *machine){
		"a session that is over": func(m *machine) { m.login(); m.server.RevokeSessions() },
		"a password in variables": func(m *machine) {
			m.variables["GUICHET_RDV_EMAIL"], m.variables["GUICHET_RDV_PASSWORD"] = rdvsolidaritestest.Email, rdvsolidaritestest.Password
		},
	} {
		m := newMachine(t)
		plant(m)
		before := m.server.SignIns()
		code, faults, all := m.faults("rdv")
		last := all[len(all)-1]
		if code != 0 || len(faults) != 0 || last.Check != "credential" || last.State != "not_checked" || m.server.SignIns() != before {
			t.Errorf("%s: exit %d: %+v", name, code, all)
		}
	}
}

// fault is a planted fault and what has to be found.
type fault struct {
	name    string
	plant   func(m *machine)
	check   string
	code    int
	says    string
	advises string
}

func TestEachPlantedFaultIsFoundWithAWayOut(t *testing.T) {
	for _, f := range append(faultsOfTheMachine(), faultsOfTheService()...) {
		t.Run(f.name, func(t *testing.T) {
			m := newMachine(t)
			f.plant(m)
			code, faults, _ := m.faults("rdv")
			if code != f.code || len(faults) == 0 {
				t.Fatalf("exit %d, want %d: %+v", code, f.code, faults)
			}
			got := faults[0]
			if got.Check != f.check || !strings.Contains(got.Detail, f.says) || !strings.Contains(got.Hint, f.advises) {
				t.Errorf("%+v", got)
			}
		})
	}
}

func faultsOfTheMachine() []fault {
	write := func(m *machine, text string, mode os.FileMode) {
		path := m.path("config.yaml")
		if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chmod(path, mode)); err != nil {
			m.t.Fatal(err)
		}
	}
	return []fault{
		{"a configuration that is no YAML", func(m *machine) { write(m, "output: [", 0o600) }, "configuration", 2, "config.yaml", ""},
		{"an unknown key", func(m *machine) { write(m, "colour: never\n", 0o600) }, "configuration", 2, "colour", "color"},
		{"a configuration that others can write", func(m *machine) { write(m, "output: json\n", 0o666) }, "configuration", 2, "config.yaml", "chmod"},
		{"a configuration that cannot be read", func(m *machine) {
			if err := os.Mkdir(m.path("config.yaml"), 0o700); err != nil {
				m.t.Fatal(err)
			}
		}, "configuration", 2, "config.yaml", ""},
		{"no keyring", func(m *machine) { m.variables["GUICHET_STORE"] = "keyring" }, "store", 6, "cannot be reached", "--store file"},
		{"a locked keyring", func(m *machine) {
			m.variables["GUICHET_STORE"], m.variables["DBUS_SESSION_BUS_ADDRESS"] = "keyring", "unix:path=/nowhere"
			m.keyring.err = errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'")
		}, "store", 6, "locked", "unlock"},
		{"a damaged set", func(m *machine) {
			m.login()
			files, err := filepath.Glob(m.path("credentials*"))
			if err != nil || len(files) == 0 {
				m.t.Fatalf("%q %v", files, err)
			}
			if err := os.WriteFile(files[0], []byte("{"), 0o600); err != nil {
				m.t.Fatal(err)
			}
		}, "store", 6, "incomplete", "move"},
	}
}

func faultsOfTheService() []fault {
	return []fault{
		{"a credential of another origin", func(m *machine) {
			m.login()
			m.variables["GUICHET_RDV_BASE_URL"] = strings.Replace(m.server.URL, "127.0.0.1", "localhost", 1)
		}, "credential", 4, "", "guichet auth login rdv"},
		{"a refused credential", func(m *machine) { m.variables["GUICHET_RDV_BEARER"] = "wrong" }, "credential", 5, "401", "GUICHET_RDV_"},
		{"a session in variables that is over", func(m *machine) {
			client, err := rdvsolidarites.New(rdvsolidarites.Anonymous(), guichet.WithBaseURL(m.server.URL))
			if err != nil {
				m.t.Fatal(err)
			}
			session, err := client.Auth.SignIn(m.t.Context(), rdvsolidaritestest.Email, rdvsolidaritestest.Password)
			if err != nil {
				m.t.Fatal(err)
			}
			m.variables["GUICHET_RDV_ACCESS_TOKEN"], m.variables["GUICHET_RDV_CLIENT"] = session.AccessToken.Reveal(), session.Client.Reveal()
			m.variables["GUICHET_RDV_UID"] = session.UID
			m.server.RevokeSessions()
		}, "credential", 5, "401", "GUICHET_RDV_"},
		{"an address without a credential", func(*machine) {}, "credential", 4, "no credential", "guichet auth login rdv"},
		{"a host that does not exist", func(m *machine) { m.variables["GUICHET_RDV_BASE_URL"] = "https://guichet.invalid" }, "address", 7, "guichet.invalid", "config list"},
		{"a refused connection", func(m *machine) { m.variables["GUICHET_RDV_BASE_URL"] = "http://" + closedPort(m.t) }, "address", 7, "refused", "address"},
		{"a certificate of an unknown authority", func(m *machine) {
			secure := httptest.NewUnstartedServer(http.NotFoundHandler())
			secure.Config.ErrorLog = log.New(io.Discard, "", 0) // it says that the client went away
			secure.StartTLS()
			m.t.Cleanup(secure.Close)
			m.variables["GUICHET_RDV_BASE_URL"] = secure.URL
		}, "address", 7, "certificate authority", "ca_file"},
		{"a service with a problem", func(m *machine) {
			broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
			m.t.Cleanup(broken.Close)
			m.variables["GUICHET_RDV_BASE_URL"] = broken.URL
		}, "address", 8, "502", "later"},
		{"a clock that is an hour wrong", func(m *machine) {
			m.now = func() time.Time { return time.Now().Add(-time.Hour) }
		}, "clock", 2, "1\u00a0h", "set the clock"},
	}
}

// closedPort is an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// A proxy is read once from the variables of the process.
func TestAProxyThatRefusesIsNamed(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	defer proxy.Close()
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "doctor", "rdv")
	cmd.Env = []string{
		"GUICHET_TEST_MAIN=1", "GORACE=atexit_sleep_ms=0", "GUICHET_STORE=none", "GUICHET_CONFIG_DIR=" + dir, "GUICHET_STATE_DIR=" + dir,
		"GUICHET_RDV_BASE_URL=https://service.example", "HTTPS_PROXY=http://user:not-shown@" + strings.TrimPrefix(proxy.URL, "http://"),
	}
	out, err := cmd.CombinedOutput()
	var exited *exec.ExitError
	if !errors.As(err, &exited) || exited.ExitCode() != 7 {
		t.Errorf("%v", err)
	}
	if text := string(out); !strings.Contains(text, "refused the connection: 403") || !strings.Contains(text, "HTTPS_PROXY") || strings.Contains(text, "not-shown") {
		t.Errorf("%s", text)
	}
}

func TestInATerminalEachFaultIsExplainedBelowTheTable(t *testing.T) {
	m := newMachine(t)
	code, out, said := m.run("", "doctor", "rdv")
	if code != 4 || !strings.Contains(out, "FINDING") || strings.Contains(out, "WHAT TO DO") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	for _, want := range []string{"rdv credential: no credential for rdv", "hint: run \"guichet auth login rdv\"", "faults: 1"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in\n%s", want, said)
		}
	}
}

func TestAnUnknownServiceIsRefused(t *testing.T) {
	m := newMachine(t)
	if code, _, said := m.run("", "doctor", "zop"); code != 2 || !strings.Contains(said, "zops") {
		t.Errorf("exit %d: %s", code, said)
	}
}

// TestAFullDiskIsAFault needs a file system of its own.
func TestAFullDiskIsAFault(t *testing.T) {
	dir := t.TempDir()
	if err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dir).Run(); err != nil {
		t.Skipf("a file system cannot be mounted: %v", err)
	}
	defer func() { _ = exec.Command("umount", dir).Run() }()
	m := newMachine(t)
	m.variables["GUICHET_STATE_DIR"] = dir
	m.variables["GUICHET_RDV_BEARER"] = m.server.BearerToken()
	code, faults, _ := m.faults("rdv")
	if code != 1 || len(faults) == 0 || faults[0].Check != "room" || !strings.Contains(faults[0].Detail, dir) {
		t.Errorf("exit %d: %+v", code, faults)
	}
}

func TestAServiceThatNobodySetUpIsNoFaultWhereTheKeyringIsMissing(t *testing.T) {
	m := newMachine(t)
	delete(m.variables, "GUICHET_RDV_BASE_URL")
	delete(m.variables, "GUICHET_STORE")
	code, faults, all := m.faults()
	unset := slices.DeleteFunc(all, func(c check) bool { return c.State != "not_set_up" })
	if code != 6 || len(faults) != 1 || len(unset) != 4 {
		t.Errorf("exit %d: %+v %+v", code, faults, unset)
	}
}

func TestNoServiceIsAskedWhileTheConfigurationIsWrong(t *testing.T) {
	m := newMachine(t)
	m.login()
	if err := os.WriteFile(m.path("config.yaml"), []byte("colour: never\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := len(m.server.Requests())
	code, faults, all := m.faults("rdv")
	if last := all[len(all)-1]; code != 2 || len(faults) != 1 || last.State != "not_checked" || len(m.server.Requests()) != before {
		t.Errorf("exit %d: %+v", code, all)
	}
}

func TestTheGenerationOfRDVSolidaritesIsTold(t *testing.T) {
	for generation, want := range map[rdvsolidaritestest.Generation]string{
		rdvsolidaritestest.Generation2024: "2024", rdvsolidaritestest.Generation2025: "2025", rdvsolidaritestest.Generation2026: "2026",
	} {
		m := newMachine(t)
		server := rdvsolidaritestest.New(rdvsolidaritestest.Options{Generation: generation})
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		m.variables["GUICHET_RDV_BASE_URL"] = server.URL
		m.server = server
		m.login()
		code, _, all := m.faults("rdv")
		if last := all[len(all)-1]; code != 0 || last.Check != "generation" || !strings.HasSuffix(last.Detail, want) {
			t.Errorf("%s: exit %d: %+v", want, code, all)
		}
	}
}
