// Package docs_test keeps the manual true: its commands and their output, its links, the
// tests that it names and the Go code that it shows.
package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/internal/conform"
)

func TestTheGuaranteesHaveEveryRowOfTheConformanceTable(t *testing.T) {
	var shown []string
	for _, row := range regexp.MustCompile(`(?m)^\| (.+?) \| yes \| (?:yes|n/a) \| (?:yes|n/a) \| (?:yes|n/a) \|$`).FindAllStringSubmatch(read(t, "guarantees.md"), -1) {
		shown = append(shown, row[1])
	}
	if diff := cmp.Diff(conform.RowNames(), shown); diff != "" {
		t.Errorf("guarantees.md differs from internal/conform (-conform +guarantees.md):\n%s", diff)
	}
}

// TestEveryPromiseNamesATest looks at the rows of the table of the command.
func TestEveryPromiseNamesATest(t *testing.T) {
	_, table, _ := strings.Cut(read(t, "guarantees.md"), "| promise | test | other commands |\n|---|---|---|\n")
	rows := 0
	for line := range strings.Lines(table) {
		switch cells := strings.Split(line, "|"); {
		case len(cells) != 5:
			if rows < 20 {
				t.Errorf("the table has %d promises", rows)
			}
			return
		case strings.HasPrefix(cells[1], " **"): // the title of a group
		case !regexp.MustCompile("^ `Test\\w+` $").MatchString(cells[2]):
			t.Errorf("no test shows:%s", cells[1])
		default:
			rows++
		}
	}
}

// TestEveryTestThatAPageNamesExists keeps a promise from losing its proof.
func TestEveryTestThatAPageNamesExists(t *testing.T) {
	declared := map[string]bool{}
	for path, text := range goFiles(t) {
		if strings.HasSuffix(path, "_test.go") {
			for _, found := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(text, -1) {
				declared[found[1]] = true
			}
		}
	}
	named := 0
	for _, page := range pages(t) {
		for _, found := range regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(read(t, page), -1) {
			if named++; !declared[found[1]] {
				t.Errorf("%s names %s, which does not exist", page, found[1])
			}
		}
	}
	if named < 25 {
		t.Errorf("the pages name %d tests", named)
	}
}

// pages are the pages of the manual and those at the top of the repository.
func pages(t *testing.T) (all []string) {
	t.Helper()
	for _, pattern := range []string{"*.md", "../*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d pages, %v", pattern, len(found), err)
		}
		all = append(all, found...)
	}
	return all
}

// read returns a page, with the line ends of Unix.
func read(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// goFiles are the Go files of the repository, by path.
func goFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && strings.HasPrefix(entry.Name(), "testdata") {
			return fs.SkipDir // of another test, which may be removing it
		}
		if err == nil && strings.HasSuffix(path, ".go") {
			files[path] = read(t, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
