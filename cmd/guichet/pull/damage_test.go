package pull_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// The damage stands in what a killed pull left, or in the state.
func TestADamagedCheckpointOrStateIsReadAgain(t *testing.T) {
	s := newScene(t)
	s.killed()
	s.each([]string{".out.partial", "state"}, func(what string, d damage, name string, differs bool) {
		s.mended(what, d, name, append(slices.Clone(pulled), "--resume")...)
	})
	s.each([]string{"state"}, func(what string, d damage, name string, differs bool) {
		s.mended(what, d, name, pulled...)
	})
}

// mended runs a pull that has to mend a damage, and to say so once.
func (s *scene) mended(what string, d damage, name string, args ...string) {
	s.t.Helper()
	_, errs, code := s.run(args...)
	if code != 0 {
		s.t.Fatalf("%s: exit %d\n%s", what, code, errs)
	}
	s.same(what)
	// Nobody reads the index of motifs, and without cuts a pull takes more requests.
	unused := strings.HasSuffix(name, "rdv.motifs.index") || strings.HasSuffix(name, ".cuts")
	if told := strings.Count(errs, "damaged"); told > 1 || told == 0 && d.name == "flipped" && !unused {
		s.t.Errorf("%s: it is said %d times:\n%s", what, told, errs)
	}
}

// A job without anybody at it repeats the same command each night.
func TestADamagedResultIsReportedAndReplacedOrRefusedWithAHint(t *testing.T) {
	s := newScene(t)
	s.each([]string{"out/"}, func(what string, d damage, name string, differs bool) {
		_, errs, code := s.run(pulled...)
		manifest := strings.HasSuffix(name, "manifest.json")
		switch {
		case code == 2 && manifest && strings.Contains(errs, "hint: "):
			return
		case code != 0:
			t.Fatalf("%s: exit %d\n%s", what, code, errs)
		}
		for file, sum := range s.sums {
			if file != "manifest" && s.sum("out/"+file) != sum {
				t.Errorf("%s: %s differs", what, file)
			}
		}
		if manifest {
			s.same(what)
			return
		}
		if differs != strings.Contains(errs, "export "+strings.TrimSuffix(filepath.Base(name), ".ndjson")+" again") {
			t.Errorf("%s: it is not said:\n%s", what, errs)
		}
		s.goneOnly(what)
	})
}

// goneOnly checks that nothing is called gone that the service has.
func (s *scene) goneOnly(what string) {
	s.t.Helper()
	for _, d := range s.manifest("out").Datasets {
		if s.sums[d.File] == "" {
			continue // it was carried over
		}
		ids := s.ids("out/" + d.File)
		for _, gone := range numbers(s.t, d.Changes.Gone) {
			if slices.Contains(ids, gone) {
				s.t.Errorf("%s: %d of %s is there, and is said to be gone", what, gone, d.Dataset)
			}
		}
	}
}

// Each of these was published as data once, or ended every later run.
func TestKnownDamagesAreMended(t *testing.T) {
	s := newScene(t)
	s.killed()
	replace := func(old, fresh string) func(*scene, string, []byte) []byte {
		return func(s *scene, name string, text []byte) []byte {
			if !bytes.Contains(text, []byte(old)) {
				s.t.Fatalf("%s has no %q", name, old)
			}
			return bytes.Replace(text, []byte(old), []byte(fresh), 1)
		}
	}
	for _, c := range []struct {
		name, file string
		do         func(*scene, string, []byte) []byte
	}{
		{"a letter of a row", ".out.partial/rdv.rdvs/run-000000", replace(`"status":"`, `"status":"x`)},
		{"the end of a text in a row", ".out.partial/rdv.rdvs/run-000000", replace(`",`, `u,`)},
		{"the kind of a record", ".out.partial/rdv.users/run-000000", replace("\x00", "\x02")},
		{"the case of an id", ".out.partial/rdv.rdvs/journal", replace(`"ids":"`, `"IDS":"`)},
		{"an option of the pull", ".out.partial/intent", replace(`"format":"ndjson"`, `"format":"ndjsom"`)},
		{"a digest in the index", "state/pull/*/rdv.rdvs.index", func(_ *scene, _ string, text []byte) []byte { text[len(text)/2]++; return text }},
		{"the end of the index", "state/pull/*/rdv.rdvs.index", func(_ *scene, _ string, text []byte) []byte { return text[:len(text)-5] }},
		{"the key", "state/pull/key", func(_ *scene, _ string, text []byte) []byte { text[len(text)/2]++; return text }},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := filepath.Glob(filepath.Join(s.kept, c.file))
			if err != nil || len(found) != 1 {
				t.Fatalf("%v, %v", found, err)
			}
			name, _ := filepath.Rel(s.kept, found[0])
			s.back()
			if err := os.WriteFile(s.path(name), c.do(s, name, s.original(name)), 0o600); err != nil {
				t.Fatal(err)
			}
			s.mended(c.name, damages[0], name, append(slices.Clone(pulled), "--resume")...)
			s.must(pulled...)
			m := s.manifest("out")
			if c := m.Find("rdv.rdvs").Counts; c.Created+c.Updated+c.Gone != 0 || c.Unchanged != 91 {
				t.Errorf("the run after it: %+v", c)
			}
		})
	}
}

