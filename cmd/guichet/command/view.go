package command

import (
	"encoding/json"
	"errors"
	"runtime/debug"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/cmd/guichet/render"
	"github.com/guichet-go/guichet/internal/joined"
)

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

// view makes a view of rows with what the options say of columns and ids. --sort sorts
// it, or by, which counts for tables only.
func (r *Run) view(by string, o render.Options) (*view, error) {
	out, err := r.writer(o)
	if err != nil {
		return nil, err
	}
	v := &view{run: r, out: out}
	v.order, err = r.order(by, o.Default, o.IDPath)
	v.order.Failed = func(err error) { v.failed = err }
	return v, err
}

// ShowRows shows rows as a declared list does.
func (r *Run) ShowRows(columns, id []string, rows Rows, report *guichet.Report) error {
	v, err := r.view("", render.Options{Default: columns, IDPath: id})
	if err != nil {
		return err
	}
	return v.show(rows, report)
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
		flushed = joined.Errors(flushed, v.out.Flush())
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
		if err := joined.Errors(v.out.Row(row), flushed); err != nil {
			return err
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
