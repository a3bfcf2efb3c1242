package guichet_test

import (
	"os/exec"
	"strings"
	"testing"
)

func TestTheRootImportsTheStandardLibraryOnly(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != "github.com/guichet-go/guichet" {
		t.Errorf("it links:\n%s", got)
	}
}
