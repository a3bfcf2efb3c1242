package config_test

import (
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/config"
)

func TestTheChosenProfileStandsBelowTheVariableAndTheFlag(t *testing.T) {
	file := read(t, stored(t, "profile: b\noutput: csv\nprofiles:\n  a: {output: json}\n  b: {output: yaml}\n"))
	for _, c := range []struct{ flag, variable, want, output string }{
		{"", "", "b", "yaml"}, {"", "a", "a", "json"}, {"a", "b", "a", "json"}, {"default", "b", "default", "csv"},
	} {
		var args []string
		if c.flag != "" {
			args = []string{"-p", c.flag}
		}
		settings, err := config.Resolve(config.Sources{
			Flags: parsed(t, args...), File: file,
			Getenv: func(name string) string { return map[string]string{"GUICHET_PROFILE": c.variable}[name] },
		})
		if err != nil || settings.Profile != c.want || settings.Output != c.output {
			t.Errorf("%+v: %+v, %v", c, settings, err)
		}
	}
}

func TestChoosingTheDefaultProfileTakesTheChoiceOut(t *testing.T) {
	path := stored(t, "output: csv\nprofiles:\n  prod: {}\n")
	file := read(t, path)
	must(t, file.UseProfile("prod"), file.Write())
	if got := contents(t, path); got != "output: csv\nprofiles:\n  prod: {}\nprofile: prod\n" {
		t.Error(got)
	}
	refused(t, file.DeleteProfile("prod"), "guichet profile use default")
	refused(t, file.UseProfile("prd"), "guichet profile create prd", `"prod"`)
	must(t, file.UseProfile("default"), file.DeleteProfile("prod"), file.Write())
	if got := contents(t, path); got != "output: csv\nprofiles: {}\n" {
		t.Error(got)
	}
}

func TestAChosenProfileIsAName(t *testing.T) {
	for _, text := range []string{"profile: a/b\n", "profile: [a]\n", "profiles:\n  a:\n    profile: b\n"} {
		_, err := config.Read(stored(t, text))
		refused(t, err, "config.yaml:", "profile")
	}
}

func TestAKeyOfAServiceGoesToTheDefaultProfile(t *testing.T) {
	path := stored(t, "")
	file := read(t, path)
	must(t, file.Set("", "rdv.email", "ada@exemple.fr"), file.Write())
	if got := contents(t, path); got != "profiles:\n  default:\n    rdv:\n      email: ada@exemple.fr\n" {
		t.Error(got)
	}
	must(t, file.Unset("", "rdv.email"))
	if got := file.Service("default", "rdv").Email; got != "" {
		t.Error(got)
	}
}
