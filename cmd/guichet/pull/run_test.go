package pull_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// The ids of the rdvs that the test server is born with.
func born(n int) []int64 {
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = int64(10001 + i)
	}
	return ids
}

func TestEveryRowIsThereOnceInTheOrderOfTheIDs(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 1500, Users: 350})
	w.must("pull", "run", "rdv.rdvs", "rdv.users", "--out", "out")
	if diff := cmp.Diff(born(1500), w.ids("out/rdv.rdvs.ndjson")); diff != "" {
		t.Error(diff)
	}
	users := w.ids("out/rdv.users.ndjson")
	if len(slices.Compact(users)) != 350 || !slices.IsSorted(users) {
		t.Errorf("%d users", len(users))
	}
	w.whole("out")
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasPrefix(name, ".out") && name != ".out.lock" {
			t.Errorf("%s was left behind", name)
		}
	}
}

func TestRowsAreTheServicesOwnBytes(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 50})
	w.must("pull", "run", "rdv.rdvs", "--out", "out")
	listed := w.must("rdv", "rdv", "list", "-o", "ndjson", "-q")
	want := strings.Split(strings.TrimSpace(listed), "\n")
	var got []string
	for _, row := range w.rows("out/rdv.rdvs.ndjson") {
		got = append(got, string(row))
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnAgentWhoseRdvsComeSeveralTimesGetsEachOnce(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 900, Generation: rdvsolidaritestest.Generation2025})
	basic := server.Agents()[1]
	w.env["GUICHET_RDV_EMAIL"], w.env["GUICHET_RDV_PASSWORD"] = basic.Email, basic.Password
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--strict")
	ids := w.ids("out/rdv.rdvs.ndjson")
	if len(ids) == 0 || len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("%d ids", len(ids))
	}
	if m := w.manifest("out"); m.Counts.Read <= m.Counts.Unique {
		t.Errorf("nothing came twice: %+v", m.Counts)
	}
}

// What came or went meanwhile may be in the result or not; what existed all the
// time must be there, once.
func TestRowsThatExistedThroughoutAreThereWhileOthersComeAndGo(t *testing.T) {
	if testing.Short() {
		t.Skip("it pulls many times")
	}
	w := newWorld(t)
	const n = 2000
	server := w.rdv(rdvsolidaritestest.Options{RDVs: n, Organisations: 8})
	for range 2 {
		server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/103", ShiftPages: true, Count: 3})
		server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/104", Status: 502, HTML: true})
	}
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/105", ExpireSession: true})
	var mu sync.Mutex
	var inserted, deleted []int64
	moving := httptest.NewServer(changing(t, server, func(r *http.Request, body []byte) []byte {
		if strings.HasSuffix(r.URL.Path, "/rdvs") {
			in, out, err := server.Rows("rdv.rdvs", 1, 1)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			inserted, deleted = append(inserted, in...), append(deleted, out...)
		}
		return body
	}))
	defer moving.Close()
	w.at(moving.URL)
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--concurrency", "1")
	mu.Lock()
	defer mu.Unlock()
	got := w.ids("out/rdv.rdvs.ndjson")
	if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Error("a row is there twice or out of order")
	}
	throughout := without(born(n), deleted)
	if missing := without(throughout, got); len(missing) > 0 {
		t.Errorf("%d rows that existed throughout are missing: %v", len(missing), missing)
	}
	if strange := without(without(got, born(n)), inserted); len(strange) > 0 {
		t.Errorf("rows that never existed: %v", strange)
	}
	changes := w.manifest("out").Datasets[0].Changes
	if len(changes.Appeared) == 0 || len(changes.Vanished) == 0 {
		t.Errorf("the manifest tells nothing of what came and went: %+v", changes)
	}
	for _, id := range changes.Vanished {
		if n, _ := strconv.ParseInt(id, 10, 64); slices.Contains(got, n) || !slices.Contains(deleted, n) {
			t.Errorf("%s is said to have vanished", id)
		}
	}
}

// without returns the ids that others does not have.
func without(ids, others []int64) (rest []int64) {
	known := map[int64]bool{}
	for _, id := range others {
		known[id] = true
	}
	for _, id := range ids {
		if !known[id] {
			rest = append(rest, id)
		}
	}
	return rest
}

func TestUnderChaosAPullEndsWell(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 600, Users: 450, Chaos: true, Seed: 3})
	w.must("pull", "run", "rdv.rdvs", "rdv.users", "rdv.motifs", "--out", "out", "--retries", "8")
	if users := w.ids("out/rdv.users.ndjson"); len(users) != 450 {
		t.Errorf("%d users", len(users))
	}
}

func TestAListThatNeverAgreesWithItsTotalIsExit9AndMarksNobodyGone(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{Users: 250})
	var moves atomic.Bool
	var total atomic.Int64
	total.Store(250)
	moving := httptest.NewServer(changing(t, server, func(r *http.Request, body []byte) []byte {
		if !moves.Load() || r.URL.Path != "/api/v1/users" {
			return body
		}
		return bytes.Replace(body, []byte(`"total_count":250`), []byte(`"total_count":`+strconv.FormatInt(total.Add(1), 10)), 1)
	}))
	defer moving.Close()
	w.at(moving.URL)
	w.must("pull", "run", "rdv.users", "--out", "out")
	moves.Store(true)
	w.fails(9, "250 distinct rows read, but the service reports", "pull", "run", "rdv.users", "--out", "out")
	if m := w.manifest("out"); m.Completeness != result.Unknown || m.Counts.Unchanged != 250 || m.Counts.Gone > 0 {
		t.Errorf("%+v", m)
	}
	w.whole("out")
}

// A program reads one word; what it cannot rely on has a warning beside it.
func TestAListWithAChangingTotalIsReportedMoving(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 600})
	moving := httptest.NewServer(changing(t, server, func(r *http.Request, body []byte) []byte {
		if strings.HasSuffix(r.URL.Path, "/rdvs") {
			if _, _, err := server.Rows("rdv.rdvs", 1, 0); err != nil {
				t.Error(err)
			}
		}
		return body
	}))
	defer moving.Close()
	w.at(moving.URL)
	for args, code := range map[string]int{"": 0, "--strict": 9} {
		pull := strings.Fields("pull run rdv.rdvs --out out --concurrency 1 " + args)
		if _, errs, got := w.run(pull...); got != code {
			t.Errorf("%v: exit %d, want %d\n%s", pull, got, code, errs)
		}
		if m := w.manifest("out"); m.Completeness != result.Moving || len(m.Warnings) == 0 || m.Datasets[0].Completeness != result.Moving {
			t.Errorf("%v: %s, %q", pull, m.Completeness, m.Warnings)
		}
	}
	w.at(server.URL)
	w.must("pull", "run", "rdv.rdvs", "--out", "still", "--strict")
	if m := w.manifest("still"); m.Completeness != result.Complete || len(m.Warnings) > 0 {
		t.Errorf("%s, %q", m.Completeness, m.Warnings)
	}
}
