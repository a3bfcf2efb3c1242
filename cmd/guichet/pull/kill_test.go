package pull_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// undisturbed is a run that nothing disturbed, which those that were killed and
// resumed are compared with.
type undisturbed struct {
	*world
	took time.Duration
	sums map[string]string
	ends int // of runs that were compared
}

func (w *world) undisturbed(pull func(out string) []string) *undisturbed {
	w.t.Helper()
	started := time.Now()
	w.must(pull("undisturbed")...)
	u := &undisturbed{world: w, took: time.Since(started), sums: map[string]string{}}
	for _, file := range w.files("undisturbed") {
		if file.Name != "load.sql" { // the other result has more datasets
			u.sums[file.Name] = file.SHA256
		}
	}
	return u
}

// end checks a run that came to its end.
func (u *undisturbed) end() {
	u.t.Helper()
	u.ends++
	u.whole("out")
	for name, sum := range u.sums {
		if u.sum("out/"+name) != sum {
			u.t.Fatalf("%s differs from that of an undisturbed run", name)
		}
	}
	if _, err := os.Stat(u.path(".out.partial")); !errors.Is(err, os.ErrNotExist) {
		u.t.Error("work was left behind")
	}
}

// Each kill is followed by a resumed run, which may be killed in its turn; each
// run that comes to its end has to leave the bytes of one that was not disturbed.
func TestAPullThatIsKilledAtAnyMomentAndResumedGivesTheSameBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("it pulls many times")
	}
	for _, format := range []string{"ndjson", "tables"} {
		t.Run(format, func(t *testing.T) { killed(t, format) })
	}
}

func killed(t *testing.T, format string) {
	w := newWorld(t)
	n, kills := 2000, 5
	if long() {
		n, kills = 100_000, 50
	}
	// A process of its own: under the race detector this one would be too slow.
	w.sandbox("--organisations", "8", "--rdvs", strconv.Itoa(n), "--latency", "1ms")
	pull := func(out string) []string {
		return []string{"pull", "run", "rdv.rdvs", "rdv.users", "--out", out, "--format", format, "--resume", "--concurrency", "4"}
	}
	want := w.undisturbed(pull)
	seed := rand.Uint64()
	t.Logf("seed %d; undisturbed it takes %v", seed, want.took)
	random := rand.New(rand.NewPCG(seed, 0))
	w.must("pull", "run", "rdv.motifs", "--format", format, "--out", "out")
	anew := true
	for killed := 0; killed < kills; {
		started := time.Now()
		cmd := w.command(pull("out")...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		killer := time.AfterFunc(time.Duration(random.Int64N(int64(want.took))), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		killer.Stop()
		switch {
		case err == nil:
			if anew { // the first one may have been slow: later moments would kill nothing
				want.took = min(want.took, time.Since(started))
			}
			want.end()
			anew = true
		case cmd.ProcessState.ExitCode() != -1:
			t.Fatalf("a run ended with %v", err)
		default:
			killed++
			anew = false
			w.whole("out") // one of the two results is there
		}
	}
	w.must(pull("out")...)
	want.end()
	t.Logf("%d kills, %d runs to the end", kills, want.ends)
	if m := w.manifest("out"); m.Find("rdv.motifs") == nil {
		t.Error("a dataset that the run was not about is gone")
	}
}

// The service stops answering half-way: what was read before need not be read
// again.
func TestAResumedPullRequestsOnlyWhatIsMissing(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 1200})
	lists := func() (n int) {
		for _, r := range server.Requests() {
			if strings.Contains(r.Path, "/rdvs") {
				n++
			}
		}
		return n
	}
	w.must("pull", "run", "rdv.rdvs", "--out", "whole")
	all := lists()
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/103", Status: 500, Count: 1})
	_, _, code := w.run("pull", "run", "rdv.rdvs", "--out", "out", "--retries", "0", "--concurrency", "1")
	if code != 8 {
		t.Fatalf("exit %d", code)
	}
	status := w.must("pull", "status", "out", "-o", "json")
	if !strings.Contains(status, `"checkpoint":{"started"`) {
		t.Errorf("status tells of no checkpoint: %s", status)
	}
	server.ResetRequests()
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--resume")
	if again := lists(); again > all/2 {
		t.Errorf("%d requests after the interruption, of %d altogether", again, all)
	}
	if !bytes.Equal(w.read("whole/rdv.rdvs.ndjson"), w.read("out/rdv.rdvs.ndjson")) {
		t.Error("the files differ")
	}
}

func TestWithoutResumeARunBeginsAnew(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 700})
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/103", Status: 500, Count: 1})
	w.fails(8, "500", "pull", "run", "rdv.rdvs", "--out", "out", "--retries", "0")
	if _, _, err := server.Rows("rdv.rdvs", 0, 100); err != nil {
		t.Fatal(err)
	}
	w.must("pull", "run", "rdv.rdvs", "--out", "out")
	if n := len(w.ids("out/rdv.rdvs.ndjson")); n != 600 {
		t.Errorf("%d rows", n)
	}
}
