package app_test

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
)

// told runs a command in the sandbox, for a person at a terminal.
func told(t *testing.T, lang, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var shown, said bytes.Buffer
	w := newWorld(t, service{}).with("GUICHET_LANG", lang, "GUICHET_SANDBOX_TODAY", "2026-11-16")
	delete(w, "GUICHET_RDV_BASE_URL")
	env := w.env(strings.NewReader(in), &shown, &said)
	env.OutTerminal, env.ErrTerminal = true, true
	code = app.Run(t.Context(), append([]string{"--sandbox", "-y"}, args...), env)
	return code, shown.String(), said.String()
}

func TestAWriteIsOneSentenceOnATerminal(t *testing.T) {
	const id = "[0-9a-f]+"
	for line, want := range map[string][2]string{
		"rdv absence create --agent-id 202 --title x --first-day 2026-12-01 --start-time 09:00 --end-time 10:30": {
			"absence [0-9]+ created: Dominique PETIT, from Dec 01 2026 09:00 to Dec 01 2026 10:30",
			"absence [0-9]+ créée\u00a0: Dominique PETIT, du 01/12/2026 09:00 au 01/12/2026 10:30"},
		"rdv absence update 626 --title y":                                                           {"absence 626 changed: Dominique PETIT, from .*", "absence 626 modifiée\u00a0: Dominique PETIT, du .*"},
		"rdv absence delete 626":                                                                     {"absence 626 deleted", "absence 626 supprimée"},
		"rdv participation update 167280 --status excused":                                           {`participation 167280: .+ \(appointment 10455, .+ [0-9:]{5}\)`, `participation 167280\x{a0}: .+ \(rendez-vous 10455, [0-9]{2}/[0-9]{2} [0-9:]{5}\)`},
		"rdv rdv update-status 10001 --status seen":                                                  {"appointment 10001: .+", "rendez-vous 10001\u00a0: .+"},
		"rdv user create --first-name Ada --last-name Lovelace --organisation-ids 101":               {"user [0-9]+ created: Ada LOVELACE", "usager [0-9]+ créé\u00a0: Ada LOVELACE"},
		"rdv user update 1048 --address x":                                                           {"user 1048 changed: Jérôme COLIN", "usager 1048 modifié\u00a0: Jérôme COLIN"},
		"rdv user-profile create --user-id 1048 --organisation-id 101":                               {"user 1048 added to organisation 101", "usager 1048 ajouté à l'organisation 101"},
		"rdv organisation update 101 --website https://x.fr":                                         {"organisation 101 changed: Maison .*", "organisation 101 modifiée\u00a0: Maison .*"},
		"rdv referent create --agent-id 202 --user-id 1048":                                          {"agent 202 is now a referent of user 1048", "agent 202 désormais référent de l'usager 1048"},
		"rdv plan create --user-id 1048":                                                             {"draft appointment [0-9]+ created; open https://.*", "rendez-vous à finaliser [0-9]+ créé\u00a0; ouvrez https://.*"},
		"rdv lieu create --organisation-id 101 --name Annexe --address y --latitude 1 --longitude 2": {"place [0-9]+ created: Annexe", "lieu [0-9]+ créé\u00a0: Annexe"},
		"zops project create --name x --description y":                                               {"project " + id + " created: x", "projet " + id + " créé\u00a0: x"},
		"zops admin create --email a@b.fr --first-name Ada --last-name B --password-stdin":           {"account " + id + " created: Ada B", "compte " + id + " créé\u00a0: Ada B"},
		"zops account update --address x":                                                            {"account of .* changed", "compte de .* modifié"},
		"zops register create --email a@b.fr --organization-name x":                                  {"registration " + id + ": a code was sent by e-mail to a@b.fr", "inscription " + id + "\u00a0: un code a été envoyé par courriel à a@b.fr"},
	} {
		for i, lang := range []string{"en", "fr"} {
			code, out, errs := told(t, lang, "un-mot-de-passe", strings.Fields(line)...)
			if whole := regexp.MustCompile("^" + want[i] + "\n$"); code != 0 || !whole.MatchString(out) {
				t.Errorf("%s: exit code %d: %q, not %q: %s", line, code, out, want[i], errs)
			}
		}
	}
}

func TestTheAnswerOfAWriteIsShownToWhomAsksForIt(t *testing.T) {
	update := strings.Fields("rdv user update 1048 --address x")
	for _, more := range []string{"-o table", "-o json", "--columns id,first_name", "--jq ."} {
		if code, out, errs := told(t, "en", "", slices.Concat(update, strings.Fields(more))...); code != 0 || strings.Contains(out, "changed") || !strings.Contains(out, "1048") {
			t.Errorf("%s: exit code %d: %s%s", more, code, out, errs)
		}
	}
	if code, out, _ := told(t, "en", "", append(update, "--quiet")...); code != 0 || !strings.Contains(out, "user 1048 changed") {
		t.Errorf("--quiet: exit code %d: %q", code, out)
	}
	admin := strings.Fields("zops admin create --email a@b.fr --first-name A --last-name B --password-stdin --show-secret")
	if code, out, _ := told(t, "en", "un-mot-de-passe", admin...); code != 0 || !strings.Contains(out, "Token: ") {
		t.Errorf("--show-secret: exit code %d: %q", code, out)
	}
	off := run(t, map[string]string{"GUICHET_STATE_DIR": t.TempDir()}, append([]string{"--sandbox"}, update...)...)
	if !strings.Contains(off.out, "Jérôme") || strings.Contains(off.out, "changed") {
		t.Errorf("off a terminal: %s%s", off.out, off.err)
	}
	off = run(t, map[string]string{"GUICHET_STATE_DIR": t.TempDir()}, "--sandbox", "-y", "rdv", "absence", "delete", "626")
	if off.out != "" || off.err != "guichet: absence 626 deleted\n" {
		t.Errorf("a deletion off a terminal: %q, %q", off.out, off.err)
	}
}

// TestEveryWriteHasASentence compares with the writes that may ask first. An answer that
// is what the command is for has none.
func TestEveryWriteHasASentence(t *testing.T) {
	shown := []string{
		"api astor", "api gopaas", "api rdv", "api zops", "astor call", "gopaas file upload", "rdv user invitation-token", "zops consumer-token create", "zops consumer-token exchange", "zops project-service token",
		"astor generate", "astor import", "gopaas push", "pull merge", "pull run", // they say it themselves
	}
	for name := range command.Questions() {
		_, has := command.Sentences()[name]
		service, _, _ := strings.Cut(name, " ")
		if ours := slices.Contains([]string{"auth", "config", "man", "profile"}, service); has == (ours || slices.Contains(shown, name)) {
			t.Errorf("%s: a sentence %t", name, has)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(command.Sentences())) {
		if _, writes := command.Questions()[name]; !writes {
			t.Errorf("%s is not a write", name)
		}
	}
}
