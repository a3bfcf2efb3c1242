package reading

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
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
	sort.Slice(items, func(i, j int) bool { return items[i].id < items[j].id })
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
	header  []byte
	sorter  *sorted.Sorter
	journal *os.File
	size    int64  // of the journal
	sum     uint32 // of the journal
	damaged bool
	// runs and pending are not yet in the journal.
	runs    []sorted.Run
	pending []unit
	known   map[unitName]unit
	flushed time.Time
	now     func() time.Time
}

// checkpoints is how long rows are held back at most before they are written
// and remembered.
const checkpoints = time.Second

// OpenStore opens the folder of a dataset, which is made when it is missing, and
// goes on from what it remembers. of names the reading that the folder belongs to:
// what another one left there is forgotten, and so is what follows the first
// damage, which would be an earlier checkpoint without it.
func OpenStore(dir, of string, now func() time.Time) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return nil, err
	}
	s := &Store{dir: dir, header: framed.Header("journal", of), now: now, flushed: now()}
	past := memory{known: map[unitName]unit{}}
	if err := os.Mkdir(dir, 0o700); errors.Is(err, os.ErrExist) {
		past = recall(dir, s.header)
	} else if err != nil {
		return nil, err
	}
	var err error
	if s.journal, err = os.OpenFile(journalIn(dir), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, err
	}
	s.known, s.size, s.sum, s.damaged = past.known, past.size, past.sum, past.damaged
	s.sorter = sorted.New(dir, past.runs)
	err = errors.Join(s.sweep(past.runs), s.journal.Truncate(s.size))
	if err == nil && s.size == 0 {
		err = s.append(s.header)
	}
	if err != nil {
		return nil, errors.Join(err, s.journal.Close())
	}
	return s, nil
}

// sweep removes what the journal does not name: a kill left it.
func (s *Store) sweep(runs []sorted.Run) error {
	entries, err := os.ReadDir(s.dir)
	for _, entry := range entries {
		path := filepath.Join(s.dir, entry.Name())
		if path != journalIn(s.dir) && !slices.ContainsFunc(runs, func(r sorted.Run) bool { return r.Name == entry.Name() }) {
			err = errors.Join(err, os.RemoveAll(path))
		}
	}
	return err
}

// Remembered is how many answers and rows are kept from before, and whether some
// were damaged and are forgotten.
func (s *Store) Remembered() (answers, rows int, damaged bool) {
	answers, rows = tally(s.known)
	return answers, rows, s.damaged
}

// Peek returns how many answers and rows the folder of a reading remembers, and
// changes nothing: the reading may be under way.
func Peek(dir, of string) (answers, rows int) {
	return tally(recall(dir, framed.Header("journal", of)).known)
}

func tally(known map[unitName]unit) (answers, rows int) {
	for _, u := range known {
		rows += u.Rows
	}
	return len(known), rows
}

// Reset forgets everything.
func (s *Store) Reset() error {
	s.known, s.runs, s.pending = map[unitName]unit{}, nil, nil
	s.sorter = sorted.New(s.dir, nil)
	s.size, s.sum = 0, 0
	return errors.Join(s.journal.Truncate(0), s.append(s.header))
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
	run, ok, err := s.sorter.Flush()
	if ok {
		s.runs = append(s.runs, run)
	}
	if err != nil || len(s.runs)+len(s.pending) == 0 {
		return err
	}
	text, err := json.Marshal(line{s.runs, s.pending})
	if err == nil {
		err = s.append(text)
	}
	if err == nil {
		s.runs, s.pending = s.runs[:0], s.pending[:0]
	}
	return err
}

// Each calls visit for each row in the order of the keys, each key once.
func (s *Store) Each(visit func(key sorted.Key, row []byte) error) error {
	if err := s.Flush(); err != nil {
		return err
	}
	if err := s.sorter.Merge(s.rewrite); err != nil {
		return err
	}
	return s.sorter.Each(visit)
}

// Close gives the journal back; it does not write what is held back.
func (s *Store) Close() error { return s.journal.Close() }
