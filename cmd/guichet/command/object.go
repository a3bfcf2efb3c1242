package command

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/rest"
)

// Arg is a positional argument.
type Arg struct {
	// Name as help shows it: "USER_ID".
	Name string
	// Text accepts any text; without it the argument is a number.
	Text bool
}

// Input is what a command was given.
type Input struct {
	args   []string
	number []int64
	// Body is the object to send, nil for commands without one.
	Body json.RawMessage
}

// Int returns the n-th argument, a number.
func (in Input) Int(n int) int64 { return in.number[n] }

// Text returns the n-th argument.
func (in Input) Text(n int) string { return in.args[n] }

// Has reports whether the body has the field.
func (in Input) Has(field string) bool {
	var object map[string]json.RawMessage
	_ = json.Unmarshal(in.Body, &object) // it was encoded here
	_, ok := object[field]
	return ok
}

// Into decodes the body into the SDK's type.
func (in Input) Into(target any) error { return json.Unmarshal(in.Body, target) }

func usage(name string, args []Arg) string {
	for _, arg := range args {
		name += " " + arg.Name
	}
	return name
}

func parseArgs(cmd *cobra.Command, r *Run, want []Arg, args []string) (Input, error) {
	in := Input{args: args, number: make([]int64, len(want))}
	if len(args) != len(want) {
		return in, exit.Usagef(r.Messages.Text(message.LineSeeHelp, cmd.CommandPath()), "%s",
			r.Messages.Text(message.LineExactArgs, cmd.UseLine(), len(want), len(args)))
	}
	for i, arg := range want {
		if arg.Text {
			continue
		}
		n, err := ParseID(r.Messages, args[i])
		if err != nil {
			return in, exit.Usagef("", "%s: %s", arg.Name, err)
		}
		in.number[i] = n
	}
	return in, nil
}

// Object declares a command about one object: reading it, writing it, removing
// it.
type Object[C any] struct {
	// Name is the verb.
	Name  string
	Short message.Key
	Args  []Arg
	// Root is where the answer has the object; "" is the answer itself, and a
	// name that ends in ? may be missing.
	Root string
	// Silent commands show nothing on stdout.
	Silent bool
	// Columns and ID are as in List.
	Columns []render.Column
	ID      []string
	// Writes is set for commands that change something.
	Writes bool
	// Fields are those of the body; each is a flag too.
	Fields []Field
	// Before is told about the run, for commands that do more than one thing.
	Before func(r *Run)
	// Flags adds flags that are not fields.
	Flags func(*Flags)
	// Warning says what will happen, and that it has to be confirmed; an empty
	// text needs no confirmation.
	Warning func(r *Run, in Input) string
	// Call does the work. The options take the answer along for the output.
	Call func(ctx context.Context, client C, in Input, options ...rest.CallOption) error
	// Done is said on stderr after a silent command.
	Done message.Key
}

// Command returns the declared command.
func (o Object[C]) Command(e *Env, connect Connect[C]) *cobra.Command {
	cmd := &cobra.Command{Use: usage(o.Name, o.Args), Short: e.Messages.Text(o.Short)}
	flags := &Flags{cmd: cmd, messages: e.Messages}
	body := newBody(flags, o.Fields)
	if o.Flags != nil {
		o.Flags(flags)
	}
	cmd.RunE = e.Runs(func(ctx context.Context, r *Run, args []string) error {
		in, err := parseArgs(cmd, r, o.Args, args)
		if err != nil {
			return err
		}
		if err := flags.missing(); err != nil {
			return err
		}
		if o.Fields != nil {
			if in.Body, err = body.build(r); err != nil {
				return err
			}
		}
		return o.run(ctx, r, connect, in)
	})
	return cmd
}

func (o Object[C]) run(ctx context.Context, r *Run, connect Connect[C], in Input) error {
	out, err := r.Writer(o.Columns, o.ID)
	if err != nil {
		return err
	}
	client, err := connect(ctx, r)
	if err != nil {
		return err
	}
	if o.Warning != nil && !r.Settings.DryRun {
		if err := r.Confirm(o.Warning(r, in)); err != nil {
			return err
		}
	}
	if o.Before != nil {
		o.Before(r)
	}
	var answer []byte
	if err := o.Call(ctx, client, in, rest.WithBody(&answer)); err != nil {
		return err
	}
	if o.Silent {
		if o.Done != 0 {
			r.Notice(o.Done)
		}
		return nil
	}
	return r.print(out, answer, o.Root)
}

// print shows one object of an answer.
func (r *Run) print(out *render.Writer, answer []byte, root string) error {
	object := json.RawMessage(answer)
	if root != "" {
		name, optional := strings.CutSuffix(root, "?")
		var envelope map[string]json.RawMessage
		if err := json.Unmarshal(object, &envelope); err != nil {
			return err
		}
		inner := envelope[name]
		if inner == nil && !optional {
			return errors.New("the answer has no " + name)
		}
		if inner != nil {
			object = inner
		}
	}
	if err := out.One(object); err != nil {
		return err
	}
	return out.Close()
}

// ShowAnswer shows a raw answer: in the formats of objects as the object that
// it is, otherwise, and where it is no JSON, as it came.
func (r *Run) ShowAnswer(answer []byte) error {
	raw := r.Settings.Output == "table" && r.Settings.JQ == "" && r.Settings.Columns == nil
	if raw || !json.Valid(answer) {
		if _, err := r.Out.Write(answer); err != nil || len(answer) == 0 || answer[len(answer)-1] == '\n' {
			return err
		}
		_, err := r.Out.Write([]byte("\n"))
		return err
	}
	out, err := r.Writer(nil, nil)
	if err != nil {
		return err
	}
	return r.print(out, answer, "")
}
