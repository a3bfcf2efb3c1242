package examples_test

import (
	"os"
	"strings"
	"testing"
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
