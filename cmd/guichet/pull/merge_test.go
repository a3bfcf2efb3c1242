package pull_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// session signs the agent in once, and hands the session to all processes in variables.
func (w *world) session() {
	w.t.Helper()
	body := fmt.Sprintf(`{"email":%q,"password":%q}`, w.env["GUICHET_RDV_EMAIL"], w.env["GUICHET_RDV_PASSWORD"])
	answer, err := http.Post(w.env["GUICHET_RDV_BASE_URL"]+"/api/v1/auth/sign_in", "application/json", strings.NewReader(body))
	if err != nil || answer.StatusCode != http.StatusOK {
		w.t.Fatal(err, answer)
	}
	_ = answer.Body.Close()
	delete(w.env, "GUICHET_RDV_EMAIL")
	delete(w.env, "GUICHET_RDV_PASSWORD")
	for variable, header := range map[string]string{"ACCESS_TOKEN": "access-token", "CLIENT": "client", "UID": "uid"} {
		w.env["GUICHET_RDV_"+variable] = answer.Header.Get(header)
	}
}

// shares pulls n shares at the same time, and returns their directories.
func (w *world) shares(n int, args ...string) (dirs []string) {
	w.t.Helper()
	var running []*exec.Cmd
	for i := range n {
		dir := fmt.Sprintf("share-%d", i+1)
		cmd := w.command(append([]string{"pull", "run", "--partition", fmt.Sprintf("%d/%d", i+1, n), "--out", dir}, args...)...)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			w.t.Fatal(err)
		}
		dirs, running = append(dirs, dir), append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			w.t.Fatalf("%v: %v", cmd.Args, err)
		}
	}
	return dirs
}

// merge merges shares.
func (w *world) merge(out string, dirs []string, args ...string) {
	w.t.Helper()
	w.must(slices.Concat([]string{"pull", "merge"}, dirs, []string{"--out", out}, args)...)
}

// equal checks that two results have the same files.
func (w *world) equal(one, other string) {
	w.t.Helper()
	for _, file := range w.files(one) {
		if !bytes.Equal(w.read(one+"/"+file.Name), w.read(other+"/"+file.Name)) {
			w.t.Errorf("%s of %s and %s differ", file.Name, one, other)
		}
	}
}

func TestThreeProcessesGiveTheFilesOfOneRun(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 2000, Users: 350, Organisations: 5})
	w.session()
	w.env["GUICHET_PSEUDONYM_KEY"] = "une-clé-de-test-assez-longue"
	for name, args := range map[string]string{
		"all":           "rdv.rdvs rdv.users rdv.motifs rdv.agents rdv.organisations rdv.teams rdv.webhook_endpoints",
		"organisations": "rdv.rdvs rdv.users rdv.agents rdv.organisations --organisation-id 101,103,104",
		"window":        "rdv.rdvs --from 2026-10-01 --to 2026-12-24",
		"masks":         "rdv.rdvs rdv.users --fields starts_at,users,first_name,email --mask first_name --pseudonymise email,users.id",
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{t, t.TempDir(), w.env}
			pull := strings.Fields(args)
			w.must(append([]string{"pull", "run", "--out", "one", "--strict"}, pull...)...)
			dirs := w.shares(3, append(pull, "--strict")...)
			for _, dir := range dirs {
				if m := w.manifest(dir); m.Counts.Unique == w.manifest("one").Counts.Unique {
					t.Errorf("%s has everything", dir)
				}
				w.whole(dir)
			}
			slices.Reverse(dirs)
			w.merge("merged", dirs, "--strict")
			w.equal("one", "merged")
			w.whole("merged")
			if one, m := w.manifest("one"), w.manifest("merged"); m.Completeness != result.Complete || m.Counts.Unique != one.Counts.Unique || len(m.Warnings) > 0 {
				t.Errorf("%s, %+v, %q", m.Completeness, m.Counts, m.Warnings)
			}
			for _, format := range []string{"rfc", "excel-fr"} {
				w.must(append([]string{"pull", "run", "--out", format, "--format", "csv", "--csv-dialect", format}, pull...)...)
				w.merge("merged-"+format, dirs, "--format", "csv", "--csv-dialect", format)
				w.equal(format, "merged-"+format)
			}
			w.must(append([]string{"pull", "run", "--out", "tables", "--format", "tables"}, pull...)...)
			w.merge("merged-tables", dirs, "--format", "tables")
			w.equal("tables", "merged-tables")
			w.whole("merged-tables")
		})
	}
}

