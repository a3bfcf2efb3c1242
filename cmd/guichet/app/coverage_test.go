package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestEveryCommandIsRunByAScript keeps a command from being added without one.
func TestEveryCommandIsRunByAScript(t *testing.T) {
	var scripts strings.Builder
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		scripts.Write(text)
	}
	// These have scripts of their own, or run until they are stopped.
	elsewhere := []string{"zops", "gopaas", "astor", "pull", "schema", "sandbox", "help"}
	tree(t, "en", func(words []string, cmd *cobra.Command) {
		if cmd.HasSubCommands() || slices.ContainsFunc(elsewhere, func(word string) bool { return slices.Contains(words, word) }) {
			return
		}
		if name := strings.Join(words, " "); !strings.Contains(scripts.String(), " "+name+"\n") && !strings.Contains(scripts.String(), " "+name+" ") {
			t.Errorf("no script runs guichet %s", name)
		}
	})
}
