package message_test

import (
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

func TestCommandsOfAHintHaveTheFlagsOfTheRun(t *testing.T) {
	c := &message.Catalogue{Lang: message.French, Place: " -p prod"}
	for hint, want := range map[string]string{
		"lancer «\u00a0guichet auth login rdv\u00a0», ou définir X":       "lancer «\u00a0guichet -p prod auth login rdv\u00a0», ou définir X",
		"run: guichet config set store file, or guichet auth login rdv":   "run: guichet -p prod config set store file, or guichet -p prod auth login rdv",
		`run "guichet rdv user get --help", then "guichet rdv user list"`: `run "guichet rdv user get --help", then "guichet -p prod rdv user list"`,
		"guichet auth login rdv -p NAME":                                  "guichet auth login rdv -p NAME",
		"guichet profile use default":                                     "guichet profile use default",
		"use the newer guichet that wrote it":                             "use the newer guichet that wrote it",
	} {
		if got := c.Commands(hint); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := message.For("fr").Commands(hint); got != hint {
			t.Errorf("without flags: %q", got)
		}
	}
}
