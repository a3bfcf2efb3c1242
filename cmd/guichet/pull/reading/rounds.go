package reading

import (
	"context"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// maxRounds is how often a part is read in windows. Each window is exact by
// itself; a second round tells what came and went between the windows.
const maxRounds = 2

// round is one reading of a part in windows.
type round struct {
	*reading
	part   Part
	number int
	before *sorted.IDs // ids of the round before, nil in the first
	seen   *sorted.IDs
	open   *group
	// Of the first answer: the service's count, and whether it was all.
	total   int
	whole   bool
	repeats bool
}

func (r *reading) windows(ctx context.Context, part Part) error {
	return r.round(ctx, part, 1, nil)
}

func (r *reading) round(ctx context.Context, part Part, number int, before *sorted.IDs) error {
	x := &round{reading: r, part: part, number: number, before: before, seen: new(sorted.IDs), total: -1}
	x.open = r.pool.newGroup(x.end)
	if err := x.window(ctx, r.Window); err != nil {
		return err
	}
	return x.open.release(ctx)
}

// window reads a window, or cuts it when a page does not hold it.
func (x *round) window(ctx context.Context, w Window) error {
	name := unitName{Part: x.part.Name, Round: x.number, Window: w, Page: 1}
	var cut []Window
	u, err := x.ask(ctx, x.part, name, func(p Page) bool {
		return p.Pages <= 1 && p.Total == len(p.Rows)
	})
	if err != nil {
		return err
	}
	x.begin(u)
	if !u.Split {
		x.take(u.set(), u.repeats())
		return nil
	}
	if cut = w.split(u.Total, x.Middle); cut == nil || u.Pages <= 1 {
		return x.crowded(ctx, name)
	}
	for i := len(cut) - 1; i >= 0; i-- {
		x.open.add(func(ctx context.Context) error { return x.window(ctx, cut[i]) })
	}
	return nil
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
	unchanged := x.whole
	if !x.whole {
		after, err := x.part.Page(ctx, x.Window, 1)
		if err != nil {
			return err
		}
		x.mu.Lock()
		x.report.Requests++
		unchanged = after.Total == x.total && (x.repeats || x.seen.Len() == after.Total)
		x.total = after.Total
		x.mu.Unlock()
	}
	if !unchanged && x.number < maxRounds {
		return x.round(ctx, x.part, x.number+1, x.seen)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.before != nil {
		for _, id := range x.before.Without(x.seen) {
			x.Store.sorter.Remove(id)
			x.report.Vanished = append(x.report.Vanished, id)
		}
		x.report.Appeared = append(x.report.Appeared, x.seen.Without(x.before)...)
	}
	if !unchanged {
		x.report.Unsettled = append(x.report.Unsettled, Change{x.part.Name, x.seen.Len(), x.total})
	}
	return nil
}
