package rest_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// TestAnErrorIsNotReturnedAsAFile serves an error with the headers of a file.
func TestAnErrorIsNotReturnedAsAFile(t *testing.T) {
	attached := func(http.Header) bool { return true }
	for _, status := range []int{http.StatusFound, http.StatusForbidden, http.StatusNotFound, http.StatusInternalServerError} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Content-Disposition", `attachment; filename="refus.pdf"`)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "no file")
		})
		resp, err := open(t, s.URL, guichet.WithRetries(0)).Stream(t.Context(), newCall(rest.Read), attached, nil)
		if resp != nil {
			t.Fatalf("%d was handed out", status)
		}
		if e := failure(t, err); e.Status != status || e.Sent != guichet.Answered {
			t.Errorf("%d gave %v", status, err)
		}
	}
}

func TestAFileIsReadThroughARedirect(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request, before int) {
		if before == 0 {
			http.Redirect(w, r, "/moved", http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, "the file")
	})
	resp, err := open(t, s.URL).Stream(t.Context(), newCall(rest.Read), func(http.Header) bool { return true }, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || string(body) != "the file" {
		t.Errorf("the file is %q, %v", body, err)
	}
}
