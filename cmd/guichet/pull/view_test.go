package pull_test

import (
	"encoding/json"
	"testing"

	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// gopaas gives the world a GoPaaS application.
func (w *world) gopaas(o gopaastest.Options) *gopaastest.Server {
	w.t.Helper()
	server := gopaastest.New(o)
	if err := server.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = server.Close() })
	w.env["GUICHET_GOPAAS_BASE_URL"], w.env["GUICHET_GOPAAS_API_KEY"] = server.URL, gopaastest.APIKey
	return server
}

// cles counts the rows of a file by their cle.
func (w *world) cles(name string) map[string]int {
	w.t.Helper()
	cles := map[string]int{}
	for _, row := range w.rows(name) {
		var fields struct{ Cle string }
		if err := json.Unmarshal(row, &fields); err != nil {
			w.t.Fatal(err)
		}
		cles[fields.Cle]++
	}
	return cles
}

func TestAViewIsPulledWholeThoughItsFirstRequestFails(t *testing.T) {
	for name, fault := range map[string]gopaastest.Fault{
		"500": {Status: 500}, "400": {Status: 400}, "404": {Status: 404}, "422": {Status: 422},
		"an HTML page": {HTML: true}, "a cut": {Cut: gopaastest.CutBeforeAnswer}, "an edited row": {EditRow: true},
	} {
		for _, zero := range []bool{true, false} {
			w := newWorld(t)
			w.gopaas(gopaastest.Options{Accounts: 63, ZeroBased: zero}).Fault(fault)
			w.must("pull", "run", "gopaas.list:1170", "--out", "out")
			if rows, cles := w.rows("out/gopaas.list:1170.ndjson"), w.cles("out/gopaas.list:1170.ndjson"); len(rows) != 252 || len(cles) != 252 {
				t.Errorf("%s, from 0: %t: %d rows with %d keys", name, zero, len(rows), len(cles))
			}
		}
	}
}

func TestTheCountOfAViewDecidesWhetherItIsComplete(t *testing.T) {
	for _, c := range []struct {
		off          int
		completeness string
		code         int
		says         string
	}{
		{0, "complete", 0, ""},
		{5, "unknown", 9, "252 rows read, but the service reports 257"},
		{-5, "unknown", 9, "252 rows read, but the service reports 247"},
	} {
		w := newWorld(t)
		w.gopaas(gopaastest.Options{Accounts: 63, Total: true, TotalOff: c.off})
		w.must("pull", "run", "gopaas.list:1170", "--out", "out")
		m := w.manifest("out")
		if lines := len(m.Warnings); m.Completeness != c.completeness || lines != min(c.code, 1) || m.Counts.Unique != 252 {
			t.Errorf("%d: %+v", c.off, m)
		}
		w.fails(c.code, c.says, "pull", "run", "gopaas.list:1170", "--out", "out", "--strict")
		w.whole("out")
	}
}

func TestAShortViewMarksNothingGone(t *testing.T) {
	w := newWorld(t)
	server := w.gopaas(gopaastest.Options{Accounts: 20, Total: true, TotalOff: 3})
	w.must("pull", "run", "gopaas.list:1170", "--out", "out")
	if _, _, err := server.ChangeRows("gopaas.list:1170", 0, 3); err != nil {
		t.Fatal(err)
	}
	w.must("pull", "run", "gopaas.list:1170", "--out", "out")
	if m := w.manifest("out"); m.Counts.Gone != 0 || m.Completeness != "unknown" {
		t.Errorf("%+v", m)
	}
}

func TestAViewThatRepeatsKeysIsPulledWhole(t *testing.T) {
	w := newWorld(t)
	server := w.gopaas(gopaastest.Options{Accounts: 63, Seed: 4})
	w.must("pull", "run", "gopaas.list:1206", "--out", "out")
	if m := w.manifest("out"); m.Counts.Read != server.Count("contact") || len(w.cles("out/gopaas.list:1206.ndjson")) != 63 {
		t.Errorf("%+v", m)
	}
}
