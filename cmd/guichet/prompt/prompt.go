// Package prompt asks the person at the terminal: questions, confirmations and
// secrets. It shows progress there too.
package prompt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
)

// Prompt is the streams of one command, and what may be asked.
type Prompt struct {
	// Context ends with the command, and ends each wait for the person.
	Context context.Context
	In      io.Reader
	Err     io.Writer
	// InTerminal, OutTerminal and ErrTerminal say which streams a person sees.
	InTerminal, OutTerminal, ErrTerminal bool
	// Width is that of the terminal of Err in cells, 0 when unknown.
	Width int
	// ReadHidden reads a line from the terminal without showing it, until stop
	// is done.
	ReadHidden func(stop context.Context) (string, error)
	Messages   *message.Catalogue
	// NoInput forbids questions, Yes answers confirmations, Quiet hides progress.
	NoInput, Yes, Quiet bool
	// Plain says that no line is drawn over another.
	Plain bool
	Now   func() time.Time
	// Spaced is where a secret came from that has a space at an end, "" for none.
	Spaced string
}

// Asks reports whether there is somebody who can be asked.
func (p *Prompt) Asks() bool { return p.InTerminal && p.ErrTerminal && !p.NoInput }

// Agree says what will happen and asks whether to go on. --yes answers.
func (p *Prompt) Agree(text string) error {
	if p.Yes {
		return nil
	}
	if !p.Asks() {
		return exit.Usage.Wrap(errors.New(strings.TrimSpace(text))).WithHint(message.HintConfirmationNeeded)
	}
	line, err := p.answer(text + " " + p.Messages.Text(message.AskContinue))
	if err != nil {
		return err
	}
	switch strings.ToLower(line) {
	case "y", "yes", "o", "oui":
		return nil
	}
	return exit.Declined()
}

// Ask asks for a line. otherwise names the flag that gives it where nothing can
// be asked.
func (p *Prompt) Ask(text, otherwise string) (string, error) {
	if !p.Asks() {
		return "", exit.Usage.Wrap(errors.New(text)).WithHint(message.HintNotATerminal, otherwise)
	}
	return p.answer(text)
}

// answer shows a question and reads what a person types, without the spaces
// around it. An input that ends there is an interruption.
func (p *Prompt) answer(question string) (string, error) {
	_, _ = fmt.Fprint(p.Err, render.Wrap(render.Sanitize(question), p.Width, 0)+" ")
	line, err := p.line()
	if cause := context.Cause(p.Context); cause != nil {
		return "", cause
	}
	if errors.Is(err, io.EOF) {
		err = exit.Interrupted.New(message.ErrInterrupted)
	}
	return strings.TrimSpace(line), err
}

// Hidden asks for a secret without showing it. otherwise names the flag that
// gives it where nothing can be asked.
func (p *Prompt) Hidden(name, otherwise string) (guichet.Secret, error) {
	return p.hidden(name, otherwise, p.Messages.Text(message.AskField, p.Messages.Label(name)))
}

func (p *Prompt) hidden(name, otherwise, question string) (guichet.Secret, error) {
	label := p.Messages.Label(name)
	if !p.Asks() {
		return guichet.Secret{}, exit.Usage.New(message.ErrNotATerminal, label).WithHint(message.HintNotATerminal, otherwise)
	}
	_, _ = fmt.Fprint(p.Err, render.Wrap(render.Sanitize(question), p.Width, 0)+" ")
	text, err := p.ReadHidden(p.Context)
	_, _ = fmt.Fprintln(p.Err)
	if err == nil && text == "" {
		err = exit.Usage.New(message.ErrMissingField, label)
	}
	if err == nil {
		err = input.UTF8(label, []byte(text))
	}
	return guichet.NewSecret(text), err
}

// maxSecret is far above what a store or a service takes, in bytes.
const maxSecret = 64 << 10

// Secret reads a secret that nobody sees: from a pipe to its end with flag, or
// hidden from the terminal. field is what the secret is, such as "password"; an empty
// question asks for it by its name alone.
func (p *Prompt) Secret(stdin bool, flag, field, question string) (guichet.Secret, error) {
	switch terminal := !stdin || p.InTerminal; {
	case terminal && question == "":
		return p.Hidden(field, flag)
	case terminal:
		return p.hidden(field, flag, question)
	}
	data, err := input.All(p.Context, "stdin", p.In, maxSecret)
	if err == nil {
		data, err = input.Text("stdin", data)
	}
	if err != nil {
		return guichet.Secret{}, err
	}
	if text := strings.TrimRight(string(data), "\r\n"); len(data) <= maxSecret && !strings.ContainsAny(text, "\r\n\x00") {
		return p.secret(text, flag, field)
	}
	return guichet.Secret{}, exit.Usage.New(message.ErrBadSecret, flag)
}

// SecretLine reads a secret as a line of standard input, for a flag such as
// --password-stdin.
func (p *Prompt) SecretLine(flag, field string) (guichet.Secret, error) {
	line, err := p.line()
	if err != nil && !errors.Is(err, io.EOF) {
		return guichet.Secret{}, err
	}
	return p.secret(strings.TrimRight(line, "\r\n"), flag, field)
}

// secret refuses what cannot be the secret that flag gives.
func (p *Prompt) secret(text, flag, field string) (guichet.Secret, error) {
	if text == "" {
		return guichet.Secret{}, exit.Usage.New(message.ErrBadSecret, flag)
	}
	text, err := input.Handed{Where: flag, Field: field, Exact: true}.Secret(text)
	if err == nil && strings.TrimSpace(text) != text {
		p.Spaced = flag
	}
	return guichet.NewSecret(text), err
}

// line reads a line that a person types.
func (p *Prompt) line() (string, error) {
	line, err := input.Await(p.Context, func() (string, error) { return readLine(p.In) })
	if err != nil {
		return line, err
	}
	return line, input.UTF8("stdin", []byte(line))
}

// maxLine is far above any secret, in bytes.
const maxLine = 64 << 10

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
