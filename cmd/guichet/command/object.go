package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/spf13/cobra"
)

// Arg is a positional argument.
type Arg struct {
	// Name as help shows it: "USER_ID".
	Name string
	// Text accepts any text; without it the argument is a number.
	Text bool
	// Values gives the closed set that completion offers, from the arguments
	// before it.
	Values func(before []string) []string
	// Suggest gives what completion offers from elsewhere.
	Suggest Suggest
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
func (in Input) Has(field string) bool { return rawjson.Member(in.Body, field) != nil }

// Into decodes the body into the SDK's type. A value of another type, which only
// --data can give, is refused by its field.
func (in Input) Into(target any) error {
	err := json.Unmarshal(in.Body, target)
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind) && kind.Field != "":
		return exit.Usage.New(message.ErrBadField, "--data", kind.Field+": "+kind.Value)
	}
	return exit.Usage.New(message.ErrBadField, "--data", err)
}

// InputOf is what a command that is not declared was given.
func InputOf(args []string) Input { return Input{args: args} }

func usage(name string, args []Arg) string {
	for _, arg := range args {
		name += " " + arg.Name
	}
	return name
}

func parseArgs(cmd *cobra.Command, r *Run, want []Arg, args []string) (Input, error) {
	in := Input{args: args, number: make([]int64, len(want))}
	if len(args) != len(want) {
		return in, exit.Usage.New(message.LineExactArgs, cmd.UseLine(), len(want), len(args)).WithHint(message.LineSeeHelp, cmd.CommandPath())
	}
	for i, arg := range want {
		if arg.Text {
			continue
		}
		n, err := ParseID(args[i])
		if err != nil {
			return in, exit.Usage.New(message.WithCause, arg.Name, err)
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
	Columns []string
	ID      []string
	// Hide are secret fields of the answer, shown only with --show-secret.
	Hide []string
	// IDArg says that the last argument is the object's id, which the service
	// leaves out of its answer.
	IDArg bool
	// NoNull refuses null in the body.
	NoNull bool
	// Anonymous, when set, connects without a credential.
	Anonymous Connect[C]
	// Writes is set for commands that change something.
	Writes bool
	// Fields are those of the body; each is a flag too.
	Fields []Field
	// Before is told about the run, for commands that do more than one thing.
	Before func(r *Run)
	// Flags adds flags that are not fields.
	Flags func(*Flags)
	// Call does the work. The options take the answer along for the output, and ask
	// before a write what Questions has for the command.
	Call func(ctx context.Context, client C, in Input, options ...guichet.CallOption) error
	// Done is said on stderr after a silent command.
	Done message.Key
}

// Command returns the declared command.
func (o Object[C]) Command(e *Env, connect Connect[C]) *cobra.Command {
	cmd := &cobra.Command{Use: usage(o.Name, o.Args), Short: e.Messages.Text(o.Short)}
	e.completeArgs(cmd, o.Args)
	flags := NewFlags(e, cmd)
	body := newBody(flags, o.Fields)
	body.noNull = o.NoNull
	showSecret := false
	if o.Hide != nil {
		flags.Switch(&showSecret, "show-secret", message.FlagShowSecret)
	}
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
		if o.Anonymous != nil {
			connect = o.Anonymous
		}
		shown := o
		if showSecret {
			shown.Hide = nil
		}
		return shown.run(ctx, r, cmd, connect, in)
	})
	return cmd
}

func (o Object[C]) run(ctx context.Context, r *Run, cmd *cobra.Command, connect Connect[C], in Input) error {
	out, err := r.Writer(o.Columns, o.ID)
	if err != nil {
		return err
	}
	client, err := connect(ctx, r)
	if err != nil {
		return err
	}
	if o.Before != nil {
		o.Before(r)
	}
	var answer []byte
	if err := o.Call(ctx, client, in, guichet.WithBody(&answer), r.Confirm(cmd, in)); err != nil {
		return err
	}
	if o.Silent {
		if o.Done != "" {
			r.Notice(o.Done)
		}
		return nil
	}
	if o.IDArg && r.Settings.Output == "id" && r.Settings.JQ == "" {
		_, err := fmt.Fprintln(r.Out, in.Text(len(o.Args)-1))
		return r.afterwards(o.Writes, err)
	}
	return r.afterwards(o.Writes, r.print(out, answer, o.Root, o.Hide))
}

// afterwards tells apart what is wrong with a command line from what shows only
// once a write was carried out: nobody should repeat it for that.
func (r *Run) afterwards(written bool, err error) error {
	if !written || exit.Of(err) != exit.Usage {
		return err
	}
	return &exit.Error{Code: exit.Usage, What: err, Hint: message.Fail(message.HintAnswerNotShown), Sent: guichet.Answered.String()}
}

// AfterWrite says of what is wrong with the output of a write that the write was
// carried out.
func (r *Run) AfterWrite(err error) error { return r.afterwards(true, err) }

// print shows one object of an answer.
func (r *Run) print(out *render.Writer, answer []byte, root string, secrets []string) error {
	object := json.RawMessage(answer)
	if root != "" {
		name, optional := strings.CutSuffix(root, "?")
		inner := rawjson.Member(object, name)
		if inner == nil && !optional {
			return &guichet.Error{Kind: guichet.ErrUnusableAnswer, Sent: guichet.Answered, Err: refusal.New("no_member", "it has no %q", name)}
		}
		if inner != nil {
			object = inner
		}
	}
	object, err := hide(object, secrets)
	if err != nil {
		return err
	}
	if err := out.One(object); err != nil {
		return err
	}
	return out.Close()
}

// ShowAnswer shows a raw answer: in the formats of objects as the object that
// it is, otherwise, and where it is no JSON, as it came, but for what could
// drive a terminal. written says that the call may have changed something.
func (r *Run) ShowAnswer(answer []byte, written bool) error {
	raw := r.Settings.Output == "table" && r.Settings.JQ == "" && r.Settings.Columns == nil
	if raw || !json.Valid(answer) {
		if r.OutTerminal {
			answer = []byte(render.SanitizeLines(string(answer)))
		}
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
	return r.afterwards(written, r.print(out, answer, "", nil))
}
