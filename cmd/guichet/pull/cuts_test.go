package pull_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestTheSecondNightRequestsAThirdFewerPages(t *testing.T) {
	w := newWorld(t)
	const rows, organisations = 3000, 3
	server := w.rdv(rdvsolidaritestest.Options{RDVs: rows, Organisations: organisations})
	var errs string
	night := func(args ...string) (requests int) {
		t.Helper()
		server.ResetRequests()
		var code int
		if _, errs, code = w.run(append([]string{"pull", "run", "rdv.rdvs", "--out", "out", "--strict"}, args...)...); code != 0 {
			t.Fatalf("exit %d\n%s", code, errs)
		}
		for _, r := range server.Requests() {
			if strings.HasSuffix(r.Path, "/rdvs") {
				requests++
			}
		}
		return requests
	}
	first, sum := night(), w.sum("out/rdv.rdvs.ndjson")
	// A total before and one after are asked for each organisation, however few its rows.
	const pages, totals = rows / 100, 2 * organisations
	if first > pages*21/10+totals {
		t.Errorf("%d requests for %d pages in the first night", first, pages)
	}
	if second := night(); second > pages*13/10+totals || w.sum("out/rdv.rdvs.ndjson") != sum {
		t.Errorf("%d requests for %d pages in the second night", second, pages)
	}
	if part := night("--from", "2026-11-01", "--to", "2026-11-30"); part > pages {
		t.Errorf("%d requests for a month", part)
	}
	if back := night(); back > first || w.sum("out/rdv.rdvs.ndjson") != sum {
		t.Errorf("%d requests after a part, %d in the first night", back, first)
	}
	found, err := filepath.Glob(w.path("state/pull/*/rdv.rdvs.cuts"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	for name, damage := range map[string]func(text []byte) []byte{
		"flipped": func(text []byte) []byte { text[len(text)/2] ^= 4; return text },
		"cut":     func(text []byte) []byte { return text[:len(text)/2] },
		"empty":   func([]byte) []byte { return nil },
	} {
		text, err := os.ReadFile(found[0])
		if err == nil {
			err = os.WriteFile(found[0], damage(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if damaged := night(); damaged != first || errs != "" || w.sum("out/rdv.rdvs.ndjson") != sum {
			t.Errorf("cuts that are %s: %d requests, %d in the first night\n%s", name, damaged, first, errs)
		}
		if mended := night(); mended >= first {
			t.Errorf("%d requests after cuts that were %s", mended, name)
		}
	}
}
