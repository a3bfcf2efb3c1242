package command

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/spf13/cobra"
)

// Object declares a command about one object: reading it, writing it, removing
// it.
type Object[C any] struct {
	// Name is the verb.
	Name  string
	Short message.Key
	Args  []Arg
	// Columns and ID are as in List.
	Columns []string
	ID      []string
	// Hide are secret fields of the answer, shown only with --show-secret.
	Hide []string
	// Secret says that the answer is only secrets, which the service gives once: without
	// --show-secret nothing is sent.
	Secret bool
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
	// Flags adds flags that are not fields.
	Flags func(*Flags)
	// Looks reports whether Call looks for what it would create: a row of --each that may
	// have been written can then be sent again. nil means that it does not look.
	Looks func() bool
	// Event is as in List.
	Event Calendar
	// Call does the work and returns the object to show, nil for nothing. The options
	// ask before a write what Questions has for the command.
	Call Call[C]
	// Done is said on stderr when there is nothing to show, and no sentence of
	// Sentences.
	Done message.Key
}

// Call is the work of a command about one object.
type Call[C any] = func(ctx context.Context, client C, in Input, options ...guichet.CallOption) (json.RawMessage, error)

// Send returns a Call that decodes the body of the command for call. P is a pointer to
// the type of the body: all pointers share one instance of the code.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func Send[C, P any](call func(ctx context.Context, client C, in Input, body P, options ...guichet.CallOption) (json.RawMessage, error)) Call[C] {
	body := reflect.TypeFor[P]().Elem()
	return func(ctx context.Context, client C, in Input, options ...guichet.CallOption) (json.RawMessage, error) {
		value := reflect.New(body).Interface()
		if err := in.Into(value); err != nil {
			return nil, err
		}
		return call(ctx, client, in, value.(P), options...)
	}
}

// Command returns the declared command.
func (o *Object[C]) Command(e *Env, connect Connect[C]) *cobra.Command {
	cmd := &cobra.Command{Use: usage(o.Name, o.Args), Short: e.Messages.Text(o.Short)}
	cmd.Annotations = map[string]string{}
	o.Event.on(cmd)
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
	var rows *each
	if o.Writes && o.Fields != nil && takesRows(o.Name) {
		rows = newEach(flags, body, o.Args)
	}
	if o.Anonymous != nil {
		connect = o.Anonymous
	}
	cmd.RunE = e.Runs(func(ctx context.Context, r *Run, args []string) error {
		if given, err := rows.given(); given || err != nil {
			if err != nil {
				return err
			}
			return rows.run(ctx, r, args, o.task(connect, showSecret))
		}
		if o.Secret && !showSecret && !r.Settings.DryRun {
			return exit.Usage.New(message.ErrOnlySecrets)
		}
		in, err := flags.input(r, o.Args, args)
		if err != nil {
			return err
		}
		if o.Fields != nil {
			if in.Body, err = body.build(r); err != nil {
				return err
			}
		}
		return o.run(ctx, cmd, connect, in, showSecret)
	})
	return cmd
}

// task is what --each needs to know of the declaration.
func (o *Object[C]) task(connect Connect[C], showSecret bool) task {
	return task{
		id: o.ID, idArg: o.IDArg, looks: o.Looks != nil && o.Looks(),
		secret: !showSecret && slices.ContainsFunc(o.ID, func(path string) bool { return slices.Contains(o.Hide, path) }),
		dial: func(ctx context.Context, r *Run) (func(context.Context, Input, ...guichet.CallOption) (json.RawMessage, error), string, error) {
			client, err := connect(ctx, r)
			if err != nil {
				return nil, "", err
			}
			base := ""
			if at, ok := any(client).(interface{ BaseURL() string }); ok {
				base = at.BaseURL()
			}
			return func(ctx context.Context, in Input, options ...guichet.CallOption) (json.RawMessage, error) {
				return o.Call(ctx, client, in, options...)
			}, base, nil
		},
	}
}

// run does the work and says what came of it. revealed says that secrets are shown.
func (o *Object[C]) run(ctx context.Context, cmd *cobra.Command, connect Connect[C], in Input, revealed bool) error {
	r := in.Run
	event, err := o.Event.of(r)
	if err != nil {
		return err
	}
	out, err := r.writer(render.Options{Default: o.Columns, IDPath: o.ID, Event: event})
	if err != nil {
		return err
	}
	client, err := connect(ctx, r)
	if err != nil {
		return err
	}
	object, err := o.Call(ctx, client, in, r.Confirm(cmd, in))
	if err != nil {
		return err
	}
	said := r.sentence(cmd, in, object)
	switch {
	case said != "" && !revealed && r.glance():
		return r.tell(said)
	case object == nil && said != "":
		r.notice(said)
		return nil
	case object == nil:
		r.Notice(o.Done)
		return nil
	}
	if o.IDArg && r.Settings.Output == "id" && r.Settings.JQ == "" {
		_, err := fmt.Fprintln(r.Out, in.Text(len(o.Args)-1))
		return r.afterwards(o.Writes, err)
	}
	hidden := o.Hide
	if revealed {
		hidden = nil
	}
	return r.afterwards(o.Writes, showOne(out, object, hidden))
}

// afterwards adds to a usage error that the write was carried out before it: nobody
// should repeat the write because of it.
func (r *Run) afterwards(written bool, err error) error {
	if !written || exit.Of(err) != exit.Usage {
		return err
	}
	return &exit.Error{Code: exit.Usage, What: err, Hint: message.Fail(message.HintAnswerNotShown), Sent: guichet.Answered.String()}
}

// AfterWrite adds to an error of the output that the write was carried out.
func (r *Run) AfterWrite(err error) error { return r.afterwards(true, err) }

// showOne shows one object, without the secrets of those names.
func showOne(out *render.Writer, object json.RawMessage, secrets []string) error {
	object, err := hide(object, secrets)
	if err != nil {
		return err
	}
	if err := out.One(object); err != nil {
		return err
	}
	return out.Close()
}

// ShowAnswer shows a raw answer: JSON in the format that was asked for, and anything
// else unchanged, except that a terminal gets no control characters. written says that
// the call may have changed something.
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
	return r.afterwards(written, showOne(out, answer, nil))
}
