//go:build linux

package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// notRun counts the blocks of each page that are marked as not run here.
var notRun = map[string]int{
	"CONTRIBUTING.md": 1, "README.fr.md": 2, "README.md": 2, "exploitants.md": 1, "go.md": 2, "operators.md": 1,
	"performance.md": 1, "releasing.md": 3, "scheduling.md": 2, "tables.md": 1, "webhooks.md": 2,
}

// ownTest are the pages that another test makes from a run of their commands, since
// these ask questions.
var ownTest = map[string]string{
	"working-day.md": "TestTheWorkingDayOfTheDocsIsWhatRuns",
	"journee.md":     "TestTheWorkingDayOfTheDocsIsWhatRuns",
}

// french are the pages whose commands run in French, besides those called *.fr.md.
var french = []string{"exploitants.md"}

// TestEveryCommandOfTheManualRuns runs the commands of each page, in their order and one
// shell, and compares their output with what the page shows. GUICHET_UPDATE=1 writes
// that output into the page. CONTRIBUTING.md says how blocks are marked.
func TestEveryCommandOfTheManualRuns(t *testing.T) {
	ran, paths := 0, slices.DeleteFunc(pages(t), func(path string) bool { return ownTest[path] != "" })
	for name := range notRun {
		if !slices.ContainsFunc(paths, func(path string) bool { return filepath.Base(path) == name }) {
			t.Errorf("there is no page %s", name)
		}
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			p, err := parse(path)
			if err != nil {
				t.Fatal(err)
			}
			commands, reasons, err := p.commands()
			if err != nil {
				t.Fatal(err)
			}
			for _, reason := range reasons {
				t.Log("not run:", reason)
			}
			if want := notRun[filepath.Base(path)]; len(reasons) != want {
				t.Errorf("%d blocks are marked as not run, not %d", len(reasons), want)
			}
			if len(commands) == 0 {
				return
			}
			if testing.Short() {
				t.Skip("it starts the command many times")
			}
			ran += len(commands)
			p.compare(t, commands, run(t, path, commands))
		})
	}
	t.Logf("%d commands and blocks of commands ran", ran)
}

func TestABlockFailsWithItsFirstFailureAndAConsoleShowsCodes(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the command")
	}
	s := newShell(t)
	for _, c := range []struct {
		commands []command
		code     int
		want     [][]string
	}{
		{[]command{{text: "echo a\nfalse\necho b", shell: true}, {text: "echo c"}}, 1, [][]string{{"a"}}},
		{[]command{{text: "export X=1", shell: true}, {text: "(exit 3); echo $? $X"}, {text: "echo no >&2"}}, 0, [][]string{nil, {"3 1"}, {"no"}}},
		{[]command{{text: "(exit 3)"}, {text: "echo c"}}, 3, [][]string{nil}},
	} {
		if got, code := s.run(t, c.commands); code != c.code || !cmp.Equal(got, c.want) {
			t.Errorf("%q: exit code %d, output %q", c.commands[0].text, code, got)
		}
	}
}

// compare holds the page to the output of its commands.
func (p *page) compare(t *testing.T, commands []command, outputs [][]string) {
	t.Helper()
	for i, got := range slices.Backward(outputs) {
		c := commands[i]
		shown := p.text(block{indent: c.indent, from: c.from, to: c.to})
		if !c.compared || matches(shown, got) {
			continue
		}
		if os.Getenv("GUICHET_UPDATE") != "1" {
			t.Errorf("%s:%d: the output of\n%s\nis another (-shown +got):\n%s", p.path, c.from, c.text, cmp.Diff(shown, got))
			continue
		}
		for i := range got {
			if got[i] != "" {
				got[i] = c.indent + got[i]
			}
		}
		p.lines = slices.Replace(p.lines, c.from, c.to, got...)
		if err := os.WriteFile(p.path, []byte(strings.Join(p.lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// run runs the commands of a page in a folder and with a sandbox of their own.
func run(t *testing.T, path string, commands []command) [][]string {
	t.Helper()
	s := newShell(t)
	if lang := "fr"; strings.HasSuffix(path, ".fr.md") || slices.Contains(french, path) {
		s.env = append(s.env, "GUICHET_LANG="+lang)
	} else {
		s.env = append(s.env, "GUICHET_LANG=en")
	}
	s.serve(t)
	outputs, code := s.run(t, commands)
	if code != 0 {
		last := len(outputs) - 1
		t.Fatalf("%s: exit code %d of\n%s\n\n%s", path, code, commands[last].text, strings.Join(outputs[last], "\n"))
	}
	return outputs
}

// serve starts a sandbox and gives the shell its addresses and credentials. The pages
// show the addresses as ports from 40001 on.
func (s *shell) serve(t *testing.T) {
	t.Helper()
	cmd := exec.Command(s.guichet, "sandbox")
	cmd.Env, cmd.Dir = s.env, s.folder
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	s.learn(t, out)
}
