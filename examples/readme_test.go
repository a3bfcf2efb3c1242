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

// TestTheFirstProgramOfTheReadmeIsTheOneThatIsTested compares the two.
func TestTheFirstProgramOfTheReadmeIsTheOneThatIsTested(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile("first/main.go")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(strings.ReplaceAll(string(readme), "\r\n", "\n"), "```go\n")
	shown, _, found := strings.Cut(rest, "```\n")
	if want := strings.ReplaceAll(string(program), "\r\n", "\n"); !found || shown != want {
		t.Errorf("README's first program differs from examples/first/main.go:\n%s", shown)
	}
}

// TestTheFirstProgramHasFifteenLines counts main, as README does.
func TestTheFirstProgramHasFifteenLines(t *testing.T) {
	program, err := os.ReadFile("first/main.go")
	if err != nil {
		t.Fatal(err)
	}
	_, body, found := strings.Cut(string(program), "func main() {")
	if lines := strings.Count(body, "\n"); !found || lines != 15 {
		t.Errorf("main has %d lines", lines)
	}
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
