package pull_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// night runs a tap with the state of the night before, and loads what it wrote.
func (p *player) night(w *world, args ...string) (errs string) {
	p.t.Helper()
	if p.state != "" {
		w.write("state.json", p.state)
		args = append(args, "--state", "state.json")
	}
	out, errs, code := w.run(append([]string{"pull", "run", "--format", "singer"}, args...)...)
	if code != 0 {
		p.t.Fatalf("%v: exit %d\n%s", args, code, errs)
	}
	p.play(out)
	return errs
}

// keys are the ids that the service has of a dataset.
func (w *world) keys(dataset string, args ...string) (keys []string) {
	w.t.Helper()
	w.must(append([]string{"pull", "run", dataset, "--out", "now"}, args...)...)
	for _, id := range w.ids("now/" + dataset + ".ndjson") {
		keys = append(keys, fmt.Sprint(id))
	}
	return keys
}

func change(t *testing.T, server *rdvsolidaritestest.Server, dataset string, insert, remove int) {
	t.Helper()
	if _, _, err := server.Rows(dataset, insert, remove); err != nil {
		t.Fatal(err)
	}
}

func TestEveryStreamLoadsIntoBothTargets(t *testing.T) {
	w := newWorld(t)
	w.must(append([]string{"pull", "run", "--sandbox", "--out", "out"}, everything()...)...)
	p := newPlayer(t)
	p.night(w, append([]string{"--sandbox"}, everything()...)...)
	for _, name := range everything() {
		rows := w.rows("out/" + name + ".ndjson")
		name = strings.ReplaceAll(name, ":", "_")
		if got := len(p.jsonb[name].alive()); got != len(rows) || got != len(p.flat[name].alive()) || got != len(p.records[name]) {
			t.Errorf("%s: %d rows of %d", name, got, len(rows))
		}
		activated := slices.Contains(p.kinds, "ACTIVATE_VERSION "+name)
		if view := strings.HasPrefix(name, "gopaas"); activated == view {
			t.Errorf("%s: its version is activated: %v", name, activated)
		}
	}
	if got := p.flat["rdv.rdvs"].columns["motif__motif_category__id"]; got != "integer" {
		t.Errorf("the id of a category of a motif is %q", got)
	}
	if got := p.jsonb["rdv.rdvs"].columns; got["starts_at"] != "timestamp" || got["motif"] != "jsonb" || got["id"] != "integer!" {
		t.Errorf("%v", got)
	}
}

// way is how a tap is run: the file of --config, and more arguments.
type way struct {
	config string
	args   []string
}

// line writes the configuration, and returns the arguments for these streams.
func (way way) line(w *world, streams ...string) []string {
	w.write("config.json", way.config)
	return slices.Concat(streams, []string{"--config", "config.json"}, way.args)
}

// ways are the ways in which a tap is run every night, with the file of --config.
var ways = map[string]way{
	"whole":                   {"{}", nil},
	"a window":                {`{"start_date":"2025-01-01","end_date":"2028-12-31"}`, nil},
	"a window without an end": {"{}", []string{"--from", "2025-01-01"}},
	"from its bookmark on":    {`{"lookback_days":"400"}`, nil},
	"one organisation":        {`{"organisation_id":"101"}`, nil},
}

func TestDeletedRowsStayInNoTarget(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			server := w.rdv(rdvsolidaritestest.Options{RDVs: 400})
			args := way.line(w, "rdv.rdvs")
			var only []string
			if strings.Contains(way.config, "101") {
				only = []string{"--organisation-id", "101"}
			}
			p := newPlayer(t)
			p.night(w, args...)
			p.have("rdv.rdvs", w.keys("rdv.rdvs", only...))
			for range 2 {
				change(t, server, "rdv.rdvs", 10, 50)
				p.night(w, args...)
				p.have("rdv.rdvs", w.keys("rdv.rdvs", only...))
			}
		})
	}
}

// The state goes on only when the target has loaded what came before it.
func TestANightThatWasNotLoadedIsMadeUpFor(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			server := w.rdv(rdvsolidaritestest.Options{RDVs: 200})
			args := way.line(w, "rdv.rdvs", "rdv.users")
			if strings.Contains(way.config, "101") {
				t.Skip("rows come and go in every organisation")
			}
			p := newPlayer(t)
			p.night(w, args...)
			w.write("state.json", p.state)
			for range 6 { // more often than indexes are kept
				change(t, server, "rdv.rdvs", 2, 7)
				change(t, server, "rdv.users", 0, 3)
				w.must(append([]string{"pull", "run", "--format", "singer", "--state", "state.json"}, args...)...)
			}
			p.night(w, args...)
			p.have("rdv.rdvs", w.keys("rdv.rdvs"))
			p.have("rdv.users", w.keys("rdv.users"))
		})
	}
}

func TestNothingIsDeletedForWhatARunDidNotLookAt(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 300})
	all := w.keys("rdv.rdvs")
	p := newPlayer(t)
	p.night(w, "rdv.rdvs")
	p.night(w, "rdv.rdvs", "--from", "2026-11-20", "--to", "2026-11-25")
	p.have("rdv.rdvs", all)
	change(t, server, "rdv.rdvs", 0, 40)
	p.night(w, "rdv.rdvs", "--from", "2026-11-20", "--to", "2026-11-25")
	if got := len(p.flat["rdv.rdvs"].alive()); got <= 260 || got > 300 {
		t.Errorf("%d rows", got)
	}
	// A narrow window does not forget the rows beside it.
	p.night(w, "rdv.rdvs", "--from", "2025-01-01")
	left := w.keys("rdv.rdvs")
	p.have("rdv.rdvs", left)
	if errs := p.night(w, "rdv.rdvs", "--organisation-id", "101"); !strings.Contains(errs, "deleted are not reported") {
		t.Errorf("it says %q", errs)
	}
	p.have("rdv.rdvs", left)
}

