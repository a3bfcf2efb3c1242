package gopaas_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/gopaas/gopaastest"
)

// TestLostOrDoubledRowsAreAlwaysReported reads lists of random sizes, numbered
// in random ways, while requests fail and rows change.
func TestLostOrDoubledRowsAreAlwaysReported(t *testing.T) {
	names := make([]string, 0, len(numberings))
	for name := range numberings {
		names = append(names, name)
	}
	slices.Sort(names)
	runs := uint64(150)
	if os.Getenv("GUICHET_LONG") == "1" {
		runs = 5000
	}
	for seed := range runs {
		random := rand.New(rand.NewPCG(seed, 7))
		o := numberings[names[random.IntN(len(names))]]
		o.Seed, o.Accounts, o.Total = int64(seed), 1+random.IntN(60), random.IntN(2) == 0
		o.Empty = random.IntN(20) == 0
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			disturb(t, random, o)
		})
	}
}

// disturb reads one list. Before each request it may have a row edited, a row
// come or go, or the request fail. Rows come and go only where a total shows it.
func disturb(t *testing.T, random *rand.Rand, o gopaastest.Options) {
	server := start(t, o)
	view, rows, size := gopaastest.AccountView, "compte", 1+random.IntN(25)
	if joined := random.IntN(3) == 0; joined {
		view, rows, size = gopaastest.DirectoryView, "contact", 5+random.IntN(25)
	}
	html, moved, quiet := false, false, 0
	client := withKey(t, server.URL, guichet.WithHTTPClient(&http.Client{Transport: before(func(*http.Request) {
		if quiet--; quiet >= 0 {
			return // an accident does not come twice in a row
		}
		switch n := random.IntN(12); {
		case n == 0:
			server.Fault(gopaastest.Fault{EditRow: true})
		case n == 1:
			accident := []gopaastest.Fault{{Status: 500}, {Status: 503}, {Cut: gopaastest.CutBody}, {Cut: gopaastest.CutBeforeAnswer}}
			server.Fault(accident[random.IntN(len(accident))])
			quiet = 2
		case n == 2 && random.IntN(3) == 0:
			html = true
			server.Fault(gopaastest.Fault{HTML: true})
			quiet = 2
		case n == 3 && o.Total && view == gopaastest.AccountView:
			moved = true
			_, _, _ = server.ChangeRows("gopaas.list:"+view, random.IntN(2), 1)
		}
	})}))
	var report gopaas.Report
	var keys []string
	content := map[string]int{}
	var err error
	for row, failed := range client.Lists.Rows(t.Context(), view, gopaas.ListQuery{RowsPerPage: size, Report: &report}) {
		if err = failed; err == nil {
			keys = append(keys, row.Cle())
			content[row.Cle()]++
		}
	}
	stuck, want := o.RepeatLastPage, server.Count(rows)
	if moved {
		want = report.Total // a row may come after the last page that has rows
	}
	switch {
	case err != nil && (html || moved || stuck || o.PageZero == gopaastest.ServerError):
		return // it was said
	case err != nil:
		t.Errorf("%d rows were read, and %v", len(keys), err)
	case len(keys) != want:
		t.Errorf("%d rows were read of %d: %+v", len(keys), want, report)
	case view == gopaastest.AccountView && len(content) != len(keys):
		t.Errorf("%d rows have %d keys: %+v", len(keys), len(content), report)
	}
}
