package app_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

func TestTheFlagsOfEveryCommandAreNamedOnAPageAndExplainedOnOneOfTheirOwn(t *testing.T) {
	page := run(t, nil, "rdv", "agent", "me", "--help").out
	if lines := strings.Count(page, "\n"); lines >= 20 || !strings.Contains(page, "Global flags: -p, -o") {
		t.Errorf("%d lines:\n%s", lines, page)
	}
	for lang, want := range map[string]string{"en": "variable GUICHET_CA_FILE, key ca_file", "fr": "variable GUICHET_CA_FILE, clé ca_file"} {
		got := run(t, nil, "help", "flags", "--lang", lang)
		if got.code != 0 || !strings.Contains(got.out, want) {
			t.Errorf("%s: exit %d: %s", lang, got.code, got.out)
		}
		for _, option := range config.Options() {
			if strings.Count(got.out, "--"+option.Name+" ") == 0 || !strings.Contains(got.out, option.Variable()) {
				t.Errorf("%s: --%s is not in\n%s", lang, option.Name, got.out)
			}
		}
		if !strings.Contains(got.out, "  -h, --help") || strings.Contains(got.out, "variable \n") || strings.Contains(got.out, "default default") {
			t.Error(got.out)
		}
	}
}

func TestThePageOfACommandShowsWhatIsRequiredAndWhereIdsComeFrom(t *testing.T) {
	for line, want := range map[string]string{
		"rdv participation update": `PARTICIPATION_ID printed by "guichet rdv rdv list --columns id,participations.id"`,
		"zops developer get":       `USER_ID printed by "guichet zops developer list"`,
		"rdv user get":             `USER_ID printed by "guichet rdv user list"`,
		"pull verify":              `DIR directory given with --out to "guichet pull run"`,
		"profile show":             `NAME printed by "guichet profile list"`,
		"config get":               `KEY printed by "guichet config list"`,
		"rdv user find":            "(required: one of --email, --phone, --name)",
		"rdv absence create":       "id of the agent (required: one of --agent-id, --agent-email)",
		"pull run":                 "directory of the result; replaced as a whole (required, except for singer)",
		"rdv user create":          "first name (required)",
		"rdv motif list":           "(required)",
		"rdv rdv":                  "The first rdv is the service RDV-Solidarités",
	} {
		page := run(t, nil, append(strings.Fields(line), "--help")...).out
		if !strings.Contains(strings.Join(strings.Fields(page), " "), want) {
			t.Errorf("%s: %q is not in\n%s", line, want, page)
		}
	}
}

// TestEveryIDHasASource and its source is a command that exists.
func TestEveryIDHasASource(t *testing.T) {
	source := regexp.MustCompile(`printed by "guichet ([^"]*)"`)
	tree(t, "en", func(words []string, cmd *cobra.Command) {
		page := run(t, nil, append(words, "--help")...).out
		from := strings.Join(sectionOf(page, "Arguments:"), "\n")
		for _, name := range strings.Fields(cmd.Use)[1:] {
			if strings.HasSuffix(name, "_ID") && !strings.Contains(from, "  "+name+"  ") {
				t.Errorf("%q does not say where %s comes from:\n%s", words, name, page)
			}
		}
		for _, found := range source.FindAllStringSubmatch(strings.Join(strings.Fields(from), " "), -1) {
			if got := run(t, nil, append(strings.Fields(found[1]), "--help")...); got.code != 0 {
				t.Errorf("%q names %q: %s", words, found[1], got.err)
			}
		}
	})
}

func TestGuichetAloneIsAnErrorThatShowsTheCommandsAndTheFirstSteps(t *testing.T) {
	for lang, want := range map[string][2]string{
		"en": {"guichet: \"guichet\" requires a command after it\n\nFirst steps:\n", "\n  zops         ZOPS: management of"},
		"fr": {"guichet: «\u00a0guichet\u00a0» demande une commande à sa suite\n\nPour commencer\u00a0:\n", "\n  guichet auth login rdv\n"},
	} {
		got := run(t, nil, "--lang", lang)
		if got.code != 2 || got.out != "" || !strings.HasPrefix(got.err, want[0]) || !strings.Contains(got.err, want[1]) {
			t.Errorf("%s: exit %d: %s%s", lang, got.code, got.out, got.err)
		}
		if shown := run(t, nil, "--lang", lang, "--help"); !strings.Contains(shown.out, strings.SplitN(got.err, "\n", 2)[1]) {
			t.Errorf("%s: the page of guichet does not begin alike: %s", lang, shown.out)
		}
	}
	for _, args := range [][]string{{"-o", "json"}, {"--nosuch"}, {"nosuch"}} {
		if got := run(t, nil, args...); got.code != 2 || strings.Contains(got.err, "First steps") {
			t.Errorf("%q: exit %d: %s", args, got.code, got.err)
		}
	}
}

func TestAnUnknownTopicOfHelpLeadsToTheNearest(t *testing.T) {
	for line, want := range map[string]string{
		"help rdv absnce": `did you mean "guichet help rdv absence"?`,
		"help flag":       `did you mean "guichet help flags"?`,
		"help exitcodes":  `did you mean "guichet help exit-codes"?`,
		"help rdvv":       `did you mean "guichet help rdv"?`,
		"help rdv xyzzy":  `run "guichet rdv --help"`,
		"help rdv me 5":   `run "guichet rdv --help"`,
		"help version 5":  `run "guichet version --help"`,
	} {
		if got := run(t, nil, strings.Fields(line)...); got.code != 2 || got.out != "" || !strings.HasSuffix(got.err, want+"\n") {
			t.Errorf("%s: exit %d: %s", line, got.code, got.err)
		}
	}
}

// TestNoHelpLineIsWiderThanTheTerminal walks all pages on a terminal of 80 columns.
func TestNoHelpLineIsWiderThanTheTerminal(t *testing.T) {
	for _, lang := range []string{message.English, message.French} {
		topics := [][]string{{"help", "flags"}, {"help", "exit-codes"}}
		tree(t, lang, func(words []string, _ *cobra.Command) {
			topics = append(topics, append(slices.Clone(words), "--help"))
		})
		for _, words := range topics {
			for line := range strings.Lines(onTerminal(t, 80, append(words, "--lang", lang)...)) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
					t.Errorf("%s %q: %d columns: %s", lang, words, n, line)
				}
			}
		}
	}
}

// onTerminal is what a command line shows on a terminal of so many columns.
func onTerminal(t *testing.T, width int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	e := &command.Env{Out: &out, Err: &out, OutTerminal: true, Width: width, Getenv: func(string) string { return "" }}
	if code := app.Run(t.Context(), args, e); code != 0 {
		t.Fatalf("%q: exit %d", args, code)
	}
	return out.String()
}

func TestANarrowTerminalShowsWhatAFlagMeansBelowIt(t *testing.T) {
	const want = "\n      --organisation-id ID\n        only this organisation; ignored\n        by the service if the agent has\n"
	if got := onTerminal(t, 40, "rdv", "user", "list", "--help"); !strings.Contains(got, want) {
		t.Error(got)
	}
}

func TestTheFirstStepsFitTheTerminalOfTheErrors(t *testing.T) {
	var errs bytes.Buffer
	e := &command.Env{Out: &errs, Err: &errs, ErrTerminal: true, ErrWidth: 50, Getenv: func(string) string { return "" }}
	if code := app.Run(t.Context(), []string{}, e); code != 2 {
		t.Errorf("exit %d", code)
	}
	for line := range strings.Lines(errs.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 50 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}
