package examples_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// shell is a machine with a shell, the command on its path, and a service.
type shell struct {
	t      *testing.T
	dir    string
	env    []string
	server *rdvsolidaritestest.Server
}

// newShell skips the test where one of the programs is missing.
func newShell(t *testing.T, programs ...string) *shell {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the examples are for a POSIX shell")
	}
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	dir := t.TempDir()
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(dir, "bin", "guichet"), "../cmd/guichet")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as a release is built
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 400})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return &shell{t, dir, append(os.Environ(),
		"PATH="+filepath.Join(dir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"),
		"GUICHET_RDV_BASE_URL="+server.URL, "GUICHET_STORE=none", "GUICHET_CONFIG_DIR="+dir, "GUICHET_STATE_DIR="+filepath.Join(dir, "state"),
	), server}
}

// run runs a command with more variables.
func (s *shell) run(variables []string, words ...string) (out string, err error) {
	if words[0] == "guichet" { // it is on the path of the command, not on that of the test
		words[0] = filepath.Join(s.dir, "bin", "guichet")
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Env = slices.Concat(s.env, variables)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	text, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, &errs)
	}
	return string(text), err
}

// session are the variables of a session that session.sh prints.
func (s *shell) session() []string {
	s.t.Helper()
	out, err := s.run([]string{"GUICHET_RDV_EMAIL=" + rdvsolidaritestest.Email, "GUICHET_RDV_PASSWORD=" + rdvsolidaritestest.Password}, "./session.sh")
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(out), "\n")
}

// signIns counts the sign-ins that the service saw.
func (s *shell) signIns() (n int) {
	for _, r := range s.server.Requests() {
		if strings.HasSuffix(r.Path, "/sign_in") {
			n++
		}
	}
	return n
}