func TestWithoutTheIndexOfTheEarlierRunATapSaysThatItSeesNoDeletions(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 100})
	p := newPlayer(t)
	const says = "rows that were deleted are not reported"
	window := []string{"rdv.rdvs", "--from", "2025-01-01"}
	if errs := p.night(w, window...); !strings.Contains(errs, says) {
		t.Errorf("the first run says %q", errs)
	}
	if errs := p.night(w, window...); errs != "" {
		t.Errorf("the second run says %q", errs)
	}
	if err := os.RemoveAll(w.path("state")); err != nil {
		t.Fatal(err)
	}
	change(t, server, "rdv.rdvs", 0, 50)
	if errs := p.night(w, window...); !strings.Contains(errs, says) || len(p.jsonb["rdv.rdvs"].alive()) != 100 {
		t.Errorf("%d rows, and it says %q", len(p.jsonb["rdv.rdvs"].alive()), errs)
	}
	if errs := p.night(w, "rdv.rdvs"); errs != "" {
		t.Errorf("a whole run says %q", errs)
	}
	if got := len(p.flat["rdv.rdvs"].alive()); got != 50 {
		t.Errorf("%d rows after a whole run", got)
	}
}

func TestADamagedIndexOfATapIsSaidAndDeletesNothing(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 100})
	p := newPlayer(t)
	p.night(w, "rdv.rdvs", "--from", "2025-01-01")
	entries, err := os.ReadDir(w.path("state/pull"))
	if err != nil {
		t.Fatal(err)
	}
	damaged := 0
	for _, folder := range entries {
		indexes, _ := os.ReadDir(w.path("state/pull/" + folder.Name()))
		for _, index := range indexes {
			if filepath.Ext(index.Name()) != ".index" {
				continue
			}
			damaged++
			name := "state/pull/" + folder.Name() + "/" + index.Name()
			text := w.read(name)
			text[len(text)/2] ^= 1
			w.write(name, string(text))
		}
	}
	errs := p.night(w, "rdv.rdvs", "--from", "2025-01-01")
	if damaged != 1 || !strings.Contains(errs, "the index of the previous result is damaged") || len(p.jsonb["rdv.rdvs"].alive()) != 100 {
		t.Errorf("%d indexes were damaged: %s", damaged, errs)
	}
}

// An incomplete reading lacks rows that the service has.
func TestAnIncompleteRunDeletesNothing(t *testing.T) {
	w := newWorld(t)
	s := w.stingy(rdvsolidaritestest.Options{Users: 600})
	all := w.keys("rdv.users")
	p := newPlayer(t)
	p.night(w, "rdv.users")
	p.have("rdv.users", all)
	before := p.records["rdv.users"][0].version
	w.write("state.json", p.state)
	s.closed.Store(true)
	out, errs, code := w.run("pull", "run", "--state", "state.json", "--format", "singer", "rdv.users")
	if code != 9 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	p.play(out)
	if got := len(p.records["rdv.users"]); got >= len(all) || slices.Contains(p.kinds, "ACTIVATE_VERSION rdv.users") {
		t.Errorf("%d people, %v", got, p.kinds)
	}
	if got := p.records["rdv.users"][0].version; *got != *before {
		t.Errorf("the version is %d and not %d", *got, *before)
	}
	p.have("rdv.users", all)
	s.closed.Store(false)
	change(t, s.Server, "rdv.users", 0, 50)
	p.night(w, "rdv.users")
	p.have("rdv.users", w.keys("rdv.users"))
}

func TestAVersionIsNeverBelowThatOfTheState(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 10})
	p := newPlayer(t)
	p.night(w, "rdv.motifs")
	var state map[string]any
	if err := json.Unmarshal([]byte(p.state), &state); err != nil {
		t.Fatal(err)
	}
	const future int64 = 9_000_000_000_000
	state["bookmarks"].(map[string]any)["rdv.motifs"].(map[string]any)["version"] = future
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	p = newPlayer(t)
	p.state = string(text)
	p.night(w, "rdv.motifs")
	if got := *p.records["rdv.motifs"][0].version; got != future+1 {
		t.Errorf("it is %d", got)
	}
}

func TestAStreamIsWrittenBeforeTheNextOneIsRead(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 30})
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/absences", Status: 500, Count: 100})
	out, _, code := w.run("pull", "run", "rdv.motifs", "rdv.absences", "--format", "singer", "--retries", "0")
	p := newPlayer(t)
	p.play(out)
	if code != 8 || len(p.records["rdv.motifs"]) == 0 || !strings.Contains(p.state, "rdv.motifs") || strings.Contains(p.state, "rdv.absences") {
		t.Errorf("exit %d, %d motifs, state %s", code, len(p.records["rdv.motifs"]), p.state)
	}
	server.ClearFaults()
	p.night(w, "rdv.motifs", "rdv.absences")
	if left, err := os.ReadDir(w.path("state/pull")); err != nil || slices.ContainsFunc(left, func(e os.DirEntry) bool { return strings.HasPrefix(e.Name(), "singer-") }) {
		t.Errorf("left behind: %v %v", left, err)
	}
}
