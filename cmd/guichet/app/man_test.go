package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manual writes the man pages and returns them by their path below the directory.
func manual(t *testing.T) (dir string, found map[string]string) {
	t.Helper()
	dir, found = filepath.Join(t.TempDir(), "share", "man"), map[string]string{}
	if got := run(t, nil, "man", dir); got != (outcome{}) {
		t.Fatalf("%+v", got)
	}
	for _, file := range pages(t, dir) {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(dir, file)
		if err != nil {
			t.Fatal(err)
		}
		found[filepath.ToSlash(name)] = string(content)
	}
	return dir, found
}

func TestEveryCommandHasAManPageInBothLanguages(t *testing.T) {
	_, found := manual(t)
	escaped := strings.NewReplacer("-", `\-`, `\`, `\e`, "'", `\(aq`, "^", `\(ha`, "~", `\(ti`, "`", `\(ga`, "\u00a0", `\~`)
	for lang, folder := range map[string]string{"en": "man1/", "fr": "fr/man1/"} {
		tree(t, lang, func(words []string, cmd *cobra.Command) {
			name := folder + strings.Join(append([]string{"guichet"}, words...), "-") + ".1"
			page := found[name]
			delete(found, name)
			wanted := []string{cmd.Short, "guichet " + strings.Join(words, " ")}
			cmd.LocalNonPersistentFlags().VisitAll(func(flag *pflag.Flag) { wanted = append(wanted, "--"+flag.Name) })
			help := run(t, nil, append(words, "--help", "--lang", lang)...).out
			for _, title := range []string{"Examples:", "Exemples\u00a0:", "First steps:", "Pour commencer\u00a0:"} {
				for _, line := range examplesOn(help, title) {
					wanted = append(wanted, "  guichet "+line)
				}
			}
			if len(words) == 0 {
				wanted = append(wanted, "--csv-dialect", ".br\nvariable GUICHET_CSV_DIALECT", "outcome_unknown", "guichet-rdv(1)")
			}
			for _, text := range wanted {
				if text != "--help" && !strings.Contains(page, escaped.Replace(text)) {
					t.Errorf("%s lacks %q:\n%s", name, text, page)
				}
			}
		})
	}
	for name := range found {
		t.Errorf("%s: no such command", name)
	}
}

// TestNoLineOfAManPageIsTakenForARequest keeps a text that begins with a dot or a quote
// from changing the page.
func TestNoLineOfAManPageIsTakenForARequest(t *testing.T) {
	known := map[string]bool{".TH": true, ".SH": true, ".TP": true, ".PP": true, ".B": true, ".br": true, ".nh": true, ".ad": true}
	_, found := manual(t)
	for name, page := range found {
		for line := range strings.Lines(page) {
			request, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			if line == "\n" || strings.ContainsAny(line, "'\u00a0") || strings.HasPrefix(line, ".") && !known[request] {
				t.Errorf("%s: %q", name, line)
			}
		}
	}
}

func TestAManPageIsAsItWas(t *testing.T) {
	_, found := manual(t)
	for _, name := range []string{"man1/guichet-pull-verify.1", "fr/man1/guichet-pull-verify.1"} {
		kept(t, filepath.Join("testdata", "man", filepath.FromSlash(name)), found[name])
	}
}

func TestTheManPagesAreTheSameBytesEachTime(t *testing.T) {
	_, first := manual(t)
	_, second := manual(t)
	for name, page := range first {
		if page != second[name] {
			t.Errorf("%s differs", name)
		}
	}
}

// TestTheManPagesHaveNoWarning has them read by what shows man pages. A build without git
// has no date, which mandoc says.
func TestTheManPagesHaveNoWarning(t *testing.T) {
	dir, _ := manual(t)
	checked := false
	for _, tool := range [][]string{{"groff", "-ww", "-z", "-K", "utf8", "-man", "-Tutf8"}, {"mandoc", "-Tlint", "-Wwarning"}} {
		if _, err := exec.LookPath(tool[0]); err != nil {
			t.Logf("%s is not installed", tool[0])
			continue
		}
		checked = true
		out, err := exec.CommandContext(t.Context(), tool[0], append(tool[1:], pages(t, dir)...)...).CombinedOutput()
		for line := range strings.Lines(string(out)) {
			if !strings.HasSuffix(line, "WARNING: missing date, using \"\": TH\n") {
				t.Errorf("%s: %s", tool[0], line)
			}
		}
		if err != nil && len(out) == 0 {
			t.Errorf("%s: %v", tool[0], err)
		}
	}
	if !checked {
		t.Skip("neither groff nor mandoc is installed")
	}
}

func TestManPagesThatCannotBeWrittenAreRefusedInOneLine(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "file"), "")
	if err := os.MkdirAll(filepath.Join(dir, "taken", "man1", "guichet.1"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"missing argument: DIR": {"man"},
		`invalid argument "b"`:  {"man", dir, "b"},
		"cannot write ":         {"man", filepath.Join(dir, "file")},
		"/taken/man1: ":         {"man", filepath.Join(dir, "taken")},
	} {
		got := run(t, nil, args...)
		if line, hint, _ := strings.Cut(got.err, "\n"); got.code != 2 || got.out != "" || !strings.Contains(line, name) || strings.Count(hint, "\n") > 1 {
			t.Errorf("%q: %+v", args, got)
		}
	}
	if left := pages(t, dir); len(left) != 1 {
		t.Errorf("it left %q", left)
	}
}

func TestEveryAccountCanReadTheManPages(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no mode")
	}
	dir, _ := manual(t)
	for _, file := range pages(t, dir) {
		if info, err := os.Stat(file); err != nil || info.Mode() != 0o644 {
			t.Errorf("%s: %v %v", file, info.Mode(), err)
		}
	}
}
