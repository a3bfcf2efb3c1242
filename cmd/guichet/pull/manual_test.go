package pull_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
)

const manual = "../../../docs/pull.md"

// Every command line of the manual is run, in its order and one directory, against
// the sandbox.
func TestEveryCommandLineOfTheManualWorks(t *testing.T) {
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^[^\n`+"`"+`]*?((?:GUICHET_PSEUDONYM_KEY=\S+ )?guichet (?:pull|schema)[^\n`+"`"+`]*)$`).FindAllStringSubmatch(string(text), -1)
	if len(lines) < 15 {
		t.Fatalf("%d lines found", len(lines))
	}
	w := newWorld(t)
	for _, line := range lines {
		words := strings.Fields(line[1])
		if key, ok := strings.CutPrefix(words[0], "GUICHET_PSEUDONYM_KEY="); ok {
			w.env["GUICHET_PSEUDONYM_KEY"], words = key, words[1:]
		}
		w.must(append(words[1:], "--sandbox")...)
	}
}

func TestTheManualHasTheColumnsOfEveryDataset(t *testing.T) {
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dataset.All() {
		if want := "`" + strings.Join(d.Columns, "`, `") + "`\n"; !d.Open && !strings.Contains(string(text), want) {
			t.Errorf("%s: the manual lacks %s", d.Name, want)
		}
	}
}
