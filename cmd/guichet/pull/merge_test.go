package pull_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

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
	for _, d := range w.manifest(one).Datasets {
		if !bytes.Equal(w.read(one+"/"+d.File), w.read(other+"/"+d.File)) {
			w.t.Errorf("%s of %s and %s differ", d.File, one, other)
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

func TestSharesThatDoNotBelongTogetherAreRefused(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 60})
	from := "2026-10-01"
	pull := func(dir, share string, args ...string) {
		t.Helper()
		w.must(slices.Concat(strings.Fields("pull run rdv.rdvs --from"), []string{from, "--partition", share, "--out", dir}, args)...)
	}
	w.env["GUICHET_PSEUDONYM_KEY"] = "une-clé-de-test-assez-longue"
	for _, share := range []string{"1/3", "2/3", "3/3"} {
		pull("s"+share[:1], share)
	}
	pull("fourth", "1/4")
	from = "2026-10-02"
	pull("later", "3/3")
	from = "2026-10-01"
	pull("some", "3/3", "--organisation-id", "101,102,103")
	pull("fields", "3/3", "--fields", "status")
	pull("mask", "3/3", "--mask", "context")
	pull("two", "3/3")
	w.must("pull", "run", "rdv.motifs", "--partition", "3/3", "--out", "two")
	pull("p1", "1/2", "--pseudonymise", "email")
	w.env["GUICHET_PSEUDONYM_KEY"] = "une-autre-clé-assez-longue"
	pull("p2", "2/2", "--pseudonymise", "email")
	w.must("pull", "run", "rdv.rdvs", "--out", "whole")
	w.write("empty/.keep", "")
	w.write("more/rdv.rdvs.ndjson", string(w.read("s3/rdv.rdvs.ndjson")))
	more := w.manifest("s3") // the agent has a role in one organisation more
	more.Datasets[0].Shared.Organisations = append(more.Datasets[0].Shared.Organisations, 999)
	encoded, err := more.Encode()
	if err != nil {
		t.Fatal(err)
	}
	w.write("more/manifest.json", string(encoded))
	for args, says := range map[string]string{
		"s1 s2":                     "share 3/3 of rdv.rdvs is missing",
		"s2 s3":                     "share 1/3 of rdv.rdvs is missing",
		"s1":                        "share 2/3 of rdv.rdvs is missing",
		"s1 s2 s3 s3":               "share 3/3 of rdv.rdvs is given twice: in s3 and in s3",
		"s1 s2 s2 s3":               "share 2/3 of rdv.rdvs is given twice",
		"s1 s1 s2":                  "share 1/3 of rdv.rdvs is given twice",
		"s1 s2 s3 fourth":           "--partition differs",
		"s1 s2 later":               "s1 and later contain shares of different exports of rdv.rdvs: --from, --to differs",
		"s1 s2 some":                "--organisation-id",
		"s1 s2 fields":              "--fields",
		"s1 s2 mask":                "--mask",
		"s1 s2 more":                "organisations differs",
		"s1 s2 two":                 "share 1/3 of rdv.motifs is missing",
		"p1 p2":                     "GUICHET_PSEUDONYM_KEY differs",
		"s1 s2 whole":               "whole contains all of rdv.rdvs, not a share",
		"s1 s2 nowhere":             "nowhere contains no result",
		"s1 s2 empty":               "empty contains no result",
		"s1 s2 s3 --out s3":         "s3 is both a share and the directory of the result",
		"s1 s2 s3 --out ./s3/../s2": "is both a share and the directory of the result",
		"s1 s2 s3 --out empty":      "contains .keep",
		"s1 s2 s3 --format singer":  "standard output only",
	} {
		line := append([]string{"pull", "merge"}, strings.Fields(args)...)
		if !strings.Contains(args, "--out") {
			line = append(line, "--out", "merged")
		}
		w.fails(2, says, line...)
	}
	w.fails(2, "missing argument: DIR", "pull", "merge", "--out", "merged")
	w.fails(2, "--out is required", "pull", "merge", "s1", "s2", "s3")
	// A result of another agent is not replaced.
	other := server.Agents()[1]
	w.env["GUICHET_RDV_EMAIL"], w.env["GUICHET_RDV_PASSWORD"] = other.Email, other.Password
	pull("other", "3/3")
	w.fails(2, "origin, agent", "pull", "merge", "s1", "s2", "other", "--out", "merged")
	w.must("pull", "run", "rdv.rdvs", "--out", "others")
	w.fails(2, "belongs to agent", "pull", "merge", "s1", "s2", "s3", "--out", "others")
	if _, err := os.Stat(w.path("merged")); !errors.Is(err, os.ErrNotExist) {
		t.Error("something was merged")
	}
}

