package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// Writer returns where objects are shown, in the format of the settings.
func (r *Run) Writer(columns []render.Column, id []string) (*render.Writer, error) {
	s := r.Settings
	return render.New(r.Out, render.Options{
		Format: s.Output, Columns: s.Columns, Default: columns, NoHeader: s.NoHeader, JQ: s.JQ,
		Context: context.Background(), CSVDialect: s.CSVDialect, NoFormulaGuard: s.NoFormulaGuard,
		Terminal: r.OutTerminal, Width: r.Width, IDPath: id,
		Color: s.Color == "always" || s.Color == "auto" && r.OutTerminal && r.Getenv("NO_COLOR") == "",
	})
}

// Say writes one line for a person to stderr.
func (r *Run) Say(text string) { _, _ = fmt.Fprintln(r.Err, "guichet: "+render.Sanitize(text)) }

// Notice says something that --quiet leaves out.
func (r *Run) Notice(key message.Key, args ...any) {
	if !r.Settings.Quiet {
		r.Say(r.Messages.Text(key, args...))
	}
}

// Confirm asks for leave. An empty text needs none.
func (r *Run) Confirm(text string) error {
	if text == "" || r.Settings.Yes {
		return nil
	}
	if r.Settings.NoInput || !r.InTerminal || !r.ErrTerminal {
		return exit.New(exit.Usage, strings.TrimSpace(text), r.Messages.Text(message.HintConfirmationNeeded))
	}
	_, _ = fmt.Fprintf(r.Err, "%s %s ", render.Sanitize(text), r.Messages.Text(message.AskContinue))
	line, err := bufio.NewReader(r.In).ReadString('\n')
	if err != nil && line == "" {
		return exit.New(exit.Interrupted, r.Messages.Text(message.ErrInterrupted), "")
	}
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes", "o", "oui":
		return nil
	}
	return errDeclined
}

// ConfirmWrite is Confirm for a write that a dry run does not send.
func (r *Run) ConfirmWrite(text string) error {
	if r.Settings.DryRun {
		return nil
	}
	return r.Confirm(text)
}

// errDeclined ends a command that the person did not want; nothing was sent.
var errDeclined = errors.New("declined")

// progress shows how a long list comes along, on a terminal only.
type progress struct {
	run     *Run
	started time.Time
	shown   bool
}

func (r *Run) progress() *progress { return &progress{run: r, started: r.Now()} }

// show draws one line, from the second second on.
func (p *progress) show(done, total int) {
	r := p.run
	elapsed := r.Now().Sub(p.started)
	if !r.ErrTerminal || r.OutTerminal || r.Settings.Quiet || elapsed < time.Second {
		return
	}
	rate := float64(done) / elapsed.Seconds()
	line := r.Messages.Text(message.ProgressUnknown, done, fmt.Sprintf("%.0f", rate))
	if total > 0 && rate > 0 {
		left := time.Duration(float64(max(0, total-done)) / rate * float64(time.Second)).Round(time.Second)
		line = r.Messages.Text(message.ProgressKnown, done, total, fmt.Sprintf("%.0f", rate), left)
	}
	if r.Accessible {
		_, _ = fmt.Fprintln(r.Err, line)
		return
	}
	_, _ = fmt.Fprint(r.Err, "\r\x1b[K"+line)
	p.shown = true
}

// end clears the line.
func (p *progress) end() {
	if p.shown {
		_, _ = fmt.Fprint(p.run.Err, "\r\x1b[K")
		p.shown = false
	}
}
