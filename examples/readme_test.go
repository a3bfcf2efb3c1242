package examples_test

import (
	"os"
	"strings"
	"testing"
)

// TestTheReadmesAreShortAndAlike keeps what a stranger needs in sight, in both languages.
func TestTheReadmesAreShortAndAlike(t *testing.T) {
	shapes := map[string]string{}
	for _, path := range []string{"../README.md", "../README.fr.md"} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(text), "\n"); lines >= 130 {
			t.Errorf("%s has %d lines", path, lines)
		}
		for line := range strings.Lines(string(text)) {
			switch begin, _, _ := strings.Cut(line, " "); begin {
			case "#", "##", "-", "|":
				shapes[path] += begin
			case "go", "guichet", "./test.sh\n":
				command, _, _ := strings.Cut(line, "  #")
				shapes[path] += "\n" + strings.TrimSpace(strings.Replace(command, "mois.xlsx", "month.xlsx", 1)) + "\n"
			}
		}
	}
	if english, french := shapes["../README.md"], shapes["../README.fr.md"]; english != french {
		t.Errorf("README.md and README.fr.md differ in titles, lists, tables or commands:\n%s\n\n%s", english, french)
	}
}
