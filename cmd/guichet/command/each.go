package command

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/bulk"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/spf13/cobra"
)

// each is --each of a command that creates or updates: one call for each row.
type each struct {
	BulkOptions
	rows  string
	cmd   *cobra.Command
	flags *Flags
	body  *body
	args  []Arg
}

// takesRows reports whether a command of that name creates or updates.
func takesRows(verb string) bool {
	first, _, _ := strings.Cut(verb, "-")
	return first == "create" || first == "update"
}

// newEach adds the flags.
func newEach(flags *Flags, body *body, args []Arg) *each {
	e := &each{cmd: flags.cmd, flags: flags, body: body, args: args}
	Value(flags, &e.rows, "each", message.PlaceRows, func(text string) (string, error) { return text, nil }, message.FlagEach)
	flags.Bulk(&e.BulkOptions)
	flags.Switch(&e.RetryUnknown, "retry-unknown", message.FlagRetryUnknown)
	return e
}

// task is what a declaration says of its command, whatever its client.
type task struct {
	id    []string
	idArg bool
	// looks reports that a call looks for what it would create.
	looks bool
	// secret reports that the id is a secret that is not shown.
	secret bool
	// dial connects, and returns the call and the address of the service.
	dial func(context.Context, *Run) (func(context.Context, Input, ...guichet.CallOption) (json.RawMessage, error), string, error)
}

// given reports whether the command line has --each, and refuses flags that need it.
func (e *each) given() (bool, error) {
	if e == nil {
		return false, nil
	}
	if e.rows != "" || e.cmd.Flags().Changed("each") {
		return true, nil
	}
	for _, name := range []string{"resume", "resume-file", "max-failures", "retry-unknown"} {
		if e.cmd.Flags().Changed(name) {
			return false, exit.Usage.New(message.LineFlagNeeds, "--"+name, "--each")
		}
	}
	return false, nil
}

// check refuses a command line that does not go with rows.
func (e *each) check(args []string, t task) error {
	switch {
	case len(args) > 0 && len(e.args) > 0:
		return exit.Line(e.cmd, message.EachArgs, strings.Join(e.columns(), ", "))
	case len(args) > 0:
		return exit.Arguments(e.cmd, args)
	case e.body.data != "":
		return exit.Usage.New(message.LineFlagsExclusive, "--data, --each")
	case e.rows != "-" && !strings.HasPrefix(e.rows, "@"):
		refused := exit.Usage.New(message.EachNoFile, e.rows)
		if namesFile(e.rows) {
			refused.WithHint(message.HintDataAt, "--each", e.rows)
		}
		return refused
	case t.secret:
		return exit.Usage.New(message.EachSecretLost).WithHint(message.HintEachShow)
	case e.RetryUnknown && e.Resume == "":
		return exit.Usage.New(message.LineFlagNeeds, "--retry-unknown", "--resume")
	}
	for name, stdin := range e.body.secrets {
		if *stdin {
			return exit.Usage.New(message.LineFlagsExclusive, "--"+Field{Name: name}.flag()+"-stdin, --each")
		}
	}
	return e.flags.missing()
}

// columns are the names of the columns that stand for the arguments.
func (e *each) columns() (names []string) {
	for _, arg := range e.args {
		names = append(names, strings.ToLower(arg.Name))
	}
	return names
}

// run checks every row before the first request, and asks once.
func (e *each) run(ctx context.Context, r *Run, args []string, t task) error {
	if err := e.check(args, t); err != nil {
		return err
	}
	source, err := r.Rows("--each", e.rows)
	if err != nil {
		return err
	}
	defer source.Close()
	path := strings.TrimPrefix(e.cmd.CommandPath(), e.cmd.Root().Name()+" ")
	rows := &rowReader{each: e, run: r, source: source}
	if err := rows.checkColumns(); err != nil {
		return err
	}
	asks := false
	plan, err := bulk.Check(source, path, rows.item, func(_ *bulk.Plan, item bulk.Item) error {
		in := rows.input(item)
		q := Questions()[path]
		asks = asks || q.Text != "" && (q.When == nil || q.When(in))
		return nil
	})
	if err != nil {
		return err
	}
	out, err := r.Writer(nil, []string{"id"})
	if err != nil {
		return err
	}
	call, base, err := t.dial(ctx, r)
	if err != nil {
		return err
	}
	e.RetryUnknown = e.RetryUnknown || t.looks
	w := &BulkWrite{BulkOptions: e.BulkOptions, Plan: plan, Name: source.Name, Command: path, BaseURL: base, Batch: 1}
	if err := w.Begin(r); err != nil {
		return err
	}
	w.Send = func(ctx context.Context, items []bulk.Item) BulkOutcome {
		in := rows.input(items[0])
		answer, err := call(ctx, in, guichet.WithConfirm(nil))
		return e.outcome(ctx, r, w, items[0], answer, err, t)
	}
	if !r.Settings.DryRun {
		if err := rows.checkCalls(ctx, w, call); err != nil {
			return err
		}
		if err := r.AgreeToRows(w, asks); err != nil {
			return err
		}
	}
	return w.Run(ctx, BulkReport{Out: out, About: [2]string{"command", path}})
}

