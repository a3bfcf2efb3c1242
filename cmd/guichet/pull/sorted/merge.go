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
			run, err := s.mergeInto(s.nextName(), group)
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

// mergeInto merges neighbouring runs into one.
func (s *Sorter) mergeInto(name string, runs []Run) (Run, error) {
	out, err := createRun(s.dir, name)
	if err != nil {
		return Run{}, err
	}
	err = s.merge(runs, out.write)
	run, closed := out.close()
	return run, errors.Join(err, closed)
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

// merge reads runs side by side. Of equal keys the one of the last run counts.
func (s *Sorter) merge(runs []Run, visit func(key Key, gone bool, row []byte) error) error {
	var open []*runReader
	defer func() {
		for _, r := range open {
			_ = r.in.Close()
		}
	}()
	for _, run := range runs {
		r, err := openRun(s.dir, run)
		if err != nil {
			return err
		}
		open = append(open, r)
	}
	live := make([]*runReader, 0, len(open))
	for _, r := range open {
		if err := advance(r, &live); err != nil {
			return err
		}
	}
	for len(live) > 0 {
		least := live[0]
		for _, r := range live[1:] {
			if r.key.Compare(least.key) <= 0 {
				least = r
			}
		}
		key := least.key
		if err := visit(key, least.gone, least.row); err != nil {
			return err
		}
		before := live
		live = live[:0]
		for _, r := range before {
			if r.key != key {
				live = append(live, r)
			} else if err := advance(r, &live); err != nil {
				return err
			}
		}
	}
	return nil
}

// advance moves a run on and keeps it unless it is at its end.
func advance(r *runReader, live *[]*runReader) error {
	switch err := r.next(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	}
	*live = append(*live, r)
	return nil
}
