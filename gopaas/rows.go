package gopaas

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

const defaultMaxPages = 10_000

// Rows returns the rows of a view as the service orders them. It is lazy, each
// range starts anew, and leaving the loop sends nothing more.
//
// Without RowsPerPage, or with Page, it is one request, and nothing says
// whether that is everything. With RowsPerPage it reads page after page until
// one is empty, shorter than the first, or the same as the one before; the
// first page is never taken for the last, since the service may give fewer rows
// than it was asked for.
//
// A row whose key was read on an earlier page is held back, 4 MiB of them at
// most. As soon as one page has a key twice, the view repeats keys, as one over
// a join may: the rows held back are given out, and none is held back any more.
// Otherwise those that are copies are left out at the end, and so are those that
// moved while the list was read: Report.Rows counts them, Report.Unique does not.
// Rows without a key are all given out. About 100 bytes of memory are kept for each
// key.
//
// When the answers state a total that changes, or another number of rows was
// read, Rows ends with ErrIncomplete after the last row; so it does when rows may
// have come twice. Without a total, a row that moved to a page already read is
// missed without the service showing it.
//
// API: GET /api/list/{view}/
//
// API: GET /api/oauth2/list/{view}/
func (s Lists) Rows(ctx context.Context, view string, q ListQuery, options ...guichet.CallOption) iter.Seq2[Row, error] {
	options = slices.Clone(options) // read at each range, long after the call
	return func(yield func(Row, error) bool) {
		r := &reading{lists: s, ctx: ctx, view: view, query: q, options: options, yield: yield, seen: map[digest]origin{}}
		r.walk()
	}
}

// RowsAs is Rows with each row decoded into T, which ends with
// ErrUnusableAnswer at the first row that does not fit.
//
// API: GET /api/list/{view}/
//
// API: GET /api/oauth2/list/{view}/
func RowsAs[T any](ctx context.Context, lists Lists, view string, q ListQuery, options ...guichet.CallOption) iter.Seq2[T, error] {
	return decodeEach[T](lists.core, "Lists.Rows", lists.Rows(ctx, view, q, options...))
}

// errLeft ends a reading whose caller left the loop.
var errLeft = errors.New("left")

// reading is one walk through a view.
type reading struct {
	lists   Lists
	ctx     context.Context
	view    string
	query   ListQuery
	options []guichet.CallOption
	yield   func(Row, error) bool
	report  *Report

	size   int    // rows of the first page
	before *sheet // the page before

	seen     map[digest]origin // the keys read so far; nil when the view repeats them
	held     []repeat
	bytes    int  // of the rows in held
	doubtful bool // rows may have come twice, or be missing
}

// walk reads the list for one range.
func (r *reading) walk() {
	r.report = r.query.Report
	if r.report == nil {
		r.report = new(Report)
	}
	*r.report = Report{
		Report:     guichet.Report{Passes: 1, Total: -1, OnPage: r.report.OnPage},
		FirstTotal: -1, FirstPage: -1, Completeness: CompletenessUnknown,
	}
	if err := r.run(); err != nil && !errors.Is(err, errLeft) {
		r.yield(Row{}, err)
	}
}

func (r *reading) run() error {
	number, onePage := r.query.Page.Value()
	if !onePage && r.query.RowsPerPage != 0 {
		return r.paged()
	}
	p, err := r.fetch(number, r.query)
	if err != nil {
		return err
	}
	if err := r.give(p); err != nil {
		return err
	}
	r.report.settle(EndSingle)
	return nil
}

// paged reads page after page.
func (r *reading) paged() error {
	n, done, err := r.begin()
	for ; !done && err == nil; n++ {
		done, err = r.next(n)
	}
	return err
}

func (r *reading) next(n int) (done bool, err error) {
	most := r.query.MaxPages
	if most == 0 {
		most = defaultMaxPages
	}
	if r.report.Pages >= most {
		return true, r.finish(EndCap)
	}
	p, err := r.page(n)
	if err != nil {
		return true, err
	}
	repeated, err := r.repeated(p)
	if err != nil {
		return true, err
	}
	if repeated {
		return true, r.finish(EndRepeated)
	}
	return r.take(p)
}

// repeated reports whether p is the page before, once more.
func (r *reading) repeated(p *sheet) (bool, error) {
	if r.before == nil || len(p.Rows) == 0 {
		return false, nil
	}
	if r.before.same(p) || !r.before.sameCles(p) {
		return r.before.same(p), nil
	}
	own, _, err := r.apart(r.before, p)
	return !own, err
}

// take gives out a page and decides whether it is the last.
func (r *reading) take(p *sheet) (done bool, err error) {
	if len(p.Rows) == 0 {
		return true, r.finish(EndEmpty)
	}
	r.before = p
	if err := r.give(p); err != nil {
		return true, err
	}
	if r.size == 0 {
		r.size = len(p.Rows)
	}
	if len(p.Rows) < r.size {
		return true, r.finish(EndShort)
	}
	return false, nil
}

// finish ends a reading of pages, and says what keeps it from being the whole
// list.
func (r *reading) finish(why End) error {
	if err := r.decide(); err != nil {
		return err
	}
	r.report.settle(why)
	switch complete := r.report.Completeness; {
	case why == EndCap:
		return r.unfinished(guichet.ErrIncomplete, refusal.New("list_without_end", "the list did not end after %d requests", r.report.Pages))
	case complete == CompletenessComplete && r.report.FirstTotal == r.report.Total:
		return nil
	case why == EndRepeated && len(r.before.Rows) >= r.query.RowsPerPage:
		// A short page shows that the list is over; a full one may mean that the
		// service ignores the number.
		return r.unfinished(guichet.ErrStuck, refusal.New("page_twice", "the same full page came twice: the service may ignore the page number; leave RowsPerPage out to read the view in a single request"))
	case complete == CompletenessPartial:
		return r.unfinished(guichet.ErrIncomplete, refusal.New("rows_missing", "%d rows read, but the service reports %d", r.report.Unique, r.report.Total))
	case r.doubtful || r.report.FirstTotal != r.report.Total:
		r.report.Completeness, r.report.Done = CompletenessUnknown, false
		return r.unfinished(guichet.ErrIncomplete, refusal.New("list_changed", "the list changed during the reading: rows may be missing or duplicated"))
	}
	return nil
}

func (r *reading) unfinished(kind guichet.Kind, why *refusal.Refusal) error {
	return r.lists.core.refuse("Lists.Rows", unusable(why.Because(kind)))
}

// page reads page n of the list. An answer with a final status is not worth
// another attempt.
func (r *reading) page(n int, final ...int) (*sheet, error) {
	q := r.query
	q.Page = guichet.Set(n)
	return r.fetch(n, q, final...)
}

func (r *reading) fetch(n int, q ListQuery, final ...int) (*sheet, error) {
	call := r.lists.call("Lists.Rows", r.view, q).Apply(r.options)
	call.Final = append(call.Final, final...)
	p, err := ask(r.ctx, r.lists.core, call, extract)
	if err != nil {
		return nil, err
	}
	r.report.Pages++
	if p.Total >= 0 {
		r.report.Total = p.Total
		if r.report.FirstTotal < 0 {
			r.report.FirstTotal = p.Total
		}
	}
	if r.report.Column == nil {
		r.report.Column = p.Column
	}
	return newSheet(n, p), nil
}
