package app_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
)

// screens are what people see of these command lines on a terminal. Each is kept in
// testdata/screens, in a file for each language with all widths in it: stdout and stderr
// as they mix on the screen. To add one, add a line and run the test with GUICHET_UPDATE=1.
var screens = []struct{ name, line string }{
	{"day", "rdv rdv list --organisation-id 101 --from 2026-11-30 --to 2026-11-30"},
	{"week", "rdv rdv list --agent-id 202 --from 2026-11-09 --to 2026-11-13"},
	{"agenda", "rdv agenda --organisation-id 102"},
	{"agenda-week", "rdv agenda --agent-id 202 --week"},
	{"users", "rdv user list --limit 6"},
	{"motifs", "rdv motif list --organisation-id 101"},
	{"absences", "rdv absence list --limit 6"},
	{"user", "rdv user get 1048"},
	{"appointment", "rdv rdv get 10664"},
	{"status", "auth status rdv --offline"},
	{"empty", "rdv rdv list --organisation-id 101 --from 2028-01-01 --to 2028-01-01"},
	{"write", "rdv participation update 167264 --status seen -y"},
	{"error", "rdv rdv list --status excuse"},
	{"not-found", "rdv absence get 999999"},
	{"columns", "rdv rdv list --ids 10454,10664 --columns id,users,users.first_name,participations,lieu,address,organisation.name"},
	{"operations", "astor operation list --limit 8"},
	{"operation", "astor operation show #8"},
	{"colours", "rdv rdv list --organisation-id 102 --from 2026-11-12 --to 2026-11-12 --color always"},
}

// widths are those of terminals: a phone, a narrow window, the classic one, a wide one.
var widths = []int{40, 60, 80, 120}

func TestScreensAreThoseThatWereLookedAt(t *testing.T) {
	if raced {
		t.Skip("it is about words and their places")
	}
	for _, s := range screens {
		for _, lang := range []string{"en", "fr"} {
			t.Run(s.name+"/"+lang, func(t *testing.T) {
				var seen bytes.Buffer
				for _, width := range widths {
					fmt.Fprintf(&seen, "=== %d ===\n$ guichet %s\n%s", width, s.line, screenOf(t, lang, width, s.line))
				}
				kept(t, filepath.Join("testdata", "screens", s.name+"."+lang+".txt"), seen.String())
			})
		}
	}
}

// screenOf runs a command line against the sandbox, on a terminal of a width, at noon of a
// day.
func screenOf(t *testing.T, lang string, width int, line string) string {
	t.Helper()
	var screen bytes.Buffer
	dir := t.TempDir()
	env := world{
		"GUICHET_CONFIG_DIR": dir, "GUICHET_STATE_DIR": dir, "GUICHET_STORE": "none", "GUICHET_LANG": lang, "TERM": "xterm",
		"GUICHET_SANDBOX_TODAY": "2026-11-16", "NO_COLOR": "1",
	}.env(strings.NewReader(""), &screen, &screen)
	env.OutTerminal, env.ErrTerminal, env.Width, env.ErrWidth = true, true, width, width
	env.Now = func() time.Time { return time.Date(2026, 11, 16, 11, 0, 0, 0, time.UTC) }
	app.Run(t.Context(), append(strings.Fields(line), "--sandbox"), env)
	return strings.ReplaceAll(screen.String(), "\x1b", "␛")
}
