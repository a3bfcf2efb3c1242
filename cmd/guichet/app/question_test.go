package app_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// reading are the verbs of commands that write neither at a service nor here.
func reading() []string {
	return []string{
		"list", "get", "find", "agenda", "duplicates", "me", "show", "ping", "path", "item", "token", "status", "plan", "verify", "diff", "datasets", "sandbox", "schema",
		"version", "help", "doctor", "bash", "zsh", "fish", "powershell", "rdv", "zops", "gopaas", "astor",
	}
}

func TestEveryWritingCommandDeclaresItsConfirmation(t *testing.T) {
	questions := command.Questions()
	left := maps.Clone(questions)
	tree(t, "en", func(words []string, cmd *cobra.Command) {
		path := strings.Join(words, " ")
		question, known := questions[path]
		delete(left, path)
		if cmd.HasSubCommands() {
			return
		}
		verb := words[len(words)-1]
		switch destroys := verb == "delete" || verb == "detach"; {
		case !known && !slices.Contains(reading(), verb):
			t.Errorf("%s is not in the table of questions", path)
		case destroys && question.Text == "" && words[0] != "profile":
			t.Errorf("%s does not ask", path)
		case !destroys && question.Text != "" && (verb == "create" || verb == "attach"):
			t.Errorf("%s asks", path)
		}
		for _, lang := range []string{"en", "fr"} {
			if text := message.For(lang).Text(question.Text); known && question.Text != "" && !question.Own && strings.Count(text, "%s") != len(strings.Fields(question.Names)) {
				t.Errorf("%s: %d names for %q", path, len(strings.Fields(question.Names)), text)
			}
		}
		for _, name := range strings.Fields(question.Names) {
			flag := strings.ReplaceAll(strings.TrimPrefix(name, "="), "_", "-")
			if !slices.Contains(strings.Fields(cmd.Use), name) && cmd.Flags().Lookup(flag) == nil && name != "2" {
				t.Errorf("%s: there is no %s", path, name)
			}
		}
	})
	for path := range left {
		t.Errorf("there is no command %s", path)
	}
}
