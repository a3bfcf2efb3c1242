package pull_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestASecondRunWithNothingChangedSaysSo(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 400})
	run := func(dir string) ([]byte, result.Manifest) {
		w.must("pull", "run", "rdv.rdvs", "--out", dir)
		return w.read(dir + "/rdv.rdvs.ndjson"), w.manifest(dir)
	}
	first, _ := run("out")
	second, m := run("out")
	if !bytes.Equal(first, second) {
		t.Error("the files differ")
	}
	if c := m.Counts; c.Created+c.Updated+c.Gone != 0 || c.Unchanged != 400 {
		t.Errorf("%+v", c)
	}
	if _, err := os.Stat(w.path("state")); err != nil {
		t.Fatal(err)
	}
	run("other")
	times := regexp.MustCompile(`"(started|ended)": "[^"]*"`)
	run("another")
	a, b := times.ReplaceAll(w.read("other/manifest.json"), nil), times.ReplaceAll(w.read("another/manifest.json"), nil)
	if diff := cmp.Diff(string(a), string(b)); diff != "" {
		t.Error("manifests differ in more than their times: " + diff)
	}
}

func TestACalendarEntrysDTSTAMPIsNotAChange(t *testing.T) {
	w := newWorld(t)
	var seconds atomic.Int64
	w.rdv(rdvsolidaritestest.Options{Now: func() time.Time {
		return time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC).Add(time.Duration(seconds.Add(1)) * time.Second)
	}})
	w.must("pull", "run", "rdv.absences", "--out", "out")
	first := w.read("out/rdv.absences.ndjson")
	w.must("pull", "run", "rdv.absences", "--out", "out")
	if c := w.manifest("out").Counts; c.Created+c.Updated+c.Gone != 0 || c.Unchanged != 40 {
		t.Errorf("%+v", c)
	}
	if bytes.Equal(first, w.read("out/rdv.absences.ndjson")) {
		t.Error("the entries were not written anew, or not published as they came")
	}
	w.must("pull", "verify", "out")
	if err := os.RemoveAll(w.path("state")); err != nil {
		t.Fatal(err)
	}
	w.must("pull", "verify", "out")
}

func TestWithoutAnIndexTheDataFileIsCompared(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 300})
	w.must("pull", "run", "rdv.rdvs", "--out", "out")
	if err := os.RemoveAll(w.path("state")); err != nil {
		t.Fatal(err)
	}
	inserted, deleted, err := server.Rows("rdv.rdvs", 2, 3)
	if err != nil {
		t.Fatal(err)
	}
	w.must("pull", "run", "rdv.rdvs", "--out", "out")
	m := w.manifest("out")
	if diff := cmp.Diff(result.Counts{Read: m.Counts.Read, Unique: 299, Created: 2, Unchanged: 297, Gone: 3}, m.Counts); diff != "" {
		t.Error(diff)
	}
	changes := m.Datasets[0].Changes
	slices.Sort(deleted)
	if fmt.Sprint(changes.Created) != fmt.Sprint(inserted) || fmt.Sprint(changes.Gone) != fmt.Sprint(deleted) {
		t.Errorf("%v %v, want %v %v", changes.Created, changes.Gone, inserted, deleted)
	}
}

func TestARowIsGoneOnlyInsideAReadWindow(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 600})
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--from", "2026-11-01", "--to", "2026-11-30")
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--from", "2026-11-10", "--to", "2026-12-10")
	c := w.manifest("out").Counts
	if c.Gone != 0 || c.Created == 0 || c.Unchanged == 0 {
		t.Errorf("%+v", c)
	}
	for _, row := range w.rows("out/rdv.rdvs.ndjson") {
		var rdv struct {
			StartsAt string `json:"starts_at"`
		}
		if err := json.Unmarshal(row, &rdv); err != nil {
			t.Fatal(err)
		}
		if day := rdv.StartsAt[:10]; day < "2026-11-10" || day > "2026-12-10" {
			t.Errorf("%s is outside the window", day)
		}
	}
}

func TestADeletedRowIsGoneInAWindowThatMovedOn(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 600})
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--from", "2026-10-01", "--to", "2026-12-30")
	_, deleted, err := server.Rows("rdv.rdvs", 0, 300)
	if err != nil {
		t.Fatal(err)
	}
	before := w.ids("out/rdv.rdvs.ndjson")
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--from", "2026-10-02", "--to", "2026-12-31")
	gone := w.manifest("out").Datasets[0].Changes.Gone
	if len(gone) == 0 {
		t.Error("nothing is gone")
	}
	for _, id := range gone {
		n, _ := strconv.ParseInt(id, 10, 64)
		if !slices.Contains(deleted, n) || !slices.Contains(before, n) {
			t.Errorf("%s was not deleted", id)
		}
	}
}

func TestDatasetsOfOtherRunsStayInTheDirectory(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 10})
	w.must("pull", "run", "rdv.motifs", "--out", "out")
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--organisation-id", "101")
	w.whole("out")
	if m := w.manifest("out"); len(m.Datasets) != 2 {
		t.Errorf("%d datasets", len(m.Datasets))
	}
}
