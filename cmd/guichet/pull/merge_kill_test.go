package pull_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// killed runs a command again and again until it was killed so many times, at random
// moments. It calls left after each kill, and end after each run that came to its end.
func (w *world) killed(kills int, took time.Duration, left, end func(), args ...string) {
	w.t.Helper()
	seed := rand.Uint64()
	random, ends := rand.New(rand.NewPCG(seed, 0)), 0
	for killed := 0; killed < kills; {
		started := time.Now()
		cmd := w.command(args...)
		if err := cmd.Start(); err != nil {
			w.t.Fatal(err)
		}
		killer := time.AfterFunc(time.Duration(random.Int64N(int64(took))), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		killer.Stop()
		switch {
		case err == nil:
			took = min(took, time.Since(started)) // the first one may have been slow
			ends++
			end()
		case cmd.ProcessState.ExitCode() != -1:
			w.t.Fatalf("%v ended with %v", args, err)
		default:
			killed++
			left()
		}
	}
	w.must(args...)
	end()
	w.t.Logf("seed %d: %d kills, %d runs to the end", seed, kills, ends)
}

// rounds are the rows and the kills of a test.
func rounds(t *testing.T) (rows string, kills int) {
	t.Helper()
	if testing.Short() {
		t.Skip("it runs many times")
	}
	if long() {
		return "20000", 30
	}
	return "3000", 5
}

func TestAShareThatIsKilledAndResumedGivesTheSameBytes(t *testing.T) {
	n, kills := rounds(t)
	w := newWorld(t)
	w.sandbox("--organisations", "4", "--rdvs", n, "--users", "300", "--latency", "1ms")
	w.session()
	pull := []string{"rdv.rdvs", "rdv.users"}
	w.must(append([]string{"pull", "run", "--out", "one"}, pull...)...)
	started := time.Now()
	dirs := w.shares(3, pull...)
	took := time.Since(started)
	for i := range dirs {
		out := fmt.Sprintf("killed-%d", i+1)
		args := append([]string{"pull", "run", "--partition", fmt.Sprintf("%d/3", i+1), "--out", out, "--resume"}, pull...)
		w.killed(kills, took, func() {}, func() { w.equal(dirs[i], out) }, args...)
		dirs[i] = out
	}
	w.merge("merged", dirs, "--strict")
	w.equal("one", "merged")
}

func TestAMergeThatIsKilledLeavesOneOfTheTwoResults(t *testing.T) {
	n, kills := rounds(t)
	w := newWorld(t)
	w.sandbox("--organisations", "4", "--rdvs", n, "--users", "300")
	w.session()
	pull := []string{"rdv.rdvs", "rdv.users"}
	w.must(append([]string{"pull", "run", "--out", "one"}, pull...)...)
	dirs := w.shares(3, pull...)
	w.must("pull", "run", "rdv.motifs", "--out", "merged")
	started := time.Now()
	w.merge("whole", dirs)
	took := time.Since(started)
	one := func() { w.whole("merged") } // one of the two is there
	w.killed(kills, took, one, func() { w.equal("one", "merged") }, slices.Concat([]string{"pull", "merge", "--out", "merged"}, dirs)...)
	if m := w.manifest("merged"); m.Find("rdv.motifs") == nil || m.Find("rdv.rdvs").Counts.Gone > 0 {
		t.Errorf("%+v", m)
	}
	if left, _ := filepath.Glob(w.path(".merged.*")); len(left) != 1 { // the lock
		t.Errorf("left behind: %v", left)
	}
}

func TestAMergeOnAFullDiskIsExit1AndThePreviousResultStays(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("limits the size of files as Linux does")
	}
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 600})
	w.session()
	dirs := w.shares(3, "rdv.rdvs")
	for _, format := range []string{"ndjson", "tables"} {
		w.fullDisk(format, dirs)
	}
}

func (w *world) fullDisk(format string, dirs []string) {
	w.t.Helper()
	w.must("pull", "run", "rdv.motifs", "--format", format, "--out", "merged")
	before := w.read("merged/manifest.json")
	merge := w.command(slices.Concat([]string{"pull", "merge", "--format", format, "--out", "merged"}, dirs)...)
	cmd := w.command()
	cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh", "-c", `ulimit -f 500; trap "" XFSZ; exec "$0" "$@"`}, merge.Args...)
	cmd.Args[3] = merge.Path
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 1 {
		w.t.Fatalf("exit %d: %s", cmd.ProcessState.ExitCode(), out)
	}
	if !bytes.Equal(before, w.read("merged/manifest.json")) {
		w.t.Error("the result changed")
	}
	w.whole("merged")
	w.merge("merged", dirs, "--format", format)
	if m := w.manifest("merged"); m.Find("rdv.rdvs").Counts.Unique != 600 {
		w.t.Errorf("%+v", m.Counts)
	}
}

// What came or went meanwhile may be in the result or not; what existed all the time
// must be there, once.
func TestUnderChaosTheSharesHaveEveryRowThatExistedThroughoutOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("it pulls many times")
	}
	n, seeds := 2000, 1
	if long() {
		n, seeds = 20_000, 10
	}
	for seed := range seeds {
		w := newWorld(t)
		w.env["GUICHET_STORE"] = "file" // a lost session is renewed once for all
		s := w.sandbox("--chaos", "--seed", strconv.Itoa(seed+5), "--latency", "5ms", "--organisations", "6", "--rdvs", strconv.Itoa(n))
		before := born(n)
		stop, stopped := make(chan struct{}), make(chan error)
		go func() {
			tick := time.NewTicker(20 * time.Millisecond)
			defer tick.Stop()
			for {
				select {
				case <-stop:
					stopped <- nil
					return
				case <-tick.C:
					if _, _, err := s.rows(1, 1); err != nil {
						stopped <- err
						return
					}
				}
			}
		}()
		dirs := w.shares(3, "rdv.rdvs", "--retries", "8")
		close(stop)
		if err := <-stopped; err != nil {
			t.Fatal(err)
		}
		w.merge("merged", dirs)
		after := s.listed()
		throughout := without(before, without(before, after))
		got := w.ids("merged/rdv.rdvs.ndjson")
		if len(throughout) == len(before) || !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
			t.Errorf("%d of %d stayed; a row is there twice or out of order", len(throughout), len(before))
		}
		if missing := without(throughout, got); len(missing) > 0 {
			t.Errorf("%d rows that existed throughout are missing: %v", len(missing), missing)
		}
		w.whole("merged")
		m := w.manifest("merged")
		t.Logf("%d rows, %+v, %s, %q", n, m.Counts, m.Completeness, m.Warnings)
	}
}