func TestSessionScriptGivesAllProcessesOneSession(t *testing.T) {
	s := newShell(t, "bash", "jq", "curl")
	variables := s.session()
	if names := regexp.MustCompile(`(?m)=.*$`).ReplaceAllString(strings.Join(variables, "\n"), ""); len(variables) != 3 ||
		!strings.Contains(names, "GUICHET_RDV_ACCESS_TOKEN") || !strings.Contains(names, "GUICHET_RDV_CLIENT") || !strings.Contains(names, "GUICHET_RDV_UID") {
		t.Errorf("it prints %s", names)
	}
	for range 2 {
		if out, err := s.run(variables, "guichet", "rdv", "agent", "me", "-o", "id"); err != nil || out == "" {
			t.Errorf("%s %v", out, err)
		}
	}
	if n := s.signIns(); n != 1 {
		t.Errorf("%d sign-ins", n)
	}
	// A word of the shell in the password is a character like any other.
	for what, c := range map[string][2]string{
		"a wrong password": {rdvsolidaritestest.Email, `'"$(id)\`}, "no password": {rdvsolidaritestest.Email, ""}, "no e-mail": {"", "x"},
	} {
		out, err := s.run([]string{"GUICHET_RDV_EMAIL=" + c[0], "GUICHET_RDV_PASSWORD=" + c[1]}, "./session.sh")
		if err == nil || out != "" || c[1] != "" && strings.Contains(err.Error(), c[1]) && c[1] != "x" {
			t.Errorf("%s: %q %v", what, out, err)
		}
	}
}

func TestTheDAGOfAirflowCompiles(t *testing.T) {
	s := newShell(t, "python3")
	const compile = `import sys; compile(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1], "exec")`
	if _, err := s.run(nil, "python3", "-c", compile, "airflow/guichet_pull.py"); err != nil {
		t.Error(err)
	}
}

// project is the part of a project file of Meltano that the example uses.
type project struct {
	Version            int
	DefaultEnvironment string `yaml:"default_environment"`
	Environments       []struct{ Name string }
	Plugins            struct{ Extractors, Loaders []plugin }
	Jobs               []struct {
		Name  string
		Tasks []string
	}
	Schedules []struct{ Name, Job, Interval string }
}

type plugin struct {
	Name, Namespace, Executable, Variant string
	InheritFrom                          string `yaml:"inherit_from"`
	PipURL                               string `yaml:"pip_url"`
	Capabilities                         []string
	Settings                             []struct{ Name, Kind string }
	Config                               map[string]any
	Select                               []string
}

func TestTheProjectOfMeltanoHasExtractorsThatTheTapAccepts(t *testing.T) {
	s := newShell(t, "bash", "jq", "curl")
	var p project
	decodeYAML(t, "meltano/meltano.yml", &p)
	plugins, settings := map[string]plugin{}, map[string]bool{}
	for _, x := range slices.Concat(p.Plugins.Extractors, p.Plugins.Loaders) {
		plugins[x.Name] = x
		for _, setting := range x.Settings {
			settings[setting.Name] = true
		}
	}
	variables := s.session()
	for _, x := range p.Plugins.Extractors {
		config := map[string]any{}
		for _, from := range []plugin{plugins[x.InheritFrom], x} {
			for name, value := range from.Config {
				if config[name] = value; !settings[name] {
					t.Errorf("%s: no setting %s", x.Name, name)
				}
			}
		}
		text, err := json.Marshal(config)
		path := filepath.Join(s.dir, "config.json")
		if err == nil {
			err = os.WriteFile(path, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		var streams []string
		for _, pattern := range append(slices.Clone(plugins[x.InheritFrom].Select), x.Select...) {
			if !strings.HasPrefix(pattern, "!") {
				streams = append(streams, strings.TrimSuffix(strings.ReplaceAll(pattern, `\.`, "."), ".*"))
			}
		}
		out, err := s.run(variables, append([]string{"guichet", "pull", "run", "--config", path}, streams...)...)
		if err != nil || !strings.Contains(out, `"stream":"rdv.rdvs"`) || len(streams) == 0 {
			t.Errorf("%s, %v: %v", x.Name, streams, err)
		}
	}
	jobs := map[string]bool{}
	for _, j := range p.Jobs {
		jobs[j.Name] = true
		for _, task := range j.Tasks {
			for _, name := range strings.Fields(task) {
				if plugins[name].Name == "" {
					t.Errorf("the job %s has no plugin %s", j.Name, name)
				}
			}
		}
	}
	for _, schedule := range p.Schedules {
		if !jobs[schedule.Job] || len(strings.Fields(schedule.Interval)) != 5 {
			t.Errorf("%+v", schedule)
		}
	}
	if n := s.signIns(); n != 1 {
		t.Errorf("%d sign-ins", n)
	}
}

func TestTheUnitsOfSystemdAreAccepted(t *testing.T) {
	s := newShell(t, "systemd-analyze")
	var units []string
	for _, name := range []string{"guichet-pull.service", "guichet-pull.timer"} {
		text, err := os.ReadFile("systemd/" + name)
		if err != nil {
			t.Fatal(err)
		}
		// It looks whether the programs are there.
		text = bytes.ReplaceAll(text, []byte("/usr/local/bin/guichet"), []byte(filepath.Join(s.dir, "bin", "guichet")))
		path := filepath.Join(s.dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		units = append(units, path)
	}
	cmd := exec.Command("systemd-analyze", append([]string{"verify", "--man=no", "--recursive-errors=no"}, units...)...)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
	service, err := os.ReadFile("systemd/guichet-pull.service")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^ExecStart=/usr/local/bin/(guichet .*)$`).FindSubmatch(service)
	words := strings.Fields(strings.ReplaceAll(string(line[1]), "%S/guichet", s.dir))
	variables := []string{"GUICHET_RDV_EMAIL=" + rdvsolidaritestest.Email, "GUICHET_RDV_PASSWORD=" + rdvsolidaritestest.Password}
	if _, err := s.run(variables, words...); err != nil {
		t.Error(err)
	}
}
