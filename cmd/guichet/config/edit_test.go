package config_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/config"
)

func contents(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// must fails the test at the first error.
func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

const commented = `# En tête.
output: json # pour jq
profiles:
  # La production.
  Mairie.Prod:
    rdv:
      email: "camille@mairie.example"
      base_url: https://rdv.example # sans /api/v1
  essai: {}
# Fin.
`

func TestAnEditKeepsCommentsAndOrder(t *testing.T) {
	path := stored(t, commented)
	file := read(t, path)
	must(t,
		file.Set("", "output", "csv"),
		file.Set("", "timeout", "1m"),
		file.Set("Mairie.Prod", "rdv.email", "dominique@mairie.example"),
		file.Set("Mairie.Prod", "limit", "20"),
		file.Set("essai", "gopaas.client_id", "12"),
		file.Set("Neuf", "zops.base_url", "https://zops.example"),
		file.CreateProfile("vide"),
		file.Write(),
	)
	want := `# En tête.
output: csv # pour jq
profiles:
  # La production.
  Mairie.Prod:
    rdv:
      email: dominique@mairie.example
      base_url: https://rdv.example # sans /api/v1
    limit: 20
  essai:
    gopaas:
      client_id: "12"
  Neuf:
    zops:
      base_url: https://zops.example
  vide: {}
# Fin.

timeout: 1m
`
	if diff := cmp.Diff(want, contents(t, path)); diff != "" {
		t.Error(diff)
	}
	if _, origin, _ := file.Value("", "timeout"); origin != path+":19" {
		t.Errorf("after the write, timeout stands at %s", origin)
	}
	if again := read(t, path); again.Service("essai", "gopaas").ClientID != "12" {
		t.Error("what was written is not what is read")
	}
}

func TestAKeyIsUnsetWithoutTouchingTheOthers(t *testing.T) {
	path := stored(t, "limit: 3\noutput: json\nprofiles:\n  a:\n    rdv: {email: x, base_url: https://h}\n    zops: {email: y}\n")
	file := read(t, path)
	must(t,
		file.Unset("", "limit"),
		file.Unset("", "color"),
		file.Unset("a", "rdv.email"),
		file.Unset("a", "zops.email"),
		file.Unset("personne", "rdv.email"),
		file.Write(),
	)
	want := "output: json\nprofiles:\n  a:\n    rdv: {base_url: 'https://h'}\n"
	if diff := cmp.Diff(want, contents(t, path)); diff != "" {
		t.Error(diff)
	}
}

func TestAKeyWithNothingUnderItCanBeFilled(t *testing.T) {
	path := stored(t, "profiles:\n  essai: # vide\n    rdv:\n  autre:\n")
	file := read(t, path)
	must(t,
		file.Set("essai", "rdv.email", "x@mairie.example"),
		file.Set("autre", "output", "id"),
		file.Write(),
	)
	want := "profiles:\n  essai: # vide\n    rdv:\n      email: x@mairie.example\n  autre:\n    output: id\n"
	if diff := cmp.Diff(want, contents(t, path)); diff != "" {
		t.Error(diff)
	}
}

func TestAFileOfCommentsKeepsThem(t *testing.T) {
	path := stored(t, "# Réglages.\n# Voir le manuel.\n")
	file := read(t, path)
	must(t, file.Set("", "output", "json"), file.Write())
	if diff := cmp.Diff("# Réglages.\n# Voir le manuel.\n\noutput: json\n", contents(t, path)); diff != "" {
		t.Error(diff)
	}
}

func TestAnEditThatDoesNotFitChangesNothing(t *testing.T) {
	path := stored(t, "output: json\nprofiles:\n  Mairie: {}\n")
	file := read(t, path)
	refused(t, file.Set("", "outptu", "json"), `"outptu"`, "output")
	refused(t, file.Set("", "output", "xml"), `"xml"`, "ndjson")
	refused(t, file.Set("", "timeout", "60"), "unit")
	refused(t, file.Set("", "profile", "x"), "guichet profile use x")
	refused(t, file.Unset("", "profile"), "guichet profile use default")
	refused(t, file.Set("Mairie", "rdv.emial", "x"), "email")
	refused(t, file.Set("Mairie", "rdvs.email", "x"), "rdv.email")
	refused(t, file.Set("Mairie", "rdv.password", "x"), "guichet auth login rdv")
	refused(t, file.Set("Mairie", "rdv.base_url", "https://a:b@h"), "guichet auth login rdv")
	refused(t, file.Set("a/b", "output", "csv"), "a/b")
	refused(t, file.Unset("", "outptu"), "output")
	refused(t, file.CreateProfile("Mairie"), "already")
	refused(t, file.CreateProfile(""), "profile")
	refused(t, file.DeleteProfile("mairie"), `"mairie"`, `did you mean "Mairie"?`)
	refused(t, file.DeleteProfile("préfecture"), "guichet profile create 'préfecture'")
	must(t, file.Write())
	if diff := cmp.Diff("output: json\nprofiles:\n  Mairie: {}\n", contents(t, path)); diff != "" {
		t.Error(diff)
	}
}

func TestADeletedProfileIsGone(t *testing.T) {
	path := stored(t, complete)
	file := read(t, path)
	must(t, file.DeleteProfile("Mairie.Prod"), file.Write())
	if names := read(t, path).Profiles(); !cmp.Equal(names, []string{"essai"}) {
		t.Errorf("profiles %v", names)
	}
}

func TestAFileIsWrittenForItsOwnerOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing on Windows")
	}
	folder := filepath.Join(t.TempDir(), "sous", "guichet")
	path := filepath.Join(folder, config.FileName)
	file := read(t, path)
	must(t, file.Set("", "output", "json"), file.Write())
	must(t, os.Chmod(path, 0o644), file.Set("", "output", "csv"), file.Write())
	for name, want := range map[string]os.FileMode{path: 0o600, folder: 0o700} {
		info, err := os.Stat(name)
		must(t, err)
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
	entries, err := os.ReadDir(folder)
	must(t, err)
	if len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestALinkToTheFileStaysALink(t *testing.T) {
	target := stored(t, "output: json\n")
	link := filepath.Join(t.TempDir(), config.FileName)
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	file := read(t, link)
	must(t, file.Set("", "output", "csv"), file.Write())
	info, err := os.Lstat(link)
	must(t, err)
	if info.Mode()&os.ModeSymlink == 0 || contents(t, target) != "output: csv\n" {
		t.Errorf("mode %v, target %q", info.Mode(), contents(t, target))
	}
}

func TestAFileChangedByAnotherIsLeftAlone(t *testing.T) {
	path := stored(t, "output: json\n")
	first, second := read(t, path), read(t, path)
	must(t, first.Set("", "limit", "3"), first.Write(), second.Set("", "output", "csv"))
	refused(t, second.Write(), path, "run the command again")
	must(t, first.Set("", "limit", "4"), first.Write())
	if diff := cmp.Diff("output: json\nlimit: 4\n", contents(t, path)); diff != "" {
		t.Error(diff)
	}
}

func TestAPathBelowAFileIsReported(t *testing.T) {
	path := filepath.Join(stored(t, ""), config.FileName)
	_, err := config.Read(path)
	if err == nil {
		t.Skip("this system sees no file below a file")
	}
	refused(t, err, path)
}

func TestEveryKeyCanBeSet(t *testing.T) {
	file := read(t, filepath.Join(t.TempDir(), config.FileName))
	samples := map[string]string{"output": "id", "color": "never", "lang": "fr", "store": "file", "csv_dialect": "rfc", "timeout": "2s", "rdv.instance": "numerique", "rdv.time_zone": "Indian/Reunion", "rdv.email": "a@b", "zops.email": "a@b"}
	for _, key := range config.Keys() {
		sample, ok := samples[key]
		if !ok {
			sample = "1"
		}
		must(t, file.Set("essai", key, sample))
		if value, _, ok := file.Value("essai", key); !ok || value != sample {
			t.Errorf("%s holds %q", key, value)
		}
	}
	must(t, file.Write())
}

// TestAKeyWithNothingAfterItInBracesCanBeFilled writes back what YAML reads as
// nothing, and would be read as an empty text.
func TestAKeyWithNothingAfterItInBracesCanBeFilled(t *testing.T) {
	for before, want := range map[string]string{
		"profiles: {0}\n":                               "profiles: {0: null, neuf: {rdv: {email: a@b}}}\n",
		"profiles: {a, neuf}\n":                         "profiles: {a: null, neuf: {rdv: {email: a@b}}}\n",
		"profiles: {a: {rdv, zops: }}\n":                "profiles: {a: {rdv: null, zops: null}, neuf: {rdv: {email: a@b}}}\n",
		"{output, limit: }\n":                           "{output: null, limit: null, profiles: {neuf: {rdv: {email: a@b}}}}\n",
		"profiles:\n  a:\n  neuf: {rdv: {email}}\n":     "profiles:\n  a:\n  neuf: {rdv: {email: a@b}}\n",
		"profiles:\n  a: {rdv: {email}}\n  neuf:\n":     "profiles:\n  a: {rdv: {email: null}}\n  neuf:\n    rdv:\n      email: a@b\n",
		"profiles: {neuf: {rdv: {email: \"\"}}, a: }\n": "profiles: {neuf: {rdv: {email: a@b}}, a: null}\n",
	} {
		path := stored(t, before)
		file := read(t, path)
		must(t, file.Set("neuf", "rdv.email", "a@b"))
		if err := file.Write(); err != nil {
			t.Errorf("%q: %v", before, err)
			continue
		}
		if diff := cmp.Diff(want, contents(t, path)); diff != "" {
			t.Errorf("%q: %s", before, diff)
		}
	}
}
