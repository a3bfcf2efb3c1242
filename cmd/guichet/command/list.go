package command

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/spf13/cobra"
)

// Connect makes a service's client for one run.
type Connect[C any] func(ctx context.Context, r *Run) (C, error)

// List declares a command that shows every object of a list.
type List[C any] struct {
	// Name is the verb; "list" when empty.
	Name  string
	Short message.Key
	// Noun is what the rows are; [message.NounResult] when empty.
	Noun message.Key
	// Args are the positional arguments.
	Args []Arg
	// Columns are shown in a table and in csv; More are those that a flag asks for.
	Columns []string
	More    func() []string
	// Table are the columns of a table where people need others than programs: a whole
	// person instead of a last name, the id that the next command takes.
	Table []string
	// Constant are the columns that a flag makes the same in every row.
	Constant []Constant
	// ID is where -o id finds the id or the natural key; "id" when empty.
	ID []string
	// Sort is the column that sorts the table, "" for the order of the service. Other
	// formats are sorted with --sort only.
	Sort string
	// Flags adds the command's own flags.
	Flags func(*Flags)
	// Check refuses combinations of flags before anything is sent.
	Check func(r *Run) error
	// Keep leaves out rows; nil keeps all.
	Keep func(row json.RawMessage) (bool, error)
	// Event reads rows as entries of a calendar, for -o ics; nil where they are no
	// appointments.
	Event Calendar
	// Layout shows all rows at once in another form than a table.
	Layout Layout
	// Searches makes finding nothing a failure.
	Searches bool
	// Anonymous, when set, connects without a credential.
	Anonymous Connect[C]
	// Rows reads the list. It fills the report while the rows are read.
	Rows func(ctx context.Context, client C, in Input) (Rows, *guichet.Report)
}

// Calendar returns what reads objects as entries of a calendar.
type Calendar func(r *Run) (func(object json.RawMessage) (render.Event, error), error)

// on says that a command takes -o ics.
func (c Calendar) on(cmd *cobra.Command) {
	if c != nil {
		cmd.Annotations[calendarNote] = "yes"
	}
}

// of gives what reads entries for a run with -o ics, nil for others.
func (c Calendar) of(r *Run) (func(object json.RawMessage) (render.Event, error), error) {
	if c == nil || r.Settings.Output != "ics" {
		return nil, nil
	}
	return c(r)
}

// Layout shows all rows of a list to a person.
type Layout func(r *Run, w io.Writer, rows []json.RawMessage) error

func (l Layout) of(r *Run) func(w io.Writer, rows []json.RawMessage) error {
	if l == nil {
		return nil
	}
	return func(w io.Writer, rows []json.RawMessage) error { return l(r, w, rows) }
}

// Constant is a column that a flag with one value makes the same in every row.
type Constant struct{ Flag, Column string }

// Rows are the rows of a list, each as the service wrote it.
type Rows = iter.Seq2[json.RawMessage, error]

// Command returns the declared command.
func (l *List[C]) Command(e *Env, connect Connect[C]) *cobra.Command {
	name := l.Name
	if name == "" {
		name = "list"
	}
	cmd := &cobra.Command{Use: usage(name, l.Args), Short: e.Messages.Text(l.Short)}
	cmd.Annotations = map[string]string{ColumnsNote: columnsNote(l.Columns, l.Table)}
	l.Event.on(cmd)
	e.completeArgs(cmd, l.Args)
	flags := NewFlags(e, cmd)
	if l.Flags != nil {
		l.Flags(flags)
	}
	var file string
	flags.Text(&file, "out", message.FlagOutFile)
	flags.files("out")
	cmd.RunE = e.Runs(func(ctx context.Context, r *Run, args []string) error {
		in, err := flags.input(r, l.Args, args)
		if err != nil {
			return err
		}
		if l.Check != nil {
			if err := l.Check(r); err != nil {
				return err
			}
		}
		if l.Anonymous != nil {
			connect = l.Anonymous
		}
		shown := 0
		err = r.Into(file, func() (err error) {
			shown, err = l.show(ctx, cmd, connect, in)
			return err
		})
		if err == nil && file != "" && r.ErrTerminal {
			r.Notice(message.NoticeWrittenTo, file, r.Messages.Counted(l.Noun, shown))
		}
		return err
	})
	return cmd
}

// columnsNote names the columns of csv, and those that a table has beside them.
func columnsNote(columns, table []string) string {
	note := strings.Join(columns, ",")
	for _, path := range table {
		if !strings.Contains(","+note+",", ","+path+",") {
			note += "," + path
		}
	}
	return note
}

// constant gives the columns that the flags of the command line make constant. A flag
// with several values does not.
func constant(cmd *cobra.Command, by []Constant) (columns []string) {
	for _, c := range by {
		flag := cmd.Flags().Lookup(c.Flag)
		if flag != nil && flag.Changed && !strings.Contains(flag.Value.String(), ",") {
			columns = append(columns, c.Column)
		}
	}
	return columns
}

func (l *List[C]) show(ctx context.Context, cmd *cobra.Command, connect Connect[C], in Input) (shown int, err error) {
	columns := l.Columns
	if l.More != nil {
		columns = append(slices.Clone(columns), l.More()...)
	}
	options := render.Options{Default: columns, Table: l.Table, Constant: constant(cmd, l.Constant), IDPath: l.ID, Layout: l.Layout.of(in.Run)}
	event, err := l.Event.of(in.Run)
	if err != nil {
		return 0, err
	}
	options.Event = event
	view, err := in.Run.view(l.Sort, options)
	if err != nil {
		return 0, err
	}
	view.keep, view.searches, view.noun, view.saysNone = l.Keep, l.Searches, l.Noun, l.Layout != nil
	client, err := connect(ctx, in.Run)
	if err != nil {
		return 0, err
	}
	err = view.show(l.Rows(ctx, client, in))
	return view.shown, err
}

// RowsOf are rows that this program made itself, a slice of them.
//
// Inlined, its closures would be compiled anew in each of its callers.
//
//go:noinline
func RowsOf(values any) (Rows, *guichet.Report) {
	report := &guichet.Report{Total: -1}
	return page.Single(report, func() ([]json.RawMessage, error) { return elements(values) }), report
}

// elements encodes the elements of a slice.
func elements(values any) (rows []json.RawMessage, err error) {
	raw, err := json.Marshal(values)
	if err != nil || raw[0] != '[' { // no slice at all is null
		return nil, err
	}
	all, err := rawjson.Elements(raw)
	for _, row := range all {
		rows = append(rows, row)
	}
	return rows, err
}
