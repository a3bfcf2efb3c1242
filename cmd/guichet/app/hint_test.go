package app_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

var flagName = regexp.MustCompile(`--([a-z][a-z0-9-]+)`)

// TestAHintNamesFlagsOfItsOwnCommand runs every command where nothing can be asked,
// with nothing and then with what it says that it requires.
func TestAHintNamesFlagsOfItsOwnCommand(t *testing.T) {
	nowhere := map[string]string{"GUICHET_STORE": "none", "GUICHET_CONFIG_DIR": t.TempDir(), "GUICHET_STATE_DIR": t.TempDir(),
		"GUICHET_RDV_BEARER": "x", "GUICHET_ZOPS_TOKEN": "x", "GUICHET_GOPAAS_API_KEY": "x", "GUICHET_ASTOR_TOKEN": "x",
		"GUICHET_RDV_BASE_URL": "http://127.0.0.1:1", "GUICHET_ZOPS_BASE_URL": "http://127.0.0.1:1", "GUICHET_GOPAAS_BASE_URL": "http://127.0.0.1:1",
		"GUICHET_ASTOR_BASE_URL": "http://127.0.0.1:1", "GUICHET_ASTOR_CAMS_BASE_URL": "http://127.0.0.1:1",
	}
	required := regexp.MustCompile(`missing required flag: (.*)`)
	tree(t, "en", func(words []string, cmd *cobra.Command) {
		if len(words) == 0 || cmd.HasSubCommands() || slices.Contains([]string{"sandbox", "completion", "help"}, words[0]) {
			return
		}
		args := slices.Clone(words)
		for word := range strings.FieldsSeq(strings.TrimPrefix(cmd.Use, cmd.Name())) {
			if word == strings.ToUpper(word) && !strings.HasPrefix(word, "[") {
				args = append(args, "1")
			}
		}
		t.Chdir(t.TempDir())
		for range 4 {
			got := run(t, nowhere, append(args, "--no-input", "--retries", "0")...)
			own := got.err
			if at := strings.Index(own, "guichet auth login"); at >= 0 {
				own = own[:at] // the flags of another command
			}
			for _, found := range flagName.FindAllStringSubmatch(own, -1) {
				if cmd.Flags().Lookup(found[1]) == nil && cmd.InheritedFlags().Lookup(found[1]) == nil && found[1] != "help" {
					t.Errorf("%s: names --%s, which it does not have: %s", strings.Join(args, " "), found[1], got.err)
				}
			}
			missing := required.FindStringSubmatch(got.err)
			if missing == nil {
				break
			}
			for flag := range strings.SplitSeq(missing[1], ", ") {
				args = append(args, strings.TrimSpace(flag), "push")
			}
		}
		if slices.Contains(words, "consumer-token") && words[len(words)-1] == "delete" {
			if got := run(t, nowhere, append(args, "--no-input", "--retries", "0")...); !strings.Contains(got.err, "--token-stdin") {
				t.Errorf("%s: %s", strings.Join(args, " "), got.err)
			}
		}
	})
}

// TestAnExplanationNamesCommandsAndNoMethods is about the sentences that the SDK
// has for defects of ZOPS.
func TestAnExplanationNamesCommandsAndNoMethods(t *testing.T) {
	const id = "0123456789abcdef0123456789abcdef"
	for lang, want := range map[string]string{"en": "to set its first keys", "fr": "pour les premières clés"} {
		got := run(t, nil, "zops", "project-key", "update", id, "--sandbox", "--fcm-project-number", "5", "--lang", lang)
		if got.code != 8 || strings.Contains(got.err, "ProjectKeys.Update") || !strings.Contains(got.err, "--fcm-api-keys") || !strings.Contains(got.err, want) {
			t.Errorf("%+v", got)
		}
	}
	var out, errs bytes.Buffer
	world{}.here(t.Context(), strings.NewReader("jeton-canari\n"), &out, &errs,
		"zops", "consumer-token", "delete", "--sandbox", "-y", "--project-id", id, "--service-catalog-code", "push", "--token-stdin", "--lang", "fr")
	if !strings.Contains(errs.String(), "défaut connu du service") {
		t.Error(errs.String())
	}
}
