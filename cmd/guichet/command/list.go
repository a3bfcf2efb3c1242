package command

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
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

// view is a list being shown.
type view struct {
	run      *Run
	out      *render.Writer
	keep     func(json.RawMessage) (bool, error)
	order    render.Order
	searches bool
	noun     message.Key
	read     int  // rows within --limit
	saysNone bool // what is shown says itself that there is nothing
	shown    int
	cut      bool
	failed   error // of reading, which a sorted list with --limit does not come to
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

// show writes the rows as they come, or sorted once they were all read, and says what
// is missing.
func (v *view) show(rows Rows, report *guichet.Report) error {
	sorted := len(v.order.By) > 0
	progress := v.run.Prompt.Progress(!sorted)
	progress.Noun = v.noun
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
	for row, err := range v.arranged(rows, report) {
		if sorted {
			progress.End() // everything was read
		}
		if failed = err; failed != nil {
			break
		}
		if err := errors.Join(v.out.Row(row), flushed); err != nil {
			return unwrapOne(err)
		}
		v.shown++
	}
	progress.End()
	if failed == nil {
		failed = v.failed
	}
	if failed == nil || v.shown > 0 {
		if err := v.out.Close(); err != nil {
			return err
		}
	}
	if err := v.complete(report, failed); err != nil {
		return err
	}
	return v.wholeCells()
}

// wholeCells says when cells were too long for a spreadsheet: it does not show everything.
func (v *view) wholeCells() error {
	cut := v.out.Cut()
	if cut == 0 {
		return nil
	}
	text := message.Fail(message.NoticeCellsCut, cut)
	if v.run.Settings.Strict {
		return exit.Partial.Wrap(text)
	}
	v.run.Say(text.In(v.run.Messages))
	return nil
}

// arranged are the rows to show. A list that --sort sorts is read whole before --limit
// cuts it; one that is sorted by itself ends at --limit.
func (v *view) arranged(rows Rows, report *guichet.Report) Rows {
	if v.keep != nil {
		rows = kept(rows, v.keep)
	}
	switch {
	case len(v.order.By) == 0:
		return v.limited(rows, report)
	case v.run.Settings.Sort == nil:
		return v.out.Arrange(v.order, v.limited(rows, report))
	}
	return v.limited(v.out.Arrange(v.order, rows), report)
}

// kept leaves out rows.
//
// Inlined, its closure would be compiled anew in its caller.
//
//go:noinline
func kept(rows Rows, keep func(json.RawMessage) (bool, error)) Rows {
	return func(yield func(json.RawMessage, error) bool) {
		for row, err := range rows {
			in := err == nil
			if in {
				in, err = keep(row)
			}
			if (in || err != nil) && !yield(row, err) {
				return
			}
		}
	}
}

// limited ends at --limit, and notes whether rows are left.
//
// Inlined, its closure would be compiled anew in each of its callers.
//
//go:noinline
func (v *view) limited(rows Rows, report *guichet.Report) Rows {
	limit := v.run.Settings.Limit
	if limit == 0 {
		return rows
	}
	return func(yield func(json.RawMessage, error) bool) {
		for row, err := range rows {
			if v.cut = err == nil && v.read == limit; v.cut {
				return
			}
			if !yield(row, err) {
				return
			}
			v.read++
			// A next row that is known to exist need not be fetched.
			if v.cut = v.read == limit && v.keep == nil && report.Total > limit; v.cut {
				return
			}
		}
	}
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
	moving = moving || report.Total >= 0 && report.Unique != report.Total && !report.Done
	if moving && v.run.Settings.Sort != nil { // everything was asked for, not only what is shown
		v.cut = false
	}
	var text *message.Error
	switch {
	case v.cut && (report.Total < 0 || v.keep != nil):
		text = message.Fail(message.NoticeCutShortUnknown, v.shown)
	case v.cut:
		text = message.Fail(message.NoticeCutShort, v.shown, report.Total)
	case moving:
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
	if s := v.run.Settings; s.Output == "table" && s.JQ == "" && !s.Quiet && (!v.saysNone || s.Columns != nil) {
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
