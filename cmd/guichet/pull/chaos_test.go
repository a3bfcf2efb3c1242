package pull_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
)

// What came or went meanwhile may be in the result or not; what existed all the
// time must be there, once.
func TestUnderChaosEveryRowThatExistedThroughoutIsReadOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("it pulls many times")
	}
	w := newWorld(t)
	n := 3000
	if long() {
		n = 100_000
	}
	s := w.sandbox("--chaos", "--seed", "5", "--latency", "20ms", "--organisations", "8", "--rdvs", strconv.Itoa(n))
	came, went, err := s.rows(20, 20)
	if err != nil {
		t.Fatal(err)
	}
	before := append(without(born(n), went), came...)

	pull := w.command("pull", "run", "rdv.rdvs", "--out", "out", "--concurrency", "4")
	if err := pull.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- pull.Wait() }()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	changes := 0
	for under := true; under; {
		select {
		case err = <-ended:
			under = false
		case <-tick.C:
			if _, _, err := s.rows(1, 1); err != nil {
				t.Fatal(err)
			}
			changes++
		}
	}
	if err != nil {
		t.Fatalf("the pull ended with %v", err)
	}
	after := s.listed()
	m := w.manifest("out")
	t.Logf("%d rows, %d changes by hand; %+v; %d appeared, %d vanished, warnings %q", n, changes, m.Counts,
		len(m.Datasets[0].Changes.Appeared), len(m.Datasets[0].Changes.Vanished), m.Warnings)
	throughout := without(before, without(before, after))
	if changes == 0 || len(throughout) == len(before) || len(throughout) == 0 {
		t.Fatalf("of %d rows %d stayed", len(before), len(throughout))
	}
	w.whole("out")
	got := w.ids("out/rdv.rdvs.ndjson")
	if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Error("a row is there twice or out of order")
	}
	if missing := without(throughout, got); len(missing) > 0 {
		t.Errorf("%d rows that existed throughout are missing: %v", len(missing), missing)
	}
	newest := slices.Max(before)
	if strange := slices.DeleteFunc(without(got, before), func(id int64) bool { return id > newest }); len(strange) > 0 {
		t.Errorf("rows that were gone before it began: %v", strange)
	}
	named(t, m.Datasets[0].Changes, before, after, got)
}

// named checks what a manifest says of rows that came and went.
func named(t *testing.T, changes result.Changes, before, after, got []int64) {
	t.Helper()
	if len(changes.Appeared) == 0 || len(changes.Vanished) == 0 {
		t.Errorf("nothing is said to have come, or to have gone: %+v", changes)
	}
	appeared, vanished := numbers(t, changes.Appeared), numbers(t, changes.Vanished)
	if wrong := without(appeared, without(appeared, before)); len(wrong) > 0 {
		t.Errorf("said to have come, and were there: %v", wrong)
	}
	if absent := without(appeared, got); len(absent) > 0 {
		t.Errorf("said to have come, and are not there: %v", absent)
	}
	if wrong := without(vanished, without(vanished, after)); len(wrong) > 0 {
		t.Errorf("said to have gone, and are still there: %v", wrong)
	}
	if present := without(vanished, without(vanished, got)); len(present) > 0 {
		t.Errorf("said to have gone, and are in the file: %v", present)
	}
}

func numbers(t *testing.T, texts []string) (ids []int64) {
	t.Helper()
	for _, text := range texts {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}