// AgreeToRows asks once before the rows of a bulk write are sent. A command that asks
// about a single object asks wherever it runs, any other on a terminal only.
func (r *Run) AgreeToRows(w *BulkWrite, asks bool) error {
	if n := w.Unsure(); n > 0 {
		r.Notice(message.NoticePushUnsure, r.Messages.Count(n, message.CountRow, message.CountRows))
	}
	if w.due == 0 || !asks && !r.Prompt.Asks() {
		return nil
	}
	return r.Prompt.Agree(r.Messages.Text(message.EachQuestion(w.Command), r.Messages.Number(w.due), w.BaseURL))
}

// errChecked ends a call that would now be sent.
var errChecked = errors.New("checked")

// checkCalls has the SDK check every row. A call ends before it is sent; what it would
// read first is not read, since its context has ended.
func (rows *rowReader) checkCalls(ctx context.Context, w *BulkWrite, call func(context.Context, Input, ...guichet.CallOption) (json.RawMessage, error)) error {
	ended, end := context.WithCancel(ctx)
	end()
	ask := guichet.WithConfirm(func() error { return errChecked })
	var first error
	refused := 0
	err := w.Plan.Each(func(item bulk.Item) error {
		in := rows.input(item)
		in.Checking = true
		_, err := call(ended, in, ask)
		if errors.Is(err, errChecked) || errors.Is(err, context.Canceled) || !w.isDue(item.Number) {
			return nil
		}
		if refused++; first == nil {
			first = w.Plan.Refused(item.Number, rows.run.Failure(ctx, err))
		}
		return nil
	})
	if first != nil {
		return bulk.Counted(first, refused)
	}
	return err
}

// outcome says what a call means for its row.
func (e *each) outcome(ctx context.Context, r *Run, w *BulkWrite, item bulk.Item, answer json.RawMessage, err error, t task) BulkOutcome {
	if err == nil {
		return BulkOutcome{State: bulk.Written, ID: t.idOf(answer, item.Args)}
	}
	if errors.Is(err, guichet.ErrDryRun) {
		return BulkOutcome{Err: err}
	}
	got := BulkOutcome{State: bulk.Unknown, Err: r.Failure(ctx, err)}
	failed, called := errors.AsType[*guichet.Error](err)
	_, refused := errors.AsType[*exit.Error](err)
	if called && certain(failed) || !called && refused {
		got.State = bulk.NotWritten
	}
	if known, ok := errors.AsType[*exit.Error](got.Err); ok {
		got.Settled = len(known.IDs) > 0
	}
	got.Err = w.Plan.Refused(item.Number, got.Err)
	return got
}

// certain reports whether a failed call has certainly changed nothing.
func certain(e *guichet.Error) bool {
	if !e.Changes || e.SignIn || e.Sent == guichet.NotSent {
		return true
	}
	return e.Sent == guichet.Answered && e.Status >= 400 && e.Status < 500 && e.Status != 408
}

// idOf is the id of the object that a row became.
func (t task) idOf(answer json.RawMessage, args []string) string {
	if t.idArg && len(args) > 0 {
		return args[len(args)-1]
	}
	paths := t.id
	if paths == nil {
		paths = []string{"id"}
	}
	for _, path := range paths {
		value := rawjson.Find(answer, path)
		if text, isText := rawjson.Text(value); isText {
			return text
		}
		if _, err := strconv.ParseInt(string(value), 10, 64); err == nil {
			return string(value)
		}
	}
	return ""
}

// input is what the call of a row is given.
func (rows *rowReader) input(item bulk.Item) Input {
	in := Input{Run: rows.run, args: item.Args, number: make([]int64, len(item.Args)), Body: item.Body, row: true}
	for i, arg := range rows.each.args {
		if !arg.Text {
			in.number[i], _ = ParseID(item.Args[i]) // it was checked
		}
	}
	return in
}

// secretFields are the names of the fields that are secret.
func (e *each) secretFields() (names []string) {
	for i := range e.body.fields {
		if field := &e.body.fields[i]; field.Kind == SecretField || field.Private {
			names = append(names, field.Name)
		}
	}
	return names
}
