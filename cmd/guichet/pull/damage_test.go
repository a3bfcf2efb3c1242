package pull_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
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

// scene is a world that can be put back to how it was, with a previous result, a
// pull that was killed, and what the same pull gives when nothing disturbs it.
type scene struct {
	*world
	server *rdvsolidaritestest.Server
	random *rand.Rand
	kept   string   // the folder that is put back
	names  []string // of the files that are damaged, below the world
	sums   map[string]string
	gate   atomic.Pointer[gate]
}

// gate holds the request for the second page of users back until it is opened.
type gate struct{ reached, open chan struct{} }

var pulled = []string{"pull", "run", "rdv.rdvs", "rdv.users", "--out", "out", "--retries", "0", "--concurrency", "1"}

func newScene(t *testing.T) *scene {
	t.Helper()
	w := newWorld(t)
	s := &scene{world: w, random: rand.New(rand.NewPCG(1, 13)), kept: t.TempDir(), sums: map[string]string{}}
	s.server = w.rdv(rdvsolidaritestest.Options{RDVs: 90, Users: 120})
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if g := s.gate.Load(); g != nil && r.URL.Path == "/api/v1/users" && r.URL.Query().Get("page") == "2" {
			close(g.reached)
			<-g.open
		}
		s.server.ServeHTTP(rw, r)
	}))
	t.Cleanup(front.Close)
	w.at(front.URL)
	w.must("pull", "run", "rdv.rdvs", "rdv.users", "rdv.motifs", "--out", "out")
	for _, name := range []string{"rdv.rdvs", "rdv.users"} {
		if _, _, err := s.server.Rows(name, 2, 1); err != nil {
			t.Fatal(err)
		}
	}
	s.keep()
	w.must(pulled...)
	for _, name := range []string{"rdv.rdvs.ndjson", "rdv.users.ndjson"} {
		s.sums[name] = w.sum("out/" + name)
	}
	s.sums["manifest"] = w.manifest("out").Checksum
	s.back()
	return s
}

// killed interrupts the pull three times, then kills it.
func (s *scene) killed() {
	s.t.Helper()
	resume := append(slices.Clone(pulled), "--resume")
	for _, at := range []string{"/api/v1/organisations/102", "/api/v1/organisations/103", "/api/v1/users?page=2"} {
		s.server.ClearFaults()
		s.server.Fault(rdvsolidaritestest.Fault{Match: "GET " + at, Status: 500, Count: 100})
		s.fails(8, "500", resume...)
	}
	s.server.ClearFaults()
	g := &gate{make(chan struct{}), make(chan struct{})}
	s.gate.Store(g)
	cmd := s.command(resume...)
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	<-g.reached
	if err := cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	s.gate.Store(nil)
	close(g.open)
	s.keep()
}

// keep keeps what is to be damaged.
func (s *scene) keep() {
	s.t.Helper()
	s.names = nil
	err := errors.Join(os.RemoveAll(s.kept), os.MkdirAll(s.kept, 0o700))
	for _, name := range []string{"out", ".out.partial", "state"} {
		if _, missing := os.Stat(s.path(name)); missing != nil {
			continue
		}
		err = errors.Join(err, os.CopyFS(filepath.Join(s.kept, name), os.DirFS(s.path(name))))
	}
	err = errors.Join(err, filepath.WalkDir(s.kept, func(path string, d fs.DirEntry, err error) error {
		if name, _ := filepath.Rel(s.kept, path); err == nil && d.Type().IsRegular() {
			s.names = append(s.names, name)
		}
		return err
	}))
	if err != nil {
		s.t.Fatal(err)
	}
}

// back puts it back.
func (s *scene) back() {
	s.t.Helper()
	var err error
	for _, name := range []string{"out", ".out.partial", ".out.next", "state"} {
		err = errors.Join(err, os.RemoveAll(s.path(name)))
	}
	if err = errors.Join(err, os.CopyFS(s.dir, os.DirFS(s.kept))); err != nil {
		s.t.Fatal(err)
	}
}

// damage is what can happen to a file; nil is a file that is missing.
type damage struct {
	name string
	do   func(s *scene, name string, text []byte) []byte
}

var damages = []damage{
	{"flipped", func(s *scene, _ string, text []byte) []byte {
		n := s.random.IntN(8 * len(text))
		text[n/8] ^= 1 << (n % 8)
		return text
	}},
	{"cut", func(s *scene, _ string, text []byte) []byte { return text[:s.random.IntN(len(text))] }},
	{"zeroed", func(s *scene, _ string, text []byte) []byte {
		from := s.random.IntN(len(text))
		clear(text[from:min(len(text), from+1+s.random.IntN(512))])
		return text
	}},
	{"another's", func(s *scene, name string, _ []byte) []byte {
		for {
			if other := s.names[s.random.IntN(len(s.names))]; other != name {
				return s.original(other)
			}
		}
	}},
	{"empty", func(*scene, string, []byte) []byte { return []byte{} }},
	{"missing", func(*scene, string, []byte) []byte { return nil }},
}

