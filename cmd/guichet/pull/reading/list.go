package reading

import (
	"context"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// maxPasses ends the reading of a list that never agrees with itself. Pages in
// an order that changes with each request give about two rows in three a pass.
const maxPasses = 20

// list is a paged list that is read from its start until it agrees with itself:
// a pass that brings nothing new, and as many rows as the service counts.
type list struct {
	*reading
	part Part
	name unitName // of its first page
	then func(context.Context) error

	pass    int
	current *sorted.IDs // ids of this pass
	union   *sorted.IDs // ids since the total last changed
	ever    *sorted.IDs // ids of all passes
	total   int
	moved   bool // the total changed within the pass
	rows    int  // rows of this pass, repeated ones included
	repeats bool // the service lists a row several times
}

// read begins the first pass.
func (l *list) read(ctx context.Context) error {
	l.union, l.ever, l.total = new(sorted.IDs), new(sorted.IDs), -1
	return l.begin(ctx)
}

// begin reads the first page of a pass, which tells how many there are.
func (l *list) begin(ctx context.Context) error {
	l.pass++
	l.current, l.moved, l.rows, l.repeats = new(sorted.IDs), false, 0, false
	first, err := l.page(ctx, 1)
	if err != nil {
		return err
	}
	if first.Pages <= 1 && first.Rows == first.Total {
		// One answer is one moment: there is nothing to agree with.
		l.union = l.current
		return l.end(ctx)
	}
	pages := l.pool.newGroup(l.passed)
	for n := first.Pages; n > 1; n-- {
		pages.add(func(ctx context.Context) error {
			_, err := l.page(ctx, n)
			return err
		})
	}
	return pages.release(ctx)
}

func (l *list) page(ctx context.Context, n int) (unit, error) {
	name := l.name
	name.Pass, name.Page = l.pass, n
	u, err := l.ask(ctx, l.part, name, func(Page, *unit) {})
	if err != nil {
		return u, err
	}
	l.take(u)
	return u, nil
}

// take notes what an answer of this pass had.
func (l *list) take(u unit) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current.AddBytes(u.IDs)
	l.ever.AddBytes(u.IDs)
	l.rows += u.Rows
	l.repeats = l.repeats || u.repeats()
	if u.Total != l.total {
		l.moved = l.moved || l.total >= 0
		l.total = u.Total
	}
}

// passed decides at the end of a pass whether it was the last.
func (l *list) passed(ctx context.Context) error {
	l.mu.Lock()
	before := l.union.Len()
	if l.moved {
		l.union = new(sorted.IDs)
	}
	l.union.AddBytes(l.current.Bytes())
	added := l.union.Len() - before
	if l.union.Len() > l.total {
		// As many rows went as came: what was seen before may be gone.
		l.union, added = new(sorted.IDs), 1
		l.union.AddBytes(l.current.Bytes())
	}
	same := l.current.Equal(l.union)
	agreed := l.pass > 1 && !l.moved && added == 0 && (l.union.Len() == l.total || same)
	if agreed && l.union.Len() != l.total && l.rows != l.total {
		// The pages agree with each other and not with the count, and rows that the
		// count has several times are not the reason.
		l.report.Unsettled = append(l.report.Unsettled, Change{Part: l.part.Name, Unique: l.union.Len(), Before: l.total, Total: l.total})
	}
	l.mu.Unlock()
	switch {
	case agreed:
		return l.end(ctx)
	case l.pass == maxPasses:
		return &IncompleteError{Change{Part: l.part.Name, Unique: l.union.Len(), Total: l.total}, l.pass}
	}
	return l.begin(ctx)
}

// end takes out the rows that are no longer there.
func (l *list) end(ctx context.Context) error {
	l.mu.Lock()
	for _, id := range l.ever.Without(l.union) {
		l.Store.sorter.Remove(id)
		l.report.Vanished = append(l.report.Vanished, id)
	}
	l.mu.Unlock()
	return l.then(ctx)
}
