package examples_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

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

// job is the part of a Job of Kubernetes that the example uses: another field is an error.
type job struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		CompletionMode        string `yaml:"completionMode"`
		Completions           int
		Parallelism           int
		BackoffLimit          int `yaml:"backoffLimit"`
		ActiveDeadlineSeconds int `yaml:"activeDeadlineSeconds"`
		PodFailurePolicy      struct {
			Rules []struct {
				Action      string
				OnExitCodes struct {
					ContainerName string `yaml:"containerName"`
					Operator      string
					Values        []int
				} `yaml:"onExitCodes"`
			}
		} `yaml:"podFailurePolicy"`
		Template struct {
			Spec struct {
				RestartPolicy                string `yaml:"restartPolicy"`
				AutomountServiceAccountToken *bool  `yaml:"automountServiceAccountToken"`
				SecurityContext              struct {
					RunAsNonRoot   bool                  `yaml:"runAsNonRoot"`
					RunAsUser      int                   `yaml:"runAsUser"`
					FSGroup        int                   `yaml:"fsGroup"`
					SeccompProfile struct{ Type string } `yaml:"seccompProfile"`
				} `yaml:"securityContext"`
				Containers []container
				Volumes    []struct {
					Name                  string
					PersistentVolumeClaim struct {
						ClaimName string `yaml:"claimName"`
					} `yaml:"persistentVolumeClaim"`
				}
			}
		}
	}
}

type container struct {
	Name, Image   string
	Command, Args []string
	Env           []struct{ Name, Value string }
	EnvFrom       []struct {
		SecretRef struct{ Name string } `yaml:"secretRef"`
	} `yaml:"envFrom"`
	Resources struct {
		Requests, Limits map[string]string
	}
	SecurityContext struct {
		AllowPrivilegeEscalation *bool `yaml:"allowPrivilegeEscalation"`
		ReadOnlyRootFilesystem   bool  `yaml:"readOnlyRootFilesystem"`
		Capabilities             struct{ Drop []string }
	} `yaml:"securityContext"`
	VolumeMounts []struct {
		Name      string
		MountPath string `yaml:"mountPath"`
	} `yaml:"volumeMounts"`
}

// manifest reads a job, and checks what the service of Kubernetes would refuse.
func manifest(t *testing.T, path string) job {
	t.Helper()
	var j job
	decodeYAML(t, path, &j)
	spec := &j.Spec
	pod := &spec.Template.Spec
	if j.APIVersion != "batch/v1" || j.Kind != "Job" || !regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`).MatchString(j.Metadata.Name) {
		t.Errorf("%s: %s %s %s", path, j.APIVersion, j.Kind, j.Metadata.Name)
	}
	if pod.RestartPolicy != "Never" || len(pod.Containers) != 1 || pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
		t.Errorf("%s: %+v", path, pod)
	}
	c := pod.Containers[0]
	for _, rule := range spec.PodFailurePolicy.Rules {
		if rule.OnExitCodes.ContainerName != c.Name || rule.Action != "FailJob" || rule.OnExitCodes.Operator != "In" || slices.Contains(rule.OnExitCodes.Values, 0) {
			t.Errorf("%s: %+v", path, rule)
		}
	}
	for _, mount := range c.VolumeMounts {
		if len(pod.Volumes) != 1 || pod.Volumes[0].Name != mount.Name || pod.Volumes[0].PersistentVolumeClaim.ClaimName == "" {
			t.Errorf("%s: no volume %s", path, mount.Name)
		}
	}
	if c.SecurityContext.AllowPrivilegeEscalation == nil || *c.SecurityContext.AllowPrivilegeEscalation || !c.SecurityContext.ReadOnlyRootFilesystem || !pod.SecurityContext.RunAsNonRoot {
		t.Errorf("%s: %+v", path, c.SecurityContext)
	}
	return j
}

// decodeYAML reads the one document of a file. What the target does not know is an error.
func decodeYAML(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if err := decoder.Decode(new(any)); err != io.EOF {
		t.Errorf("%s has a second document: %v", path, err)
	}
}

// The commands of the pods run here, on a folder in the place of the volume.
func TestTheJobsOfKubernetesGiveTheFilesOfOneRun(t *testing.T) {
	s := newShell(t, "bash", "jq", "curl", "sh")
	shares, merge := manifest(t, "kubernetes/shares.yaml"), manifest(t, "kubernetes/merge.yaml")
	n := shares.Spec.Completions
	if shares.Spec.CompletionMode != "Indexed" || shares.Spec.Parallelism != n {
		t.Errorf("%+v", shares.Spec)
	}
	data := filepath.Join(s.dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	variables := append(s.session(), "FROM=2026-10-17", "TO=2026-12-24")
	pod := func(j job, more ...string) {
		t.Helper()
		c := j.Spec.Template.Spec.Containers[0]
		own := slices.Clone(more)
		for _, variable := range c.Env {
			own = append(own, variable.Name+"="+strings.Replace(variable.Value, "/data", data, 1))
		}
		words := append(slices.Clone(c.Command), strings.ReplaceAll(c.Args[0], "/data", data))
		if out, err := s.run(own, words...); err != nil {
			t.Fatalf("%s: %v\n%s", j.Metadata.Name, err, out)
		}
	}
	for index := range n {
		pod(shares, append(variables, "JOB_COMPLETION_INDEX="+strconv.Itoa(index))...)
	}
	pod(merge)
	one := filepath.Join(s.dir, "one")
	if _, err := s.run(variables, "guichet", "pull", "run", "rdv.rdvs", "rdv.users", "rdv.motifs", "--from", "2026-10-17", "--to", "2026-12-24", "--out", one); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rdv.rdvs", "rdv.users", "rdv.motifs"} {
		want, err := os.ReadFile(filepath.Join(one, name+".ndjson"))
		got, mergedErr := os.ReadFile(filepath.Join(data, "out", name+".ndjson"))
		if err != nil || mergedErr != nil || !bytes.Equal(want, got) || len(got) == 0 {
			t.Errorf("%s: %v %v, %d bytes and not %d", name, err, mergedErr, len(got), len(want))
		}
	}
	if _, err := os.Stat(filepath.Join(data, "guichet.prom")); err != nil {
		t.Error(err)
	}
	if signedIn := s.signIns(); signedIn != 1 {
		t.Errorf("%d sign-ins", signedIn)
	}
	if out, err := s.run(nil, "bash", "-n", "kubernetes/run.sh"); err != nil {
		t.Errorf("%v %s", err, out)
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
