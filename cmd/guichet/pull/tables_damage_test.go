package pull_test

import (
	"os"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// A result of tables has several files for each dataset, and load.sql for all.
func TestEachDamagedFileOfTheTablesIsReportedAndReplaced(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 60})
	pull := []string{"pull", "run", "rdv.rdvs", "--format", "tables", "--out", "out"}
	motifs := []string{"pull", "run", "rdv.motifs", "--format", "tables", "--out", "out"}
	w.must(motifs...)
	w.must(pull...)
	w.must("pull", "verify", "out")
	for _, name := range []string{"rdv_rdvs.csv", "rdv_rdvs_users.csv", "rdv_rdvs_agents.csv", "rdv_rdvs.sql", "load.sql"} {
		whole := w.read("out/" + name)
		for _, damaged := range []string{"", "--" + string(whole[1:])} {
			w.write("out/"+name, damaged)
			status, errs, code := w.run("pull", "status", "out", "-o", "json")
			if code != 0 || !strings.Contains(status, `"changed":["`+name+`"]`) || strings.Contains(errs, name) == (name == "load.sql") {
				t.Errorf("status of %s: exit %d\n%s%s", name, code, status, errs)
			}
			w.fails(11, name+" was changed after it was written", "pull", "verify", "out")
			// A run about something else keeps it, and says so.
			_, errs, code = w.run(motifs...)
			if code != 0 || strings.Contains(errs, name+" was changed after it was written; export rdv.rdvs again") == (name == "load.sql") {
				t.Errorf("%s: exit %d\n%s", name, code, errs)
			}
			_, _, code = w.run(pull...)
			w.whole("out")
			if m := w.manifest("out"); code != 0 || m.Find("rdv.motifs") == nil || m.Find("rdv.rdvs").Counts.Unchanged != 60 || string(w.read("out/"+name)) != string(whole) {
				t.Errorf("%s: exit %d, %+v", name, code, m.Counts)
			}
		}
	}
	if err := os.Remove(w.path("out/rdv_rdvs_users.csv")); err != nil {
		t.Fatal(err)
	}
	_, errs, code := w.run(motifs...)
	if code != 0 || !strings.Contains(errs, "rdv_rdvs_users.csv is missing; export rdv.rdvs again") {
		t.Errorf("exit %d\n%s", code, errs)
	}
	w.whole("out")
	if load := string(w.read("out/load.sql")); strings.Contains(load, "rdv_rdvs") || !strings.Contains(load, "rdv_motifs.sql") {
		t.Errorf("load.sql loads what is not there: %s", load)
	}
	w.must("pull", "run", "rdv.motifs", "--out", "out") // as NDJSON: there are no tables
	w.whole("out")
}

func TestATablesRunIsResumedAndHasTheSameBytes(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 900})
	pull := strings.Fields("pull run rdv.rdvs --format tables --retries 0 --concurrency 1 --out")
	w.must(append(pull, "one")...)
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/103", Status: 500, Count: 1})
	w.fails(8, "500", append(pull, "again")...)
	w.fails(2, "other datasets or options", "pull", "run", "rdv.rdvs", "--out", "again", "--resume")
	w.must(append(pull, "again", "--resume")...)
	w.equal("one", "again")
	w.fails(2, "a share cannot be written as tables", append(pull, "share", "--partition", "1/2")...)
}
