package pull_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestBadInputIsExit2AndNothingIsAsked(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 10})
	w.write("foreign/notes.txt", "mine")
	w.write("newer/manifest.json", `{"format_version":99,"tool":"guichet"}`)
	w.write("broken/manifest.json", `{"format_version":1,`)
	w.write("other/manifest.json", `{"format_version":1,"tool":"another"}`)
	w.write("file", "no directory")
	w.write("secret.json", `{"start_date":"2026-01-01","password":"x"}`)
	w.write("broken.json", `{"start_date":`)
	w.write("list.json", `[1]`)
	w.write("days.json", `{"lookback_days":"thirty"}`)
	w.write("back.json", `{"lookback_days":-1}`)
	w.write("date.json", `{"start_date":"soon"}`)
	w.write("end.json", `{"start_date":"2026-01-01","end_date":["2026-01-01","2026-01-02"]}`)
	w.write("place.json", `{"organisation_id":[101,"Arras"]}`)
	w.write("lookback.json", `{"lookback_days":5}`)
	w.write("bookmark.json", `{"bookmarks":{"rdv.rdvs":{"starts_at":"hier"}}}`)
	w.write("bookmarks.json", `{"bookmarks":3}`)
	w.write("streams.json", `{"streams":{}}`)
	w.write("state.json", `{"accounts":{"rdv":{"origin":"https://elsewhere.example"}},"bookmarks":{}}`)
	for _, c := range []struct {
		says string
		args string
	}{
		{"contains notes.txt", "run rdv.rdvs --out foreign"},
		{"format version 99", "run rdv.rdvs --out newer"},
		{"damaged", "run rdv.rdvs --out broken"},
		{"damaged", "run rdv.rdvs --out other"},
		{"file", "run rdv.rdvs --out file"},
		{"--out is required", "run rdv.rdvs"},
		{`did you mean "rdv.rdvs"`, "run rdv.rvds --out out"},
		{"given twice", "run rdv.rdvs rdv.rdvs --out out"},
		{"gopaas.list_a_b is given twice", "run gopaas.list:a:b gopaas.list:a-b --format singer"},
		{"is after", "run rdv.rdvs --out out --from 2026-12-01 --to 2026-11-01"},
		{"is after", "run rdv.rdvs --out out --from +3d --to -3d"},
		{"neither a day", "run rdv.rdvs --out out --from 2026-02-30"},
		{"neither a day", "run rdv.rdvs --out out --to soon"},
		{"these datasets do not support", "run rdv.users --out out --from -30d"},
		{"-30d, +7d", "run rdv.rdvs --out out --from 30d"},
		{"-30d, +7d", "plan rdv.rdvs --to 90d"},
		{"-30d, +7d", "run rdv.rdvs --out out --from +-30d"},
		{"these datasets do not support", "run rdv.absences --out out --organisation-id 101"},
		{"use an id or all", "run rdv.rdvs --out out --organisation-id one"},
		{"possible values: ndjson", "run rdv.rdvs --out out --format parquet"},
		{`none of the chosen datasets has a field "starts"`, "run rdv.rdvs --out out --fields starts"},
		{"identifies the rows", "run rdv.rdvs --out out --mask id"},
		{"has a field", "run rdv.users --out out --pseudonymise nick_name"},
		{"no key for pseudonyms", "run rdv.users --out out --pseudonymise email"},
		{"standard output only", "run rdv.users --out out --format singer"},
		{"credentials are not allowed", "run rdv.users --config secret.json"},
		{"broken.json: invalid JSON from byte 14", "run rdv.users --config broken.json"},
		{"broken.json: invalid JSON from byte 14", "run rdv.users --state broken.json"},
		{"broken.json: invalid JSON from byte 14", "run rdv.users --catalog broken.json"},
		{"list.json: the value is not an object", "run rdv.users --config list.json"},
		{"list.json: the value is not an object", "run rdv.users --state list.json"},
		{"list.json: the value is not an object", "run rdv.users --catalog list.json"},
		{`days.json: lookback_days: "thirty" is not a number of days`, "run rdv.rdvs --config days.json"},
		{`back.json: lookback_days: "-1" is not a number of days`, "run rdv.rdvs --config back.json"},
		{"date.json: start_date: ", "run rdv.rdvs --config date.json"},
		{"end.json: end_date: ", "run rdv.rdvs --config end.json"},
		{`place.json: invalid organisation "Arras"`, "run rdv.motifs --config place.json"},
		{"bookmark.json: bookmarks.rdv.rdvs.starts_at does not have the expected type", "run rdv.rdvs --config lookback.json --state bookmark.json"},
		{"bookmarks.json: bookmarks does not have the expected type", "run rdv.rdvs --state bookmarks.json"},
		{"streams.json: streams does not have the expected type", "run --catalog streams.json"},
		{"cannot read nothing.json: ", "run rdv.users --state nothing.json"},
		{"contains no result", "verify nowhere"},
		{"contains no result", "status nowhere"},
	} {
		w.fails(2, c.says, append([]string{"pull"}, strings.Fields(c.args)...)...)
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	w.fails(2, "another service", "pull", "run", "rdv.rdvs", "--format", "singer", "--state", "state.json")
	w.fails(2, "not an organisation of this agent", "pull", "run", "rdv.rdvs", "--out", "out", "--organisation-id", "999")
	if string(w.read("foreign/notes.txt")) != "mine" {
		t.Error("a foreign file changed")
	}
}

