// Package reading reads lists of a service completely, or reports that it could not:
// lists whose pages shift while they are read (list.go), lists that can be asked for
// by time (rounds.go), and lists that come in one answer (Reader.stream). It remembers
// each answer, so that a reading that ended early goes on where it was.
package reading

import (
	"context"
	"encoding/json"
	"iter"
	"sync"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

// Page is one answer of a list.
type Page struct {
	Rows []json.RawMessage
	// Pages is the number of pages of the list.
	Pages int
	// Total is the number of rows that the service counts, -1 when it does not say.
	Total int
	// Starts is when the rows start that say so; nil when it was not looked at.
	Starts []int64
}

// pageSize is how many rows a page has at most.
const pageSize = page.MaxIDs

// Requests is about how many requests it takes to read so many rows.
func Requests(rows int, windowed bool) int {
	if windowed && rows > pageSize {
		return 2 + rows/55
	}
	return max(1, (rows+pageSize-1)/pageSize)
}

// Part is a list that is read by itself: often that of one organisation.
type Part struct {
	// Name is the same each time.
	Name string
	// Organisation is the id of the organisation whose list it is, 0 for no single one.
	Organisation int64
	// Page reads page n, from 1, of the rows that start in the window; lists
	// without windows are asked for an open one.
	Page func(ctx context.Context, w page.Window, n int) (Page, error)
	// Times is how often the service may list and count a row; nil for once.
	Times func(row json.RawMessage) int
	// Lists gives other lists with the same kind of rows, for when the pages lack
	// some. With ByID they only tell ids: not all of their rows need to be in this
	// list.
	Lists func(ctx context.Context) ([]List, error)
	// ByID reads the rows of this list that have one of the ids, at most
	// page.MaxIDs. The ids are those of a counter.
	ByID func(ctx context.Context, ids []int64) (Page, error)
	// Windowed says that Page honours the window.
	Windowed bool
	// Start finds when a row of a windowed list starts, where a row says so.
	Start func(row json.RawMessage) (int64, bool)
	// Cuts are where an earlier reading would have cut the window, so that each part fits
	// on a page; nil when that is not known. Rows may have come and gone since.
	Cuts []int64
	// Own, when not nil, reports whether the rows of a week are wanted. monday is the
	// start of the week in UTC. The part is windowed then, and has a Start.
	Own func(monday int64) bool
	// Stream reads a list that is not paged here; Page is nil then.
	Stream func(ctx context.Context) iter.Seq2[json.RawMessage, error]
	// Count returns, once Stream has ended, how many rows the service counted at
	// first and at the end, -1 when it did not say. Without Count, what Stream
	// gives is all.
	Count func() (before, after int)
}

// List is another list with rows of a part.
type List struct {
	// Name is the same each time.
	Name string
	// Page reads page n, from 1; page.ErrNoWay says that the service refuses.
	Page func(ctx context.Context, n int) (Page, error)
}

// Reader says how the parts of a dataset are read.
type Reader struct {
	Parts []Part
	// Window is what is asked of windowed parts.
	Window page.Window
	// Middle is the moment around which rows are expected.
	Middle int64
	// Key finds what identifies a row.
	Key func(row json.RawMessage) (sorted.Key, error)
	// Known, when not nil, gives ids of rows that are known from elsewhere. It is
	// called when pages lack rows, and may be called several times at once.
	Known func() (*sorted.IDs, error)
	// Concurrency is how many requests are under way at most.
	Concurrency int
	// Store takes the rows.
	Store *Store
	// Progress, when not nil, is told how many rows of how many are there. The total
	// is negative as long as it is unknown.
	Progress func(done, total int)
}

// reading is one run of a Reader.
type reading struct {
	*Reader
	slots chan struct{} // one for each request under way

	mu     sync.Mutex // guards what follows
	report Report
	done   int
	wanted map[string]int // rows that the service counts, by part
}

// Read reads all parts into the Store. What was read before an error is
// remembered.
func (r *Reader) Read(ctx context.Context) (Report, error) {
	run := &reading{Reader: r, slots: make(chan struct{}, max(1, r.Concurrency)), wanted: map[string]int{}}
	run.report.Cuts = map[string][]int64{}
	_, err := each(ctx, r.Concurrency, r.Parts, func(ctx context.Context, part Part) (struct{}, error) {
		switch {
		case part.Stream != nil:
			return struct{}{}, run.stream(ctx, part)
		case part.Windowed:
			return struct{}{}, run.windows(ctx, part)
		}
		first := unitName{Part: part.Name, Round: 1, Window: page.Window{From: page.OpenFrom, To: page.OpenTo}}
		return struct{}{}, run.pages(ctx, part, first, new(sorted.IDs))
	})
	if flushed := r.Store.Flush(); err == nil {
		err = flushed
	}
	run.report.order()
	return run.report, err
}

// pages reads a part page by page. It removes the rows that left the list, and those
// kept by an earlier attempt that the list does not have, or reports what it lacks.
func (r *reading) pages(ctx context.Context, part Part, first unitName, kept *sorted.IDs) error {
	l, err := r.list(ctx, part, first)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Unknown = r.report.Unknown || l.report.Total < 0
	if l.short {
		change := Change{Part: part.Name, Unique: l.rows.all().Len(), Before: l.report.Total, Total: l.report.Total}
		r.report.Short = append(r.report.Short, Short{change, l.proved()})
		return nil
	}
	left := l.left.Without(new(sorted.IDs))
	r.report.Vanished = append(r.report.Vanished, left...)
	r.Store.remove(append(left, kept.Without(l.rows.all())...))
	return nil
}

// slot waits until another request may be under way.
func (r *reading) slot(ctx context.Context) (release func(), err error) {
	select {
	case r.slots <- struct{}{}:
		return func() { <-r.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ask returns the answer that is remembered, or asks the service. judge decides
// whether the rows are kept.
func (r *reading) ask(ctx context.Context, part Part, name unitName, fetch func(context.Context) (Page, error), judge func(Page, *unit) bool) (unit, error) {
	if u, ok := r.Store.remembered(name); ok {
		r.count(u)
		return u, nil
	}
	// Until the rows are stored, so that no more answers are in memory.
	release, err := r.slot(ctx)
	if err != nil {
		return unit{}, err
	}
	defer release()
	p, err := fetch(ctx)
	if err != nil {
		return unit{}, err
	}
	u := unit{Name: name, Total: p.Total, Pages: p.Pages}
	keys, own, err := r.note(&u, part, p.Rows)
	if err != nil {
		return u, err
	}
	if judge(p, &u) {
		u.Rows = len(own)
	}
	if u.Split {
		u.IDs, u.Times, u.Starts = nil, nil, nil
	}
	err = r.Store.add(keys, own[:u.Rows], u)
	r.count(u)
	return u, err
}

// note notes the ids of rows in a unit, and returns the rows that are wanted and their
// keys. A list that is read page by page is judged by all of its rows.
func (r *reading) note(u *unit, part Part, rows []json.RawMessage) (keys []sorted.Key, own []json.RawMessage, err error) {
	paged := u.Name.Pass > 0
	keys, own = make([]sorted.Key, 0, len(rows)), make([]json.RawMessage, 0, len(rows))
	items := make([]item, 0, len(rows))
	for _, row := range rows {
		key, err := r.Key(row)
		if err != nil {
			return nil, nil, err
		}
		wanted := part.owns(row)
		if wanted {
			keys, own = append(keys, key), append(own, row)
		}
		if wanted || paged {
			times := 1
			if part.Times != nil && paged {
				times = part.Times(row)
			}
			items = append(items, newItem(key.Number, times))
		}
	}
	u.note(items)
	return keys, own, nil
}

// count counts an answer, and shows the progress.
func (r *reading) count(u unit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Requests++
	r.report.Read += u.Rows
	if _, known := r.wanted[u.Name.Part]; !known {
		r.wanted[u.Name.Part] = u.Total
	}
	r.progress(u.Rows)
}

// progress shows that more rows are there. The total is shown once all parts have said
// theirs: a sum that grows looks like a fault. Rows that are read again do not make it
// go beyond the end.
func (r *reading) progress(rows int) {
	r.done += rows
	done, total := r.done, 0
	for _, n := range r.wanted {
		total += n
	}
	if len(r.wanted) < len(r.Parts) || r.Parts[0].Own != nil { // nobody counts the rows of a share
		total = -1
	} else {
		done = min(done, total)
	}
	if r.Progress != nil {
		r.Progress(done, total)
	}
}

// stream reads a part that comes in one answer.
func (r *reading) stream(ctx context.Context, part Part) error {
	name := unitName{Part: part.Name}
	u, ok := r.Store.remembered(name)
	if !ok {
		// Rows of an attempt that was cut short cannot be told from rows that are
		// no longer there.
		if err := r.Store.reset(); err != nil {
			return err
		}
		u = unit{Name: name, Pages: 1}
		for row, err := range part.Stream(ctx) {
			if err != nil {
				return err
			}
			key, err := r.Key(row)
			if err == nil {
				err = r.Store.add([]sorted.Key{key}, []json.RawMessage{row})
			}
			if err != nil {
				return err
			}
			u.Rows++
			r.mu.Lock()
			r.progress(1)
			r.mu.Unlock()
		}
		u.Before, u.Total = u.Rows, u.Rows
		if part.Count != nil {
			u.Before, u.Total = part.Count()
		}
		if err := r.Store.add(nil, nil, u); err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Read += u.Rows
	r.report.Requests++
	if u.Before != u.Total || !page.Complete(u.Total, u.Rows, u.Rows) {
		r.report.Unknown = true
		if u.Total >= 0 {
			r.report.Unsettled = append(r.report.Unsettled, Change{Part: part.Name, Unique: u.Rows, Before: u.Before, Total: u.Total})
		}
	}
	return nil
}
