// Package app puts the commands together, runs one, and turns what came of it
// into a line on stderr and an exit code.
package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/cmd/guichet/sandbox"
	"github.com/guichet-go/guichet/internal/joined"
)

// Main runs the command of this process and returns its exit code.
func Main() int {
	// A closed pipe is an error to handle, not a signal to die of. Unlike a
	// signal that is ignored, one that is taken is as usual in the programs that
	// this one starts.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	log.SetOutput(io.Discard) // net/http writes there what a service sends unasked, secrets included
	ctx, stop := interruptible(context.Background())
	defer stop()
	return Run(ctx, line(os.Args), world())
}

// line is the command line of a process. Orchestrators start a Singer tap without words
// before its flags: by the name guichet-tap, this program is one.
func line(args []string) []string {
	if len(args) == 0 || !strings.HasPrefix(filepath.Base(args[0]), "guichet-tap") || len(args) == 2 && args[1] == "--version" {
		return args[min(1, len(args)):]
	}
	args[0] = "singer"
	return append([]string{"pull", "run", "--format"}, args...)
}

// interruptible cancels the context at the first signal; the second one finds
// the default again and ends the process.
func interruptible(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			code := exit.Interrupted
			if s == syscall.SIGTERM {
				code = exit.Terminated
			}
			cancel(&exit.Interruption{Code: code})
			signal.Stop(signals)
		case <-ctx.Done():
		}
	}()
	return ctx, func() { signal.Stop(signals); cancel(nil) }
}

// world is the process's own.
func world() *command.Env {
	e := &command.Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, GOOS: runtime.GOOS, Now: time.Now,
		InTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		OutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		ErrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		ReadHidden:  readHidden,
		Sandbox:     sandbox.InProcess,
		Accessible:  os.Getenv("GUICHET_ACCESSIBLE") == "1",
	}
	if e.OutTerminal {
		e.Width, _, _ = term.GetSize(int(os.Stdout.Fd()))
	}
	if e.ErrTerminal {
		e.ErrWidth, _, _ = term.GetSize(int(os.Stderr.Fd()))
	}
	return e
}

// readHidden reads a line from the terminal without showing it. When stop is
// done first, the terminal gets back the state that the reading changed.
func readHidden(stop context.Context) (string, error) {
	fd := int(os.Stdin.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	type answer struct {
		line []byte
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := term.ReadPassword(fd)
		answers <- answer{line, err}
	}()
	select {
	case a := <-answers:
		return string(a.line), a.err
	case <-stop.Done():
		return "", joined.Errors(context.Cause(stop), term.Restore(fd, before))
	}
}

// Run runs one command line and returns its exit code.
func Run(ctx context.Context, args []string, e *command.Env) (code int) {
	e.JSONErrors = nil
	var lang string
	if slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "--lang") }) {
		lang = said(args, nil, "lang")
	}
	person := e.InTerminal || e.OutTerminal || e.ErrTerminal || completes(args)
	e.Messages = message.For(message.Language(lang, e.Getenv, person))
	defer func() {
		if v := recover(); v != nil {
			code = report(e, args, nil, panicked(v))
		}
	}()
	t := newTree(e)
	shown := &witness{to: e.Out}
	t.root.SetOut(shown)
	cmd, err := t.run(ctx, args)
	if err == nil {
		err = shown.err
	}
	err = t.nearby(exit.OfLine(cmd, err), args)
	if t.alone && !inJSON(e, args, cmd) {
		return t.welcome(err)
	}
	return report(e, args, cmd, err)
}

// completes reports whether a shell asks for completions. A person sees them, though
// none of the streams is a terminal then.
func completes(args []string) bool {
	return len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd)
}

// witness remembers that something could not be written: cobra shows a help page
// without a word about its failure.
type witness struct {
	to  io.Writer
	err error
}

// Write passes the bytes on.
func (w *witness) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	if w.err == nil {
		w.err = err
	}
	return n, err
}

// panicked says what went wrong without showing the value: it may hold a
// secret.
func panicked(v any) error {
	what := fmt.Sprintf("%T", v)
	var bug runtime.Error
	if err, ok := v.(error); ok && errors.As(err, &bug) {
		what = bug.Error()
	}
	return exit.Unexpected.New(message.ErrUnexpected, "panic: "+what)
}

// report writes the failure to stderr, as JSON when the output is.
func report(e *command.Env, args []string, cmd *cobra.Command, err error) int {
	if err == nil {
		return int(exit.OK)
	}
	known, ok := errors.AsType[*exit.Error](err)
	if !ok {
		known = exit.Unexpected.Wrap(err)
	}
	if inJSON(e, args, cmd) {
		if line, err := known.JSON(e.Messages); err == nil {
			_, _ = fmt.Fprintf(e.Err, "%s\n", render.EscapeJSON(line))
			return int(exit.Of(known))
		}
	}
	e.Say(known.In(e.Messages))
	if hint := known.HintIn(e.Messages); hint != "" {
		e.SayAfter(e.Messages.Text(message.LabelHint), hint)
	}
	return int(exit.Of(known))
}

// inJSON reports whether failures are wanted as JSON: as the settings say, or,
// before there are any, as the command line and the environment do.
func inJSON(e *command.Env, args []string, cmd *cobra.Command) bool {
	if e.JSONErrors != nil {
		return *e.JSONErrors
	}
	format := cmp.Or(said(args, cmd, "output"), e.Getenv("GUICHET_OUTPUT"))
	return format == "json" || format == "ndjson" || cmp.Or(said(args, cmd, "jq"), e.Getenv("GUICHET_JQ")) != ""
}

// said is the last value of a flag on a command line that may be wrong in any
// way: help and errors of the command line need it already. pflag reads the line
// and skips what it does not know. cmd, when not nil, has more flags than those
// that every command has.
func said(args []string, cmd *cobra.Command, name string) (value string) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	config.Register(flags, nil)
	flags.BoolP("help", "h", false, "") // pflag prints a page for one that it does not know
	if cmd != nil {
		flags.AddFlagSet(cmd.Flags())
	}
	_ = flags.ParseAll(args, func(flag *pflag.Flag, text string) error {
		if flag.Name == name {
			value = text
		}
		return nil
	})
	return value
}
