package sorted

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// width is how many runs are read at once; more are merged in several steps, so
// that memory does not grow with their number.
const width = 16

// Each calls visit for each row that was added and flushed, in the order of the
// keys, each key once. The row is valid until visit returns. The runs stay: Each
// can be repeated.
func (s *Sorter) Each(visit func(key Key, row []byte) error) error {
	runs, step := s.runs, 0
	defer func() { _ = s.drop("merged-") }()
	for len(runs) > width {
		var merged []Run
		for from := 0; from < len(runs); from += width {
			name := fmt.Sprintf("merged-%d-%06d", step, len(merged))
			run, err := s.mergeInto(name, runs[from:min(from+width, len(runs))])
			if err != nil {
				return err
			}
			merged = append(merged, run)
		}
		if err := s.drop(fmt.Sprintf("merged-%d-", step-1)); err != nil {
			return err
		}
		runs, step = merged, step+1
	}
	return s.merge(runs, func(key Key, gone bool, row []byte) error {
		if gone {
			return nil
		}
		return visit(key, row)
	})
}

// mergeInto merges neighbouring runs into one.
func (s *Sorter) mergeInto(name string, runs []Run) (Run, error) {
	out, err := createRun(s.dir, name)
	if err != nil {
		return Run{}, err
	}
	err = s.merge(runs, out.write)
	run, closed := out.close(false)
	return run, errors.Join(err, closed)
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

// drop removes what merging wrote under names that begin so.
func (s *Sorter) drop(prefix string) error {
	entries, err := os.ReadDir(s.dir)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), prefix) {
			err = errors.Join(err, os.Remove(filepath.Join(s.dir, entry.Name())))
		}
	}
	return err
}
