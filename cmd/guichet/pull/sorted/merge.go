package sorted

import (
	"container/heap"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// width is how many runs are read at once. Each has a buffer of 32 kB. More are merged
// in steps, so that memory does not grow with their number; below a gigabyte of rows, there
// are no more.
const width = 128

// Merge merges the oldest runs until Each reads few enough at once. note is given the
// runs of each step, which take the place of the others: when it returns nil, the files
// that were merged are removed, so that rows are on the disk twice at most.
func (s *Sorter) Merge(note func(runs []Run) error) error {
	for len(s.runs) > width {
		var runs []Run
		rest := s.runs
		for more := len(rest) - width; more > 0 && len(rest) > 0; {
			group := rest[:min(more+1, width, len(rest))]
			run, err := s.write(func(out *Writer) error { return s.merge(group, out.write) })
			if err != nil {
				return err
			}
			runs, rest, more = append(runs, run), rest[len(group):], more+1-len(group)
		}
		merged := s.runs[:len(s.runs)-len(rest)]
		runs = append(runs, rest...)
		if err := note(runs); err != nil {
			return err
		}
		for _, run := range merged {
			if err := os.Remove(filepath.Join(s.dir, run.Name)); err != nil {
				return err
			}
		}
		s.runs = runs
	}
	return nil
}

// Each calls visit for each row that was added and flushed, in the order of the
// keys, each key once. The row is valid until visit returns. The runs stay: Each
// can be repeated.
func (s *Sorter) Each(visit func(key Key, row []byte) error) error {
	return s.merge(s.runs, func(key Key, gone bool, row []byte) error {
		if gone {
			return nil
		}
		return visit(key, row)
	})
}

// merge reads runs side by side. For equal keys, the record of the last run counts.
func (s *Sorter) merge(runs []Run, visit func(key Key, gone bool, row []byte) error) error {
	open := make([]*Reader, 0, len(runs))
	defer func() {
		for _, r := range open {
			_ = r.Close() // it was only read
		}
	}()
	for _, run := range runs {
		r, err := openRun(s.dir, run)
		if err != nil {
			return err
		}
		open = append(open, r)
	}
	live := make(byKey, 0, len(runs))
	for i, r := range open {
		switch err := r.Next(); {
		case err == nil:
			live = append(live, &source{r, i})
		case !errors.Is(err, io.EOF):
			return err
		}
	}
	heap.Init(&live)
	for len(live) > 0 {
		least := live[0]
		key := least.Key
		if err := visit(key, least.gone, least.Row); err != nil {
			return err
		}
		for len(live) > 0 && live[0].Key == key {
			if err := live.advance(); err != nil {
				return err
			}
		}
	}
	return nil
}

// source is a run that is being read.
type source struct {
	*Reader
	number int // of the run, from the oldest
}

// byKey is a heap of runs: the one with the least key comes first, and of several with
// one key the last run.
type byKey []*source

func (h byKey) Len() int      { return len(h) }
func (h byKey) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h byKey) Less(i, j int) bool {
	order := h[i].Key.Compare(h[j].Key)
	return order < 0 || order == 0 && h[i].number > h[j].number
}
func (h *byKey) Push(any) {} // no run comes later
func (h *byKey) Pop() any {
	*h = (*h)[:len(*h)-1]
	return nil
}

// advance moves the first run on, and leaves it out at its end.
func (h *byKey) advance() error {
	err := (*h)[0].Next()
	switch {
	case err == nil:
		heap.Fix(h, 0)
	case errors.Is(err, io.EOF):
		heap.Pop(h)
		err = nil
	}
	return err
}
