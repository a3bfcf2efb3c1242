package pull_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// metrics reads OpenMetrics text: samples by their name and labels. It checks that each
// family is declared once, before its samples, and that the text has its end.
func (w *world) metrics(name string) map[string]float64 {
	w.t.Helper()
	samples, families, family := map[string]float64{}, map[string]bool{}, ""
	lines := strings.Split(string(w.read(name)), "\n")
	if n := len(lines); lines[n-1] != "" || lines[n-2] != "# EOF" {
		w.t.Fatalf("%s has no end", name)
	}
	sample := regexp.MustCompile(`^([a-z_]+)(\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? (\S+)$`)
	for _, line := range lines[:len(lines)-2] {
		if declared, ok := strings.CutPrefix(line, "# TYPE "); ok {
			family, _, _ = strings.Cut(declared, " ")
			if families[family] {
				w.t.Errorf("%s is declared twice", family)
			}
			families[family] = true
			continue
		}
		parts := sample.FindStringSubmatch(line)
		if parts == nil || parts[1] != family {
			w.t.Fatalf("%q in the family %s", line, family)
		}
		value, err := strconv.ParseFloat(parts[3], 64)
		if err != nil {
			w.t.Fatal(err)
		}
		samples[strings.TrimPrefix(parts[1], "guichet_pull_")+strings.ReplaceAll(parts[2], `"`, "")] = value
	}
	return samples
}

func TestMetricsAreTheFiguresOfARun(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 300, Users: 150})
	run := func(args string) map[string]float64 {
		t.Helper()
		server.ResetRequests()
		w.must(append(strings.Fields(args), "--metrics", "pull.prom")...)
		return w.metrics("pull.prom")
	}
	run("pull run rdv.rdvs rdv.users --out out")
	_, _, err := server.Rows("rdv.rdvs", 2, 5)
	if err != nil {
		t.Fatal(err)
	}
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/102/rdvs", Status: 503, Count: 2, RetryAfter: "0"})
	got := run("pull run rdv.rdvs rdv.users --out out")
	m := w.manifest("out")
	for name, want := range map[string]float64{
		"rows{dataset=rdv.rdvs}": 297, "rows{dataset=rdv.users}": float64(m.Find("rdv.users").Counts.Unique),
		"gone{dataset=rdv.rdvs}": 5, "gone{dataset=rdv.users}": 0,
		"retries{dataset=rdv.rdvs}": 2, "retries{dataset=rdv.users}": 0, "retries{dataset=}": 0,
		"completeness{dataset=rdv.rdvs,guichet_pull_completeness=complete}": 1,
		"completeness{dataset=rdv.rdvs,guichet_pull_completeness=moving}":   0,
		"completeness{dataset=rdv.rdvs,guichet_pull_completeness=unknown}":  0,
		"exit_code": 0,
	} {
		if value, ok := got[name]; !ok || value != want {
			t.Errorf("%s is %v, not %v", name, value, want)
		}
	}
	sent := 0.0
	for _, dataset := range []string{"", "rdv.rdvs", "rdv.users"} {
		label := "{dataset=" + dataset + "}"
		sent += got["requests"+label]
		if got["response_bytes"+label] <= 0 || got["seconds"+label] <= 0 {
			t.Errorf("%q: %v bytes in %v s", dataset, got["response_bytes"+label], got["seconds"+label])
		}
	}
	if seen := len(server.Requests()); int(sent) != seen {
		t.Errorf("%v requests, and the service saw %d", sent, seen)
	}
	if _, ok := got["rows{dataset=}"]; ok || got["ended_seconds"] < 1e9 || got["seconds{dataset=}"] < got["seconds{dataset=rdv.rdvs}"] {
		t.Errorf("%v", got)
	}
	info, err := os.Stat(w.path("pull.prom"))
	if err != nil || info.Mode().Perm()&0o044 == 0 {
		t.Errorf("the collector, another user, cannot read it: %v, %v", info.Mode(), err)
	}
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--metrics", "pull.prom", "--debug")
	if again := w.metrics("pull.prom"); again["requests{dataset=rdv.rdvs}"] == 0 || len(again) >= len(got) {
		t.Errorf("%v", again)
	}
}

