// Package sorted sorts more rows than memory holds: it collects them, writes
// them as sorted runs, and merges the runs. Of several rows with one key it keeps
// the last.
package sorted

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/joined"
)

// budget is how many bytes of rows are collected before they become a run.
const budget = 8 << 20

// Sorter collects rows. It is not safe for concurrent use.
type Sorter struct {
	dir     string
	runs    []Run
	named   int // the number of the next run
	rows    []byte
	records []record
}

// record is a row in Sorter.rows.
type record struct {
	_ incomparable.Field

	key      Key
	from, to int
	gone     bool
}

// New returns a sorter that keeps its runs in a folder. runs are those that an earlier
// sorter wrote there, oldest first.
func New(dir string, runs []Run) *Sorter {
	s := &Sorter{dir: dir, runs: slices.Clone(runs)}
	for _, run := range runs {
		var n int
		if _, err := fmt.Sscanf(run.Name, nameFormat, &n); err == nil {
			s.named = max(s.named, n+1)
		}
	}
	return s
}

const nameFormat = "run-%06d"

// Add copies a row.
func (s *Sorter) Add(key Key, row []byte) {
	if s.rows == nil {
		s.rows = make([]byte, 0, budget+budget/8) // growing would need both halves at once
	}
	from := len(s.rows)
	s.rows = append(s.rows, row...)
	s.records = append(s.records, record{key: key, from: from, to: len(s.rows)})
}

// Release gives the memory back in which rows were collected. None may be left there.
func (s *Sorter) Release() { s.rows, s.records = nil, nil }

// Remove takes a numbered row out, as if it had never been added.
func (s *Sorter) Remove(id int64) {
	s.records = append(s.records, record{key: Key{Number: id}, gone: true})
}

// Full reports whether it is time to Flush.
func (s *Sorter) Full() bool { return len(s.rows) >= budget }

// Flush writes the collected rows as a run and syncs it. ok is false when there were
// none.
func (s *Sorter) Flush() (run Run, ok bool, err error) {
	if len(s.records) == 0 {
		return Run{}, false, nil
	}
	// Pointers share one instance of the sort; one for records weighs 10 kB.
	records := make([]*record, len(s.records))
	for i := range s.records {
		records[i] = &s.records[i]
	}
	slices.SortStableFunc(records, func(a, b *record) int { return a.key.Compare(b.key) })
	run, err = s.write(func(out *Writer) (err error) {
		for i, r := range records {
			again := i+1 < len(records) && records[i+1].key == r.key // it came again later
			if err == nil && !again {
				err = out.write(r.key, r.gone, s.rows[r.from:r.to])
			}
		}
		return err
	})
	if err != nil {
		return Run{}, false, err
	}
	s.runs = append(s.runs, run)
	s.rows, s.records = s.rows[:0], s.records[:0]
	return run, true, nil
}

// write makes another run of the records that fill writes.
func (s *Sorter) write(fill func(*Writer) error) (Run, error) {
	name := fmt.Sprintf(nameFormat, s.named)
	s.named++
	out, err := Create(filepath.Join(s.dir, name), header(name))
	if err != nil {
		return Run{}, err
	}
	err = fill(out)
	sum, closed := out.Close(nil)
	return Run{name, sum}, joined.Errors(err, closed)
}
