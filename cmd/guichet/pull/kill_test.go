package pull_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestAPullThatIsKilledAtAnyMomentAndResumedGivesTheSameBytes(t *testing.T) {
	w := newWorld(t)
	n, kills := 2000, 5
	if long() {
		n, kills = 100_000, 50
	}
	w.rdv(rdvsolidaritestest.Options{RDVs: n, Organisations: 8, Latency: time.Millisecond})
	started := time.Now()
	w.must("pull", "run", "rdv.rdvs", "rdv.users", "--out", "undisturbed")
	took := time.Since(started)
	want := w.read("undisturbed/rdv.rdvs.ndjson")

	w.must("pull", "run", "rdv.motifs", "--out", "out")
	random := rand.New(rand.NewPCG(8, 8))
	pull := []string{"pull", "run", "rdv.rdvs", "rdv.users", "--out", "out", "--resume"}
	published := func() {
		w.whole("out")
		if !bytes.Equal(want, w.read("out/rdv.rdvs.ndjson")) {
			t.Fatal("the file differs from that of an undisturbed run")
		}
		if _, err := os.Stat(w.path(".out.partial")); !errors.Is(err, os.ErrNotExist) {
			t.Error("work was left behind")
		}
	}
	for kills > 0 {
		cmd := w.command(pull...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		killer := time.AfterFunc(time.Duration(random.Int64N(int64(took))), func() { _ = cmd.Process.Kill() })
		ended := cmd.Wait() == nil
		killer.Stop()
		w.whole("out") // one of the two results is there
		if ended {
			published()
		} else {
			kills--
		}
	}
	w.must(pull...)
	published()
	if m := w.manifest("out"); m.Find("rdv.motifs") == nil {
		t.Error("a dataset that the run was not about is gone")
	}
}

// The service stops answering half-way: what was read before need not be read
// again.
func TestAResumedPullDoesNotAskAgainForWhatItHas(t *testing.T) {
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
