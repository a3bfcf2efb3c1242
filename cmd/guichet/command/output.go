package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/outcome"
)

// Writer returns where objects are shown, in the format of the settings.
func (r *Run) Writer(columns, id []string) (*render.Writer, error) {
	s := r.Settings
	return render.New(r.Out, render.Options{
		Format: s.Output, Columns: s.Columns, Default: columns, Header: r.Messages.Header, NoHeader: s.NoHeader, JQ: s.JQ, Raw: s.Raw,
		Context: r.ctx, CSVDialect: s.CSVDialect, NoFormulaGuard: s.NoFormulaGuard,
		Terminal: r.OutTerminal, Width: r.Width, IDPath: id,
		Color: s.Color == "always" || s.Color == "auto" && r.OutTerminal && r.Getenv("NO_COLOR") == "" && !r.dumb(),
	})
}

// dumb reports whether the terminal knows no escape sequences. Windows has no
// TERM.
func (e *Env) dumb() bool {
	term := e.Getenv("TERM")
	return term == "dumb" || term == "" && e.GOOS != "windows"
}

// Say writes one line for a person to stderr.
func (r *Run) Say(text string) { _, _ = fmt.Fprintln(r.Err, "guichet: "+render.Sanitize(text)) }

// Notice says something that --quiet leaves out.
func (r *Run) Notice(key message.Key, args ...any) {
	if !r.Settings.Quiet {
		r.Say(r.Messages.Text(key, args...))
	}
}

// Agree says what will happen and asks whether to go on. --yes answers.
func (r *Run) Agree(text string) error {
	if r.Settings.Yes {
		return nil
	}
	if r.Settings.NoInput || !r.InTerminal || !r.ErrTerminal {
		return exit.Usage.Wrap(errors.New(strings.TrimSpace(text))).WithHint(message.HintConfirmationNeeded)
	}
	line, err := r.answer(text + " " + r.Messages.Text(message.AskContinue))
	if err != nil {
		return err
	}
	switch strings.ToLower(line) {
	case "y", "yes", "o", "oui":
		return nil
	}
	return exit.Declined()
}

// Line reads a line that a person types.
func (r *Run) Line() (string, error) {
	line, err := await(r.ctx, func() (string, error) { return readLine(r.In) })
	if err != nil {
		return line, err
	}
	return line, input.UTF8("stdin", []byte(line))
}

// readLine reads no further than the end of the line: what follows belongs to
// the next question.
func readLine(in io.Reader) (string, error) {
	var line []byte
	for one := make([]byte, 1); len(line) < maxLine; {
		n, err := in.Read(one)
		if n == 1 {
			line = append(line, one[0])
		}
		if err == io.EOF && len(line) > 0 {
			return string(line), nil // the last line may lack its break
		}
		if err != nil || n == 1 && one[0] == '\n' {
			return string(line), err
		}
	}
	return string(line), message.Fail(message.ErrLineTooLong)
}

// maxLine is far above any secret, in bytes.
const maxLine = 64 << 10

// Ask asks for a line. otherwise names the flag that gives it where nothing can
// be asked.
func (r *Run) Ask(text, otherwise string) (string, error) {
	if r.Settings.NoInput || !r.InTerminal || !r.ErrTerminal {
		return "", exit.Usage.Wrap(errors.New(text)).WithHint(message.HintNotATerminal, otherwise)
	}
	return r.answer(text)
}

// answer shows a question and reads what a person types, without the spaces
// around it. An input that ends there is an interruption.
func (r *Run) answer(question string) (string, error) {
	_, _ = fmt.Fprint(r.Err, render.Sanitize(question)+" ")
	line, err := r.Line()
	if cause := context.Cause(r.ctx); cause != nil {
		return "", cause
	}
	if errors.Is(err, io.EOF) {
		err = exit.Interrupted.New(message.ErrInterrupted)
	}
	return strings.TrimSpace(line), err
}

// ReadInput reads standard input to its end, or to the limit in bytes and one more.
func (r *Run) ReadInput(limit int64) ([]byte, error) {
	data, err := await(r.ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(r.In, limit+1)) })
	return data, r.unreadable("stdin", err)
}

// ReadFile reads a file to its end. What is no regular file may have none, and
// may begin when somebody writes to it only: it is read up to the limit in
// bytes, and the wait for it ends with the command.
func (r *Run) ReadFile(path string, limit int64) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
		data, err := os.ReadFile(path)
		return data, r.unreadable(path, err)
	}
	data, err := await(r.ctx, func() ([]byte, error) {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		data, err := io.ReadAll(io.LimitReader(file, limit+1))
		if int64(len(data)) > limit {
			err = exit.Usage.New(message.ErrBadField, path, fmt.Sprintf("> %d MiB", limit>>20))
		}
		return data, err
	})
	return data, r.unreadable(path, err)
}

// unreadable says that a file cannot be read, unless it was the command that
// ended.
func (r *Run) unreadable(name string, err error) error {
	var known *exit.Error
	if err == nil || context.Cause(r.ctx) != nil || errors.As(err, &known) {
		return err
	}
	return exit.Usage.New(message.ErrFileUnreadable, name, message.WithoutPath(err))
}

// await ends a wait for standard input with the command. The read itself cannot
// be stopped, and goes on for what is left of the process.
func await[T any](ctx context.Context, read func() (T, error)) (T, error) {
	done := make(chan outcome.Outcome[T], 1)
	go outcome.Run(read, func(got outcome.Outcome[T]) { done <- got })
	select {
	case got := <-done:
		return got.Get()
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

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
	if r.Accessible || r.dumb() {
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
