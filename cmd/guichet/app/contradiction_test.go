package app_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestAFormatThatAFilterCannotHaveIsRefused(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		line string
		code int
	}{
		{nil, "-o csv --jq .", 2},
		{nil, "-o yaml --jq .", 2},
		{nil, "-o table --jq .", 2},
		{nil, "-o id --jq .", 2},
		{nil, "--columns id --jq .", 2},
		{nil, "--raw", 2},
		{nil, "--raw -o json", 2},
		{map[string]string{"GUICHET_JQ": "."}, "-o csv", 2},
		{nil, "-o json --jq .", 0},
		{nil, "-o ndjson --jq .", 0},
		{nil, "--jq . --raw", 0},
		{map[string]string{"GUICHET_OUTPUT": "csv", "GUICHET_COLUMNS": "id"}, "--jq .", 0},
		{map[string]string{"GUICHET_RAW": "true"}, "-o json", 0},
	} {
		got := run(t, c.env, append([]string{"rdv", "organisation", "get", "101", "--sandbox"}, strings.Fields(c.line)...)...)
		if got.code != c.code || (got.out == "") != (c.code == 2) {
			t.Errorf("%s %v: exit %d, %q, %s", c.line, c.env, got.code, got.out, got.err)
		}
		if c.code == 2 && (!strings.Contains(got.err, "jq") || strings.Contains(got.err, "unexpected")) {
			t.Errorf("%s: %s", c.line, got.err)
		}
	}
}

func TestAFilterThatGivesUpShowsNoRow(t *testing.T) {
	for _, filter := range []string{"halt_error", "error(.)", ".[0]|halt_error(3)"} {
		got := run(t, nil, "rdv", "organisation", "list", "--sandbox", "--jq", filter)
		if got.code != 1 || strings.Contains(got.err, "accueil") || got.out != "" {
			t.Errorf("%s: exit %d, %s%s", filter, got.code, got.out, got.err)
		}
	}
	got := run(t, nil, "rdv", "organisation", "list", "--sandbox", "--jq", `"nobody"|halt_error`)
	if got.code != 1 || !strings.Contains(got.err, `"message":"nobody"`) {
		t.Errorf("exit %d, %s", got.code, got.err)
	}
}

// TestATerminalWithoutEscapesGetsNone has the clock advance with each look at
// it, so that progress is shown.
func TestATerminalWithoutEscapesGetsNone(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 230, Users: 5}, nil)
	for _, c := range []struct {
		term, goos string
		escapes    bool
	}{
		{"xterm-256color", "linux", true},
		{"dumb", "linux", false},
		{"", "linux", false},
		{"dumb", "windows", false},
		{"", "windows", true},
	} {
		w := newWorld(t, s).agent().with("TERM", c.term)
		for _, shown := range []bool{true, false} { // a table on a terminal, progress on a terminal
			var out, errs bytes.Buffer
			now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
			code := app.Run(t.Context(), []string{"rdv", "rdv", "list", "-o", map[bool]string{true: "table", false: "ndjson"}[shown]}, &command.Env{
				Out: &out, Err: &errs, OutTerminal: shown, ErrTerminal: true, GOOS: c.goos,
				Now:     func() time.Time { now = now.Add(2 * time.Second); return now },
				Getenv:  func(name string) string { return w[name] },
				Sandbox: sandbox.InProcess,
			})
			text := errs.String()
			if shown {
				text = out.String()
			} else if !strings.Contains(text, " of 230 ") {
				t.Errorf("TERM=%s: no progress in %q", c.term, text)
			}
			if code != 0 || strings.Contains(text, "\x1b") != c.escapes {
				t.Errorf("TERM=%q on %s: exit code %d, %.200q", c.term, c.goos, code, text)
			}
		}
	}
}
