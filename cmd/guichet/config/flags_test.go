package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

func TestTheFlagsAreThoseOfTheContract(t *testing.T) {
	want := strings.Fields(`-p/profile -o/output columns sort no-header jq raw limit strict concurrency sandbox
		base-url instance timeout retries dry-run -y/yes no-input debug -q/quiet color lang store ca-file
		csv-dialect no-formula-guard`)
	var got []string
	for _, o := range config.Options() {
		name := o.Name
		if o.Short != "" {
			name = "-" + o.Short + "/" + name
		}
		got = append(got, name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestABadFlagIsRefusedAsItIsParsed(t *testing.T) {
	for argument, parts := range map[string][]string{
		"--limit=abc":    {"--limit", `"abc"`},
		"--timeout=60":   {"--timeout", "unit"},
		"-o=xml":         {"--output", "table, json"},
		"--yes=peutêtre": {"--yes", "true"},
		"--store=kering": {"--store", `did you mean "keyring"?`},
		"--profile=":     {"--profile"},
	} {
		flags := pflag.NewFlagSet("guichet", pflag.ContinueOnError)
		config.Register(flags, nil)
		err := flags.Parse([]string{argument})
		refused(t, err, parts...)
		if _, ok := errors.AsType[*pflag.InvalidValueError](err); !ok || exit.Of(err) != exit.Usage {
			t.Errorf("%s: %v", argument, err)
		}
	}
}

func TestAFlagOfTypeBoolNeedsNoValue(t *testing.T) {
	settings, err := config.Resolve(config.Sources{Flags: parsed(t, "-y", "--strict=false", "rdv")})
	if err != nil {
		t.Fatal(err)
	}
	if !settings.Yes || settings.Strict {
		t.Errorf("yes %t, strict %t", settings.Yes, settings.Strict)
	}
}

func TestTheHelpShowsValuesAndDefaultsInItsLanguage(t *testing.T) {
	for lang, lines := range map[string][]string{
		"en": {"-o, --output FORMAT", "table, json, ndjson, csv, yaml, id, xlsx, ics (default: table)", "--limit N", "-y, --yes "},
		"fr": {"-p, --profile NOM", "(par défaut\u00a0: 4)", "QUAND utiliser les couleurs\u00a0: auto, always, never (par défaut : auto)"},
	} {
		flags := pflag.NewFlagSet("guichet", pflag.ContinueOnError)
		config.Register(flags, message.For(lang))
		help := flags.FlagUsages()
		for _, line := range lines {
			if !strings.Contains(help, line) {
				t.Errorf("%s: %q is not in\n%s", lang, line, help)
			}
		}
		if lang == "fr" && strings.Contains(help, "default ") {
			t.Errorf("English in the French help:\n%s", help)
		}
	}
}
