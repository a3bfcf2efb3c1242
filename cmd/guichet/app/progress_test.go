package app_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/app"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// TestProgressShowsOnATerminalOnly lets the clock advance with each look at it.
func TestProgressShowsOnATerminalOnly(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 730, Users: 5}, nil)
	for _, c := range []struct {
		name                             string
		outTerminal, errTerminal, spoken bool
		args                             []string
		shown, redrawn                   bool
	}{
		{name: "a terminal", errTerminal: true, shown: true, redrawn: true},
		{name: "an accessible terminal", errTerminal: true, spoken: true, shown: true},
		{name: "no terminal"},
		{name: "the rows on the same terminal", outTerminal: true, errTerminal: true},
		{name: "quiet", errTerminal: true, args: []string{"-q"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
			w := newWorld(t, s).agent()
			var out, errs bytes.Buffer
			code := app.Run(t.Context(), append([]string{"rdv", "rdv", "list", "-o", "ndjson"}, c.args...), &command.Env{
				Out: &out, Err: &errs, OutTerminal: c.outTerminal, ErrTerminal: c.errTerminal, Accessible: c.spoken, GOOS: "linux",
				Getenv: func(name string) string { return w[name] },
				Now:    func() time.Time { now = now.Add(2 * time.Second); return now },
			})
			text := errs.String()
			if code != 0 || strings.Contains(text, " of 730 appointments, ") != c.shown || strings.Contains(text, "\x1b") != c.redrawn {
				t.Errorf("exit code %d, stderr %q", code, text)
			}
			if c.redrawn && !strings.HasSuffix(text, "\r\x1b[K") {
				t.Errorf("the line stays on the screen: %q", text)
			}
		})
	}
}

// TestProgressShowsWhileASortedTableIsRead writes rows and progress to one terminal: the
// line is gone before the first row.
func TestProgressShowsWhileASortedTableIsRead(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 230, Users: 5}, nil)
	for _, sorted := range [][]string{{"-o", "table"}, {"-o", "ndjson", "--sort", "starts_at"}} {
		now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
		w := newWorld(t, s).agent()
		var screen bytes.Buffer
		code := app.Run(t.Context(), append([]string{"rdv", "rdv", "list"}, sorted...), &command.Env{
			Out: &screen, Err: &screen, OutTerminal: true, ErrTerminal: true, GOOS: "linux",
			Getenv: func(name string) string { return w[name] },
			Now:    func() time.Time { now = now.Add(2 * time.Second); return now },
		})
		end := strings.LastIndex(screen.String(), "\r\x1b[K")
		before, rows := screen.String()[:max(0, end)], screen.String()[max(0, end):]
		if code != 0 || !strings.Contains(before, " of 230 ") || strings.Contains(before, "2026") || strings.Count(rows, "\n") < 230 {
			t.Errorf("%s: exit code %d, screen %.400q", sorted, code, screen.String())
		}
	}
}
