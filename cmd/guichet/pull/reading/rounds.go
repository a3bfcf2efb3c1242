package reading

import (
	"context"
	"errors"
	"slices"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

// rounds is how often a part is read in windows. Each window is exact by itself; a
// second round shows what came and went between the windows. A row of the first round
// that the second lacks is gone, or moved from a window that was still to be read to
// one that had been read: when rows are missing, a third round tells which.
const rounds = 3

// round is one reading of a part in windows.
type round struct {
	*reading
	part   Part
	number int
	rows   copies      // the rows of all windows
	left   *sorted.IDs // rows that left a window while it was read
	// total and whole are of the first answer: the service's count, and whether the
	// answer had all rows. after is the count at the end.
	total, after int
	whole        bool
	short        bool // a window could not be read completely
	// noted is when every tenth row starts, in the windows that were read.
	noted  []int64
	leaves []page.Window
}

// windows reads a part round after round, until the service's count agrees with the
// rows of the windows.
func (r *reading) windows(ctx context.Context, part Part) error {
	kept := new(sorted.IDs) // rows of all rounds: those in the Store
	var first, before *round
	for n := 1; ; n++ {
		x := &round{reading: r, part: part, number: n, left: new(sorted.IDs), total: -1}
		err := x.read(ctx)
		kept.AddBytes(x.rows.all().Bytes())
		kept.AddBytes(x.left.Bytes())
		if errors.Is(err, errWindowIgnored) {
			return r.pages(ctx, part, unitName{Part: part.Name, Window: r.Window}, kept)
		}
		if err != nil {
			return err
		}
		missing := x.missing() && len(kept.Without(x.rows.all())) > 0
		if x.agrees() || n > 1 && (n == rounds || !missing) {
			x.settle(first, before, kept)
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

// answer is what a window gave: its rows, the stretches that it is cut into, or a
// list that was read page by page.
type answer struct {
	unit
	cut   []stretch
	pages *list
}

// read reads the window that is wanted. Windows that do not fit on one page are cut,
// and their parts read, until no window is left.
func (x *round) read(ctx context.Context) error {
	for frontier := []stretch{{x.Window, 0}}; len(frontier) > 0; {
		answers, err := each(ctx, x.Concurrency, frontier, x.window)
		frontier = nil
		for _, a := range answers {
			if x.total < 0 {
				x.total, x.whole = a.Total, !a.Split
			}
			switch {
			case a.pages != nil:
				x.rows.merge(a.pages.rows)
				x.left.AddBytes(a.pages.left.Bytes())
				x.short = x.short || a.pages.short
			case a.Split:
				frontier = append(frontier, a.cut...)
			default:
				x.rows.merge(a.copies())
				x.leaves = append(x.leaves, a.Name.Window)
				x.noted = slices.AppendSeq(x.noted, sorted.Unpack(a.Starts))
			}
		}
		if err != nil {
			return err
		}
	}
	if x.after = x.total; x.whole {
		return nil
	}
	release, err := x.slot(ctx)
	if err != nil {
		return err
	}
	defer release()
	last, err := x.part.Page(ctx, x.Window, 1)
	if err != nil {
		return err
	}
	x.after = last.Total
	x.count(unit{Name: unitName{Part: x.part.Name}})
	return nil
}

// errWindowIgnored says that an answer had rows outside its window: cutting windows
// would never end.
var errWindowIgnored = errors.New("the service does not look at windows")

// window reads a window.
func (x *round) window(ctx context.Context, w stretch) (a answer, err error) {
	name := unitName{Part: x.part.Name, Round: x.number, Window: w.Window, Page: 1}
	a.unit, err = x.ask(ctx, x.part, name, func(ctx context.Context) (Page, error) { return x.part.Page(ctx, w.Window, 1) },
		func(p Page, u *unit) bool {
			starts := x.starts(&p)
			u.Blind = w.Misses(starts)
			u.Split = u.Blind || p.Pages > 1 || p.Total != len(p.Rows)
			if w.Window == x.Window {
				u.Cuts = x.known(p.Total)
			}
			switch u.Known = len(u.Cuts) > 0; {
			case !u.Split:
				u.Starts = sorted.Pack(tenths(starts))
			case u.Known:
			// The first page of a list without order is a fair sample of it. Where it
			// misled once, the rows come in an order after all.
			case w.expected == 0 || p.Total <= 2*pageSize+w.expected:
				u.Cuts = w.Cuts(p.Total, starts)
			}
			return !u.Split
		})
	switch {
	case err != nil || !a.Split:
		return a, err
	case a.Blind && w.Window == x.Window:
		return a, &WindowError{x.part.Name}
	case a.Blind:
		return a, errWindowIgnored
	}
	parts, expected := w.At(a.Cuts), a.Total/(len(a.Cuts)+1)
	switch {
	case a.Known:
		expected = 0
	case len(parts) == 1:
		parts, expected = w.Split(a.Total, x.Middle), 0
	}
	// A list has the rows of all weeks of its window: it has to be of one week.
	if parts == nil || a.Pages <= 1 && !x.part.mixed(w.Window) {
		a.pages, err = x.list(ctx, x.part, name)
		return a, err
	}
	for _, part := range parts {
		if left, ok := x.part.trim(part); ok {
			a.cut = append(a.cut, stretch{left, expected})
		}
	}
	return a, nil
}

// starts returns the start time of each row that has one.
func (x *round) starts(p *Page) (starts []int64) {
	if p.Starts != nil || x.part.Start == nil {
		return p.Starts
	}
	for _, row := range p.Rows {
		if at, ok := x.part.Start(row); ok {
			starts = append(starts, at)
		}
	}
	return starts
}

// missing reports whether the service counts more rows than there were. Its count is of
// all weeks: it says nothing of the rows of some.
func (x *round) missing() bool {
	return x.part.Own == nil && x.rows.count() < x.after && x.rows.all().Len() < x.after
}

// agrees reports whether nothing changed during the round: the count stayed the same,
// and the windows explain it row by row. [Join] compares the rows of some weeks with it.
func (x *round) agrees() bool {
	return x.whole || !x.short && x.after == x.total &&
		(x.part.Own != nil || page.Complete(x.after, x.rows.all().Len(), x.rows.count()))
}

// settle reports what came and went since the first round, and removes what went. It
// removes nothing while rows are missing, since those that went may be among them.
func (x *round) settle(first, before *round, kept *sorted.IDs) {
	x.mu.Lock()
	defer x.mu.Unlock()
	rows := x.rows.all()
	x.report.Cuts[x.part.Name] = x.cuts()
	if first != nil {
		x.report.Appeared = append(x.report.Appeared, rows.Without(first.rows.all())...)
	}
	if !x.missing() && !x.short {
		gone := kept.Without(rows)
		x.Store.remove(gone)
		x.report.Vanished = append(x.report.Vanished, gone...)
	}
	change := Change{x.part.Name, rows.Len(), x.total, x.after}
	if x.part.Own != nil {
		x.report.Dealt = append(x.report.Dealt, &Dealt{change, x.rows.count()})
	}
	switch {
	case x.agrees():
	case x.short || before.same(x):
		x.report.Short = append(x.report.Short, Short{Change: change})
	default:
		x.report.Unsettled = append(x.report.Unsettled, change)
	}
}

// same reports whether both rounds had the same rows and counts: then the rows do not
// disagree with the count because they changed.
func (x *round) same(next *round) bool {
	return x != nil && x.total == next.total && x.after == next.after && x.rows.all().Equal(next.rows.all())
}
