package app_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// TestTheFirstRowsOfASortedListFailWithTheList reads two rows of a list whose last page is
// missing: which two are the first is not known.
func TestTheFirstRowsOfASortedListFailWithTheList(t *testing.T) {
	s := serve(t, rdvsolidaritestest.Options{RDVs: 230, Users: 5}, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("page") == "3" {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	w := newWorld(t, s).agent()
	for _, sort := range []string{"starts_at", "-starts_at"} {
		var out strings.Builder
		code := w.here(t.Context(), nil, &out, io.Discard, "rdv", "rdv", "list", "-o", "ndjson", "--retries", "0", "--sort", sort, "--limit", "2")
		if code != 8 || strings.Count(out.String(), "\n") != 2 {
			t.Errorf("exit code %d, %.400q", code, out.String())
		}
	}
}
