package reading

import (
	"context"
	"encoding/json"
	"sync/atomic"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

// rounds is how often a part is read in windows. Each window is exact by itself;
// a second round tells what came and went between the windows. A row that the
// first one had and the second lacks is gone, or was moved from a window that was
// still to be read to one that had been: when rows are missing, a third round
// tells which.
const rounds = 3

// windowed is a part that is read in windows.
type windowed struct {
	*reading
	part Part
	ever *sorted.IDs // ids of all rows that are in the Store
}

// round is one reading of a part in windows.
type round struct {
	*windowed
	number int
	rows   copies
	// Of the first answer: the service's count, and whether it was all; and the
	// count at the end.
	total, after int
	whole        bool
	// short is set when a window could not be read completely.
	short bool
	// blind is set when an answer had rows outside its window: the service does
	// not look at windows, and cutting them would never end.
	blind atomic.Bool
}

// windows reads a part round after round, until the service's count agrees with
// what the windows gave.
func (r *reading) windows(ctx context.Context, part Part) error {
	w := &windowed{reading: r, part: part, ever: new(sorted.IDs)}
	var first, before *round
	for n := 1; ; n++ {
		x := &round{windowed: w, number: n, total: -1}
		if err := spread(ctx, r.Concurrency, []stretch{{r.Window, 0}}, x.window); err != nil {
			return err
		}
		if x.blind.Load() {
			return w.paged(ctx)
		}
		if err := x.end(ctx); err != nil {
			return err
		}
		missing := x.missing() && len(w.ever.Without(x.rows.all())) > 0
		if x.agrees() || n > 1 && (n == rounds || !missing) {
			x.settle(first, before)
			return nil
		}
		if first == nil {
			first = x
		}
		before = x
	}
}

// stretch is a window that is to be read. expected is about how many rows it was
// made to hold, 0 when nothing is known of them.
type stretch struct {
	page.Window
	expected int
}

// window reads a window, or cuts it when a page does not hold it.
func (x *round) window(ctx context.Context, w stretch) ([]stretch, error) {
	if x.blind.Load() {
		return nil, nil
	}
	name := unitName{Part: x.part.Name, Round: x.number, Window: w.Window, Page: 1}
	u, err := x.ask(ctx, x.part, name, func(ctx context.Context) (Page, error) { return x.part.Page(ctx, w.Window, 1) },
		func(p Page, u *unit) bool {
			starts := x.starts(p.Rows)
			u.Blind = w.Misses(starts)
			u.Split = u.Blind || p.Pages > 1 || p.Total != len(p.Rows)
			// The first page of a list without order is a fair sample of it. Where it
			// misled once, the rows come in an order after all.
			if u.Split && (w.expected == 0 || p.Total <= 2*pageSize+w.expected) {
				u.Cuts = w.Cuts(p.Total, starts)
			}
			return !u.Split
		})
	if err != nil {
		return nil, err
	}
	x.begin(u)
	switch {
	case u.Blind && w.Window == x.Window:
		return nil, &WindowError{x.part.Name}
	case u.Blind:
		x.blind.Store(true)
		return nil, nil
	case !u.Split:
		x.take(u.copies())
		return nil, nil
	}
	parts, each := w.At(u.Cuts), u.Total/(len(u.Cuts)+1)
	if len(parts) == 1 {
		parts, each = w.Split(u.Total, x.Middle), 0
	}
	if parts == nil || u.Pages <= 1 {
		return nil, x.crowded(ctx, name)
	}
	more := make([]stretch, len(parts))
	for i, part := range parts {
		more[i] = stretch{part, each}
	}
	return more, nil
}

// paged reads the part as a list without windows, and keeps what that finds.
func (w *windowed) paged(ctx context.Context) error {
	l, err := w.list(ctx, w.part, unitName{Part: w.part.Name, Window: w.Window})
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.finish(l); !l.short {
		for _, id := range w.ever.Without(l.rows.all()) {
			w.Store.sorter.Remove(id)
		}
	}
	return nil
}

// starts returns the start of each row that has one.
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

// take takes the rows of a window. Rows on a boundary come again in the next one.
func (x *round) take(rows copies) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i, ids := range rows {
		if i == len(x.rows) {
			x.rows = append(x.rows, new(sorted.IDs))
		}
		x.rows[i].AddBytes(ids.Bytes())
	}
	x.ever.AddBytes(rows.all().Bytes())
}

// crowded pages through a window that cannot be cut any further.
func (x *round) crowded(ctx context.Context, name unitName) error {
	l, err := x.list(ctx, x.part, name)
	if err != nil {
		return err
	}
	x.take(l.rows)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.ever.AddBytes(l.left.Bytes())
	x.short = x.short || l.short
	return nil
}

// end asks for the service's count once more.
func (x *round) end(ctx context.Context) error {
	if x.after = x.total; x.whole {
		return nil
	}
	release, err := x.slot(ctx)
	if err != nil {
		return err
	}
	defer release()
	after, err := x.part.Page(ctx, x.Window, 1)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.report.Requests++
	x.after = after.Total
	return nil
}

// missing reports whether the service counts more rows than there were.
func (x *round) missing() bool { return x.rows.count() < x.after && x.rows.all().Len() < x.after }

// agrees reports whether the round was undisturbed: the count stayed the same, and
// the windows explain it row by row.
func (x *round) agrees() bool {
	return x.whole || !x.short && x.after == x.total && (x.rows.count() == x.after || x.rows.all().Len() == x.after)
}

// settle notes what came and went since the first round, and takes out what went:
// nothing while rows are missing, since those that went may be among them.
func (x *round) settle(first, before *round) {
	x.mu.Lock()
	defer x.mu.Unlock()
	rows := x.rows.all()
	if first != nil {
		x.report.Appeared = append(x.report.Appeared, rows.Without(first.rows.all())...)
	}
	if !x.missing() && !x.short {
		for _, id := range x.ever.Without(rows) {
			x.Store.sorter.Remove(id)
			x.report.Vanished = append(x.report.Vanished, id)
		}
	}
	change := Change{x.part.Name, rows.Len(), x.total, x.after}
	switch {
	case x.agrees():
	case x.short || before.same(x):
		x.report.Short = append(x.report.Short, Short{Change: change})
	default:
		x.report.Unsettled = append(x.report.Unsettled, change)
	}
}

// same reports whether both rounds had the same rows and counts: it is not because
// of a change that they do not agree.
func (x *round) same(next *round) bool {
	return x != nil && x.total == next.total && x.after == next.after && x.rows.all().Equal(next.rows.all())
}
