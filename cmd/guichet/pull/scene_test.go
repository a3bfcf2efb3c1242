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
	// midway is called when the second page of users is asked for: all rdvs have been
	// read.
	midway atomic.Pointer[func()]
}

var pulled = []string{"pull", "run", "rdv.rdvs", "rdv.users", "--out", "out", "--retries", "0", "--concurrency", "1"}

func newScene(t *testing.T) *scene {
	t.Helper()
	w := newWorld(t)
	s := &scene{world: w, random: rand.New(rand.NewPCG(1, 13)), kept: t.TempDir(), sums: map[string]string{}}
	s.server = w.rdv(rdvsolidaritestest.Options{RDVs: 90, Users: 120})
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if do := s.midway.Load(); do != nil && r.URL.Path == "/api/v1/users" && r.URL.Query().Get("page") == "2" {
			(*do)()
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
	reached, open := make(chan struct{}), make(chan struct{})
	wait := func() {
		close(reached)
		<-open
	}
	s.midway.Store(&wait)
	cmd := s.command(resume...)
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	<-reached
	if err := cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	s.midway.Store(nil)
	close(open)
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
