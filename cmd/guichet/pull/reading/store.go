package reading

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// unit is one answer that was read and need not be asked for again.
type unit struct {
	Name unitName `json:"unit"`
	// Before is what a stream counted at first, and Total at the end.
	Before int `json:"before,omitempty"`
	Total  int `json:"total"`
	Pages  int `json:"pages"`
	Rows   int `json:"rows"`
	// IDs are the different ids of the rows.
	IDs []byte `json:"ids,omitempty"`
	// Split says that the window was cut, and its rows not kept.
	Split bool `json:"split,omitempty"`
	// Cuts are where it was cut; none is in equal parts.
	Cuts []int64 `json:"cuts,omitempty"`
	// Blind says that rows were outside the window that was asked for.
	Blind bool `json:"blind,omitempty"`
}

// unitName says which answer of which reading it was.
type unitName struct {
	Part  string `json:"part"`
	Round int    `json:"round"`
	Window
	Pass int `json:"pass"`
	Page int `json:"page"`
}

// repeats reports whether the answer had a row several times.
func (u *unit) repeats() bool {
	ids := u.set()
	return ids.Len() < u.Rows
}

func (u *unit) set() *sorted.IDs {
	ids := new(sorted.IDs)
	ids.AddBytes(u.IDs)
	return ids
}

// Store keeps the rows of one dataset and remembers what was read, so that a
// reading that ended early goes on where it was. What it remembers is always
// less than what it keeps.
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
		if !u.Split {
			rows += u.Rows
		}
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
