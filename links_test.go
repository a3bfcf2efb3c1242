package guichet_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestTheRootImportsTheStandardLibraryOnly(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != module {
		t.Errorf("it links:\n%s", got)
	}
}

// TestAProgramOutsideTheModuleNeedsOnlyThePublicPackages compiles testdata/outside
// in a module of its own, as an importer would, and looks at what it is made of.
func TestAProgramOutsideTheModuleNeedsOnlyThePublicPackages(t *testing.T) {
	dir := t.TempDir()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	requirements, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, requirements, _ = bytes.Cut(requirements, []byte("\n"))
	copied := fmt.Sprintf("module outside.example\n%s\nrequire %s v0.0.0\nreplace %[2]s => %s\n", requirements, module, strconv.Quote(root))
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(copied), 0o600); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"go.sum": "go.sum", "testdata/outside/main.go": "main.go"} {
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, to), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	compile := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}", ".")
	compile.Dir = dir
	compile.Env = append(os.Environ(), "GOWORK=off", "GOPROXY=off")
	out, err := compile.CombinedOutput()
	if err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	linked := strings.Fields(string(out))
	for _, path := range public() {
		if !slices.Contains(linked, path) {
			t.Errorf("the program does not use %s", path)
		}
	}
	for _, path := range linked {
		if strings.HasPrefix(path, module+"/cmd/") {
			t.Errorf("the program links %s, which is the command's", path)
		}
	}
}