func (s *scene) original(name string) []byte {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.kept, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return text
}

// each damages each file below some folders, one after the other, and has judge look
// at what became of it: once by a flipped bit and once otherwise, or in the long run
// at 200 places and in every other way.
func (s *scene) each(below []string, judge func(what string, d damage, name string, differs bool)) {
	s.t.Helper()
	damaged := 0
	for i, name := range s.names {
		if !strings.HasPrefix(name, below[0]) && !strings.HasPrefix(name, below[len(below)-1]) {
			continue
		}
		damaged++
		tries := []damage{damages[0], damages[1+i%(len(damages)-1)]}
		if long() {
			tries = append([]damage{}, damages...)
			for range 199 {
				tries = append(tries, damages[0])
			}
			for range 19 {
				tries = append(tries, damages[1], damages[2])
			}
		}
		for n, d := range tries {
			s.back()
			text := s.original(name)
			after := d.do(s, name, bytes.Clone(text))
			err := os.Remove(s.path(name))
			if after != nil {
				err = os.WriteFile(s.path(name), after, 0o600)
			}
			if err != nil {
				s.t.Fatal(err)
			}
			judge(fmt.Sprintf("%s %s (%d)", name, d.name, n), d, name, !bytes.Equal(text, after))
		}
	}
	if damaged == 0 {
		s.t.Fatalf("there is nothing to damage below %v: %v", below, s.names)
	}
}

// same checks a run that ended well against one that nothing disturbed.
func (s *scene) same(what string) {
	s.t.Helper()
	for name, sum := range s.sums {
		if name == "manifest" {
			if m := s.manifest("out"); m.Checksum != sum {
				s.t.Errorf("%s: the manifest differs: %+v %+v", what, m.Counts, m.Warnings)
			}
		} else if s.sum("out/"+name) != sum {
			s.t.Errorf("%s: %s differs", what, name)
		}
	}
}

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
	unused := strings.HasSuffix(name, "rdv.motifs.index")
	if told := strings.Count(errs, "damaged"); told > 1 || told == 0 && d.name == "flipped" && !unused {
		s.t.Errorf("%s: it is said %d times:\n%s", what, told, errs)
	}
}

// A job without anybody at it repeats the same command each night.
func TestADamagedResultIsSaidAndReplacedOrRefusedWithAWayOn(t *testing.T) {
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
		if differs != strings.Contains(errs, "pull "+strings.TrimSuffix(filepath.Base(name), ".ndjson")+" again") {
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

func TestAChangedFileIsSaidAndComparedByWhatItHolds(t *testing.T) {
	s := newScene(t)
	s.must(pulled...)
	rows := s.rows("out/rdv.rdvs.ndjson")
	rows[3] = bytes.Replace(rows[3], []byte(`"status":"`), []byte(`"status":"x`), 1)
	rows[4] = []byte("\x00\x00\x00")
	rows[6], rows[7] = rows[7], rows[6]
	s.write("out/rdv.rdvs.ndjson", string(bytes.Join(byteSlices(rows), []byte("\n")))+"\n"+`{"id":999999}`+"\n")
	status, errs, code := s.run("pull", "status", "out", "-o", "json")
	if code != 0 || !strings.Contains(status, `"changed":["rdv.rdvs.ndjson"]`) || !strings.Contains(errs, "rdv.rdvs.ndjson is not as it was written") {
		t.Errorf("status: exit %d\n%s%s", code, status, errs)
	}
	for range 2 {
		s.fails(11, "hint: pull rdv.rdvs again", "pull", "verify", "out")
	}
	// A run about something else keeps it, and says so.
	_, errs, code = s.run("pull", "run", "rdv.motifs", "--out", "out")
	if code != 0 || !strings.Contains(errs, "rdv.rdvs.ndjson is not as it was written; pull rdv.rdvs again") {
		t.Errorf("exit %d\n%s", code, errs)
	}
	_, errs, code = s.run(append(slices.Clone(pulled), "--quiet")...)
	if code != 0 || strings.Count(errs, "rdv.rdvs.ndjson is not as it was written") != 1 {
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

func TestAMissingFileIsSaidAndLeftOutUntilItIsPulledAgain(t *testing.T) {
	s := newScene(t)
	if err := os.Remove(s.path("out/rdv.motifs.ndjson")); err != nil {
		t.Fatal(err)
	}
	_, errs, code := s.run(pulled...)
	if code != 0 || !strings.Contains(errs, "rdv.motifs.ndjson is missing; pull rdv.motifs again") {
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
