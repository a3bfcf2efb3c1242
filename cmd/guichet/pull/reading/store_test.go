package reading

import (
	"errors"
	"os"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// journalOf writes a store whose reading ended early, and returns its journal and how
// long that was after each checkpoint.
func journalOf(t testing.TB, dir, of string, checkpoints int) (journal []byte, sizes []int64) {
	t.Helper()
	s, err := OpenStore(dir, of, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	sizes = append(sizes, s.size)
	for n := range int64(checkpoints) {
		s.checkpointOf(t, n)
		sizes = append(sizes, s.size)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if journal, err = os.ReadFile(journalIn(dir)); err != nil {
		t.Fatal(err)
	}
	return journal, sizes
}

// checkpointOf reads an answer of one row.
func (s *Store) checkpointOf(t testing.TB, id int64) {
	t.Helper()
	s.sorter.Add(sorted.Key{Number: id}, []byte(`{"id":0}`))
	s.pending = append(s.pending, unit{Name: unitName{Part: "rdvs", Page: int(id)}, Total: 9, Pages: 9, Rows: 1, IDs: sorted.Pack([]int64{id})})
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
}

// TestAStoreKeepsTheRecordsBeforeTheDamage damages a journal and its runs.
func TestAStoreKeepsTheRecordsBeforeTheDamage(t *testing.T) {
	write := func(path string, data []byte) error { return os.WriteFile(path, data, 0o600) }
	for name, c := range map[string]struct {
		damage  func(dir string, journal []byte, sizes []int64) error
		answers int
		damaged bool
	}{
		"nothing":                 {func(string, []byte, []int64) error { return nil }, 3, false},
		"a line is cut":           {func(dir string, _ []byte, sizes []int64) error { return os.Truncate(journalIn(dir), sizes[3]-1) }, 2, true},
		"the last line is absent": {func(dir string, _ []byte, sizes []int64) error { return os.Truncate(journalIn(dir), sizes[2]) }, 2, false},
		"a line is absent": {func(dir string, journal []byte, sizes []int64) error {
			return write(journalIn(dir), append(journal[:sizes[1]:sizes[1]], journal[sizes[2]:]...))
		}, 1, true},
		"the journal is empty":   {func(dir string, _ []byte, _ []int64) error { return write(journalIn(dir), nil) }, 0, true},
		"the journal is missing": {func(dir string, _ []byte, _ []int64) error { return os.Remove(journalIn(dir)) }, 0, true},
		"it is of another reading": {func(dir string, _ []byte, _ []int64) error {
			other, _ := journalOf(t, t.TempDir(), "users", 3)
			return write(journalIn(dir), other)
		}, 0, true},
		"a run is missing": {func(dir string, _ []byte, _ []int64) error { return os.Remove(dir + "/run-000001") }, 1, true},
		"a run is empty":   {func(dir string, _ []byte, _ []int64) error { return write(dir+"/run-000002", nil) }, 2, true},
		"a run took another's place": {func(dir string, _ []byte, _ []int64) error {
			return os.Rename(dir+"/run-000002", dir+"/run-000000")
		}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir() + "/rdvs"
			journal, sizes := journalOf(t, dir, "rdvs", 3)
			if err := c.damage(dir, journal, sizes); err != nil {
				t.Fatal(err)
			}
			s, err := OpenStore(dir, "rdvs", time.Now)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if answers, rows, damaged := s.Remembered(); answers != c.answers || rows != answers || damaged != c.damaged {
				t.Errorf("%d answers, %d rows, damaged: %v", answers, rows, damaged)
			}
			rows := 0
			if err := s.Each(func(sorted.Key, []byte) error { rows++; return nil }); err != nil || rows != c.answers {
				t.Errorf("%d rows, %v", rows, err)
			}
		})
	}
}

// The rows are on the disk, the journal cannot be written, and then it can: a later
// reading has to find the run.
func TestARunIsNotForgottenWhenTheJournalCouldNotBeWritten(t *testing.T) {
	dir := t.TempDir() + "/rdvs"
	s, err := OpenStore(dir, "rdvs", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	s.sorter.Add(sorted.Key{Number: 1}, []byte(`{"id":1}`))
	s.pending = append(s.pending, unit{Name: unitName{Part: "rdvs"}, Rows: 1})
	journal := s.journal
	if s.journal, err = os.Open(journalIn(dir)); err != nil { // for reading only
		t.Fatal(err)
	}
	if err := s.Flush(); err == nil {
		t.Fatal("a journal that cannot be written was written")
	}
	_ = s.journal.Close()
	s.journal = journal
	s.sorter.Add(sorted.Key{Number: 2}, []byte(`{"id":2}`))
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	m := recall(dir, framed.Header("journal", "rdvs"))
	if len(m.runs) != 2 || len(m.known) != 1 || m.damaged {
		t.Errorf("%+v", m)
	}
}

// rowsOf counts the rows of a store, and what is in its folder when they are read.
func rowsOf(t *testing.T, s *Store, dir string) (rows, files int) {
	t.Helper()
	err := s.Each(func(sorted.Key, []byte) error { rows++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return rows, len(entries)
}

// What was merged is not kept beside what it was merged from, and a kill in the middle
// of it loses nothing.
func TestManyCheckpointsAreMergedAndRemembered(t *testing.T) {
	const checkpoints = 130
	for name, kill := range map[string]func(dir string, before *Store) error{
		"no kill": func(string, *Store) error { return nil },
		"before the new journal": func(dir string, s *Store) error {
			return s.sorter.Merge(func([]sorted.Run) error { return os.ErrClosed })
		},
		"before the runs were taken": func(dir string, s *Store) error {
			return s.sorter.Merge(func(runs []sorted.Run) error { return errors.Join(s.merged(runs), os.ErrClosed) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir() + "/rdvs"
			journalOf(t, dir, "rdvs", checkpoints)
			for n := range 3 {
				s, err := OpenStore(dir, "rdvs", time.Now)
				if err != nil {
					t.Fatal(err)
				}
				want := checkpoints + max(0, n-1)
				if answers, rows, damaged := s.Remembered(); answers != want || rows != want || damaged {
					t.Fatalf("opening %d: %d answers, %d rows, damaged: %v", n, answers, rows, damaged)
				}
				// What a checkpoint that failed may leave.
				if _, err := s.journal.WriteAt([]byte("half a line"), s.size); err != nil {
					t.Fatal(err)
				}
				if n == 0 {
					if err := kill(dir, s); err != nil && !errors.Is(err, os.ErrClosed) {
						t.Fatal(err)
					}
				} else {
					if rows, files := rowsOf(t, s, dir); rows != want || files != 1+128 {
						t.Errorf("opening %d: %d rows, %d files", n, rows, files)
					}
					s.checkpointOf(t, checkpoints+int64(n))
				}
				// A kill writes nothing more.
				if err := os.Truncate(journalIn(dir), s.size); err != nil {
					t.Fatal(err)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// What was merged is gone, so that no earlier checkpoint has its rows any more.
func TestADamagedMergeForgetsTheRowsThatWentIntoIt(t *testing.T) {
	dir := t.TempDir() + "/rdvs"
	journalOf(t, dir, "rdvs", 130)
	s, err := OpenStore(dir, "rdvs", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	rowsOf(t, s, dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	runs := recall(dir, framed.Header("journal", "rdvs")).runs
	if err := os.Remove(dir + "/" + runs[len(runs)-1].Name); err != nil {
		t.Fatal(err)
	}
	if s, err = OpenStore(dir, "rdvs", time.Now); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if answers, rows, damaged := s.Remembered(); answers != 0 || rows != 0 || !damaged {
		t.Errorf("%d answers, %d rows, damaged: %v", answers, rows, damaged)
	}
	if rows, _ := rowsOf(t, s, dir); rows != 0 {
		t.Errorf("%d rows are left", rows)
	}
}
