package pull_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
)

const manual = "../../../docs/pull-details.md"

// Every job of the page about scheduling runs against the sandbox, one after the other in
// one directory, as on a machine that has the last result.
func TestEveryScheduledJobOfTheManualWorks(t *testing.T) {
	text, err := os.ReadFile("../../../docs/scheduling.md")
	if err != nil {
		t.Fatal(err)
	}
	jobs := regexp.MustCompile(`(?m)guichet (pull run .*)\r?$`).FindAllStringSubmatch(string(text), -1)
	if len(jobs) != 6 {
		t.Fatalf("%d jobs found", len(jobs))
	}
	w := newWorld(t)
	for _, job := range jobs {
		w.must(append(strings.Fields(job[1]), "--sandbox")...)
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
