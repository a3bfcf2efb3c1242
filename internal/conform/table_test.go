package conform

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestTheTablesKeepTheirRows fails when a row, a group of faults, a fault or a
// cut is dropped. Adding one changes its number here.
func TestTheTablesKeepTheirRows(t *testing.T) {
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"rows", len(rows()), 27},
		{"groups of faults", len(groups()), 16},
		{"faults", len(faults()), 94},
		{"cuts", len(cuts()), 18},
	} {
		if c.got != c.want {
			t.Errorf("there are %d %s, not %d", c.got, c.what, c.want)
		}
	}
	names := RowNames()
	for _, f := range faults() {
		names = append(names, f.name)
	}
	slices.Sort(names)
	if n := len(names); len(slices.Compact(names)) != n {
		t.Errorf("two rows or two faults have the same name: %q", names)
	}
}

func TestOnlyTestsImportThisPackage(t *testing.T) {
	const module = "github.com/guichet-go/guichet"
	var out, complaint bytes.Buffer
	list := exec.Command("go", "list", "-f", "{{$p := .ImportPath}}{{range .Imports}}program {{$p}} {{.}}\n{{end}}{{range .XTestImports}}test {{$p}} {{.}}\n{{end}}", module+"/...")
	list.Stdout, list.Stderr = &out, &complaint
	if err := list.Run(); err != nil {
		t.Fatalf("%v: %s", err, complaint.String())
	}
	tests := 0
	for line := range strings.Lines(out.String()) {
		part := strings.Fields(line)
		switch {
		case part[2] != module+"/internal/conform":
		case part[0] == "test":
			tests++
		default:
			t.Errorf("%s imports internal/conform outside its tests", part[1])
		}
	}
	if tests < 4 {
		t.Errorf("only %d packages import internal/conform in tests: the list is incomplete", tests)
	}
}
