package config_test

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/config"
)

const complete = `# Les réglages de la mairie.
output: json
profiles:
  Mairie.Prod:
    timeout: 1m30s
    rdv:
      base_url: https://rdv.example
      email: camille@mairie.example # agent
      token_command: pass show rdv
    zops: {base_url: https://zops.example, email: a@b.example, token_command: x}
    gopaas: {base_url: https://gopaas.example/crm, token_command: y, client_id: "12"}
    astor:
      base_url: https://astor.example
      cams_base_url: https://cams.example
      token_command: z
      collection: /etc/astor.json
      environment: production
  essai:
`

func TestAFileGivesItsProfilesAndServices(t *testing.T) {
	file := read(t, stored(t, complete))
	if diff := cmp.Diff([]string{"Mairie.Prod", "essai"}, file.Profiles()); diff != "" {
		t.Error(diff)
	}
	want := map[string]config.ServiceConfig{
		"rdv":    {BaseURL: "https://rdv.example", Email: "camille@mairie.example", TokenCommand: "pass show rdv"},
		"zops":   {BaseURL: "https://zops.example", Email: "a@b.example", TokenCommand: "x"},
		"gopaas": {BaseURL: "https://gopaas.example/crm", TokenCommand: "y", ClientID: "12"},
		"astor": {BaseURL: "https://astor.example", CAMSBaseURL: "https://cams.example", TokenCommand: "z",
			Collection: "/etc/astor.json", Environment: "production"},
	}
	for _, service := range config.Services() {
		if diff := cmp.Diff(want[service], file.Service("Mairie.Prod", service)); diff != "" {
			t.Errorf("%s: %s", service, diff)
		}
		if got := file.Service("essai", service); got != (config.ServiceConfig{}) {
			t.Errorf("an empty profile gives %+v", got)
		}
	}
}

// A profile that was found by searching for its name would be gone with the names.
func TestAProfileIsNotSearchedForInItsFileAgain(t *testing.T) {
	file := read(t, stored(t, complete))
	found := maps.Collect(file.AllProfiles())
	for _, name := range file.Profiles() {
		if err := file.DeleteProfile(name); err != nil {
			t.Fatal(err)
		}
	}
	if got := found["Mairie.Prod"].Service("rdv").BaseURL; got != "https://rdv.example" || len(found) != 2 {
		t.Errorf("of %d profiles, the first is at %q", len(found), got)
	}
	if got := file.Profile("Mairie.Prod").Service("rdv"); got != (config.ServiceConfig{}) {
		t.Errorf("a profile that was deleted gives %+v", got)
	}
}

func TestAValueIsFoundWithItsLine(t *testing.T) {
	path := stored(t, complete)
	file := read(t, path)
	for _, c := range []struct{ profile, key, value, line string }{
		{"", "output", "json", ":2"},
		{"Mairie.Prod", "timeout", "1m30s", ":5"},
		{"Mairie.Prod", "rdv.email", "camille@mairie.example", ":8"},
	} {
		value, origin, ok := file.Value(c.profile, c.key)
		if !ok || value != c.value || origin != path+c.line {
			t.Errorf("%s %s: %q at %s", c.profile, c.key, value, origin)
		}
	}
	for _, absent := range [][2]string{{"", "limit"}, {"", "profiles"}, {"essai", "rdv.email"}, {"personne", "output"}} {
		if value, _, ok := file.Value(absent[0], absent[1]); ok {
			t.Errorf("%v: %q", absent, value)
		}
	}
}

func TestAMissingOrEmptyFileIsAnEmptyConfiguration(t *testing.T) {
	paths := []string{filepath.Join(t.TempDir(), "absent", config.FileName)}
	for _, text := range []string{"", "\n", "# rien\n", "---\n", "profiles:\n", "{}\n", "output:\n"} {
		paths = append(paths, stored(t, text))
	}
	for _, path := range paths {
		file := read(t, path)
		if names := file.Profiles(); names != nil {
			t.Errorf("profiles %v", names)
		}
		if _, err := config.Resolve(config.Sources{File: file}); err != nil {
			t.Error(err)
		}
	}
}

