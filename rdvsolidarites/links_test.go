package rdvsolidarites_test

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/guichet-go/guichet"

// TestWhatAnImporterLinks holds each service package to the standard library,
// this module's internal packages and go-retryablehttp.
func TestWhatAnImporterLinks(t *testing.T) {
	always := []string{module + "/internal/", "github.com/hashicorp/go-retryablehttp", "github.com/hashicorp/go-cleanhttp"}
	for _, name := range []string{"rdvsolidarites", "zops", "gopaas", "astor"} {
		t.Run(name, func(t *testing.T) {
			pkg := module + "/" + name
			var out, complaint bytes.Buffer
			list := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", pkg)
			list.Stdout, list.Stderr = &out, &complaint
			if err := list.Run(); err != nil {
				t.Fatalf("%v: %s", err, complaint.String())
			}
			found := false
			for dep := range strings.FieldsSeq(out.String()) {
				found = found || dep == pkg
				if dep == pkg || dep == module || slices.ContainsFunc(always, func(allowed string) bool { return strings.HasPrefix(dep, allowed) }) {
					continue
				}
				t.Errorf("whoever imports %s links %s", name, dep)
			}
			if !found {
				t.Errorf("the list does not have the package itself:\n%s", out.String())
			}
		})
	}
}
