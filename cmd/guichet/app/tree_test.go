package app_test

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// built runs a command line and names the nouns that were built for it.
func built(t *testing.T, args ...string) []string {
	t.Helper()
	dir := t.TempDir()
	return app.Built(t.Context(), &command.Env{
		In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, GOOS: "linux", Now: time.Now, Messages: message.For("en"),
		Getenv: func(name string) string {
			return map[string]string{"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "none"}[name]
		},
	}, args)
}

func TestACommandLineBuildsTheNounThatItAsksForAndNoOther(t *testing.T) {
	for line, want := range map[string]string{
		"--version": "", "--help": "", "-h": "", "help": "", "help exit-codes": "", "": "", "rdw": "", "--nosuch": "", "-- rdv": "",
		"rdv": "rdv", "rdv nosuch": "rdv", "rdv rdv list --help": "rdv", "zops me": "zops", "version": "version",
		"--help rdv": "rdv", "-h rdv rdv": "rdv", "-y rdv": "rdv", "--yes=true rdv": "rdv",
		// The value of a flag does not name a noun.
		"--profile zops rdv -h": "rdv", "-p zops rdv -h": "rdv", "--profile=zops rdv -h": "rdv", "-pzops rdv -h": "rdv",
		"-qojson rdv -h": "rdv", "--lang fr -o json rdv -h": "rdv", "--columns rdv": "", "--nosuch rdv": "", "--nosuch=1 rdv": "rdv",
		"help rdv rdv list": "rdv", "help --lang fr zops": "zops", "--lang fr help zops": "zops", "help help": "", "help rdw": "",
		"__complete ": "", "__complete rd": "", "__complete rdv": "", "__complete rdv ": "rdv", "__complete rdv rdv list --": "rdv",
		"__complete --profile zops rdv ": "rdv", "--lang fr __completeNoDesc rdv ": "rdv", "__complete help rdv ": "rdv", "__complete help ": "",
		"__complete": "", "completion bash": "completion",
	} {
		var wanted []string
		if want != "" {
			wanted = []string{want}
		}
		if got := built(t, strings.Split(line, " ")...); !slices.Equal(got, wanted) {
			t.Errorf("%q built %q, want %q", line, got, wanted)
		}
	}
}

func TestTheWholeTreeHasTheCommandsOfEveryNoun(t *testing.T) {
	below := map[string]int{}
	tree(t, "en", func(words []string, cmd *cobra.Command) {
		if len(words) > 0 && !cmd.HasSubCommands() {
			below[words[0]]++
		}
		if help := cmd.Flags().Lookup("help"); help == nil || cmd.Flags().SortFlags {
			t.Errorf("%q has a help page of cobra", words)
		}
	})
	for _, noun := range []string{"auth", "profile", "config", "rdv", "zops", "gopaas", "astor", "api", "pull", "completion"} {
		if below[noun] < 2 {
			t.Errorf("%s has %d commands", noun, below[noun])
		}
	}
	if len(below) != 16 {
		t.Errorf("the first words are %v", below)
	}
}

func TestCompletionAfterAGlobalFlagCompletesAsWithoutIt(t *testing.T) {
	want := run(t, nil, "__complete", "--sandbox", "rdv", "organisation", "get", "")
	got := run(t, nil, "--lang", "en", "__complete", "--sandbox", "rdv", "organisation", "get", "")
	if !strings.HasPrefix(want.out, "101\t") || got != want {
		t.Errorf("it gave\n%s\nwant\n%s", got.out, want.out)
	}
}

func TestABundleOfFlagsBeforeTheVerbIsReadAsBehindIt(t *testing.T) {
	want := run(t, nil, "rdv", "organisation", "list", "--sandbox", "-qo", "ndjson")
	if want.code != 0 || want.out == "" {
		t.Fatalf("behind the noun: %+v", want)
	}
	for _, line := range []string{
		"-qo ndjson --sandbox rdv organisation list", "--sandbox -qondjson rdv organisation list",
		"-q --sandbox -o ndjson rdv organisation list", "--sandbox -qo=ndjson rdv organisation list",
		"--limit 0 -qo ndjson --sandbox rdv organisation list", "-p default -yqo ndjson --sandbox rdv organisation list",
		"--sandbox rdv -qo ndjson organisation list", "--lang=en --sandbox rdv organisation -qo ndjson list",
	} {
		if got := run(t, nil, strings.Fields(line)...); got != want {
			t.Errorf("%s: %+v", line, got)
		}
	}
	for _, line := range []string{"-qé json rdv", "-q\xff json rdv", "-", "-qz json rdv", "-- -qo json"} {
		if got := run(t, nil, strings.Fields(line)...); got.code != 2 {
			t.Errorf("%q: exit %d", line, got.code)
		}
	}
	// The value of a flag is not a bundle.
	if got := run(t, nil, "--jq", "-qo", "json", "--sandbox", "rdv"); !strings.Contains(got.err, `unknown command \"json\"`) {
		t.Errorf("%+v", got)
	}
}
