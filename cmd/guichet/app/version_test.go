package app_test

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"
)

func TestVersionForProgramsNamesWhatTheBinaryWasBuiltFrom(t *testing.T) {
	got := run(t, map[string]string{"GUICHET_OUTPUT": "json"}, "version")
	var v map[string]any
	if err := json.Unmarshal([]byte(got.out), &v); err != nil || got.code != 0 || got.err != "" {
		t.Fatalf("%+v %v", got, err)
	}
	for name, want := range map[string]any{"version": nil, "commit": nil, "date": nil, "modified": nil, "go_version": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH} {
		value, there := v[name]
		if !there || want != nil && value != want {
			t.Errorf("%s is %v, want %v", name, value, want)
		}
		delete(v, name)
	}
	if len(v) > 0 {
		t.Errorf("it also has %v", v)
	}
}

func TestVersionTakesTheFlagsOfTheOutput(t *testing.T) {
	plain := run(t, nil, "version")
	name := strings.TrimSuffix(strings.TrimPrefix(plain.out, "guichet version "), "\n")
	for line, want := range map[string]string{
		"version -o table": plain.out,
		"version -o id":    name + "\n",
		"version -o csv --columns os,arch --no-header": runtime.GOOS + "," + runtime.GOARCH + "\n",
		"version --jq .os --raw":                       runtime.GOOS + "\n",
	} {
		if got := run(t, nil, strings.Fields(line)...); got != (outcome{out: want}) {
			t.Errorf("%s: %+v, want %q", line, got, want)
		}
	}
	for _, line := range []string{"version 1", "version -o xml", "version -o xlsx", "version -o ics", "version --columns nosuch -o csv"} {
		if got := run(t, nil, strings.Fields(line)...); got.code != 2 || got.out != "" {
			t.Errorf("%s: %+v", line, got)
		}
	}
}

func TestVersionForProgramsNeedsNoConfiguration(t *testing.T) {
	variables := map[string]string{"GUICHET_CONFIG_DIR": t.TempDir(), "GUICHET_PROFILE": "absent"}
	write(t, variables["GUICHET_CONFIG_DIR"]+"/config.yaml", "profiles: [\n")
	if got := run(t, variables, "version", "-o", "json"); got.code != 0 {
		t.Errorf("%+v", got)
	}
}
