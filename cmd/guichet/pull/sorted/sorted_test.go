package sorted_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

func TestASetHoldsEachIDOnceInOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var set, same sorted.IDs
	known := map[int64]bool{}
	for range 50_000 {
		id := random.Int64N(100_000) - 1000
		set.Add(id)
		known[id] = true
	}
	var got []int64
	for id := range set.All {
		got = append(got, id)
	}
	if !slices.IsSorted(got) || len(got) != len(known) || set.Len() != len(known) {
		t.Errorf("%d of %d ids", len(got), len(known))
	}
	same.AddBytes(set.Bytes())
	if !same.Equal(&set) {
		t.Error("a copy differs")
	}
	same.Add(1 << 40)
	if same.Equal(&set) || !slices.Equal(same.Without(&set), []int64{1 << 40}) || set.Without(&same) != nil {
		t.Error("the difference is not the id that was added")
	}
	var other sorted.IDs
	other.Add(1, 2, 3, 4, 6, 7)
	same = sorted.IDs{}
	same.Add(4, 5, 8, 9)
	if got := same.Without(&other); !slices.Equal(got, []int64{5, 8, 9}) {
		t.Errorf("the difference is %v", got)
	}
	if size := len(set.Bytes()); size > 2*set.Len() {
		t.Errorf("%d bytes for %d ids", size, set.Len())
	}
}

// each collects what a sorter gives.
func each(t *testing.T, s *sorted.Sorter) (all []string) {
	t.Helper()
	err := s.Each(func(key sorted.Key, row []byte) error {
		all = append(all, key.String()+"="+string(row))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func flush(t *testing.T, s *sorted.Sorter) sorted.Run {
	t.Helper()
	run, ok, err := s.Flush()
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return run
}

func TestTheLastCopyOfARepeatedRowIsKept(t *testing.T) {
	s := sorted.New(t.TempDir(), nil)
	s.Add(sorted.Key{Number: 10}, []byte("old"))
	s.Add(sorted.Key{Number: 9}, []byte("nine"))
	s.Add(sorted.Key{Number: 10}, []byte("newer"))
	flush(t, s)
	s.Add(sorted.Key{Text: "a"}, []byte("text"))
	s.Add(sorted.Key{Number: 10}, []byte("newest"))
	s.Add(sorted.Key{Number: 11}, []byte("gone"))
	flush(t, s)
	s.Remove(11)
	flush(t, s)
	if got := each(t, s); !slices.Equal(got, []string{"9=nine", "10=newest", "a=text"}) {
		t.Error(got)
	}
}

// As few rows as possible are merged: three groups of 128 runs and one of 93 leave 128.
func TestOnlySomeOfManyRunsAreMerged(t *testing.T) {
	dir := t.TempDir()
	s := sorted.New(dir, nil)
	var want []string
	var before []sorted.Run
	for i := range 600 {
		s.Add(sorted.Key{Number: int64(i * 7919 % 600)}, fmt.Append(nil, i*7919%600))
		s.Add(sorted.Key{Number: 1000}, fmt.Append(nil, i))
		before = append(before, flush(t, s))
		want = append(want, fmt.Sprintf("%d=%d", i, i))
	}
	want = append(want, "1000=599")
	s.Remove(0)
	before = append(before, flush(t, s))
	want = want[1:]
	var left []sorted.Run
	err := s.Merge(func(runs []sorted.Run) error {
		entries, err := os.ReadDir(dir)
		if err != nil || left != nil || len(entries) != len(before)+4 {
			t.Errorf("%d files for %d runs, %v", len(entries), len(runs), err)
		}
		left = runs
		return nil
	})
	if err != nil || len(left) != 128 || !slices.Equal(left[4:], before[477:]) {
		t.Fatalf("%d runs, %v", len(left), err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != len(left) {
		t.Errorf("%d files for %d runs, %v", len(entries), len(left), err)
	}
	for _, s := range []*sorted.Sorter{s, sorted.New(dir, left)} {
		if got := each(t, s); !slices.Equal(got, want) {
			t.Errorf("%d rows", len(got))
		}
		s.Add(sorted.Key{Number: 5}, []byte("fresh"))
		run := flush(t, s)
		if got := each(t, s); slices.Contains(left, run) || !slices.Contains(got, "5=fresh") || len(got) != len(want) {
			t.Errorf("%d rows after another run, %v", len(got), run)
		}
	}
}

func TestAResumedSorterWritesOverNoRun(t *testing.T) {
	dir := t.TempDir()
	var runs []sorted.Run
	for n := range int64(3) {
		s := sorted.New(dir, runs)
		s.Add(sorted.Key{Number: n}, []byte("row"))
		runs = append(runs, flush(t, s))
	}
	if got := each(t, sorted.New(dir, runs)); len(got) != 3 {
		t.Errorf("%d rows of %v", len(got), runs)
	}
}

func TestRunsStayWhenAMergeCannotBeRecorded(t *testing.T) {
	s := sorted.New(t.TempDir(), nil)
	for n := range int64(129) {
		s.Add(sorted.Key{Number: n}, []byte("row"))
		flush(t, s)
	}
	failed := errors.New("a full disk")
	if err := s.Merge(func([]sorted.Run) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("%v", err)
	}
	if got := each(t, s); len(got) != 129 {
		t.Errorf("%d rows", len(got))
	}
}

// Both runs are whole: only the sum tells which one is meant.
func TestARunInThePlaceOfAnotherIsDamaged(t *testing.T) {
	dir := t.TempDir()
	s := sorted.New(dir, nil)
	s.Add(sorted.Key{Number: 1}, []byte("a row"))
	run := flush(t, s)
	if err := sorted.Check(dir, run); err != nil {
		t.Fatal(err)
	}
	other := sorted.New(dir, nil)
	other.Add(sorted.Key{Number: 1}, []byte("another"))
	flush(t, other)
	var damaged *framed.DamagedError
	if err := sorted.Check(dir, run); !errors.As(err, &damaged) {
		t.Errorf("%v", err)
	}
	if err := s.Each(func(sorted.Key, []byte) error { return nil }); !errors.As(err, &damaged) {
		t.Errorf("%v", err)
	}
}

// The checksums are right: only the record itself is not.
func TestARecordWhoseKeyIsLongerThanItselfIsDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	head := framed.Header("test", "")
	for _, record := range [][]byte{{1, 6, 'a', 'b'}, {1, 1, 'a'}, {1}, {0}, {1, 0xff}} {
		file, sum := framed.Append(nil, 0, head)
		file, _ = framed.Append(file, sum, record)
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := sorted.Open(path, head)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Next(); !framed.Damaged(err) {
			t.Errorf("%v: %+v, %v", record, r.Key, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}