func TestADirectoryThatIsRefusedGetsNoLock(t *testing.T) {
	w := newWorld(t)
	for _, dir := range []string{"empty", "foreign"} {
		if err := os.Mkdir(w.path(dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	w.write("foreign/notes.txt", "mine")
	w.fails(2, "contains no result", "pull", "verify", "nowhere")
	w.fails(2, "contains no result", "pull", "verify", "empty")
	w.fails(2, "contains notes.txt", "pull", "verify", "foreign")
	w.fails(2, "contains notes.txt", "pull", "run", "rdv.rdvs", "--out", "foreign")
	if left, _ := filepath.Glob(w.path(".*.lock")); len(left) != 0 {
		t.Errorf("a refused command left %v", left)
	}
}

func TestAResultOfAnotherOriginOrAgentIsNotReplaced(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 10})
	w.must("pull", "run", "rdv.rdvs", "--out", "out")
	before := w.read("out/manifest.json")
	other := server.Agents()[1]
	w.env["GUICHET_RDV_EMAIL"], w.env["GUICHET_RDV_PASSWORD"] = other.Email, other.Password
	w.fails(2, "belongs to agent", "pull", "run", "rdv.rdvs", "--out", "out")
	w.rdv(rdvsolidaritestest.Options{RDVs: 10})
	w.fails(2, "comes from http", "pull", "run", "rdv.rdvs", "--out", "out")
	w.fails(2, "comes from http", "pull", "verify", "out")
	if string(before) != string(w.read("out/manifest.json")) {
		t.Error("the result changed")
	}
}

func TestAServiceWithoutAgentMeIsPulled(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{})
	fault := rdvsolidaritestest.Fault{Match: "GET /api/v1/agents/me", Count: 100}
	pull := []string{"pull", "run", "rdv.organisations", "--out", "out", "--retries", "0"}
	for _, missing := range []rdvsolidaritestest.Fault{{Status: 404}, {Status: 405}, {Status: 404, HTML: true}, {Status: 500, HTML: true}, {HTML: true}} {
		server.ClearFaults()
		fault.Status, fault.HTML = missing.Status, missing.HTML
		server.Fault(fault)
		w.must(pull...)
	}
	for status, code := range map[int]int{401: 5, 403: 5, 500: 8, 503: 8} {
		server.ClearFaults()
		fault.Status, fault.HTML = status, false
		server.Fault(fault)
		w.fails(code, fmt.Sprint(status), pull...)
	}
}

