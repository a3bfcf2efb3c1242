package pull_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// Between two shares, a row leaves the weeks of the second, and another comes into those
// of the first: both are told the same total.
func TestARowThatIsLostBetweenTwoSharesIsNotGone(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 300, Organisations: 1})
	w.session()
	dirs := w.shares(2, "rdv.rdvs")
	w.merge("merged", dirs)
	second := w.ids(dirs[1] + "/rdv.rdvs.ndjson")
	deletions := 0
	for lost := false; !lost; deletions++ {
		_, deleted, err := server.Rows("rdv.rdvs", 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		lost = slices.Contains(second, deleted[0])
	}
	var first struct {
		StartsAt string `json:"starts_at"`
	}
	if err := json.Unmarshal(w.rows(dirs[0] + "/rdv.rdvs.ndjson")[0], &first); err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse("2006-01-02 15:04:05 -0700", first.StartsAt)
	if err != nil {
		t.Fatal(err)
	}
	body := fmt.Sprintf(`{"dataset":"rdv.rdvs","insert":%d,"starts_at":%q}`, deletions, at.Format(time.RFC3339))
	answer, err := http.Post(server.URL+"/_sandbox/rows", "application/json", strings.NewReader(body))
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(err, answer)
	}
	_ = answer.Body.Close()
	w.must("pull", "run", "rdv.rdvs", "--partition", "2/2", "--out", dirs[1])
	if m := w.manifest(dirs[1]); m.Completeness != result.Complete {
		t.Errorf("the share says %q", m.Completeness)
	}
	for args, code := range map[string]int{"": 0, "--strict": 9} {
		line := slices.Concat([]string{"pull", "merge", "--out", "merged"}, dirs, strings.Fields(args))
		if _, errs, got := w.run(line...); got != code || !strings.Contains(errs, "299 rows read, but the service reports 300") {
			t.Errorf("%q: exit %d\n%s", args, got, errs)
		}
		if m := w.manifest("merged"); m.Completeness != result.Moving || m.Counts.Gone != 0 || m.Counts.Unique != 299 {
			t.Errorf("%s, %+v", m.Completeness, m.Counts)
		}
	}
}

// alter changes the file of a share, and its manifest with it.
func (w *world) alter(dir, file string, rows [][]byte) {
	w.t.Helper()
	text := append(bytes.Join(rows, []byte("\n")), '\n')
	w.write(dir+"/"+file, string(text))
	m := w.manifest(dir)
	m.Datasets[0].SHA256 = w.sum(dir + "/" + file)
	encoded, err := m.Encode()
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(dir+"/manifest.json", string(encoded))
}

func TestOfARowInTwoSharesTheOneThatWasReadLastCounts(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 300, Organisations: 1})
	w.session()
	const file = "rdv.rdvs.ndjson"
	for _, share := range []string{"1/2", "2/2"} { // one after the other
		w.must("pull", "run", "rdv.rdvs", "--partition", share, "--out", "share-"+share[:1])
	}
	rows := append(byteSlices(w.rows("share-2/"+file)), bytes.Replace(w.rows("share-1/" + file)[3], []byte(`"status":"`), []byte(`"status":"later-`), 1))
	slices.SortFunc(rows, func(a, b []byte) int { return bytes.Compare(a[:12], b[:12]) }) // {"id":10001,
	w.alter("share-2", file, rows)
	_, errs, code := w.run("pull", "merge", "share-1", "share-2", "--out", "merged")
	m := w.manifest("merged")
	if code != 0 || m.Completeness != result.Moving || m.Counts.Unique != 300 || !strings.Contains(errs, "all: 300 rows read, but the service reports 300") {
		t.Errorf("exit %d, %s, %+v\n%s", code, m.Completeness, m.Counts, errs)
	}
	if ids := w.ids("merged/" + file); !slices.Equal(ids, born(300)) {
		t.Errorf("%d ids", len(ids))
	}
	if n := bytes.Count(w.read("merged/"+file), []byte(`"status":"later-`)); n != 1 {
		t.Errorf("%d rows of the later share", n)
	}
}