func TestAShareThatCouldNotBeMergedIsRefused(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 10})
	w.env["GUICHET_PSEUDONYM_KEY"] = "une-clé-de-test-assez-longue"
	for args, says := range map[string]string{
		"--partition 0/3": "give I/N", "--partition 4/3": "give I/N", "--partition 1": "give I/N", "--partition 1/101": "N up to 100",
		"--partition 1/3 --format csv": "cannot be written as csv", "--partition 1/3 --format singer": "cannot be written as singer",
		"--partition 1/3 --pseudonymise id": "identifies the rows",
	} {
		line := append(strings.Fields("pull run rdv.rdvs"), strings.Fields(args)...)
		if !strings.Contains(args, "singer") {
			line = append(line, "--out", "out")
		}
		w.fails(2, says, line...)
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
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

func TestADamagedShareIsRefusedAndNothingIsReplaced(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 300})
	w.session()
	dirs := w.shares(3, "rdv.rdvs")
	w.merge("merged", dirs)
	before := w.read("merged/manifest.json")
	const name = "share-2/rdv.rdvs.ndjson"
	whole := w.read(name)
	random := rand.New(rand.NewPCG(1, 19))
	damages := map[string]func() []byte{
		"a bit": func() []byte {
			text := bytes.Clone(whole)
			text[random.IntN(len(text))] ^= 1 << random.IntN(8)
			return text
		},
		"the last byte": func() []byte { return whole[:len(whole)-1] },
		"a row":         func() []byte { return whole[bytes.IndexByte(whole, '\n')+1:] },
		"empty":         func() []byte { return []byte{} },
		"a row more":    func() []byte { return append(bytes.Clone(whole), `{"id":999999}`+"\n"...) },
		"missing":       func() []byte { return nil },
	}
	for what, damage := range damages {
		times := 1
		if what == "a bit" {
			times = 20
		}
		for range times {
			err := os.Remove(w.path(name))
			if text := damage(); text != nil {
				err = os.WriteFile(w.path(name), text, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			_, errs, code := w.run(slices.Concat([]string{"pull", "merge", "--out", "merged"}, dirs)...)
			if code != 2 || !strings.Contains(errs, name+" was changed after it was written") || !strings.Contains(errs, "hint: export share 2/3 again") {
				t.Errorf("%s: exit %d\n%s", what, code, errs)
			}
			w.write(name, string(whole))
		}
	}
	w.write("share-3/manifest.json", strings.Replace(string(w.read("share-3/manifest.json")), `"partition": "3/3"`, `"partition": "2/3"`, 1))
	w.fails(2, "damaged", slices.Concat([]string{"pull", "merge", "--out", "merged"}, dirs)...)
	if !bytes.Equal(before, w.read("merged/manifest.json")) {
		t.Error("the result changed")
	}
	w.whole("merged")
}

// Between two shares, a row leaves the weeks of the second, and another comes into those
// of the first: both are told the same total.
func TestARowThatIsLostBetweenTwoSharesIsNotGone(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 300, Organisations: 1})
	w.session()
	dirs := w.shares(2, "rdv.rdvs")
	w.merge("merged", dirs)
	second := w.ids(dirs[1] + "/rdv.rdvs.ndjson")
	deletions := 0
	for lost := false; !lost; deletions++ {
		_, deleted, err := server.Rows("rdv.rdvs", 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		lost = slices.Contains(second, deleted[0])
	}
	var first struct {
		StartsAt string `json:"starts_at"`
	}
	if err := json.Unmarshal(w.rows(dirs[0] + "/rdv.rdvs.ndjson")[0], &first); err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse("2006-01-02 15:04:05 -0700", first.StartsAt)
	if err != nil {
		t.Fatal(err)
	}
	body := fmt.Sprintf(`{"dataset":"rdv.rdvs","insert":%d,"starts_at":%q}`, deletions, at.Format(time.RFC3339))
	answer, err := http.Post(server.URL+"/_sandbox/rows", "application/json", strings.NewReader(body))
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(err, answer)
	}
	_ = answer.Body.Close()
	w.must("pull", "run", "rdv.rdvs", "--partition", "2/2", "--out", dirs[1])
	if m := w.manifest(dirs[1]); m.Completeness != result.Complete {
		t.Errorf("the share says %q", m.Completeness)
	}
	for args, code := range map[string]int{"": 0, "--strict": 9} {
		line := slices.Concat([]string{"pull", "merge", "--out", "merged"}, dirs, strings.Fields(args))
		if _, errs, got := w.run(line...); got != code || !strings.Contains(errs, "299 rows read, but the service reports 300") {
			t.Errorf("%q: exit %d\n%s", args, got, errs)
		}
		if m := w.manifest("merged"); m.Completeness != result.Moving || m.Counts.Gone != 0 || m.Counts.Unique != 299 {
			t.Errorf("%s, %+v", m.Completeness, m.Counts)
		}
	}
}

// alter changes the file of a share, and its manifest with it.
func (w *world) alter(dir, file string, rows [][]byte) {
	w.t.Helper()
	text := append(bytes.Join(rows, []byte("\n")), '\n')
	w.write(dir+"/"+file, string(text))
	m := w.manifest(dir)
	m.Datasets[0].SHA256 = w.sum(dir + "/" + file)
	encoded, err := m.Encode()
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(dir+"/manifest.json", string(encoded))
}

func TestOfARowInTwoSharesTheOneThatWasReadLastCounts(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 300, Organisations: 1})
	w.session()
	const file = "rdv.rdvs.ndjson"
	for _, share := range []string{"1/2", "2/2"} { // one after the other
		w.must("pull", "run", "rdv.rdvs", "--partition", share, "--out", "share-"+share[:1])
	}
	rows := append(byteSlices(w.rows("share-2/"+file)), bytes.Replace(w.rows("share-1/" + file)[3], []byte(`"status":"`), []byte(`"status":"later-`), 1))
	slices.SortFunc(rows, func(a, b []byte) int { return bytes.Compare(a[:12], b[:12]) }) // {"id":10001,
	w.alter("share-2", file, rows)
	_, errs, code := w.run("pull", "merge", "share-1", "share-2", "--out", "merged")
	m := w.manifest("merged")
	if code != 0 || m.Completeness != result.Moving || m.Counts.Unique != 300 || !strings.Contains(errs, "all: 300 rows read, but the service reports 300") {
		t.Errorf("exit %d, %s, %+v\n%s", code, m.Completeness, m.Counts, errs)
	}
	if ids := w.ids("merged/" + file); !slices.Equal(ids, born(300)) {
		t.Errorf("%d ids", len(ids))
	}
	if n := bytes.Count(w.read("merged/"+file), []byte(`"status":"later-`)); n != 1 {
		t.Errorf("%d rows of the later share", n)
	}
}

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