func TestAChangedFileIsReportedAndComparedByContent(t *testing.T) {
	s := newScene(t)
	s.must(pulled...)
	rows := s.rows("out/rdv.rdvs.ndjson")
	rows[3] = bytes.Replace(rows[3], []byte(`"status":"`), []byte(`"status":"x`), 1)
	rows[4] = []byte("\x00\x00\x00")
	rows[6], rows[7] = rows[7], rows[6]
	s.write("out/rdv.rdvs.ndjson", string(bytes.Join(byteSlices(rows), []byte("\n")))+"\n"+`{"id":999999}`+"\n")
	status, errs, code := s.run("pull", "status", "out", "-o", "json")
	if code != 0 || !strings.Contains(status, `"changed":["rdv.rdvs.ndjson"]`) || !strings.Contains(errs, "rdv.rdvs.ndjson was changed after it was written") {
		t.Errorf("status: exit %d\n%s%s", code, status, errs)
	}
	for range 2 {
		s.fails(11, "hint: export rdv.rdvs again", "pull", "verify", "out")
	}
	// A run about something else keeps it, and says so.
	_, errs, code = s.run("pull", "run", "rdv.motifs", "--out", "out")
	if code != 0 || !strings.Contains(errs, "rdv.rdvs.ndjson was changed after it was written; export rdv.rdvs again") {
		t.Errorf("exit %d\n%s", code, errs)
	}
	_, errs, code = s.run(append(slices.Clone(pulled), "--quiet")...)
	if code != 0 || strings.Count(errs, "rdv.rdvs.ndjson was changed after it was written") != 1 {
		t.Errorf("exit %d\n%s", code, errs)
	}
	m := s.manifest("out")
	d := m.Find("rdv.rdvs")
	// One of two rows that changed places counts as created, like the unreadable one.
	if d.Counts.Updated != 1 || d.Counts.Created != 2 || d.Counts.Gone != 1 || d.Counts.Unchanged != 88 || d.Changes.Gone[0] != "999999" {
		t.Errorf("%+v %v", d.Counts, d.Changes.Gone)
	}
	s.whole("out")
	s.must("pull", "verify", "out")
}

func byteSlices[T ~[]byte](texts []T) (all [][]byte) {
	for _, text := range texts {
		all = append(all, text)
	}
	return all
}

func TestAMissingFileIsReportedAndLeftOutUntilTheNextPull(t *testing.T) {
	s := newScene(t)
	if err := os.Remove(s.path("out/rdv.motifs.ndjson")); err != nil {
		t.Fatal(err)
	}
	_, errs, code := s.run(pulled...)
	if code != 0 || !strings.Contains(errs, "rdv.motifs.ndjson is missing; export rdv.motifs again") {
		t.Errorf("exit %d\n%s", code, errs)
	}
	s.whole("out")
	if m := s.manifest("out"); m.Find("rdv.motifs") != nil {
		t.Error("the manifest names a file that is not there")
	}
	s.must("pull", "run", "rdv.motifs", "--out", "out")
	s.whole("out")
	if m := s.manifest("out"); len(m.Datasets) != 3 {
		t.Errorf("%d datasets", len(m.Datasets))
	}
}

func TestAFileDamagedDuringAPullIsExit1AndTheNextRunMendsIt(t *testing.T) {
	s := newScene(t)
	spoil := func() {
		name := ".out.partial/rdv.rdvs/run-000000"
		text := s.read(name)
		text[len(text)/2] ^= 1
		s.write(name, string(text))
	}
	for _, args := range [][]string{pulled, append(slices.Clone(pulled), "--resume")} {
		s.back()
		s.midway.Store(&spoil)
		if _, errs, code := s.run(args...); code != 1 || !strings.Contains(errs, "run-000000 was changed after it was written") || !strings.Contains(errs, "hint: run the command again") {
			t.Errorf("%v: exit %d\n%s", args, code, errs)
		}
		s.midway.Store(nil)
		s.must(args...)
		s.same(strings.Join(args, " "))
	}
}

