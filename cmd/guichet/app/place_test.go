//go:build unix

package app_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// oneLine fails the test unless stderr is what happened and at most a hint.
func (o ended) oneLine(t *testing.T) {
	t.Helper()
	for line := range strings.Lines(o.errors) {
		if !strings.HasPrefix(line, "guichet: ") && !strings.HasPrefix(line, "hint: ") {
			t.Errorf("stderr has the line %q", line)
		}
	}
	if strings.Count(o.errors, "guichet: ") != 1 {
		t.Errorf("stderr: %q", o.errors)
	}
}

func TestAConfigurationBelowAFileIsAConfigurationError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fichier")
	if err := os.WriteFile(file, []byte("mairie\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)).agent().with("GUICHET_CONFIG_DIR", filepath.Join(file, "guichet"))
	for _, c := range []struct {
		code int
		args []string
	}{
		{2, []string{"rdv", "agent", "me"}},
		{2, []string{"config", "set", "output", "json"}},
		{2, []string{"profile", "create", "neuf"}},
		{2, []string{"auth", "status", "rdv"}},
	} {
		o := w.run(t, c.args...)
		o.want(t, c.code)
		o.oneLine(t)
	}
	if content, err := os.ReadFile(file); string(content) != "mairie\n" {
		t.Errorf("the file holds %q (%v)", content, err)
	}
}

func TestAnAccountWithoutAHomeNeedsVariablesAlone(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	w := world{"PATH": os.Getenv("PATH"), "GUICHET_RDV_BASE_URL": s.url, "GUICHET_STORE": "none"}.agent()
	w.run(t, "rdv", "agent", "me", "-o", "id").want(t, 0)
	for _, args := range [][]string{{"config", "path"}, {"config", "set", "output", "json"}} {
		o := w.run(t, args...)
		o.want(t, 2)
		o.oneLine(t)
	}
}

func TestAHostThatDoesNotExistIsANetworkFailure(t *testing.T) {
	w := newWorld(t, service{url: "https://nulle-part.invalid"}).agent()
	o := w.run(t, "rdv", "agent", "me", "--retries", "0")
	o.want(t, 7)
	o.oneLine(t)
	o = w.run(t, "rdv", "absence", "delete", "7", "--yes", "--retries", "0", "-o", "json")
	o.want(t, 7)
	if code, sent := o.failure(t); code != "network" || sent == "maybe" {
		t.Errorf("code %q, sent %q", code, sent)
	}
}

func TestAClockOffByADayChangesNothing(t *testing.T) {
	for _, off := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		s := serve(t, rdvsolidaritestest.Options{RDVs: 230, Users: 5}, nil)
		w := newWorld(t, s).agent()
		for range 2 { // the second finds the session that the first one kept
			var out, errs bytes.Buffer
			code := app.Run(t.Context(), []string{"rdv", "rdv", "list", "-o", "id", "--strict"}, &command.Env{
				Out: &out, Err: &errs, GOOS: "linux", Now: func() time.Time { return time.Now().Add(off) }, Getenv: func(name string) string { return w[name] },
			})
			if code != 0 || strings.Count(out.String(), "\n") != 230 || errs.Len() > 0 {
				t.Errorf("%v: exit %d, %d lines, %s", off, code, strings.Count(out.String(), "\n"), errs.String())
			}
		}
		if s.SignIns() > 2 {
			t.Errorf("%v: %d sign-ins", off, s.SignIns())
		}
	}
}

// nobody is the program and a world of an account that passes no permission.
// Root becomes one; anybody else is one.
func nobody(t *testing.T, w world) func(args ...string) ended {
	t.Helper()
	path, err := exec.LookPath("guichet")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "guichet-nobody-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "guichet")
	if err := os.WriteFile(program, content, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return func(args ...string) ended {
		cmd := exec.CommandContext(t.Context(), program, args...)
		cmd.Dir = "/"
		for name, value := range w {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		if os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr, cmd.Stdin = &out, &errs, strings.NewReader(rdvsolidaritestest.Password)
		return ended{codeOf(t, cmd.Run()), out.String(), errs.String()}
	}
}

func TestAReadOnlyFolderIsReportedInOneLine(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	dir, err := os.MkdirTemp("", "guichet-closed-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	config := filepath.Join(dir, "config")
	if err := os.Mkdir(config, 0o500); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		for _, path := range []string{dir, config} {
			if err := os.Chown(path, 65534, 65534); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	w := world{"PATH": os.Getenv("PATH"), "GUICHET_CONFIG_DIR": config, "GUICHET_STATE_DIR": filepath.Join(dir, "state"), "GUICHET_STORE": "file", "GUICHET_RDV_BASE_URL": s.url}
	run := nobody(t, w)
	for _, c := range []struct {
		code int
		args []string
	}{
		{2, []string{"config", "set", "output", "json"}},
		{6, []string{"auth", "login", "rdv", "--email", rdvsolidaritestest.Email, "--secret-stdin", "-q"}},
		{0, []string{"config", "list"}},
	} {
		o := run(c.args...)
		o.want(t, c.code)
		if c.code != 0 {
			o.oneLine(t)
		}
		if c.code == 6 && !strings.Contains(o.errors, "refused access") {
			t.Errorf("it is not told from a store that is not there: %s", o.errors)
		}
	}
	if entries, err := os.ReadDir(config); len(entries) > 0 || err != nil {
		t.Errorf("the folder holds %v (%v)", entries, err)
	}
	if s.SignIns() > 0 {
		t.Error("the agent's other sessions were ended for one that could not be kept")
	}
	// With variables nothing needs to be written.
	o := nobody(t, w.agent().with("GUICHET_STORE", "none"))("rdv", "agent", "me", "-o", "id")
	o.want(t, 0)
}

func TestAnUnreadableConfigurationIsAnError(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	dir, err := os.MkdirTemp("", "guichet-closed-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte("output: json\n"), 0); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	w := world{"PATH": os.Getenv("PATH"), "GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "none", "GUICHET_RDV_BASE_URL": s.url}.agent()
	o := nobody(t, w)("rdv", "agent", "me")
	o.want(t, 2)
	o.oneLine(t)
	if requests := s.Requests(); len(requests) > 0 {
		t.Errorf("the service saw %v", requests)
	}
}

func TestAFolderNameInAHintCannotControlATerminal(t *testing.T) {
	for _, text := range []string{"\x1b]52;c;eA==\x07", "\u009b2J", "\u202ex"} {
		dir := filepath.Join(t.TempDir(), text)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		o := world{"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "file"}.onTerminal(t, "", "rdv", "agent", "me")
		o.want(t, 6)
		if r, yes := drives(o.errors); yes || !strings.Contains(o.errors, "hint: run chmod 700 ") {
			t.Errorf("%U in %.300q", r, o.errors)
		}
	}
}

// TestStderrThatIsFullDoesNotChangeTheCode closes what the errors are told to.
func TestStderrThatIsFullDoesNotChangeTheCode(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full")
	}
	defer full.Close()
	s := serve(t, rdvsolidaritestest.Options{RDVs: 5, Users: 5}, nil)
	cmd := newWorld(t, s).agent().command(t, "rdv", "absence", "get", "999999")
	cmd.Stdout, cmd.Stderr = io.Discard, full
	if code := codeOf(t, cmd.Run()); code != 3 {
		t.Errorf("exit code %d", code)
	}
}
