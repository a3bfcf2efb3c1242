package conform

import (
	"os"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// TestTheManualHasTheTableOfFaults compares the lines between the markers with the
// table that the tests run: GUICHET_UPDATE=1 writes them.
func TestTheManualHasTheTableOfFaults(t *testing.T) {
	const page, begin, end = "../../docs/guarantees.md", "<!-- faults -->\n", "<!-- /faults -->"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(strings.ReplaceAll(string(text), "\r\n", "\n"), begin)
	shown, after, ended := strings.Cut(rest, end)
	switch {
	case !begun || !ended:
		t.Fatalf("%s has no %s and %s", page, strings.TrimSpace(begin), end)
	case shown == Table():
	case os.Getenv("GUICHET_UPDATE") == "1":
		if err := os.WriteFile(page, []byte(before+begin+Table()+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s shows another table: run this test with GUICHET_UPDATE=1", page)
	}
}

func TestTheTableHasAnOutcomeForEachClass(t *testing.T) {
	if n, want := len(Cells()), len(groups())*len(classes()); n != want {
		t.Errorf("it has %d outcomes, not %d", n, want)
	}
	for _, cell := range Cells() {
		if cell.Kind == "" || cell.Exit == 0 || exitName(cell.Exit) == "" {
			t.Errorf("%s: class %d ends with %+v", cell.Group, cell.Class, cell.Outcome)
		}
	}
}

// TestTheTableNeverRepeatsAHarmfulRequest checks the main promise of the table.
func TestTheTableNeverRepeatsAHarmfulRequest(t *testing.T) {
	for _, cell := range Cells() {
		harmful := cell.Class == rest.Write || cell.Class == rest.ReadEffect || cell.Class == rest.SignIn
		undone := cell.Sent == guichet.NotSent || cell.Group == tooMany || cell.Group == refusedEach
		if harmful && cell.Attempts > 1 && !undone {
			t.Errorf("%s: class %d is sent %d times", cell.Group, cell.Class, cell.Attempts)
		}
		if cell.Class == rest.Refresh && cell.Attempts > 2 && !undone {
			t.Errorf("%s: a refresh is sent %d times", cell.Group, cell.Attempts)
		}
		if unknown := cell.Sent == guichet.MaybeSent && cell.Class != rest.Read && cell.Class != rest.SignIn && cell.Class != rest.Refresh; (cell.Exit == 12) != unknown {
			t.Errorf("%s: class %d ends with exit %d", cell.Group, cell.Class, cell.Exit)
		}
	}
}

func TestEveryGroupHasAFault(t *testing.T) {
	played := map[string]bool{}
	for _, f := range faults() {
		played[f.group] = true
	}
	for _, g := range groups() {
		if !played[g.name] {
			t.Errorf("no fault is %q", g.name)
		}
	}
}