// The lists of the other services are in one answer: the first share has them.
func TestAListInOneAnswerIsInTheFirstShare(t *testing.T) {
	w := newWorld(t)
	datasets := []string{"rdv.teams", "zops.services", "gopaas.list:1167", "--sandbox"}
	w.env["GUICHET_SANDBOX_TODAY"] = "2026-11-16"
	w.must(append([]string{"pull", "run", "--out", "one"}, datasets...)...)
	dirs := w.shares(2, datasets...)
	if n := w.manifest(dirs[1]).Counts.Unique; n != 0 {
		t.Errorf("the second share has %d rows", n)
	}
	for range 2 {
		w.merge("merged", dirs)
		w.equal("one", "merged")
	}
	if c := w.manifest("merged").Counts; c.Unchanged != c.Unique || c.Created+c.Updated+c.Gone != 0 {
		t.Errorf("%+v", c)
	}
}

func TestAMergeTellsWhatChangedSinceTheOneBefore(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 600})
	w.session()
	w.merge("merged", w.shares(3, "rdv.rdvs"))
	inserted, deleted, err := server.Rows("rdv.rdvs", 5, 7)
	if err != nil {
		t.Fatal(err)
	}
	w.merge("merged", w.shares(3, "rdv.rdvs"))
	e := w.manifest("merged").Datasets[0]
	if c := e.Counts; c.Created != 5 || c.Gone != 7 || c.Unchanged != 593 || c.Updated != 0 {
		t.Errorf("%+v", c)
	}
	slices.Sort(deleted)
	if !slices.Equal(numbers(t, e.Changes.Created), inserted) || !slices.Equal(numbers(t, e.Changes.Gone), deleted) {
		t.Errorf("%v and %v, not %v and %v", e.Changes.Created, e.Changes.Gone, inserted, deleted)
	}
	w.must("pull", "verify", "merged")
	w.must("pull", "verify", "share-2")
	// The next run is about everything, and finds everything.
	w.must("pull", "run", "rdv.rdvs", "--out", "merged")
	if c := w.manifest("merged").Counts; c.Unchanged != 598 || c.Created+c.Updated+c.Gone != 0 {
		t.Errorf("a run after a merge: %+v", c)
	}
}

// What another share has is not gone, and a masked row is not an updated one.
func TestAnotherShareOrMaskMakesNothingGone(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 600})
	w.session()
	w.must("pull", "run", "rdv.rdvs", "--out", "out")
	for _, share := range []string{"1/3", "2/3", "1/2"} {
		w.must("pull", "run", "rdv.rdvs", "--out", "out", "--partition", share)
		if c := w.manifest("out").Counts; c.Gone != 0 {
			t.Errorf("%s after another: %+v", share, c)
		}
	}
	w.must("pull", "run", "rdv.rdvs", "--out", "out")
	if c := w.manifest("out").Counts; c.Gone != 0 {
		t.Errorf("all after a share: %+v", c)
	}
	w.merge("out", w.shares(2, "rdv.rdvs", "--mask", "context"))
	if m := w.manifest("out"); m.Counts.Updated != 0 || m.Datasets[0].Changes.Since {
		t.Errorf("masked shares after whole rows: %+v", m.Counts)
	}
	w.fails(2, "cannot be compared", "pull", "verify", "out")
}

// A share is interrupted and resumed as any pull, and not as another share.
func TestAShareIsResumedAsThatShare(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 900})
	w.session()
	dirs := w.shares(2, "rdv.rdvs")
	w.merge("want", dirs)
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/103", Status: 500, Count: 1})
	again := strings.Fields("pull run rdv.rdvs --out again --retries 0 --concurrency 1 --partition")
	w.fails(8, "500", append(again, "2/2")...)
	w.fails(2, "other datasets or options", append(again, "1/2", "--resume")...)
	w.must(append(again, "2/2", "--resume")...)
	if !bytes.Equal(w.read("again/rdv.rdvs.ndjson"), w.read(dirs[1]+"/rdv.rdvs.ndjson")) {
		t.Error("the resumed share differs")
	}
	w.merge("merged", []string{dirs[0], "again"})
	w.equal("want", "merged")
}
