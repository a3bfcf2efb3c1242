package sorted

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// width is how many runs are read at once; more are merged in several steps, so
// that memory does not grow with their number.
const width = 16

// Merge merges neighbouring runs until Each reads few enough at once. note is given
// the runs of each step, which take the place of the others: when it returns nil, the
// files of those are removed, so that rows are on the disk twice at most.
func (s *Sorter) Merge(note func(runs []Run) error) error {
	for len(s.runs) > width {
		var merged []Run
		for group := range slices.Chunk(s.runs, width) {
			run, err := s.write(func(out *Writer) error { return s.merge(group, out.write) })
			if err != nil {
				return err
			}
			merged = append(merged, run)
		}
		if err := note(merged); err != nil {
			return err
		}
		for _, run := range s.runs {
			if err := os.Remove(filepath.Join(s.dir, run.Name)); err != nil {
				return err
			}
		}
		s.runs = merged
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
	live, err := advance(slices.Clone(open), func(*Reader) bool { return true })
	for err == nil && len(live) > 0 {
		least := live[0]
		for _, r := range live[1:] {
			if r.Key.Compare(least.Key) <= 0 {
				least = r
			}
		}
		key := least.Key
		if err = visit(key, least.gone, least.Row); err == nil {
			live, err = advance(live, func(r *Reader) bool { return r.Key == key })
		}
	}
	return err
}

// advance moves some of the runs on, and leaves out those that are at their end.
func advance(live []*Reader, which func(*Reader) bool) ([]*Reader, error) {
	left := live[:0]
	for _, r := range live {
		var err error
		if which(r) {
			err = r.Next()
		}
		if err == nil {
			left = append(left, r)
		} else if !errors.Is(err, io.EOF) {
			return nil, err
		}
	}
	return left, nil
}
