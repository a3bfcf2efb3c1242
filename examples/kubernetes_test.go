package examples_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

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
