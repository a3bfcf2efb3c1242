package command

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/page"
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
	// Flags adds the command's own flags.
	Flags func(*Flags)
	// Check refuses combinations of flags before anything is sent.
	Check func(r *Run) error
	// Keep leaves out rows; nil keeps all.
	Keep func(row json.RawMessage) (bool, error)
	// Searches makes finding nothing a failure.
	Searches bool
	// Anonymous, when set, connects without a credential.
	Anonymous Connect[C]
	// Rows reads the list. It fills the report while the rows are read.
	Rows func(ctx context.Context, client C, in Input) (Rows, *guichet.Report)
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
	e.completeArgs(cmd, l.Args)
	flags := NewFlags(e, cmd)
	if l.Flags != nil {
		l.Flags(flags)
	}
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
		columns := l.Columns
		if l.More != nil {
			columns = append(slices.Clone(columns), l.More()...)
		}
		out, err := r.writer(render.Options{Default: columns, Table: l.Table, Constant: constant(cmd, l.Constant), IDPath: l.ID})
		if err != nil {
			return err
		}
		if l.Anonymous != nil {
			connect = l.Anonymous
		}
		client, err := connect(ctx, r)
		if err != nil {
			return err
		}
		view := view{run: r, out: out, keep: l.Keep, searches: l.Searches, noun: l.Noun}
		return view.show(l.Rows(ctx, client, in))
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

// view is a list being shown.
type view struct {
	run      *Run
	out      *render.Writer
	keep     func(json.RawMessage) (bool, error)
	searches bool
	noun     message.Key
	shown    int
	cut      bool
}

// longList is a number of pages that has filled the heap.
const longList = 100

// saveMemory has less garbage pile up, for a few percent of the time.
func saveMemory() (restore func()) {
	before := debug.SetGCPercent(60)
	if before < 60 {
		debug.SetGCPercent(before) // GOGC asks for less, or for no collection
	}
	return func() { debug.SetGCPercent(before) }
}

// show writes the rows as they come, and says what is missing.
func (v *view) show(rows Rows, report *guichet.Report) error {
	progress := v.run.Prompt.Progress(true)
	defer progress.End()
	restore := func() {}
	defer func() { restore() }()
	var flushed error
	report.OnPage = func() {
		if report.Pages == longList {
			restore = saveMemory()
		}
		flushed = errors.Join(flushed, v.out.Flush())
		progress.Show(report.Unique, report.Total)
	}
	var failed error
	for row, err := range rows {
		if failed = err; failed != nil {
			break
		}
		if err := errors.Join(v.row(row), flushed); err != nil {
			return unwrapOne(err)
		}
		// A next row that is known to exist need not be fetched.
		if limit := v.run.Settings.Limit; v.cut || limit > 0 && v.shown == limit && v.keep == nil && report.Total > limit {
			v.cut = true
			break
		}
	}
	progress.End()
	if failed == nil || v.shown > 0 {
		if err := v.out.Close(); err != nil {
			return err
		}
	}
	return v.complete(report, failed)
}

// row shows one row, or notes that it is one too many.
func (v *view) row(row json.RawMessage) error {
	if v.keep != nil {
		if kept, err := v.keep(row); !kept || err != nil {
			return err
		}
	}
	if limit := v.run.Settings.Limit; limit > 0 && v.shown == limit {
		v.cut = true
		return nil
	}
	v.shown++
	return v.out.Row(row)
}

// unwrapOne keeps an error comparable where only one was joined.
func unwrapOne(err error) error {
	if many, ok := err.(interface{ Unwrap() []error }); ok && len(many.Unwrap()) == 1 {
		return many.Unwrap()[0]
	}
	return err
}

// complete says on stderr what keeps the output from being everything. A search
// that found nothing says so only when it looked at everything: whoever hears that
// nobody is there creates a second one.
func (v *view) complete(report *guichet.Report, failed error) error {
	moving := errors.Is(failed, guichet.ErrIncomplete)
	if failed != nil && !moving {
		return v.unread(failed)
	}
	var text *message.Error
	switch {
	case v.cut && (report.Total < 0 || v.keep != nil):
		text = message.Fail(message.NoticeCutShortUnknown, v.shown)
	case v.cut:
		text = message.Fail(message.NoticeCutShort, v.shown, report.Total)
	case moving || report.Total >= 0 && report.Unique != report.Total && !report.Done:
		text = message.Fail(message.NoticeIncomplete, report.Unique, report.Total)
	case report.Total < 0:
		text = message.Fail(message.NoticeTotalUnknown, v.shown)
	case v.searches && v.shown == 0:
		return exit.NotFound.New(message.ErrNobodyFound)
	case v.shown == 0:
		v.none()
		return nil
	default:
		return nil
	}
	if v.searches && v.shown == 0 {
		return exit.Partial.Wrap(text).WithHint(message.HintNotAllSearched)
	}
	if v.run.Settings.Strict {
		return exit.Partial.Wrap(text)
	}
	if !v.cut || !v.run.Settings.Quiet { // who asked for a part need not be told
		v.run.Say(text.In(v.run.Messages))
	}
	return nil
}

// none says that a list is empty: a table of nothing looks like a mistake.
func (v *view) none() {
	if s := v.run.Settings; s.Output == "table" && s.JQ == "" && !s.Quiet {
		v.run.Say(v.run.Messages.Counted(v.noun, 0))
	}
}

// Complete says on stderr what keeps the rows that were shown from being everything,
// as a list does. cut says that --limit left some out.
func (r *Run) Complete(report *guichet.Report, shown int, cut bool) error {
	return (&view{run: r, shown: shown, cut: cut}).complete(report, nil)
}

// unread is the failure of a page. In a search, what the service does not find is
// the page and not the person.
func (v *view) unread(failed error) error {
	if !v.searches || !errors.Is(failed, guichet.ErrNotFound) {
		return failed
	}
	known := exit.Remote(failed, exit.Situation{})
	known.Code = exit.Partial
	return known.WithHint(message.HintNotAllSearched)
}

// RowsOf are rows that this program made itself.
func RowsOf[T any](values []T) (Rows, *guichet.Report) {
	report := &guichet.Report{Total: -1}
	return page.Single(report, func() (rows []json.RawMessage, err error) {
		for _, value := range values {
			row, err := json.Marshal(value)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	}), report
}
