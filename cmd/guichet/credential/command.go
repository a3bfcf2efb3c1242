package credential

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
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
	// Accept lists the sets whose fields an object may hold: exactly the fields
	// of one of them. Nil accepts any lower-case names. The names of variables
	// play no part here.
	Accept []EnvSet
}

const (
	maxCommandOutput = 64 << 10
	commandTimeout   = 30 * time.Second
)

// FromCommand runs command through the shell of the platform, without input,
// and returns the credential that it prints: one line is {"token": line}, a JSON
// object of strings is its fields.
//
// A command that fails, is too slow, prints nothing, several lines, more than
// 64 KiB or anything else is a [*exit.Error] with code 2 that repeats neither the command
// nor its output. The end of ctx is returned as ctx.Err().
func FromCommand(ctx context.Context, command string, o CommandOptions) (map[string]string, error) {
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
	err := cmd.Run()

	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, badCommand(message.TokenCommandSlow, o.Timeout)
	case out.full:
		return nil, badCommand(message.TokenCommandTooLong)
	case errors.As(err, &exit) && exit.ExitCode() < 0:
		return nil, badCommand(message.TokenCommandKilled)
	case errors.As(err, &exit):
		return nil, badCommand(message.TokenCommandFailed, exit.ExitCode())
	case errors.Is(err, exec.ErrWaitDelay):
		return nil, badCommand(message.TokenCommandLeftBehind)
	case err != nil:
		return nil, badCommand(message.TokenCommandNotRun)
	}
	return parseOutput(out.kept.Bytes(), o.Accept)
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

func parseOutput(out []byte, accept []EnvSet) (map[string]string, error) {
	text := strings.TrimPrefix(strings.TrimRight(string(out), "\r\n"), "\ufeff")
	if trimmed := strings.TrimSpace(text); strings.HasPrefix(trimmed, "{") {
		return parseObject(trimmed, accept)
	}
	switch {
	case strings.TrimSpace(text) == "":
		return nil, badCommand(message.TokenCommandNothing)
	case strings.ContainsAny(text, "\r\n"):
		return nil, badCommand(message.TokenCommandLines)
	case strings.ContainsFunc(text, unicode.IsControl):
		return nil, badCommand(message.TokenCommandControl)
	}
	return map[string]string{"token": strings.TrimSpace(text)}, nil
}

var fieldName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z0-9_]*$`) })

func parseObject(text string, accept []EnvSet) (map[string]string, error) {
	var object map[string]any
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		// The decoder's message quotes the text.
		return nil, badCommand(message.TokenCommandNotJSON)
	}
	values := make(map[string]string, len(object))
	for _, name := range slices.Sorted(maps.Keys(object)) {
		s, isString := object[name].(string)
		switch {
		case !fieldName().MatchString(name):
			return nil, badCommand(message.TokenCommandName)
		case !isString:
			return nil, badCommand(message.TokenCommandValue)
		case s == "":
			return nil, badCommand(message.TokenCommandEmptyValue)
		}
		values[name] = s
	}
	if len(values) == 0 {
		return nil, badCommand(message.TokenCommandEmptyObject)
	}
	if accept != nil && !slices.ContainsFunc(accept, func(set EnvSet) bool { return set.holds(values) }) {
		return nil, badCommand(message.TokenCommandOtherNames, describeFields(accept))
	}
	return values, nil
}

// holds reports whether values has exactly the fields of the set.
func (s EnvSet) holds(values map[string]string) bool {
	for _, v := range s.Vars {
		if _, ok := values[v.Field]; !ok {
			return false
		}
	}
	return len(values) == len(s.Vars)
}

func describeFields(sets []EnvSet) string {
	var all []string
	for _, set := range sets {
		var fields []string
		for _, v := range set.Vars {
			fields = append(fields, v.Field)
		}
		all = append(all, strings.Join(fields, "+"))
	}
	return strings.Join(all, ", ")
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
