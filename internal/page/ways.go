package page

import (
	"context"
	"errors"
	"iter"
	"slices"
)

// ErrNoWay is what a way returns that the service does not offer: the next one is
// tried.
var ErrNoWay = errors.New("the service does not offer this")

// MaxIDs is how many ids are asked for at once: as many rows as a page has.
const MaxIDs = 100

// Ways are ways to the rows of a list beside its pages. A list that lacks rows is
// filled in with them in this order.
type Ways[T any] struct {
	// Lists gives other lists with the same kind of rows, such as those of each
	// organisation. With ByID they only tell ids: not all of their rows need to be
	// in this list.
	Lists func(ctx context.Context) iter.Seq2[func(ctx context.Context, n int) (Page[T], error), error]
	// Known gives ids that are known from elsewhere.
	Known func(ctx context.Context) iter.Seq2[int64, error]
	// ByID reads the rows of this list that have one of the ids, at most MaxIDs.
	ByID func(ctx context.Context, ids []int64) (Page[T], error)
	// Gaps says that ids come from one counter: those beside and between the ones
	// that are known are asked for too, with at most twice as many requests as the
	// list has pages, or GapRequests if that is more.
	Gaps bool
	// Windows, when not nil, reads the list by time.
	Windows *Windows[T]
}

// GapRequests is how many requests for unknown ids a short list may cost.
const GapRequests = 100

// detour goes the other ways, one after the other, until the list is complete. One
// that the service does not offer, or whose budget is spent, is not tried again.
func (r *reading[T, K]) detour() error {
	if r.ways == nil {
		r.ways = []func() error{r.lists, r.known, r.gaps, r.windows}
		r.requests = max(GapRequests, 2*r.Report.Pages)
	}
	for i, way := range r.ways {
		if way == nil {
			continue
		}
		if r.enough() {
			return nil
		}
		err := way()
		if errors.Is(err, ErrNoWay) {
			r.ways[i], err = nil, nil
		}
		if err != nil && !errors.Is(err, errEnough) {
			return err
		}
	}
	return nil
}

// recount asks for the total again once the ways have filled the list in: it does
// not show there, and a row that was created meanwhile must not count in place of
// one that is missing.
func (r *reading[T, K]) recount() (changed bool, err error) {
	if !r.enough() {
		return false, nil
	}
	r.flying.Wait() // pages that were let go: Fetch may look at the number of the pass
	total := r.total
	r.Report.Passes++ // a page of this pass may be remembered
	p, err := r.Fetch(r.ctx, 1, func() {})
	r.Report.Passes--
	if err != nil {
		return false, err
	}
	r.count(p.Total, 0)
	r.Report.Total = r.total
	return r.total != total, r.add(p)
}

// errEnough ends a way.
var errEnough = errors.New("enough")

// enough reports whether to stop looking for rows: all are there, or more than
// the service counts, so that some have gone meanwhile.
func (r *reading[T, K]) enough() bool { return r.complete() || r.alive > r.total }

// lists goes through the other lists.
func (r *reading[T, K]) lists() error {
	if r.Ways.Lists == nil {
		return nil
	}
	batch := batch[T, K]{reading: r}
	for list, err := range r.Ways.Lists(r.ctx) {
		if err != nil {
			return err
		}
		for n, last := 1, 1; n <= last && !r.enough(); n++ {
			p, err := list(r.ctx, n)
			if errors.Is(err, ErrNoWay) {
				break
			}
			if err != nil {
				return err
			}
			if last = max(p.Last, p.Next); len(p.Items) == 0 {
				last = n // whatever the service says: there is nothing beyond
			}
			if r.Ways.ByID == nil {
				err = r.add(p)
			}
			for _, row := range p.Items {
				if err == nil && r.Ways.ByID != nil {
					err = batch.add(int64(r.Key(row)))
				}
			}
			if err != nil {
				return err
			}
		}
	}
	return batch.end()
}

// known asks for the ids that are known from elsewhere, and for those seen before
// the total changed.
func (r *reading[T, K]) known() error {
	if r.Ways.ByID == nil {
		return nil
	}
	batch := batch[T, K]{reading: r}
	for id := range r.seen.without(r.seenInEpoch) {
		if err := batch.add(id); err != nil {
			return err
		}
	}
	if r.Ways.Known == nil {
		return batch.end()
	}
	for id, err := range r.Ways.Known(r.ctx) {
		if err == nil {
			err = batch.add(id)
		}
		if err != nil {
			return err
		}
	}
	return batch.end()
}

// gaps asks for ids that nothing is known of: the newest first.
func (r *reading[T, K]) gaps() error {
	if !r.Ways.Gaps || r.Ways.ByID == nil || len(r.seen) == 0 {
		return nil
	}
	batch := batch[T, K]{reading: r, left: &r.requests}
	for found := true; found; {
		before, last := r.alive, r.seen.last()
		for id := last + 1; id <= last+MaxIDs; id++ {
			if err := batch.add(id); err != nil {
				return err
			}
		}
		found = r.alive > before
	}
	for id := range r.seen.gaps() {
		if err := batch.add(id); err != nil {
			return err
		}
	}
	return batch.end()
}

// add gives out the rows of an answer that is not a page of the list.
func (r *reading[T, K]) add(p Page[T]) error {
	return r.hand(p.Items, func(id int64, _ T) bool {
		fresh, _ := r.note(id)
		return fresh
	})
}

// batch collects ids until there are enough for a request.
type batch[T any, K ID] struct {
	*reading[T, K]
	ids  []int64
	left *int // requests that may still be made; nil: any number
}

// add takes an id that the list may have. It returns ErrNoWay when the budget is
// spent, and errEnough when no more rows are looked for.
func (b *batch[T, K]) add(id int64) error {
	if id <= 0 || b.counted(id) || slices.Contains(b.ids, id) {
		return nil
	}
	if b.ids = append(b.ids, id); len(b.ids) < MaxIDs {
		return nil
	}
	return b.end()
}

// end asks for the ids that are left.
func (b *batch[T, K]) end() error {
	if len(b.ids) == 0 {
		return nil
	}
	if b.enough() {
		return errEnough
	}
	if b.left != nil {
		if *b.left--; *b.left < 0 {
			return ErrNoWay
		}
	}
	p, err := b.Ways.ByID(b.ctx, b.ids)
	if err != nil {
		return err
	}
	if len(p.Items) > len(b.ids) || p.Total > len(b.ids) {
		return ErrNoWay // the service does not look at the ids
	}
	b.ids = b.ids[:0]
	return b.reading.add(p)
}
