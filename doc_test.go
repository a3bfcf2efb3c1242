package guichet_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documented are the packages that an importer reads about.
var documented = []string{
	".", "rdvsolidarites", "zops", "gopaas", "astor",
	"rdvsolidarites/rdvsolidaritestest", "zops/zopstest", "gopaas/gopaastest", "astor/astortest",
}

// examples returns the Examples of a package by their names, such as
// "Users_Create".
func examples(t *testing.T, dir string) map[string]*doc.Example {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	found := map[string]*doc.Example{}
	for _, example := range doc.Examples(files...) {
		found[example.Name] = example
	}
	return found
}

func TestEveryPackageHasExamplesThatGoTestRuns(t *testing.T) {
	for _, dir := range documented {
		found := examples(t, dir)
		if len(found) == 0 {
			t.Errorf("%s has no Example", dir)
		}
		for name, example := range found {
			if example.Output == "" {
				t.Errorf("%s: Example %q has no output, so that go test does not run it", dir, name)
			}
			if example.Doc == "" {
				t.Errorf("%s: Example %q has no comment", dir, name)
			}
		}
	}
}

// TestTheExamplesThatThePackagePagesNameExist reads sentences such as "see the
// examples of [Kind] and of Client.Do in rdvsolidarites".
func TestTheExamplesThatThePackagePagesNameExist(t *testing.T) {
	exist := map[string]map[string]*doc.Example{}
	for _, dir := range documented[:5] {
		exist[dir] = examples(t, dir)
	}
	newline := regexp.MustCompile(`\s*\n//\s*`)
	sentence := regexp.MustCompile(`examples? of .*?(?:;|\. |$)`)
	word := regexp.MustCompile(`\bof \[?([A-Z]\w*(?:\.\w+)*)|\bin (\w+)`)
	named := 0
	for _, dir := range documented[:5] {
		text, err := os.ReadFile(filepath.Join(dir, "doc.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sentence.FindAllString(newline.ReplaceAllString(string(text), " "), -1) {
			words := word.FindAllStringSubmatch(s, -1)
			place := dir // the names before "in zops" are those of zops
			for i := len(words) - 1; i >= 0; i-- {
				name, in := words[i][1], words[i][2]
				if in != "" {
					place = in
					continue
				}
				named++
				if !has(exist[place], name) {
					t.Errorf("%s/doc.go names the example of %s in %s, which does not exist", dir, name, place)
				}
			}
		}
	}
	if named < 40 {
		t.Errorf("the package pages name %d examples only", named)
	}
}

// has reports whether there is an Example of the name, with or without a suffix.
func has(examples map[string]*doc.Example, name string) bool {
	name = strings.ReplaceAll(name, ".", "_")
	for found := range examples {
		suffix, ok := strings.CutPrefix(found, name+"_")
		if found == name || ok && suffix == strings.ToLower(suffix) {
			return true
		}
	}
	return false
}
