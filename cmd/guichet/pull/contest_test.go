package pull_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

func TestAContestedSessionIsExit5AndResumeContinues(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 1200})
	w.must("pull", "run", "rdv.rdvs", "--out", "whole")
	all := 0
	for _, r := range server.Requests() {
		if strings.HasSuffix(r.Path, "/rdvs") {
			all++
		}
	}
	var contested atomic.Bool
	var asked atomic.Int64
	other := httptest.NewServer(changing(t, server, func(r *http.Request, body []byte) []byte {
		// Another program signs in after every fourth answer.
		if strings.HasSuffix(r.URL.Path, "/rdvs") && asked.Add(1)%4 == 0 && contested.Load() {
			server.RevokeSessions()
		}
		return body
	}))
	defer other.Close()
	w.at(other.URL)
	contested.Store(true)
	w.fails(5, "continue with --resume", "pull", "run", "rdv.rdvs", "--out", "out", "--concurrency", "1")
	contested.Store(false)
	asked.Store(0)
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--resume")
	if again := int(asked.Load()); again >= all {
		t.Errorf("%d requests after the contest, of %d altogether", again, all)
	}
	if !bytes.Equal(w.read("whole/rdv.rdvs.ndjson"), w.read("out/rdv.rdvs.ndjson")) {
		t.Error("the files differ")
	}
}
