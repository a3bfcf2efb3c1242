package app_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
)

// outcome is what a command line gave.
type outcome struct {
	code     int
	out, err string
}

// run runs a command line inside the process, with these variables alone.
func run(t *testing.T, variables map[string]string, args ...string) outcome {
	t.Helper()
	var out, err bytes.Buffer
	e := &command.Env{
		In: strings.NewReader(""), Out: &out, Err: &err, GOOS: "linux", Now: time.Now,
		Getenv:  func(name string) string { return variables[name] },
		Sandbox: sandbox.InProcess,
	}
	code := app.Run(context.Background(), args, e)
	return outcome{code, out.String(), err.String()}
}

// tree gives every command, as the words that call it.
func tree(t *testing.T, lang string, visit func(words []string, cmd *cobra.Command)) {
	t.Helper()
	root := app.NewRoot(&command.Env{Getenv: func(string) string { return "" }, Messages: message.For(lang)})
	var walk func(words []string, cmd *cobra.Command)
	walk = func(words []string, cmd *cobra.Command) {
		visit(words, cmd)
		for _, child := range cmd.Commands() {
			walk(append(words[:len(words):len(words)], child.Name()), child)
		}
	}
	walk(nil, root)
}

// TestHelpPages holds every page in both languages, so that no command, flag or
// text changes without being seen. GUICHET_UPDATE=1 writes them anew.
func TestHelpPages(t *testing.T) {
	for _, lang := range []string{"en", "fr"} {
		known := map[string]bool{}
		folder := filepath.Join("testdata", "help", lang)
		check := func(words []string, args ...string) {
			file := filepath.Join(append([]string{folder}, words...)...) + ".txt"
			if len(words) == 0 {
				file = filepath.Join(folder, "guichet.txt")
			}
			known[file] = true
			got := run(t, nil, append(args, "--lang", lang)...)
			if got.code != 0 || got.err != "" {
				t.Errorf("%s --help: exit %d, %s", strings.Join(words, " "), got.code, got.err)
			}
			kept(t, file, got.out)
		}
		tree(t, lang, func(words []string, _ *cobra.Command) { check(words, append(words, "--help")...) })
		for _, topic := range []string{"flags", "exit-codes"} {
			check([]string{"help", topic}, "help", topic)
		}
		for _, file := range pages(t, folder) {
			if !known[file] {
				t.Errorf("%s: no such command", file)
			}
		}
	}
}

// kept compares what was seen with a file. With GUICHET_UPDATE=1 the file is written
// anew: look at what git shows then.
func kept(t *testing.T, file, seen string) {
	t.Helper()
	if os.Getenv("GUICHET_UPDATE") == "1" {
		write(t, file, seen)
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Error(err, "(GUICHET_UPDATE=1 go test writes it)")
	} else if diff := cmp.Diff(string(want), seen); diff != "" {
		t.Errorf("%s differs (-kept +seen):\n%s", file, diff)
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func pages(t *testing.T, folder string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Words that cobra and pflag would put on a page by themselves.
func TestAFrenchHelpPageHasNoWordOfTheLibraries(t *testing.T) {
	english := regexp.MustCompile(`(?i)\b(usage:|flags?|available|commands?|global|additional|default\)|help for|help about|for more|version for|string|int|duration|bool|strings|ints)\b`)
	commands := regexp.MustCompile(`«\x{a0}[^»]*»|\n  guichet .*(\\\n.*)*|flags \| exit-codes|\n  flags `)
	tree(t, "fr", func(words []string, _ *cobra.Command) {
		got := run(t, nil, append(words, "--help", "--lang", "fr")...)
		for line := range strings.Lines(commands.ReplaceAllString(got.out, "")) {
			if word := english.FindString(line); word != "" && !strings.Contains(line, "guichet "+strings.Join(words, " ")) {
				t.Errorf("%s: %q in %q", strings.Join(words, " "), word, line)
			}
		}
	})
}

func TestTheUsageLineOfACommandShowsItsArguments(t *testing.T) {
	for line, want := range map[string]string{
		"rdv user get":       "guichet rdv user get USER_ID [flags]",
		"rdv absence update": "guichet rdv absence update ABSENCE_ID [flags]",
		"config set":         "guichet config set KEY VALUE [flags]",
		"api rdv":            "guichet api rdv METHOD PATH [flags]",
		"rdv rdv list":       "guichet rdv rdv list [flags]",
		"rdv rdv":            "guichet rdv rdv [command] [flags]",
	} {
		if got := run(t, nil, append(strings.Fields(line), "--help")...); !strings.Contains(got.out, "\n  "+want+"\n") {
			t.Errorf("%s: %q is not in\n%s", line, want, got.out)
		}
	}
}

func TestTheHelpOfANounShowsItsVerbsAndNoFlagOfTheOthers(t *testing.T) {
	got := run(t, nil, "rdv", "user", "--help").out
	if !strings.Contains(got, "find") || strings.Contains(got, "--output") {
		t.Error(got)
	}
}

func TestEveryFlagHasHelp(t *testing.T) {
	tree(t, "fr", func(words []string, cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			if flag.Usage == "" || strings.Contains(flag.Usage, "`") || strings.HasPrefix(flag.Usage, "message ") {
				t.Errorf("%s --%s: %q", strings.Join(words, " "), flag.Name, flag.Usage)
			}
		})
		if cmd.Short == "" || strings.HasPrefix(cmd.Short, "message ") {
			t.Errorf("%s: %q", strings.Join(words, " "), cmd.Short)
		}
	})
}

func TestEveryColumnHasAHeaderInBothLanguages(t *testing.T) {
	tree(t, "fr", func(words []string, cmd *cobra.Command) {
		for path := range strings.SplitSeq(cmd.Annotations[command.ColumnsNote], ",") {
			for _, lang := range []string{"en", "fr"} {
				if path != "" && message.For(lang).Header(path) == "" {
					t.Errorf("%s: the column %s has no header in %s", strings.Join(words, " "), path, lang)
				}
			}
		}
	})
}

func TestHeadersAreInTheLanguageOfTheRunAndCSVKeepsThePaths(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--lang", "fr"}, " ID  NOM "},
		{[]string{"--lang", "en"}, " ID  NAME "},
		{[]string{"--lang", "fr", "--columns", "name,phone_number,verticale"}, "NOM "},
		{[]string{"--lang", "fr", "-o", "csv", "--columns", "name,verticale"}, "name,verticale\n"},
	} {
		got := run(t, nil, append([]string{"--sandbox", "rdv", "organisation", "list"}, c.args...)...)
		if !strings.HasPrefix(got.out, c.want) {
			t.Errorf("%q: exit %d\n%s%s", c.args, got.code, got.out, got.err)
		}
	}
}

func TestTheExitCodesAreExplainedInBothLanguages(t *testing.T) {
	for lang, want := range map[string]string{"en": "a write was sent, but its outcome is unknown", "fr": "une écriture a été envoyée, mais son résultat est inconnu"} {
		if got := run(t, nil, "help", "exit-codes", "--lang", lang); got.code != 0 || !strings.Contains(strings.Join(strings.Fields(got.out), " "), want) {
			t.Errorf("%s: %s", lang, got.out)
		}
	}
}
