package prompt

import (
	"fmt"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// Progress shows how work comes along, to a person who sees stderr. It is not safe
// for concurrent use.
type Progress struct {
	_ incomparable.Field

	// Noun is what is counted; [message.NounResult] when empty.
	Noun message.Key

	prompt  *Prompt
	hidden  bool
	started time.Time
	shown   bool
}

// Progress begins work. printed says that the work prints to stdout: nothing is
// shown when that is the terminal.
func (p *Prompt) Progress(printed bool) *Progress {
	hidden := !p.ErrTerminal || p.Quiet || printed && p.OutTerminal
	return &Progress{prompt: p, hidden: hidden, started: p.Now()}
}

// Show draws one line, from the second second on. total is at most 0 when unknown.
func (g *Progress) Show(done, total int) {
	p := g.prompt
	elapsed := p.Now().Sub(g.started)
	if g.hidden || elapsed < time.Second {
		return
	}
	rate := float64(done) / elapsed.Seconds()
	line := p.Messages.Text(message.ProgressUnknown, p.Messages.Counted(g.Noun, done), fmt.Sprintf("%.0f", rate))
	if total > 0 && rate > 0 {
		left := time.Duration(float64(max(0, total-done)) / rate * float64(time.Second)).Round(time.Second)
		line = p.Messages.Text(message.ProgressKnown, done, p.Messages.Counted(g.Noun, total), fmt.Sprintf("%.0f", rate), left)
	}
	if p.Plain {
		_, _ = fmt.Fprintln(p.Err, line)
		return
	}
	_, _ = fmt.Fprint(p.Err, "\r\x1b[K"+line)
	g.shown = true
}

// End clears the line.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (g *Progress) End() {
	if g.shown {
		_, _ = fmt.Fprint(g.prompt.Err, "\r\x1b[K")
		g.shown = false
	}
}
