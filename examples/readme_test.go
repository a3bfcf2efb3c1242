package examples_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/internal/conform"
)

// TestTheReadmesShowTheFirstProgramThatIsTested compares the program of both with a
// function of examples/first.
func TestTheReadmesShowTheFirstProgramThatIsTested(t *testing.T) {
	program := text(t, "first/main.go")
	_, rest, _ := strings.Cut(program, "\nfunc list(")
	_, body, found := strings.Cut(rest, "{\n")
	body, _, ended := strings.Cut(body, "\n}\n")
	if !found || !ended {
		t.Fatal("examples/first has no function list")
	}
	body = strings.ReplaceAll("\n"+body, "\n\t", "\n")[1:] + "\n"
	for _, readme := range []string{"../README.md", "../README.fr.md"} {
		_, rest, _ := strings.Cut(text(t, readme), "```go\n")
		shown, _, found := strings.Cut(rest, "```\n")
		if diff := cmp.Diff(body, shown); !found || diff != "" {
			t.Errorf("%s shows another program (-examples/first +shown):\n%s", readme, diff)
		}
	}
}

// TestTheReadmesAreShort keeps what a stranger needs in sight.
func TestTheReadmesAreShort(t *testing.T) {
	english, french := text(t, "../README.md"), text(t, "../README.fr.md")
	if n, m := strings.Count(english, "\n"), strings.Count(french, "\n"); n >= 130 || m >= 130 {
		t.Errorf("README has %d lines, and %d in French", n, m)
	}
	if n, m := strings.Count(english, "\n#"), strings.Count(french, "\n#"); n != m || n == 0 {
		t.Errorf("README has %d titles, and %d in French", n, m)
	}
}

func text(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// TestTheReadmeShowsEveryRowOfTheConformanceTable compares README with the
// tests that the packages run.
func TestTheReadmeShowsEveryRowOfTheConformanceTable(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, row := range regexp.MustCompile(`(?m)^\| (.+?) \| yes \| (?:yes|n/a) \| (?:yes|n/a) \| (?:yes|n/a) \| .+ \|\r?$`).FindAllSubmatch(readme, -1) {
		shown = append(shown, string(row[1]))
	}
	if diff := cmp.Diff(conform.RowNames(), shown); diff != "" {
		t.Errorf("README shows other rows than internal/conform has:\n%s", diff)
	}
}

// TestEveryTestThatTheReadmeNamesExists keeps a promise from losing its proof.
func TestEveryTestThatTheReadmeNamesExists(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	exist := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err = filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && strings.HasPrefix(entry.Name(), "testdata") {
			return fs.SkipDir // of another test, which may be removing it
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, found := range declared.FindAllSubmatch(text, -1) {
			exist[string(found[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test\\w+)`").FindAllSubmatch(readme, -1)
	if len(named) < 10 {
		t.Fatalf("README names %d tests", len(named))
	}
	for _, name := range named {
		if !exist[string(name[1])] {
			t.Errorf("README names %s, which does not exist", name[1])
		}
	}
}
