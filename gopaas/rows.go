package gopaas

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"

	"github.com/guichet-go/guichet/internal/rest"
)

const defaultMaxPages = 10_000

// Rows returns the rows of a view as the service orders them. It is lazy, each
// range starts anew, and leaving the loop sends nothing more.
//
// Without RowsPerPage, or with Page, it is one request, and nothing says
// whether that is everything. With RowsPerPage it reads page after page until
// one is empty, shorter than the first, or the same as the one before; the
// first page is never taken for the last, since the service may give fewer rows
// than it was asked for. Rows are given out as they come, equal ones too: a view
// may hold a row twice. When rows come or go meanwhile, pages shift, and a row
// may be missed or come twice without the service showing it.
//
// API: GET /api/list/{view}/
// API: GET /api/oauth2/list/{view}/
func (s Lists) Rows(ctx context.Context, view string, q ListQuery, options ...CallOption) iter.Seq2[Row, error] {
	options = slices.Clone(options) // read at each range, long after the call
	return func(yield func(Row, error) bool) {
		r := &reading{lists: s, ctx: ctx, view: view, query: q, options: options, yield: yield}
		r.walk()
	}
}

// RowsAs is Rows with each row decoded into T, which ends with
// ErrUnusableAnswer at the first row that does not fit.
//
// API: GET /api/list/{view}/
// API: GET /api/oauth2/list/{view}/
func RowsAs[T any](ctx context.Context, lists Lists, view string, q ListQuery, options ...CallOption) iter.Seq2[T, error] {
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
	options []CallOption
	yield   func(Row, error) bool
	report  *Report

	size   int       // rows of the first page
	before *[32]byte // fingerprint of the page before
}

// walk reads the list for one range.
func (r *reading) walk() {
	r.report = r.query.Report
	if r.report == nil {
		r.report = new(Report)
	}
	*r.report = Report{Total: -1, FirstPage: -1, Completeness: Unknown}
	if err := r.run(); err != nil && !errors.Is(err, errLeft) {
		r.yield(Row{}, err)
	}
}

func (r *reading) run() error {
	_, onePage := r.query.Page.Value()
	if !onePage && r.query.RowsPerPage != 0 {
		return r.paged()
	}
	p, err := r.fetch(r.query)
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

// begin finds the first page. Where it is not known, page 0 is the first when
// it is a page of its own, and not what the service makes of a number that is
// too small: an error, nothing, or page 1. It returns the number of the page to
// go on with.
func (r *reading) begin() (next int, done bool, err error) {
	if first, known := r.query.FirstPage.Value(); known {
		r.report.FirstPage = first
		return first, false, nil
	}
	zero, err := r.fetch(r.at(0), func(c *rest.Call) { c.Final = append(c.Final, http.StatusInternalServerError) })
	if err != nil && !noPage(err) {
		return 0, false, err
	}
	one, err := r.fetch(r.at(1))
	if err != nil {
		return 0, false, err
	}
	r.report.FirstPage = 1
	if zero != nil && len(zero.Rows) > 0 && fingerprint(zero) != fingerprint(one) {
		r.report.FirstPage = 0
		if _, err := r.take(zero); err != nil {
			return 0, false, err
		}
	}
	done, err = r.take(one)
	return 2, done, err
}

// noPage reports whether the service says that there is no such page.
func noPage(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusInternalServerError:
		return true
	}
	return e.Status == http.StatusOK && e.Kind == ErrUnusableAnswer
}

func (r *reading) at(page int) ListQuery {
	q := r.query
	q.Page = Set(page)
	return q
}

func (r *reading) next(n int) (done bool, err error) {
	most := r.query.MaxPages
	if most == 0 {
		most = defaultMaxPages
	}
	if r.report.Pages >= most {
		r.report.settle(EndCap)
		return true, r.unfinished(ErrIncomplete, fmt.Sprintf("the list did not end within %d requests", most))
	}
	p, err := r.fetch(r.at(n))
	if err != nil {
		return true, err
	}
	return r.take(p)
}

// take gives out a page and decides whether it is the last.
func (r *reading) take(p *ListPage) (done bool, err error) {
	print := fingerprint(p)
	switch {
	case len(p.Rows) == 0:
		r.report.settle(EndEmpty)
		return true, nil
	case r.before != nil && *r.before == print:
		return true, r.repeated(p)
	}
	r.before = &print
	if err := r.give(p); err != nil {
		return true, err
	}
	if r.size == 0 {
		r.size = len(p.Rows)
	}
	if len(p.Rows) < r.size {
		r.report.settle(EndShort)
		return true, nil
	}
	return false, nil
}

// repeated ends a reading on a page that came twice. A short page shows that
// the list is over; a full one may mean that the service ignores the number.
func (r *reading) repeated(p *ListPage) error {
	r.report.settle(EndRepeated)
	if len(p.Rows) < r.query.RowsPerPage || r.report.Completeness == Complete {
		return nil
	}
	return r.unfinished(ErrStuck, "a full page came twice: the service may ignore the page number; ask without RowsPerPage for what the view gives by itself")
}

func (r *reading) unfinished(cause error, message string) error {
	return r.lists.core.refuse("Lists.Rows", &Error{Kind: ErrUnusableAnswer, Sent: Answered, Message: message, Err: cause})
}

func (r *reading) fetch(q ListQuery, more ...CallOption) (*ListPage, error) {
	call := r.lists.call("Lists.Rows", r.view, q).Apply(slices.Concat(r.options, more))
	p, err := ask(r.ctx, r.lists.core, call, extract)
	if err != nil {
		return nil, err
	}
	r.report.Pages++
	if p.Total >= 0 {
		r.report.Total = p.Total
	}
	if r.report.Column == nil {
		r.report.Column = p.Column
	}
	return p, nil
}

func (r *reading) give(p *ListPage) error {
	for _, row := range p.Rows {
		r.report.Rows++
		if !r.yield(row, nil) {
			return errLeft
		}
	}
	return nil
}

// fingerprint tells pages apart by the bytes of their rows.
func fingerprint(p *ListPage) (sum [32]byte) {
	h := sha256.New()
	for _, row := range p.Rows {
		_ = binary.Write(h, binary.BigEndian, uint64(len(row.Raw)))
		h.Write(row.Raw)
	}
	h.Sum(sum[:0])
	return sum
}
