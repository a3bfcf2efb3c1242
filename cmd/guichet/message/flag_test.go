package message_test

import (
	"io/fs"
	"os"
	"regexp"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/config"
)

// TestEveryFlagThatATextNamesExists looks for it in the help of all commands, as
// it is kept for their tests.
func TestEveryFlagThatATextNamesExists(t *testing.T) {
	known := map[string]bool{"unlock": true, "help": true} // the first of gnome-keyring-daemon
	for _, option := range config.Options() {
		known[option.Name] = true
	}
	declared := regexp.MustCompile(`(?m)^ +(?:-., )?--([a-z][a-z0-9-]+)`)
	pages := os.DirFS("../app/testdata/help/en")
	err := fs.WalkDir(pages, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		page, err := fs.ReadFile(pages, path)
		for _, found := range declared.FindAllSubmatch(page, -1) {
			known[string(found[1])] = true
		}
		return err
	})
	if err != nil || len(known) < 50 {
		t.Fatalf("%d flags, %v", len(known), err)
	}
	named := regexp.MustCompile(`--([a-z][a-z0-9-]+)`)
	for key, both := range texts(t) {
		for _, text := range both {
			for _, found := range named.FindAllStringSubmatch(text, -1) {
				if !known[found[1]] {
					t.Errorf("%s names --%s: %q", key, found[1], text)
				}
			}
		}
	}
}

func TestATextNamesCommandsAndNoMethodsOfTheSDK(t *testing.T) {
	method := regexp.MustCompile(`\b[A-Z][A-Za-z]+\.(Get|List|All|Create|Update|Modify|Delete|Attach|Detach|Login|Push)\b|\bWith[A-Z][a-z]|\bRawSearch\b`)
	for key, both := range texts(t) {
		for _, text := range both {
			if method.MatchString(text) {
				t.Errorf("%s names a method: %q", key, text)
			}
		}
	}
}
