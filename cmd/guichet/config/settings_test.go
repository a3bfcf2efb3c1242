package config_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/guichet-go/guichet/cmd/guichet/config"
)

func TestDefaultsApplyWithoutFlagsVariablesAndFile(t *testing.T) {
	got, err := config.Resolve(config.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	want := &config.Settings{
		Profile: "default", Output: "table", Concurrency: 2, Retries: 4,
		Color: "auto", Store: "keyring", CSVDialect: "rfc",
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(config.Settings{})); diff != "" {
		t.Error(diff)
	}
}

// Each source is stronger than the next: what is taken away lets the next one show.
func TestTheStrongestSourceWinsAndReportsWhatItShadows(t *testing.T) {
	path := stored(t, "output: json\nprofiles:\n  Mairie.Prod:\n    output: csv\n")
	from := config.Sources{
		Flags:  parsed(t, "-p", "Mairie.Prod", "-o", "yaml"),
		Getenv: variables(map[string]string{"GUICHET_OUTPUT": "ndjson"}),
		File:   read(t, path),
	}
	all := []config.Source{
		{Value: "yaml", Origin: "--output"},
		{Value: "ndjson", Origin: "GUICHET_OUTPUT"},
		{Value: "csv", Origin: path + ":4"},
		{Value: "json", Origin: path + ":1"},
		{Value: "table", Origin: "default"},
	}
	check := func(want []config.Source) {
		t.Helper()
		settings, err := config.Resolve(from)
		if err != nil {
			t.Fatal(err)
		}
		value, origin, shadowed := settings.Origin("output")
		got := append([]config.Source{{Value: value, Origin: origin}}, shadowed...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if settings.Output != want[0].Value {
			t.Errorf("Output is %q, want %q", settings.Output, want[0].Value)
		}
	}
	check(all)
	from.Flags = parsed(t, "-p", "Mairie.Prod")
	check(all[1:])
	from.Getenv = variables(map[string]string{"GUICHET_OUTPUT": ""})
	check(all[2:])
	from.Flags = parsed(t)
	check(all[3:])
	from.File = nil
	check(all[4:])
}

func TestEveryOptionReachesItsField(t *testing.T) {
	samples := map[config.Kind]string{config.String: "a", config.Bool: "true", config.Int: "17", config.Duration: "90s"}
	for _, o := range config.Options() {
		sample := samples[o.Kind]
		if o.Values != nil {
			sample = o.Values[len(o.Values)-1]
		}
		settings, err := config.Resolve(config.Sources{Flags: parsed(t, "--"+o.Name+"="+sample)})
		if err != nil {
			t.Fatal(err)
		}
		field := reflect.ValueOf(settings).Elem().FieldByNameFunc(func(name string) bool {
			return strings.EqualFold(name, strings.ReplaceAll(o.Name, "-", ""))
		})
		var want any
		switch {
		case o.List:
			want = []string{sample}
		case o.Kind == config.String:
			want = sample
		default:
			want = map[config.Kind]any{config.Bool: true, config.Int: 17, config.Duration: 90 * time.Second}[o.Kind]
		}
		if !field.IsValid() || !cmp.Equal(field.Interface(), want) {
			t.Errorf("--%s=%s: the field holds %v", o.Name, sample, field)
		}
		if value, origin, _ := settings.Origin(o.Name); value != sample || origin != "--"+o.Name {
			t.Errorf("--%s: origin %q of %q", o.Name, origin, value)
		}
	}
	if fields := reflect.TypeFor[config.Settings]().NumField() - 1; fields != len(config.Options()) {
		t.Errorf("%d fields for %d options", fields, len(config.Options()))
	}
}

func TestEveryOptionButFourHasAVariable(t *testing.T) {
	var without []string
	for _, o := range config.Options() {
		name := "GUICHET_" + strings.ToUpper(strings.ReplaceAll(o.Name, "-", "_"))
		if o.Name == "instance" {
			name = "GUICHET_RDV_INSTANCE" // of one service
		}
		if o.Variable() == "" {
			without = append(without, o.Name)
		} else if o.Variable() != name {
			t.Errorf("--%s has the variable %s", o.Name, o.Variable())
		}
		value := "true"
		if o.Name == "base-url" {
			value = "https://rdv.example"
		} else if o.Variable() != "" {
			continue
		}
		settings, err := config.Resolve(config.Sources{Getenv: variables(map[string]string{name: value})})
		if err != nil {
			t.Fatal(err)
		}
		if _, origin, _ := settings.Origin(o.Name); origin != "default" {
			t.Errorf("%s was read", name)
		}
	}
	if diff := cmp.Diff([]string{"sandbox", "base-url", "dry-run", "yes"}, without); diff != "" {
		t.Error(diff)
	}
}

func TestABadVariableIsNamedWithItsValue(t *testing.T) {
	for name, c := range map[string]struct {
		value string
		parts []string
	}{
		"GUICHET_LIMIT":       {"abc", []string{`GUICHET_LIMIT: invalid number "abc"`, "at least 0"}},
		"GUICHET_CONCURRENCY": {"0", []string{`"0"`, "at least 1"}},
		"GUICHET_RETRIES":     {"-1", []string{`"-1"`}},
		"GUICHET_TIMEOUT":     {"60", []string{`GUICHET_TIMEOUT: invalid duration "60"`, "unit", "30s"}},
		"GUICHET_STRICT":      {"oui", []string{`"oui"`, "true", "false"}},
		"GUICHET_OUTPUT":      {"jsno", []string{`"jsno"`, "table, json, ndjson, csv, yaml, id, xlsx", `did you mean "json"?`}},
		"GUICHET_PROFILE":     {"a/b", []string{"GUICHET_PROFILE", `"a/b"`}},
		"GUICHET_LANG":        {"de", []string{"fr, en"}},
	} {
		_, err := config.Resolve(config.Sources{Getenv: variables(map[string]string{name: c.value})})
		refused(t, err, append(c.parts, name)...)
	}
	_, err := config.Resolve(config.Sources{Getenv: variables(map[string]string{"GUICHET_TIMEOUT": "-2s"})})
	refused(t, err, "negative")
}

func TestAProfileDiffersByCaseAndKeepsItsDots(t *testing.T) {
	file := read(t, stored(t, "profiles:\n  Mairie.Prod: {limit: 3}\n  mairie.prod: {limit: 5}\n  mairie: {limit: 7}\n"))
	for profile, want := range map[string]int{"Mairie.Prod": 3, "mairie.prod": 5, "mairie": 7, "MAIRIE": 0} {
		settings, err := config.Resolve(config.Sources{
			Getenv: variables(map[string]string{"GUICHET_PROFILE": profile}), File: file,
		})
		if err != nil {
			t.Fatal(err)
		}
		if settings.Limit != want || settings.Profile != profile {
			t.Errorf("%s: profile %s, limit %d", profile, settings.Profile, settings.Limit)
		}
	}
	if file.HasProfile("MAIRIE") || !file.HasProfile("Mairie.Prod") {
		t.Error("profiles are confused by their case")
	}
}

func TestColumnsAreSplitAtCommas(t *testing.T) {
	settings, err := config.Resolve(config.Sources{Flags: parsed(t, "--columns", "id, motif.name,,")})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"id", "motif.name"}, settings.Columns); diff != "" {
		t.Error(diff)
	}
}
