// Package reading reads lists of a service completely, or says that it could
// not: lists that come in pages which shift while they are read, lists that can
// be asked for by time, and lists that come in one answer. It remembers each
// answer, so that a reading that ended early goes on where it was.
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
	// Page reads page n, from 1, of the rows that start in the window; lists
	// without windows are asked for an open one.
	Page func(ctx context.Context, w page.Window, n int) (Page, error)
	// Times is how often the service may list and count a row; nil is once.
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
	// Progress, when not nil, is told how many rows of how many are there.
	Progress func(done, total int)
}

// reading is one run of a Reader.
type reading struct {
	*Reader
	slots chan struct{} // one for each request under way

	mu     sync.Mutex // guards what follows, and the Store
	report Report
	done   int
	wanted map[string]int
}

// Read reads all parts into the Store. What was read before an error is
// remembered.
func (r *Reader) Read(ctx context.Context) (Report, error) {
	run := &reading{Reader: r, slots: make(chan struct{}, max(1, r.Concurrency)), wanted: map[string]int{}}
	err := spread(ctx, r.Concurrency, r.Parts, run.read)
	if flushed := r.Store.Flush(); err == nil {
		err = flushed
	}
	return run.report, err
}

// read reads one part.
func (r *reading) read(ctx context.Context, part Part) ([]Part, error) {
	switch {
	case part.Stream != nil:
		return nil, r.stream(ctx, part)
	case part.Windowed:
		return nil, r.windows(ctx, part)
	}
	l, err := r.list(ctx, part, unitName{Part: part.Name, Round: 1, Window: page.Window{From: page.OpenFrom, To: page.OpenTo}})
	if err == nil {
		r.mu.Lock()
		r.finish(l)
		r.mu.Unlock()
	}
	return nil, err
}

// finish takes out the rows that left a list, or notes what the list lacks.
func (r *reading) finish(l *list) {
	if l.report.Total < 0 {
		r.report.Unknown = true
	}
	if l.short {
		change := Change{Part: l.part.Name, Unique: l.rows.all().Len(), Before: l.report.Total, Total: l.report.Total}
		r.report.Short = append(r.report.Short, Short{change, l.proved()})
		return
	}
	for id := range l.left.All {
		r.Store.sorter.Remove(id)
		r.report.Vanished = append(r.report.Vanished, id)
	}
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

// ask gives an answer: the one that is remembered, or the service's. judge
// decides whether its rows are kept.
func (r *reading) ask(ctx context.Context, part Part, name unitName, fetch func(context.Context) (Page, error), judge func(Page, *unit) bool) (unit, error) {
	r.mu.Lock()
	known, ok := r.Store.known[name]
	r.mu.Unlock()
	if ok {
		r.count(known)
		return known, nil
	}
	// Until the rows are stored, so that no more answers are in memory.
	release, err := r.slot(ctx)
	if err != nil {
		return unit{}, err
	}
	defer release()
	answer, err := fetch(ctx)
	if err != nil {
		return unit{}, err
	}
	u := unit{Name: name, Total: answer.Total, Pages: answer.Pages}
	keys, err := r.note(&u, part, answer.Rows)
	if err != nil {
		return u, err
	}
	kept := judge(answer, &u)
	if u.Split {
		u.IDs, u.Times = nil, nil
	}
	r.mu.Lock()
	if kept {
		u.Rows = len(answer.Rows)
		for i, row := range answer.Rows {
			r.Store.sorter.Add(keys[i], row)
		}
	}
	r.Store.pending = append(r.Store.pending, u)
	err = r.Store.checkpoint()
	r.mu.Unlock()
	r.count(u)
	return u, err
}

// note notes the ids of rows in a unit.
func (r *reading) note(u *unit, part Part, rows []json.RawMessage) ([]sorted.Key, error) {
	keys, items := make([]sorted.Key, len(rows)), make([]item, len(rows))
	for i, row := range rows {
		var err error
		if keys[i], err = r.Key(row); err != nil {
			return nil, err
		}
		items[i] = item{keys[i].Number, 1}
		if part.Times != nil && u.Name.Pass > 0 {
			items[i].times = part.Times(row)
		}
	}
	u.note(items)
	return keys, nil
}

// count follows the progress.
func (r *reading) count(u unit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Requests++
	if _, known := r.wanted[u.Name.Part]; !known {
		r.wanted[u.Name.Part] = u.Total
	}
	r.report.Read += u.Rows
	r.done += u.Rows
	r.tell()
}

// tell reports the progress; repeated readings do not go beyond the end.
func (r *reading) tell() {
	if r.Progress == nil {
		return
	}
	total := 0
	for _, n := range r.wanted {
		total += n
	}
	r.Progress(min(r.done, max(total, 1)), total)
}

// stream reads a part that comes in one go.
func (r *reading) stream(ctx context.Context, part Part) error {
	name := unitName{Part: part.Name}
	r.mu.Lock()
	defer r.mu.Unlock()
	if known, ok := r.Store.known[name]; ok {
		r.streamed(known)
		return nil
	}
	// Rows of an attempt that was cut short cannot be told from those that are
	// no longer there.
	if err := r.Store.Reset(); err != nil {
		return err
	}
	rows := 0
	for row, err := range part.Stream(ctx) {
		if err != nil {
			return err
		}
		key, err := r.Key(row)
		if err != nil {
			return err
		}
		rows++
		r.Store.sorter.Add(key, row)
		if err := r.Store.checkpoint(); err != nil {
			return err
		}
		r.done = rows
		r.tell()
	}
	u := unit{Name: name, Before: rows, Total: rows, Pages: 1, Rows: rows}
	if part.Count != nil {
		u.Before, u.Total = part.Count()
	}
	r.streamed(u)
	r.Store.pending = append(r.Store.pending, u)
	return nil
}

// streamed reports what a stream gave, and what keeps it from being all.
func (r *reading) streamed(u unit) {
	r.report.Read += u.Rows
	r.report.Requests++
	r.report.Unknown = r.report.Unknown || u.Total != u.Rows || u.Before != u.Total
	if u.Total >= 0 && (u.Total != u.Rows || u.Before != u.Total) {
		r.report.Unsettled = append(r.report.Unsettled, Change{Part: u.Name.Part, Unique: u.Rows, Before: u.Before, Total: u.Total})
	}
}