func TestMetricsAreWrittenAfterAFailureToo(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 60})
	w.must("pull", "run", "rdv.users", "rdv.rdvs", "--out", "out", "--metrics", "pull.prom")
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/103/rdvs", Status: 500})
	w.fails(8, "500", "pull", "run", "rdv.users", "rdv.rdvs", "--out", "out", "--metrics", "pull.prom", "--retries", "0")
	got := w.metrics("pull.prom")
	for _, dataset := range []string{"rdv.users", "rdv.rdvs"} {
		if got["requests{dataset="+dataset+"}"] == 0 || got["completeness{dataset="+dataset+",guichet_pull_completeness=complete}"] != 0 {
			t.Errorf("%s: %v", dataset, got)
		}
		if _, ok := got["rows{dataset="+dataset+"}"]; ok {
			t.Errorf("%s has rows, and was not published", dataset)
		}
	}
	if got["exit_code"] != 8 {
		t.Errorf("exit code %v", got["exit_code"])
	}
	// A list that stays short is published, and says so.
	w.rdv(rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2025})
	short := w.rdv(rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2025})
	if _, _, err := short.Rows("rdv.teams", 150, 0); err != nil {
		t.Fatal(err)
	}
	w.fails(9, "incomplete", "pull", "run", "rdv.teams", "--out", "short", "--metrics", "pull.prom")
	got = w.metrics("pull.prom")
	if got["exit_code"] != 9 || got["completeness{dataset=rdv.teams,guichet_pull_completeness=unknown}"] != 1 || got["rows{dataset=rdv.teams}"] < 100 {
		t.Errorf("%v", got)
	}
	w.fails(2, "unknown dataset", "pull", "run", "rdv.nothing", "--out", "out", "--metrics", "pull.prom")
	if got := w.metrics("pull.prom"); got["exit_code"] != 2 || len(got) > 6 {
		t.Errorf("%v", got)
	}
}

func TestAMergeAndATapHaveMetricsToo(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 200})
	w.session()
	dirs := w.shares(2, "rdv.rdvs")
	w.merge("merged", dirs, "--metrics", "merge.prom")
	if got := w.metrics("merge.prom"); got["rows{dataset=rdv.rdvs}"] != 200 || got["requests{dataset=rdv.rdvs}"] != 0 || got["exit_code"] != 0 {
		t.Errorf("%v", got)
	}
	w.fails(2, "share 2/2", "pull", "merge", dirs[0], "--out", "merged", "--metrics", "merge.prom")
	if got := w.metrics("merge.prom"); got["exit_code"] != 2 {
		t.Errorf("%v", got)
	}
	w.must("pull", "run", "rdv.rdvs", "--format", "singer", "--metrics", "tap.prom")
	if got := w.metrics("tap.prom"); strings.Contains(fmt.Sprint(got), "rows{") || got["requests{dataset=rdv.rdvs}"] == 0 || got["completeness{dataset=rdv.rdvs,guichet_pull_completeness=complete}"] != 1 {
		t.Errorf("%v", got)
	}
}

func TestMetricsThatCannotBeWrittenAreRefusedBeforeAnythingIsAsked(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 10})
	w.must("pull", "run", "rdv.motifs", "--out", "out")
	server.ResetRequests()
	w.fails(2, "cannot write nowhere/pull.prom", "pull", "run", "rdv.motifs", "--out", "out", "--metrics", "nowhere/pull.prom")
	w.fails(2, "the directory of the result", "pull", "run", "rdv.motifs", "--out", "out", "--metrics", "out/pull.prom")
	if err := os.Symlink("out", w.path("link")); err != nil {
		t.Skip(err)
	}
	w.fails(2, "the directory of the result", "pull", "run", "rdv.motifs", "--out", "out", "--metrics", "link/pull.prom")
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	// What cannot be known before: the file is a directory.
	if err := os.Mkdir(w.path("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	w.fails(2, "cannot write folder", "pull", "run", "rdv.motifs", "--out", "out", "--metrics", "folder")
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations", Status: 500})
	_, errs, code := w.run("pull", "run", "rdv.motifs", "--out", "out", "--metrics", "folder", "--retries", "0")
	if code != 8 || !strings.Contains(errs, "cannot write folder") || !strings.Contains(errs, "500") {
		t.Errorf("exit %d\n%s", code, errs)
	}
	if left, _ := os.ReadDir(w.dir); strings.Contains(fmt.Sprint(left), "folder-") {
		t.Errorf("left behind: %v", left)
	}
}
