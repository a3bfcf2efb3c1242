package page

import "context"

// Windows reads a list by time: a window of time whose rows fit on one page has
// all of them, whatever the order of the list.
type Windows[T any] struct {
	// Window is the time that the list covers.
	Window Window
	// Middle is the moment around which rows are expected, in seconds since 1970.
	Middle int64
	// Start finds when a row starts.
	Start func(T) (int64, bool)
	// Fetch reads page n of the rows that start in the window.
	Fetch func(ctx context.Context, w Window, n int) (Page[T], error)
}

// windows reads the list by time. It proves to be complete when each window was,
// and the service counts as many rows as the windows gave: a row may move to a
// window that was already read.
func (r *reading[T, K]) windows() error {
	if r.Ways.Windows == nil {
		return nil
	}
	r.restart()
	exact, err := r.window(r.Ways.Windows.Window)
	r.proved = exact && err == nil && Complete(r.total, r.alive, r.listed)
	return err
}

// window reads a window, or its parts when a page does not hold it. exact says
// that no row is missing.
func (r *reading[T, K]) window(w Window) (exact bool, err error) {
	p, err := r.Ways.Windows.Fetch(r.ctx, w, 1)
	if err != nil {
		return false, err
	}
	if w == r.Ways.Windows.Window {
		r.count(p.Total, 0)
	}
	var starts []int64
	for _, row := range p.Items {
		if at, ok := r.Ways.Windows.Start(row); ok {
			starts = append(starts, at)
		}
	}
	if w.Misses(starts) {
		return false, ErrNoWay // the service does not look at the window
	}
	if p.Last <= 1 && p.Total == len(p.Items) {
		return true, r.addWindow(p)
	}
	parts := w.At(w.Cuts(p.Total, starts))
	if len(parts) == 1 {
		parts = w.Split(p.Total, r.Ways.Windows.Middle)
	}
	if parts == nil || p.Last <= 1 {
		return r.crowded(w, p)
	}
	exact = true
	for _, part := range parts {
		whole, err := r.window(part)
		if err != nil {
			return false, err
		}
		exact = exact && whole
	}
	return exact, nil
}

// addWindow gives out the rows of a whole window, and counts how often the service
// lists those that no window had before: neighbours share their boundary.
func (r *reading[T, K]) addWindow(p Page[T]) error {
	for _, row := range p.Items {
		if !r.counted(int64(r.Key(row))) {
			r.listed++
		}
	}
	return r.add(p)
}

// crowded pages through a window that cannot be cut any further.
func (r *reading[T, K]) crowded(w Window, p Page[T]) (exact bool, err error) {
	own := tally{seen: idSet{}, total: -1}
	own.begin(1)
	var all Page[T]
	for n := 1; ; n++ {
		own.count(p.Total, len(p.Items))
		for _, row := range p.Items {
			own.meet(int64(r.Key(row)), r.Times(row))
		}
		all.Items = append(all.Items, p.Items...)
		if n >= p.Last || len(p.Items) == 0 {
			return own.complete(), r.addWindow(all)
		}
		if p, err = r.Ways.Windows.Fetch(r.ctx, w, n+1); err != nil {
			return false, err
		}
	}
}
