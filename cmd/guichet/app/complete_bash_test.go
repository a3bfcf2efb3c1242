//go:build unix

package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inBash gives what bash itself would put on the line, or offer, for a line that is
// being typed. COMP_TYPE is that of one TAB, of two, or of menu-complete.
func inBash(t *testing.T, w world, kind, line string) []string {
	t.Helper()
	const script = `
_init_completion() { words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=${words[cword]}; prev=${words[cword-1]}; }
source <(guichet completion bash)
read -ra COMP_WORDS <<<"$LINE"
[[ $LINE == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]}-1)) COMP_LINE=$LINE COMP_TYPE=$KIND COLUMNS=200
__start_guichet 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
`
	cmd := exec.CommandContext(t.Context(), "bash", "--norc", "-c", script)
	for name, value := range w.with("LINE", line, "KIND", kind) {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var offered []string
	for reply := range strings.Lines(string(out)) {
		reply, _, _ = strings.Cut(strings.TrimSuffix(reply, "\n"), "  ")
		offered = append(offered, reply)
	}
	return offered
}

func TestBashCompletesTheColumnAfterAComma(t *testing.T) {
	if raced {
		t.Skip("bash starts guichet, where the race detector sees nothing new")
	}
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is missing")
	}
	w := newWorld(t, service{})
	for _, c := range []struct{ kind, line, want string }{
		{"9", "guichet rdv rdv list --columns id,sta", "id,starts_at id,status"},
		{"9", "guichet rdv rdv list --columns id,status,dur", "id,status,duration_in_min"},
		{"63", "guichet rdv rdv list --columns id,sta", "id,starts_at id,status"},
		{"37", "guichet rdv rdv list --columns id,sta", "id,starts_at id,status"},
		{"9", "guichet rdv rdv list --columns mot", "motif.name"},
		{"9", "guichet rdv rdv list --status seen,re", "seen,revoked"},
		{"9", "guichet pull run rdv.rdvs rdv.ag", "rdv.agents"},
		{"9", "guichet --sandbox rdv rdv list --organisation-id 10", "101 102 103"},
	} {
		got := inBash(t, w, c.kind, c.line)
		if c.kind != "37" && len(got) > 1 {
			for i := range got {
				got[i], _, _ = strings.Cut(got[i], " (")
			}
		}
		if diff := cmp.Diff(strings.Fields(c.want), got); diff != "" {
			t.Errorf("%s:\n%s", c.line, diff)
		}
	}
}

func TestNamesAndIDsOfALineAreCompleted(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte("profiles: {prod: {}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	variables := map[string]string{"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir}
	for line, want := range map[string][]string{
		"profile use ":                   {"default", "prod"},
		"rdv agent me -p p":              {"prod"},
		"rdv agent me --instance ":       {"historic", "numerique"},
		"config set store ":              {"keyring", "file", "none"},
		"pull run rdv.a":                 {"rdv.agents", "rdv.absences"},
		"pull run rdv.agents rdv.a":      {"rdv.absences"},
		"pull plan zops.a":               {"zops.admins"},
		"pull run gop":                   {"gopaas.list:"},
		"schema rdv.rd":                  {"rdv.rdvs"},
		"schema rdv.rdvs ":               nil,
		"rdv participation update 1 ":    nil,
		"rdv participation update -p pr": {"prod"},
	} {
		got := complete(t, variables, strings.Split(line, " ")...)
		if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
			t.Errorf("%q:\n%s", line, diff)
		}
	}
}

func TestParticipationsAreCompletedWithPersonAndTime(t *testing.T) {
	got := complete(t, map[string]string{"GUICHET_SANDBOX_TODAY": "2026-11-16"}, "--sandbox", "rdv", "participation", "update", "")
	if len(got) == 0 || len(got) > 1000 {
		t.Fatalf("%d candidates", len(got))
	}
	before := ""
	for _, candidate := range got {
		_, description, _ := strings.Cut(candidate, "\t")
		at, who := description[:min(16, len(description))], description[min(16, len(description)):]
		if at < "2026-11-09 00:00" || at > "2026-12-16 23:59" || at < before || len(who) < 4 {
			t.Errorf("%q after %s", candidate, before)
		}
		before = at
	}
}

// A profile that does not exist has the default address: nothing goes there.
func TestCompletionOfAMissingProfileAsksNobody(t *testing.T) {
	server, variables := overASocket(t)
	variables["GUICHET_RDV_BEARER"] = "jeton"
	if got := complete(t, variables, "-p", "absent", "rdv", "user", "get", ""); len(got) != 0 {
		t.Errorf("%q", got)
	}
	if seen := server.Requests(); len(seen) != 0 {
		t.Errorf("the service saw %v", seen)
	}
}
