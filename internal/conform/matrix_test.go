package conform

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// TestTheREADMEQuotesTheTableOfFaults compares the lines between the markers.
func TestTheREADMEQuotesTheTableOfFaults(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("there is no README")
	}
	if err != nil {
		t.Fatal(err)
	}
	_, after, marked := strings.Cut(string(readme), "<!-- faults -->\n")
	quoted, _, closed := strings.Cut(after, "<!-- /faults -->")
	switch {
	case !marked:
		t.Skip("README has no <!-- faults -->")
	case !closed || strings.TrimSpace(quoted) != strings.TrimSpace(Table()):
		t.Errorf("between <!-- faults --> and <!-- /faults --> README must say\n%s", Table())
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
