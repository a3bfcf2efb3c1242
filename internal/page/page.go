// Package page reads a list that comes in numbered pages: in order, several
// pages ahead, each row once, and again where the list moved while it was
// read.
package page

import (
	"context"
	"errors"
	"iter"
	"sync"
)

// Failures of paging itself.
var (
	// ErrStuck says that the service's next page is not a later one.
	ErrStuck = errors.New("paging does not advance")
	// ErrIncomplete says that the list moved so much while it was read that
	// the rows never agreed with the service's own total.
	ErrIncomplete = errors.New("the list could not be read completely")
)

// maxPasses ends the reading of a list that never agrees with itself. Pages in
// an order that changes with each request give about two rows in three a pass,
// so that this many passes miss one row in a hundred million.
const maxPasses = 20

// Page is one page of a list.
type Page[T any] struct {
	Items []T
	// Current is the page's own number, 0 when it does not say.
	Current int
	// Next is the number of the page that follows, 0 when none does.
	Next int
	// Last is the number of the last page, 0 when unknown.
	Last int
	// Total is the number of rows of the list, -1 when unknown.
	Total int
}

// Report says how far a reading came. It is complete when every row that the
// service counts was seen.
type Report struct {
	Pages  int // requests answered
	Passes int // times the list was read from its start
	Rows   int // rows read, repeated ones included
	Unique int // rows given out
	Total  int // the service's own count, -1 when unknown
	// Done is set when the list was read to its end.
	Done bool
	// OnPage, when set, is called after the rows of a page were given out.
	OnPage func()
}

// ID is what tells the rows of a list apart.
type ID interface{ ~int | ~int64 }

// Config says how a list is read.
type Config[T any, K ID] struct {
	// Fetch reads page n, from 1. It may call arrived once the answer is there
	// and only has to be decoded: another page can be in flight then.
	Fetch func(ctx context.Context, n int, arrived func()) (Page[T], error)
	// Key identifies a row; rows seen before are not given out again.
	Key func(T) K
	// Width is the number of pages in flight. With 1, a page is asked for only
	// when its rows are wanted, unless Ahead is set.
	Width int
	// Ahead asks for the next page as soon as the one before has arrived.
	Ahead bool
	// Report, when not nil, is kept up to date while the list is read.
	Report *Report
}

// reading is one walk through a list.
type reading[T any, K ID] struct {
	Config[T, K]
	ctx    context.Context
	report *Report
	yield  func(T, error) bool
	flying sync.WaitGroup

	// seen has every row given out. The other two are nil, for the same set,
	// until the second pass and the first change of the total.
	seen, seenInPass, seenInEpoch idSet

	// Rows seen before the total changed may be gone: only those seen since
	// then count when it is asked whether all of them were seen.
	total int
	alive int // different rows seen in this epoch

	// Of the current pass:
	met   int // different rows
	added int // those that the epoch had not seen before
}

// All returns the rows of the list. The first error ends it. Every range
// starts anew; leaving the loop stops all requests and waits for them.
func All[T any, K ID](ctx context.Context, cfg Config[T, K]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		r := &reading[T, K]{Config: cfg, ctx: ctx, yield: yield, seen: idSet{}, report: cfg.Report}
		defer r.flying.Wait()
		defer cancel()
		if r.report == nil {
			r.report = new(Report)
		}
		*r.report = Report{Total: -1, OnPage: r.report.OnPage}
		var none T
		if err := r.passes(); err != nil {
			yield(none, err)
		}
	}
}

// errLeft ends a reading whose caller left the loop.
var errLeft = errors.New("left")

// passes reads the list until what was seen agrees with the service's count.
func (r *reading[T, K]) passes() error {
	for pass := 1; ; pass++ {
		r.report.Passes = pass
		r.met, r.added = 0, 0
		if pass > 1 {
			r.seenInPass = idSet{}
		}
		if err := r.pass(); err != nil {
			if errors.Is(err, errLeft) {
				return nil
			}
			return err
		}
		if r.agreed(pass) {
			r.report.Done = true
			return nil
		}
		if pass == maxPasses {
			return ErrIncomplete
		}
	}
}

// agreed reports whether the pass settles what the list holds. Without a total,
// -1, there is nothing to agree with. A later pass that met all the rows known and
// no other settles it as well: the service's total then counts rows twice. As
// many rows gone as came, between two pages, are the one change that does not
// show.
func (r *reading[T, K]) agreed(pass int) bool {
	return r.alive >= r.total || pass > 1 && r.added == 0 && r.met == r.alive
}

// pass reads the list once from its first page.
func (r *reading[T, K]) pass() error {
	a := r.newAsking()
	a.more()
	for n := 1; len(a.queue) > 0; n++ {
		got := a.next()
		if got.end != nil {
			got.end()
		}
		if got.err != nil {
			return got.err
		}
		if err := r.check(n, got.page); err != nil {
			return err
		}
		if a.last = max(got.page.Last, got.page.Next); got.page.Next == 0 {
			a.last, a.queue = n, nil // pages asked for beyond the end are let go
		}
		if a.ahead {
			a.more()
		}
		if err := r.give(got.page); err != nil {
			return err
		}
		a.more()
	}
	return nil
}

// check refuses pages that would be read for ever.
func (r *reading[T, K]) check(n int, p Page[T]) error {
	switch {
	case p.Next != 0 && p.Next <= n,
		p.Current != 0 && p.Current != n,
		p.Next != 0 && p.Last != 0 && n >= p.Last:
		return ErrStuck
	}
	return nil
}

// give hands out the rows that were not seen before.
func (r *reading[T, K]) give(p Page[T]) error {
	r.report.Pages++
	r.report.Rows += len(p.Items)
	if p.Total != r.total {
		r.alive = 0
		if r.report.Unique > 0 {
			r.seenInEpoch = idSet{}
		}
	}
	r.total, r.report.Total = p.Total, p.Total
	met := r.met
	for _, row := range p.Items {
		if !r.fresh(int64(r.Key(row))) {
			continue
		}
		r.report.Unique++
		if !r.yield(row, nil) {
			return errLeft
		}
	}
	if r.report.OnPage != nil {
		r.report.OnPage()
	}
	if r.met == met && p.Next != 0 && p.Last == 0 {
		return ErrStuck // without a last page, only new rows show an advance
	}
	return nil
}

// fresh counts a row, and reports whether it was never seen before.
func (r *reading[T, K]) fresh(id int64) bool {
	fresh := r.seen.add(id)
	inPass, inEpoch := fresh, fresh
	if r.seenInPass != nil {
		inPass = r.seenInPass.add(id)
	}
	if r.seenInEpoch != nil {
		inEpoch = r.seenInEpoch.add(id)
	}
	if inPass {
		r.met++
	}
	if inEpoch {
		r.alive++
		r.added++
	}
	return fresh
}
