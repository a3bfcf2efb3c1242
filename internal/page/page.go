// Package page reads a list that comes in numbered pages: in order, several
// pages ahead, each row once, and completely. A list is complete when the
// different rows read are as many as the service counts. Reading it again proves
// nothing: a service without an order can repeat and lose the same rows each time.
package page

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/guichet-go/guichet"
)

// maxPasses ends the reading of a list whose pages shift each time. Pages in an
// order that changes with each request give about two rows in three a pass, so
// that this many passes miss one row in a hundred million.
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

// TotalOf returns the total that page n states. A service that does not count writes 0
// or nothing: on a page with rows, and beyond the first page, that is unknown, -1.
func TotalOf(stated, rows, n int) int {
	if stated <= 0 && (rows > 0 || n > 1) {
		return -1
	}
	return stated
}

// ID is what tells the rows of a list apart.
type ID interface{ ~int | ~int64 }

// Config says how a list is read.
type Config[T any, K ID] struct {
	// Fetch reads page n, from 1. It may call arrived once the answer is there
	// and only has to be decoded: another page can be in flight then. It may read
	// Report.Passes, which does not change meanwhile.
	Fetch func(ctx context.Context, n int, arrived func()) (Page[T], error)
	// Key identifies a row; rows seen before are not given out again.
	Key func(T) K
	// Times is how often the service may list and count a row; nil for once.
	Times func(T) int
	// Ways are other ways to rows that the pages lack.
	Ways Ways[T]
	// Width is the number of pages in flight. With 1, a page is asked for only
	// when its rows are wanted, unless Ahead is set.
	Width int
	// Ahead asks for the next page as soon as the one before has arrived.
	Ahead bool
	// Report, when not nil, is kept up to date while the list is read.
	Report *guichet.Report
	// Gone, when not nil, gets the key of each row that was given out and had left
	// the list when the reading was complete.
	Gone func(K)
}

// reading is one walk through a list.
type reading[T any, K ID] struct {
	Config[T, K]
	ctx    context.Context
	yield  func(T, error) bool
	flying sync.WaitGroup
	tally
	// ways are those that are still to be tried, and requests is how many may
	// still be made for unknown ids.
	ways     []func() error
	requests int
}

// All returns the rows of the list. The first error ends it. Every range
// starts anew; leaving the loop stops all requests and waits for them.
func All[T any, K ID](ctx context.Context, cfg Config[T, K]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		r := &reading[T, K]{Config: cfg, ctx: ctx, yield: yield, tally: tally{seen: idSet{}, total: -1}}
		defer r.flying.Wait()
		defer cancel()
		if r.Report == nil {
			r.Report = new(guichet.Report)
		}
		if r.Times == nil {
			r.Times = func(T) int { return 1 }
		}
		*r.Report = guichet.Report{Total: -1, OnPage: r.Report.OnPage}
		err := r.read()
		if err != nil && !errors.Is(err, errLeft) {
			var none T
			yield(none, err)
		}
	}
}

// errLeft ends a reading whose caller left the loop.
var errLeft = errors.New("left")

// read reads the list until it is complete, or until nothing helps: the pages
// come the same again, and the other ways bring nothing either.
func (r *reading[T, K]) read() error {
	changed := false
	for pass := 1; pass <= maxPasses; pass++ {
		r.flying.Wait() // pages that were let go: Fetch may look at the number of the pass
		r.Report.Passes = pass
		r.begin(pass)
		if err := r.pass(); err != nil {
			return err
		}
		if r.complete() {
			return r.end()
		}
		same := pass > 1 && r.print == r.before
		if pass == 1 || same || changed {
			before := r.Report.Unique
			err := r.detour()
			if err == nil {
				changed, err = r.recount()
			}
			if err != nil {
				return err
			}
			if r.complete() {
				return r.end()
			}
			same = same && r.Report.Unique == before
		}
		if same && r.alive <= r.total {
			break
		}
	}
	return guichet.ErrIncomplete
}

// end is the end of a complete reading.
func (r *reading[T, K]) end() error {
	r.Report.Done = true
	if r.Gone != nil {
		for id := range r.left() {
			r.Gone(K(id))
		}
	}
	return nil
}

// pass reads the list once from its first page.
func (r *reading[T, K]) pass() error {
	a := r.newAsking()
	a.more()
	for n := 1; len(a.queue) > 0; n++ {
		page, err := a.next()
		if err != nil {
			return err
		}
		if err := r.check(n, page); err != nil {
			return err
		}
		if a.last = max(page.Last, page.Next); page.Next == 0 {
			a.last, a.queue = n, nil // pages asked for beyond the end are let go
		}
		if a.ahead {
			a.more()
		}
		if err := r.give(page); err != nil {
			return err
		}
		a.more()
	}
	return nil
}

// check refuses pages that would be read without an end.
func (r *reading[T, K]) check(n int, p Page[T]) error {
	switch {
	case p.Next != 0 && p.Next <= n,
		p.Current != 0 && p.Current != n,
		p.Next != 0 && p.Last != 0 && n >= p.Last:
		return guichet.ErrStuck
	}
	return nil
}

// give hands out the rows of a page that were not seen before.
func (r *reading[T, K]) give(p Page[T]) error {
	r.count(p.Total, len(p.Items))
	r.Report.Total = r.total
	met := r.met
	err := r.hand(p.Items, func(id int64, row T) bool { return r.meet(id, r.Times(row)) })
	if err == nil && r.met == met && p.Next != 0 && p.Last == 0 {
		return guichet.ErrStuck // without a last page, only new rows show an advance
	}
	return err
}

// hand gives out the rows that note reports to be new.
func (r *reading[T, K]) hand(rows []T, note func(id int64, row T) bool) error {
	r.Report.Pages++
	r.Report.Rows += len(rows)
	for _, row := range rows {
		if !note(int64(r.Key(row)), row) {
			continue
		}
		r.Report.Unique++
		if !r.yield(row, nil) {
			return errLeft
		}
	}
	if r.Report.OnPage != nil {
		r.Report.OnPage()
	}
	return nil
}
