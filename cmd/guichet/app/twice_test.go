package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// lists are the flags whose values add up. Every other flag takes one value.
func lists() []string {
	return []string{
		"columns", "sort", "ids", "rdv rdv list --id", "rdv rdv list --status", "include", "unless-known", "organisation-ids", "referent-agent-ids", "subscriptions",
		"pull run --organisation-id", "pull plan --organisation-id", "fields", "mask", "pseudonymise",
		"where", "field", "var", "var-stdin", "query", "header", "file",
		"astor call --segment", "astor call --form", "astor call --no-form", "astor call --form-stdin", "astor call --host", "astor call --send-token-to",
	}
}

// values are texts of every kind that some flag takes.
func values() [][2]string {
	return [][2]string{
		{"true", "false"}, {"101", "102"}, {"2026-12-01", "2026-12-02"}, {"09:00", "10:00"}, {"a=1", "b=2"}, {"a=@x", "b=@y"},
		{"json", "csv"}, {"ndjson", "csv"}, {"rfc", "excel-fr"}, {"30s", "40s"}, {"fr", "en"}, {"file", "none"}, {"always", "never"}, {"rdv", "user"},
		{"127.0.0.1:1", "127.0.0.1:2"}, {"2024", "2025"}, {"historic", "numerique"}, {"48.85", "2.35"}, {"seen", "noshow"}, {"motif", "lieu"}, {"email", "name"}, {"un", "deux"}, {"1/2", "2/2"},
	}
}

// flagOf finds a flag of a fresh tree, where nothing was given yet.
func flagOf(words []string, name string) *pflag.Flag {
	root := app.NewRoot(&command.Env{Getenv: func(string) string { return "" }, Messages: message.For("en")})
	cmd, _, _ := root.Find(words)
	if flag := cmd.Flags().Lookup(name); flag != nil {
		return flag
	}
	return root.PersistentFlags().Lookup(name)
}

// give sets a flag to each of the values on a fresh tree.
func give(words []string, name string, texts ...string) (*pflag.Flag, error) {
	flag := flagOf(words, name)
	for _, text := range texts {
		if err := flag.Value.Set(text); err != nil {
			return flag, err
		}
	}
	return flag, nil
}

func TestEveryFlagThatIsGivenTwiceAddsUpOrMustHaveTheSameValue(t *testing.T) {
	added, single := map[string]bool{}, 0
	check := func(words []string, name string) {
		where := strings.Join(words, " ") + " --" + name
		flag := flagOf(words, name)
		value, ours := flag.Value.(*input.Flag)
		if !ours {
			t.Fatalf("%s is a %T: nothing looks at what is given twice", where, flag.Value)
		}
		at := slices.IndexFunc(values(), func(v [2]string) bool {
			_, first := give(words, name, v[0])
			_, second := give(words, name, v[1])
			return first == nil && second == nil
		})
		if at < 0 {
			t.Fatalf("%s takes none of the values of this test", where)
		}
		one, two := values()[at][0], values()[at][1]
		if _, err := give(words, name, one, one); err != nil {
			t.Errorf("%s: the same value twice: %v", where, err)
		}
		both, err := give(words, name, one, two)
		known := slices.Contains(lists(), name) || slices.Contains(lists(), where)
		if known {
			added[name] = true
			if got := both.Value.String(); err != nil || got != one+","+two {
				t.Errorf("%s gives %q, %v", where, got, err)
			}
			return
		}
		single++
		var refused *exit.Error
		if !errors.As(err, &refused) || refused.Code != exit.Usage || !strings.Contains(refused.Error(), "--"+name) {
			t.Errorf("%s: %v", where, err)
			return
		}
		if shown := strings.Contains(refused.Error(), one) && strings.Contains(refused.Error(), two); shown == value.Private {
			t.Errorf("%s: %v", where, refused)
		}
	}
	tree(t, "en", func(words []string, cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) { check(words, flag.Name) })
	})
	if single < 100 {
		t.Errorf("only %d flags were tried", single)
	}
	for _, name := range lists() {
		if _, last, _ := strings.Cut(name, "--"); !added[name] && !added[last] {
			t.Errorf("no command has the list --%s", name)
		}
	}
}

func TestTextThatIsNotUTF8IsRefusedByEveryFlag(t *testing.T) {
	tree(t, "en", func(words []string, cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			_, err := give(words, flag.Name, "Zo\xe9")
			var refused *exit.Error
			if !errors.As(err, &refused) || refused.Code != exit.Usage || !strings.Contains(refused.HintIn(nil), "Latin-1 or Windows-1252") {
				t.Errorf("%q --%s: %v", words, flag.Name, err)
			}
		})
	})
}
