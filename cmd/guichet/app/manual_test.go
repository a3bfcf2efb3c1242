package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Commands within a sentence or a table of the manual are not run as those of its blocks
// are: each must be one that exists, with flags that it has.
func TestTheCommandsInTheSentencesOfTheManualExist(t *testing.T) {
	pages, err := filepath.Glob("../../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	root := app.NewRoot(&command.Env{Getenv: func(string) string { return "" }, Messages: message.For("en")})
	blocks, inline, found := regexp.MustCompile("(?ms)^ *```.*?^ *```"), regexp.MustCompile("`(guichet [^`]+)`"), 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, span := range inline.FindAllStringSubmatch(blocks.ReplaceAllString(string(text), ""), -1) {
			words := slices.DeleteFunc(strings.Fields(span[1])[1:], func(word string) bool { return word == "…" })
			got := run(t, nil, append(words, "--help")...)
			cmd, rest, err := root.Find(words)
			if err != nil || got.code != 0 || cmd.HasSubCommands() && slices.ContainsFunc(rest, isWord) {
				t.Errorf("%s: %s: exit code %d, %q is left, %v: %s", filepath.Base(page), span[1], got.code, rest, err, got.err)
			}
			found++
		}
	}
	if found < 40 {
		t.Errorf("%d commands were found", found)
	}
}

func isWord(argument string) bool { return !strings.HasPrefix(argument, "-") }