func TestAWrongValueIsRefusedWithItsLine(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		parts []string
	}{
		"an unknown key":             {"# x\noutptu: json\n", []string{":2", `"outptu"`, `did you mean "output"?`}},
		"an unknown key of profile":  {"profiles:\n  a:\n    timeot: 3s\n", []string{":3", `"profiles.a.timeot"`, "timeout"}},
		"an unknown service":         {"profiles:\n  a:\n    zop: {}\n", []string{":3", "zops"}},
		"an unknown key of service":  {"profiles:\n  a:\n    rdv:\n      emial: x\n", []string{":4", "profiles.a.rdv.emial", "email"}},
		"another service's key":      {"profiles:\n  a:\n    rdv: {client_id: x}\n", []string{":3", "client_id", "known keys: instance, base_url, email, time_zone, token_command"}},
		"a service at the top":       {"rdv:\n  email: x\n", []string{":1", "profiles"}},
		"an option of the line only": {"\ndry_run: true\n", []string{":2", "--dry-run"}},
		"a flag's spelling":          {"ca-file: x\n", []string{":1", "ca_file"}},
		"a wrong value":              {"output: xml\n", []string{":1: output", `"xml"`, "ndjson"}},
		"a wrong value elsewhere":    {"profiles:\n  a: {limit: many}\n", []string{":2: profiles.a.limit", `"many"`}},
		"a duration without unit":    {"timeout: 60\n", []string{":1: timeout", `"60"`, "unit"}},
		"a list for a value":         {"output:\n  - json\n", []string{":2", `"output"`, "single value"}},
		"a mapping for a value":      {"profiles:\n  a:\n    rdv:\n      email: {x: y}\n", []string{":4", "profiles.a.rdv.email"}},
		"a value for a mapping":      {"profiles: essai\n", []string{":1", `"profiles"`}},
		"a value for a profile":      {"profiles:\n  essai: 3\n", []string{":2", "profiles.essai"}},
		"a list at the top":          {"- output\n", []string{":1"}},
		"a key twice":                {"output: json\nlimit: 3\noutput: csv\n", []string{":3", `"output"`, "twice"}},
		"a profile with a slash":     {"profiles:\n  a/b: {}\n", []string{":2", `"a/b"`}},
		"an alias":                   {"profiles:\n  a: &a {limit: 3}\n  b: *a\n", []string{":3", "alias"}},
		"two documents":              {"output: json\n---\noutput: csv\n", []string{":2", "one YAML document"}},
		"a list as key":              {"? [a]\n: b\n", []string{":1"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := stored(t, c.text)
			_, err := config.Read(path)
			refused(t, err, append(c.parts, path)...)
		})
	}
}

func TestMalformedYAMLIsRefusedWithItsLine(t *testing.T) {
	for text, line := range map[string]string{
		"output: json\n  x: y\n":            ":2: ",
		"output: a: b\n":                    ":1: ",
		"limit: 1\nprofiles:\n\t- b\n":      ":3: ",
		"limit: 1\nx: [1\n":                 ":2: ",
		"limit: 1\ncolor: auto\n}\n":        ":3: ",
		"limit: 1\nprofiles: *autre\n":      ":2: ",
		"limit: 1\noutput: \"\x01\"\n":      ":2: ",
		"limit: 1\n\noutput: \xff\xfe\n":    ":3: ",
		"limit: 1\n---\nx: [\n":             ":3: ",
		"output: json\nlimit 3\ncolor: x\n": ":2: ",
	} {
		path := stored(t, text)
		_, err := config.Read(path)
		refused(t, err, path+line, "YAML")
	}
}

func TestASecretIsRefusedAndNeverShown(t *testing.T) {
	const canary = "s3cr3t-canari"
	for text, hint := range map[string]string{
		"password: " + canary + "\n":                                              "guichet auth login SERVICE",
		"profiles:\n  a:\n    rdv:\n      password: " + canary + "\n":             "guichet auth login rdv",
		"profiles:\n  a:\n    zops:\n      token: [" + canary + "]\n":             "guichet auth login zops",
		"profiles:\n  a:\n    gopaas:\n      api_key: " + canary + "\n":           "guichet auth login gopaas",
		"profiles:\n  a:\n    gopaas:\n      clientSecret: " + canary + "\n":      "guichet auth login gopaas",
		"profiles:\n  a:\n    api-key: " + canary + "\n":                          "guichet auth login",
		"profiles:\n  a:\n    rdv:\n      base_url: https://u:" + canary + "@h\n": "guichet auth login rdv",
		"profiles:\n  a:\n    rdv:\n      email: x\n     token: " + canary + "\n": "",
	} {
		_, err := config.Read(stored(t, text))
		refused(t, err, hint)
		if strings.Contains(err.Error(), canary) {
			t.Errorf("the secret is shown: %v", err)
		}
	}
}

func TestAFolderInPlaceOfTheFileIsReportedOnce(t *testing.T) {
	path := t.TempDir()
	_, err := config.Read(path)
	refused(t, err, path, "was not used")
	if strings.Count(err.Error(), path) != 1 {
		t.Errorf("the path stands twice: %v", err)
	}
}