func TestAnInterruptedPullIsNotResumedWithOtherFlags(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 500})
	interrupt := func() {
		server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/103", Status: 500})
		w.fails(8, "500", "pull", "run", "rdv.rdvs", "--out", "out", "--retries", "0")
	}
	interrupt()
	w.fails(2, "other datasets or options", "pull", "run", "rdv.rdvs", "--out", "out", "--resume", "--from", "-30d")
	w.fails(2, "other datasets or options", "pull", "run", "rdv.users", "--out", "out", "--resume")
	other := server.Agents()[2]
	w.env["GUICHET_RDV_EMAIL"], w.env["GUICHET_RDV_PASSWORD"] = other.Email, other.Password
	w.fails(2, "another service or another agent", "pull", "run", "rdv.rdvs", "--out", "out", "--resume")
}

func TestTwoPullsOnOneDirectoryExcludeEachOther(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 200})
	reached, release := make(chan struct{}, 100), make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/rdvs") {
			reached <- struct{}{}
			<-release
		}
		server.ServeHTTP(rw, r)
	}))
	defer slow.Close()
	w.at(slow.URL)
	first := w.command("pull", "run", "rdv.rdvs", "--out", "out")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	<-reached
	w.fails(2, fmt.Sprintf("is being written by process %d", first.Process.Pid), "pull", "run", "rdv.users", "--out", "out")
	status := w.must("pull", "status", "out", "-o", "json")
	if !strings.Contains(status, fmt.Sprintf(`"pid":%d`, first.Process.Pid)) {
		t.Errorf("status names no owner: %s", status)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait() // it was killed
	close(release)
	w.must("pull", "run", "rdv.users", "--out", "out")
}

func TestAFullDiskIsExit1AndThePreviousResultStays(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("limits the size of files as Linux does")
	}
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 600})
	w.must("pull", "run", "rdv.motifs", "--out", "out")
	before := w.read("out/manifest.json")
	pull := w.command("pull", "run", "rdv.rdvs", "--out", "out")
	// A limit on the size of a file is as near to a full disk as a test comes.
	cmd := w.command()
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", `ulimit -f 500; trap "" XFSZ; exec "$0" "$@"`, pull.Path, "pull", "run", "rdv.rdvs", "--out", "out"}
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("exit %d: %s", cmd.ProcessState.ExitCode(), out)
	}
	if string(before) != string(w.read("out/manifest.json")) {
		t.Error("the result changed")
	}
	w.whole("out")
}

func TestAnInterruptedExchangeIsFinishedOrTakenBackByTheNextPull(t *testing.T) {
	for _, c := range []struct{ name, moved string }{{"the new one was not yet moved in", ".out.next"}, {"there is only the old one", ".out.old"}} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.rdv(rdvsolidaritestest.Options{RDVs: 10})
			w.must("pull", "run", "rdv.motifs", "--out", "out")
			if err := os.Rename(w.path("out"), w.path(c.moved)); err != nil {
				t.Fatal(err)
			}
			w.must("pull", "run", "rdv.rdvs", "--out", "out")
			w.whole("out")
			if len(w.manifest("out").Datasets) != 2 {
				t.Error("the earlier result is lost")
			}
			if left, _ := filepath.Glob(w.path(".out.*")); len(left) != 1 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestVerifyNamesTheDifferences(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 300})
	w.must("pull", "run", "rdv.rdvs", "rdv.users", "--out", "out")
	w.must("pull", "verify", "out")
	_, deleted, err := server.Rows("rdv.rdvs", 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	out, errs, code := w.run("pull", "verify", "out", "-o", "ndjson")
	want := fmt.Sprintf("{\"dataset\":\"rdv.rdvs\",\"change\":\"gone\",\"id\":\"%d\"}\n", deleted[0])
	if code != 11 || out != want || !strings.Contains(errs, fmt.Sprint(deleted[0])) {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
}

func TestVerifyNamesAChangedFile(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 10})
	w.must("pull", "run", "rdv.motifs", "--out", "out")
	w.write("out/rdv.motifs.ndjson", "{}\n")
	w.fails(11, "rdv.motifs.ndjson", "pull", "verify", "out")
}
