package credential

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// CommandOptions are the choices of [FromCommand].
type CommandOptions struct {
	// Service is whose credential is asked for, such as "rdv". The program
	// inherits the environment without the secrets of any other service.
	Service string
	// Timeout is how long the program may take; 0 is 30 seconds.
	Timeout time.Duration
	// Stderr receives what the program writes there; nil throws it away.
	Stderr io.Writer
}

const (
	maxCommandOutput = 64 << 10
	commandTimeout   = 30 * time.Second
)

// FromCommand runs command through the shell of the platform, without input, and
// reads what it prints into empty values: a JSON object of strings, or one line,
// which is the way with a single field. spaced says that a value has a space at an
// end: it is "token_command" then.
//
// A command that fails, is too slow, prints nothing, several lines, more than
// 64 KiB or anything else is a [*exit.Error] with code 2 that repeats neither the command
// nor its output. The end of ctx is returned as ctx.Err().
func FromCommand(ctx context.Context, command string, o CommandOptions, into Values) (spaced string, err error) {
	if o.Timeout <= 0 {
		o.Timeout = commandTimeout
	}
	limited, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()

	out := &limitedBuffer{limit: maxCommandOutput}
	cmd := shellCommand(limited, command)
	cmd.Stdout, cmd.Stderr = out, o.Stderr
	cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool { return foreignSecret(variable, o.Service) })
	// A grandchild may hold the pipes open after the shell was killed. It gets
	// no process group of its own: a program in the background could not ask
	// for a passphrase on the terminal.
	cmd.WaitDelay = time.Second
	err = cmd.Run()

	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case limited.Err() != nil:
		return "", badCommand(message.TokenCommandSlow, o.Timeout)
	case out.full:
		return "", badCommand(message.TokenCommandTooLong)
	case errors.As(err, &exit) && exit.ExitCode() < 0:
		return "", badCommand(message.TokenCommandKilled)
	case errors.As(err, &exit):
		return "", badCommand(message.TokenCommandFailed, exit.ExitCode())
	case errors.Is(err, exec.ErrWaitDelay):
		return "", badCommand(message.TokenCommandLeftBehind)
	case err != nil:
		return "", badCommand(message.TokenCommandNotRun)
	}
	if err := parse(out.kept.Bytes(), into); err != nil {
		return "", err
	}
	return check(into, func(Field) input.Handed { return input.Handed{Where: "token_command", Exact: true} })
}

// foreignSecret reports whether a variable, "NAME=value", is a secret of ours
// that does not belong to the service. It goes by the words of the name, so that
// a variable that is added later is not forgotten here.
func foreignSecret(variable, service string) bool {
	name, _, _ := strings.Cut(strings.ToUpper(variable), "=")
	name, ours := strings.CutPrefix(name, "GUICHET_")
	if !ours || service != "" && strings.HasPrefix(name, strings.ToUpper(service)+"_") {
		return false
	}
	return slices.ContainsFunc(strings.Split(name, "_"), func(word string) bool {
		return slices.Contains([]string{"PASSWORD", "SECRET", "TOKEN", "KEY", "BEARER", "CLIENT"}, word)
	})
}

func badCommand(what message.Key, args ...any) error {
	return exit.Usage.New(what, args...).WithHint(message.TokenCommandHint)
}

func parse(out []byte, into Values) error {
	text := strings.TrimPrefix(strings.TrimRight(string(out), "\r\n"), "\ufeff")
	line := strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(line, "{"):
		if err := read([]byte(line), into, false); err != nil {
			return exit.Usage.Wrap(err).WithHint(message.TokenCommandHint)
		}
		return nil
	case line == "":
		return badCommand(message.TokenCommandNothing)
	case strings.ContainsAny(text, "\r\n"):
		return badCommand(message.TokenCommandLines)
	case strings.ContainsFunc(text, unicode.IsControl):
		return badCommand(message.TokenCommandControl)
	}
	for _, way := range into.Ways() {
		if given := way.Given(); len(given) == 1 {
			given[0].set(line)
		}
	}
	return nil
}

// limitedBuffer keeps the first bytes and refuses the rest, which ends the
// program that writes them.
type limitedBuffer struct {
	// Not embedded: io.Copy would find its ReadFrom and pass the limit by.
	kept  bytes.Buffer
	limit int
	full  bool
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.kept.Len()+len(p) > b.limit {
		b.full = true
		return 0, fmt.Errorf("more than %d bytes", b.limit)
	}
	return b.kept.Write(p)
}
