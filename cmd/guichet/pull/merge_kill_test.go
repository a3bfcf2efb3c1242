package pull_test

import (
	"bytes"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestAMergeThatIsKilledLeavesOneOfTheTwoResults(t *testing.T) {
	if testing.Short() {
		t.Skip("it merges many times")
	}
	n, kills := 3000, 10
	if long() {
		n, kills = 20_000, 30
	}
	w := newWorld(t)
	w.sandbox("--organisations", "4", "--rdvs", strconv.Itoa(n), "--users", "300")
	w.session()
	pull := []string{"rdv.rdvs", "rdv.users"}
	w.must(append([]string{"pull", "run", "--out", "one"}, pull...)...)
	dirs := w.shares(3, pull...)
	w.must("pull", "run", "rdv.motifs", "--out", "merged")
	merge := slices.Concat([]string{"pull", "merge", "--out", "merged"}, dirs)
	started := time.Now()
	w.merge("whole", dirs)
	took := time.Since(started)
	seed := rand.Uint64()
	t.Logf("seed %d; undisturbed it takes %v", seed, took)
	random := rand.New(rand.NewPCG(seed, 0))
	ends := 0
	for killed := 0; killed < kills; {
		cmd := w.command(merge...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		killer := time.AfterFunc(time.Duration(random.Int64N(int64(took))), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		if killer.Stop(); err != nil && cmd.ProcessState.ExitCode() != -1 {
			t.Fatalf("a merge ended with %v", err)
		} else if err != nil {
			killed++
		} else {
			ends++
			w.equal("one", "merged")
		}
		w.whole("merged")
	}
	w.must(merge...)
	w.equal("one", "merged")
	t.Logf("%d kills, %d merges to the end", kills, ends)
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
	w.must("pull", "run", "rdv.motifs", "--out", "merged")
	before := w.read("merged/manifest.json")
	merge := w.command(slices.Concat([]string{"pull", "merge", "--out", "merged"}, dirs)...)
	cmd := w.command()
	cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh", "-c", `ulimit -f 500; trap "" XFSZ; exec "$0" "$@"`}, merge.Args...)
	cmd.Args[3] = merge.Path
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("exit %d: %s", cmd.ProcessState.ExitCode(), out)
	}
	if !bytes.Equal(before, w.read("merged/manifest.json")) {
		t.Error("the result changed")
	}
	w.whole("merged")
	w.merge("merged", dirs)
	if n := len(w.ids("merged/rdv.rdvs.ndjson")); n != 600 {
		t.Errorf("%d rows", n)
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
