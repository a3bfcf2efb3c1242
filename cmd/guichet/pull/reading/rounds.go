package reading

import (
	"context"
	"encoding/json"
	"sync/atomic"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// rounds is how often a part is read in windows. Each window is exact by itself;
// a second round tells what came and went between the windows. A row that the
// first one had and the second lacks is gone, or was moved from a window that was
// still to be read to one that had been: when rows are missing, a third round
// tells which.
const rounds = 3

// round is one reading of a part in windows.
type round struct {
	*reading
	part   Part
	number int
	first  *sorted.IDs // ids of the first round, nil while it lasts
	before *sorted.IDs // ids of all earlier rounds
	seen   *sorted.IDs
	open   *group
	// Of the first answer: the service's count, and whether it was all; and the
	// count at the end.
	total   int
	after   int
	whole   bool
	repeats bool
	// blind is set when an answer had rows outside its window: the service does
	// not look at windows, and cutting them would never end.
	blind atomic.Bool
}

func (r *reading) windows(ctx context.Context, part Part) error {
	x := &round{reading: r, part: part, seen: new(sorted.IDs)}
	return x.next(ctx)
}

// next begins the round after x.
func (x *round) next(ctx context.Context) error {
	next := &round{reading: x.reading, part: x.part, number: x.number + 1, first: x.first, before: new(sorted.IDs), seen: new(sorted.IDs), total: -1}
	if x.number == 1 {
		next.first = x.seen
	}
	for _, ids := range []*sorted.IDs{x.before, x.seen} {
		if ids != nil {
			next.before.AddBytes(ids.Bytes())
		}
	}
	next.open = x.pool.newGroup(next.end)
	if err := next.window(ctx, x.Window, 0); err != nil {
		return err
	}
	return next.open.release(ctx)
}

// window reads a window, or cuts it when a page does not hold it. expected is
// about how many rows it was made to hold, 0 when nothing is known of them.
func (x *round) window(ctx context.Context, w Window, expected int) error {
	if x.blind.Load() {
		return nil
	}
	name := unitName{Part: x.part.Name, Round: x.number, Window: w, Page: 1}
	u, err := x.ask(ctx, x.part, name, func(p Page, u *unit) {
		starts := x.starts(p.Rows)
		u.Blind = w.misses(starts)
		u.Split = u.Blind || p.Pages > 1 || p.Total != len(p.Rows)
		// The first page of a list without order is a fair sample of it. Where it
		// misled once, the rows come in an order after all.
		if u.Split && (expected == 0 || p.Total <= 2*pageSize+expected) {
			u.Cuts = w.cuts(p.Total, starts)
		}
	})
	if err != nil {
		return err
	}
	x.begin(u)
	switch {
	case u.Blind && w == x.Window:
		return &WindowError{x.part.Name}
	case u.Blind:
		x.blind.Store(true)
		return nil
	case !u.Split:
		x.take(u.set(), u.repeats())
		return nil
	}
	parts, each := w.at(u.Cuts), u.Total/(len(u.Cuts)+1)
	if len(parts) == 1 {
		parts, each = w.split(u.Total, x.Middle), 0
	}
	if parts == nil || u.Pages <= 1 {
		return x.crowded(ctx, name)
	}
	for i := len(parts) - 1; i >= 0; i-- {
		x.open.add(func(ctx context.Context) error { return x.window(ctx, parts[i], each) })
	}
	return nil
}

// paged reads the part as a list without windows, and keeps what that finds.
func (x *round) paged(ctx context.Context) error {
	l := &list{reading: x.reading, part: x.part, name: unitName{Part: x.part.Name, Window: x.Window}}
	l.then = func(context.Context) error {
		x.mu.Lock()
		defer x.mu.Unlock()
		for _, ids := range []*sorted.IDs{x.before, x.seen} {
			for _, id := range ids.Without(l.union) {
				x.Store.sorter.Remove(id)
			}
		}
		return nil
	}
	return l.read(ctx)
}

// starts are when rows start, as far as they say so.
func (x *round) starts(rows []json.RawMessage) (starts []int64) {
	if x.part.Start == nil {
		return nil
	}
	for _, row := range rows {
		if at, ok := x.part.Start(row); ok {
			starts = append(starts, at)
		}
	}
	return starts
}

// begin notes what the first answer says of the whole.
func (x *round) begin(u unit) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.total < 0 {
		x.total, x.whole = u.Total, !u.Split
	}
}

func (x *round) take(ids *sorted.IDs, repeats bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.seen.AddBytes(ids.Bytes())
	x.repeats = x.repeats || repeats
}

// crowded pages through a window that cannot be cut any further.
func (x *round) crowded(ctx context.Context, name unitName) error {
	x.open.hold()
	l := &list{reading: x.reading, part: x.part, name: name}
	l.then = func(ctx context.Context) error {
		x.take(l.union, l.repeats)
		return x.open.release(ctx)
	}
	return l.read(ctx)
}

// end compares what the windows gave with the service's count for all of them.
func (x *round) end(ctx context.Context) error {
	if x.blind.Load() {
		return x.paged(ctx)
	}
	unchanged, missing := x.whole, false
	if !x.whole {
		after, err := x.part.Page(ctx, x.Window, 1)
		if err != nil {
			return err
		}
		x.mu.Lock()
		x.report.Requests++
		unchanged = after.Total == x.total && (x.repeats || x.seen.Len() == after.Total)
		missing = x.seen.Len() < after.Total && len(x.before.Without(x.seen)) > 0
		x.after = after.Total
		x.mu.Unlock()
	}
	if !unchanged && (x.number == 1 || x.number < rounds && missing) {
		return x.next(ctx)
	}
	x.settle(unchanged)
	return nil
}

// settle says what came and went, and takes out what went.
func (x *round) settle(unchanged bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.first != nil {
		for _, id := range x.before.Without(x.seen) {
			x.Store.sorter.Remove(id)
			x.report.Vanished = append(x.report.Vanished, id)
		}
		x.report.Appeared = append(x.report.Appeared, x.seen.Without(x.first)...)
	}
	if !unchanged {
		x.report.Unsettled = append(x.report.Unsettled, Change{x.part.Name, x.seen.Len(), x.total, x.after})
	}
}
