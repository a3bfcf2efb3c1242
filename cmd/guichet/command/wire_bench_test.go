package command_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// BenchmarkSplitPage compares the splitting of a page with the same in the
// words of encoding/json.
func BenchmarkSplitPage(b *testing.B) {
	page := pageOfRDVs(b)
	for _, c := range []struct {
		name  string
		split func() error
	}{
		{"SplitPage", func() error { _, _, err := command.SplitPage(page, "rdvs"); return err }},
		{"encoding/json", func() error { _, _, err := split(page); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				if err := c.split(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// pageOfRDVs is a page as the test server gives it.
func pageOfRDVs(t testing.TB) []byte {
	t.Helper()
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: 300})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/api/v1/rdvs?page=2", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+server.BearerToken())
	resp, err := server.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status, err)
	}
	return page
}
