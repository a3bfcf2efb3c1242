package reading

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/joined"
)

// Store keeps the rows of one dataset and remembers what was read, so that a
// reading that ended early goes on where it was. Rows are flushed before the
// journal, so that the journal never names a row that is not on disk.
type Store struct {
	dir    string
	header []byte
	now    func() time.Time

	mu      sync.Mutex // guards what follows
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
}

// checkpoints is how long rows are held back at most before they are written
// and remembered, unless they are many. Each checkpoint is one more run to merge.
const checkpoints = 5 * time.Second

// OpenStore opens the folder of a dataset, which is made when it is missing, and
// goes on from what it remembers. of names the reading that the folder belongs to:
// what another reading left there is forgotten, and so is everything after the first
// damage, as if the reading had ended there.
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
	err = joined.Errors(s.sweep(past.runs), s.journal.Truncate(s.size))
	if err == nil && s.size == 0 {
		err = s.append(s.header)
	}
	if err != nil {
		return nil, joined.Errors(err, s.journal.Close())
	}
	return s, nil
}

// sweep removes what the journal does not name: a kill left it.
func (s *Store) sweep(runs []sorted.Run) error {
	entries, err := os.ReadDir(s.dir)
	for _, entry := range entries {
		path := filepath.Join(s.dir, entry.Name())
		if path != journalIn(s.dir) && !slices.ContainsFunc(runs, func(r sorted.Run) bool { return r.Name == entry.Name() }) {
			err = joined.Errors(err, os.RemoveAll(path))
		}
	}
	return err
}

// Remembered returns how many answers and rows are kept from before, and whether some
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

// reset forgets everything.
func (s *Store) reset() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known, s.runs, s.pending = map[unitName]unit{}, nil, nil
	s.sorter = sorted.New(s.dir, nil)
	s.size, s.sum = 0, 0
	return joined.Errors(s.journal.Truncate(0), s.append(s.header))
}

// remembered returns a unit that was read before.
func (s *Store) remembered(name unitName) (u unit, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ok = s.known[name]
	return u, ok
}

// add adds rows and, when they are there, the units that they belong to.
func (s *Store) add(keys []sorted.Key, rows []json.RawMessage, units ...unit) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, row := range rows {
		s.sorter.Add(keys[i], row)
	}
	s.pending = append(s.pending, units...)
	if !s.sorter.Full() && s.now().Sub(s.flushed) < checkpoints {
		return nil
	}
	return s.flush()
}

// remove takes rows out that are no longer in the list.
func (s *Store) remove(ids []int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.sorter.Remove(id)
	}
}

// Flush ends a reading: it writes everything that was read to the disk, the rows before
// the journal that names them.
func (s *Store) Flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.flush()
	if err == nil {
		s.sorter.Release()
	}
	return err
}

func (s *Store) flush() error {
	s.flushed = s.now()
	run, ok, err := s.sorter.Flush()
	if ok {
		s.runs = append(s.runs, run)
	}
	if err != nil || len(s.runs)+len(s.pending) == 0 {
		return err
	}
	if err := s.write(line{Runs: s.runs, Units: s.pending}); err != nil {
		return err
	}
	s.runs, s.pending = s.runs[:0], s.pending[:0]
	return nil
}

// Each calls visit for each row in the order of the keys, each key once.
func (s *Store) Each(visit func(key sorted.Key, row []byte) error) error {
	s.mu.Lock()
	err := s.flush()
	if err == nil {
		err = s.sorter.Merge(s.merged)
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.sorter.Each(visit)
}

// merged notes the runs that take the place of all others.
func (s *Store) merged(runs []sorted.Run) error { return s.write(line{Runs: runs, Merged: true}) }

// Close gives the journal back; it does not write what is held back.
func (s *Store) Close() error { return s.journal.Close() }