// The service counts more people than there are: their ids are looked for in the rdvs,
// which were sent before.
func TestRowsOfATapDamagedAfterTheyWereSentAreExit1AndKeepTheirState(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 90, Users: 120})
	var more atomic.Bool
	counting := changing(t, server, func(_ *http.Request, body []byte) []byte {
		if !more.Load() {
			return body
		}
		return bytes.Replace(body, []byte(`"total_count":120`), []byte(`"total_count":130`), 1)
	})
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if more.Load() && r.URL.Path == "/api/v1/users" && r.URL.Query().Get("page") == "2" {
			found, err := filepath.Glob(w.path("state/pull/singer-*/rdv.rdvs/run-000000"))
			if err != nil || len(found) != 1 {
				t.Errorf("%v %v", found, err)
			} else if err := os.Truncate(found[0], 100); err != nil {
				t.Error(err)
			}
		}
		counting.ServeHTTP(rw, r)
	}))
	defer front.Close()
	w.at(front.URL)
	args := strings.Fields("pull run rdv.rdvs rdv.users --format singer --retries 0 --concurrency 1")
	more.Store(true)
	out, errs, code := w.run(args...)
	if code != 1 || !strings.Contains(errs, "hint: run the command again") {
		t.Errorf("exit %d\n%s", code, errs)
	}
	if records, state := obeys(t, out); len(records["rdv.rdvs"]) != 90 || len(records["rdv.users"]) != 0 || !strings.Contains(state, "rdv.rdvs") {
		t.Errorf("%d rdvs, %d users, state %s", len(records["rdv.rdvs"]), len(records["rdv.users"]), state)
	}
	more.Store(false)
	w.must(args...)
}

// The service counts more people than there are: the previous result is looked at for
// their ids, and again to compare with it.
func TestAFaultOfThePreviousResultIsReportedOnce(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{Users: 150})
	var more atomic.Bool
	front := httptest.NewServer(changing(t, server, func(_ *http.Request, body []byte) []byte {
		if !more.Load() {
			return body
		}
		return bytes.Replace(body, []byte(`"total_count":150`), []byte(`"total_count":160`), 1)
	}))
	defer front.Close()
	w.at(front.URL)
	for file, says := range map[string]string{"state/pull/*/rdv.users.index": "the index of the previous result is damaged", "out/rdv.users.ndjson": "was changed after it was written"} {
		more.Store(false)
		w.must("pull", "run", "rdv.users", "--out", "out")
		more.Store(true)
		found, err := filepath.Glob(w.path(file))
		if err == nil {
			err = os.Truncate(found[0], 500)
		}
		if err != nil {
			t.Fatal(err)
		}
		_, errs, code := w.run("pull", "run", "rdv.users", "--out", "out")
		if code != 9 || strings.Count(errs, says) != 1 {
			t.Errorf("%s: exit %d\n%s", file, code, errs)
		}
	}
}

// The folder is whole, but what it holds was read before the service changed.
func TestACheckpointOfAnEarlierPullIsNotTakenOver(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 90})
	interrupted := func() {
		t.Helper()
		server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/103", Status: 500})
		w.fails(8, "500", "pull", "run", "rdv.rdvs", "--out", "out", "--retries", "0", "--concurrency", "1")
	}
	interrupted()
	if err := os.Rename(w.path(".out.partial/rdv.rdvs"), w.path("earlier")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := server.Rows("rdv.rdvs", 3, 3); err != nil {
		t.Fatal(err)
	}
	interrupted()
	if err := errors.Join(os.RemoveAll(w.path(".out.partial/rdv.rdvs")), os.Rename(w.path("earlier"), w.path(".out.partial/rdv.rdvs"))); err != nil {
		t.Fatal(err)
	}
	_, errs, code := w.run("pull", "run", "rdv.rdvs", "--out", "out", "--resume")
	if code != 0 || !strings.Contains(errs, "damaged after 0 responses") {
		t.Errorf("exit %d\n%s", code, errs)
	}
	w.must("pull", "verify", "out")
}
