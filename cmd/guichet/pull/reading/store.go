package reading

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

// unit is one answer that was read and need not be asked for again.
type unit struct {
	Name unitName `json:"unit"`
	// Before is what a stream counted at first, and Total at the end.
	Before int `json:"before,omitempty"`
	Total  int `json:"total"`
	Pages  int `json:"pages"`
	// Rows is the number of rows that were kept.
	Rows int `json:"rows"`
	// IDs are the ids of the rows, in order, as often as they came.
	IDs []byte `json:"ids,omitempty"`
	// Times is how often each of them may come; nil is once.
	Times []int `json:"times,omitempty"`
	// Split says that the window was cut, and its rows not kept.
	Split bool `json:"split,omitempty"`
	// Cuts are the split points; nil means equal parts.
	Cuts []int64 `json:"cuts,omitempty"`
	// Blind says that rows were outside the window that was asked for.
	Blind bool `json:"blind,omitempty"`
}

// unitName says which answer of which reading it was.
type unitName struct {
	Part  string `json:"part"`
	Round int    `json:"round"`
	page.Window
	Pass int `json:"pass"`
	Page int `json:"page"`
	// Way names an answer that is not a page of the list itself.
	Way string `json:"way,omitempty"`
}

// note notes the rows of the answer.
func (u *unit) note(items []item) {
	slices.SortFunc(items, func(a, b item) int { return cmp.Compare(a.id, b.id) })
	ids, times, once := make([]int64, len(items)), make([]int, len(items)), true
	for i, row := range items {
		ids[i], times[i], once = row.id, row.times, once && row.times == 1
	}
	if u.IDs = sorted.Pack(ids); !once {
		u.Times = times
	}
}

// page is the answer as page n of a list.
func (u *unit) page(n int) page.Page[item] {
	p := page.Page[item]{Current: n, Last: u.Pages, Total: u.Total}
	if n < u.Pages {
		p.Next = n + 1
	}
	for id := range sorted.Unpack(u.IDs) {
		row := item{id, 1}
		if i := len(p.Items); i < len(u.Times) {
			row.times = u.Times[i]
		}
		p.Items = append(p.Items, row)
	}
	return p
}

// copies are the rows of the answer, by how often each came.
func (u *unit) copies() (all copies) {
	times := map[int64]int{}
	for id := range sorted.Unpack(u.IDs) {
		times[id]++
		all.add(id, times[id])
	}
	return all
}

// Store keeps the rows of one dataset and remembers what was read, so that a
// reading that ended early goes on where it was. Rows are flushed before the
// journal, so that the journal never names a row that is not on disk.
type Store struct {
	dir     string
	sorter  *sorted.Sorter
	journal *os.File
	pending []unit
	known   map[unitName]unit
	flushed time.Time
	now     func() time.Time
}

// checkpoints is how long rows are held back at most before they are written
// and remembered.
const checkpoints = time.Second

// line is one line of the journal: a run, and the units whose rows are in it or
// in an earlier one.
type line struct {
	Run   string `json:"run,omitempty"`
	Units []unit `json:"units"`
}

// OpenStore opens the folder of a dataset, which is made when it is missing,
// and goes on from what it remembers.
func OpenStore(dir string, now func() time.Time) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &Store{dir: dir, known: map[unitName]unit{}, now: now, flushed: now()}
	runs, size, err := recall(dir, s.known)
	if err != nil {
		return nil, err
	}
	s.journal, err = os.OpenFile(journalIn(dir), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	// What follows the last whole line was being written when the process ended.
	err = s.journal.Truncate(size)
	if err == nil {
		_, err = s.journal.Seek(size, 0)
	}
	if err != nil {
		return nil, errors.Join(err, s.journal.Close())
	}
	s.sorter = sorted.New(dir, runs)
	return s, nil
}

func journalIn(dir string) string { return filepath.Join(dir, "journal") }

// recall reads the journal; size is where its last whole line ends.
func recall(dir string, known map[unitName]unit) (runs []string, size int64, err error) {
	file, err := os.Open(journalIn(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	in := bufio.NewReader(file)
	for {
		text, err := in.ReadBytes('\n')
		var l line
		if err != nil || json.Unmarshal(text, &l) != nil {
			return runs, size, nil
		}
		size += int64(len(text))
		if l.Run != "" {
			runs = append(runs, l.Run)
		}
		for _, u := range l.Units {
			known[u.Name] = u
		}
	}
}

// Remembered is how many answers and rows are kept from before.
func (s *Store) Remembered() (answers, rows int) { return tally(s.known) }

// Peek returns how many answers and rows a folder remembers, and changes nothing:
// a reading may be under way.
func Peek(dir string) (answers, rows int, err error) {
	known := map[unitName]unit{}
	_, _, err = recall(dir, known)
	answers, rows = tally(known)
	return answers, rows, err
}

func tally(known map[unitName]unit) (answers, rows int) {
	for _, u := range known {
		rows += u.Rows
	}
	return len(known), rows
}

// Reset forgets everything.
func (s *Store) Reset() error {
	s.known, s.pending = map[unitName]unit{}, nil
	s.sorter = sorted.New(s.dir, nil)
	_, err := s.journal.Seek(0, 0)
	return errors.Join(err, s.journal.Truncate(0))
}

// checkpoint writes what is held back when it is time.
func (s *Store) checkpoint() error {
	if !s.sorter.Full() && s.now().Sub(s.flushed) < checkpoints {
		return nil
	}
	return s.Flush()
}

// Flush has everything that was read reach the disk, the rows before the
// journal that says that they are there.
func (s *Store) Flush() error {
	s.flushed = s.now()
	run, err := s.sorter.Flush()
	if err != nil || run == "" && len(s.pending) == 0 {
		return err
	}
	text, err := json.Marshal(line{run, s.pending})
	if err != nil {
		return err
	}
	if _, err := s.journal.Write(append(text, '\n')); err != nil {
		return err
	}
	s.pending = s.pending[:0]
	return s.journal.Sync()
}

// Each calls visit for each row in the order of the keys, each key once.
func (s *Store) Each(visit func(key sorted.Key, row []byte) error) error {
	if err := s.Flush(); err != nil {
		return err
	}
	return s.sorter.Each(visit)
}

// Close gives the journal back; it does not write what is held back.
func (s *Store) Close() error { return s.journal.Close() }
