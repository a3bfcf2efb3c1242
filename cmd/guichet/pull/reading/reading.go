// Package reading reads lists of a service completely, or says that it could
// not: lists that come in pages which shift while they are read, lists that can
// be asked for by time, and lists that come in one answer. It remembers each
// answer, so that a reading that ended early goes on where it was.
package reading

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"sync"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// Page is one answer of a list.
type Page struct {
	Rows []json.RawMessage
	// Pages is the number of pages of the list.
	Pages int
	// Total is the number of rows that the service counts.
	Total int
}

// Part is a list that is read by itself: often that of one organisation.
type Part struct {
	// Name is the same each time.
	Name string
	// Page reads page n, from 1, of the rows that start in the window; lists
	// without windows are asked for an open one.
	Page func(ctx context.Context, w Window, n int) (Page, error)
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

// Reader says how the parts of a dataset are read.
type Reader struct {
	Parts []Part
	// Window is what is asked of windowed parts.
	Window Window
	// Middle is the moment around which rows are expected.
	Middle int64
	// Key finds what identifies a row.
	Key func(row json.RawMessage) (sorted.Key, error)
	// Concurrency is how many requests are under way at most.
	Concurrency int
	// Store takes the rows.
	Store *Store
	// Progress, when not nil, is told how many rows of how many are there.
	Progress func(done, total int)
}

// Report says how a reading went.
type Report struct {
	// Read is the number of rows read, repeated ones included.
	Read int
	// Requests is the number of answers, those remembered included.
	Requests int
	// Unknown says that nobody knows whether there are more rows.
	Unknown bool
	// Appeared and Vanished are ids that came and went while they were read.
	Appeared, Vanished []int64
	// Unsettled names the parts that kept changing until the end.
	Unsettled []Change
}

// Change is a part whose rows did not stay the same: the different ones that were
// read, and what the service counted before and at the end.
type Change struct {
	Part                  string
	Unique, Before, Total int
}

// IncompleteError says that a list kept changing: its pages never agreed.
type IncompleteError struct {
	Change
	Passes int
}

func (e *IncompleteError) Error() string {
	return fmt.Sprintf("%s: %d different rows after %d readings, and the service counts %d", e.Part, e.Unique, e.Passes, e.Total)
}

// WindowError says that the service answers with rows outside the window that
// was asked for: what is wanted cannot be told from the rest.
type WindowError struct{ Part string }

func (e *WindowError) Error() string { return e.Part + ": rows outside the window that was asked for" }

// reading is one run of a Reader.
type reading struct {
	*Reader
	pool *pool

	mu     sync.Mutex // guards what follows, and the Store
	report Report
	done   int
	wanted map[string]int
}

// Read reads all parts into the Store. What was read before an error is
// remembered.
func (r *Reader) Read(ctx context.Context) (Report, error) {
	run := &reading{Reader: r, pool: newPool(), wanted: map[string]int{}}
	for i := len(r.Parts) - 1; i >= 0; i-- {
		part := r.Parts[i]
		run.pool.push(func(ctx context.Context) error {
			switch {
			case part.Stream != nil:
				return run.stream(ctx, part)
			case part.Windowed:
				return run.windows(ctx, part)
			}
			return run.whole(ctx, part)
		})
	}
	err := run.pool.run(ctx, r.Concurrency)
	if flushed := r.Store.Flush(); err == nil {
		err = flushed
	}
	return run.report, err
}

// whole reads a part without windows.
func (r *reading) whole(ctx context.Context, part Part) error {
	l := &list{reading: r, part: part, name: unitName{Part: part.Name, Round: 1, Window: Window{OpenFrom, OpenTo}}}
	l.then = func(context.Context) error { return nil }
	return l.read(ctx)
}

// ask gives an answer: the one that is remembered, or the service's. judge
// decides whether it is split, and its rows not kept.
func (r *reading) ask(ctx context.Context, part Part, name unitName, judge func(Page, *unit)) (unit, error) {
	r.mu.Lock()
	known, ok := r.Store.known[name]
	r.mu.Unlock()
	if ok {
		r.count(known)
		return known, nil
	}
	page, err := part.Page(ctx, name.Window, name.Page)
	if err != nil {
		return unit{}, err
	}
	keys := make([]sorted.Key, len(page.Rows))
	ids := new(sorted.IDs)
	for i, row := range page.Rows {
		if keys[i], err = r.Key(row); err != nil {
			return unit{}, err
		}
		ids.Add(keys[i].Number)
	}
	u := unit{Name: name, Total: page.Total, Pages: page.Pages, Rows: len(page.Rows), IDs: ids.Bytes()}
	judge(page, &u)
	r.mu.Lock()
	if u.Split {
		u.IDs = nil
	} else {
		for i, row := range page.Rows {
			r.Store.sorter.Add(keys[i], row)
		}
	}
	r.Store.pending = append(r.Store.pending, u)
	err = r.Store.checkpoint()
	r.mu.Unlock()
	r.count(u)
	return u, err
}

// count follows the progress.
func (r *reading) count(u unit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Requests++
	if _, known := r.wanted[u.Name.Part]; !known {
		r.wanted[u.Name.Part] = u.Total
	}
	if u.Split {
		return
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
