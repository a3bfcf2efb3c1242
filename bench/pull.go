package main

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/rdvsolidarites"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

const (
	pulledRows          = 100_000
	pulledOrganisations = 20
	pulledPages         = pulledRows / 100
)

// pull compares the processor time of "pull run" with that of a loop that writes the raw
// rows of the same list, and counts its requests and what it has on the disk.
func pull(got *report, dir, guichet string) error {
	s := serveDiary()
	defer s.web.Close()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	environ := []string{
		"GUICHET_RDV_BASE_URL=" + s.web.URL,
		"GUICHET_RDV_EMAIL=" + rdvsolidaritestest.Email, "GUICHET_RDV_PASSWORD=" + rdvsolidaritestest.Password,
	}
	night := func(what string) *contest {
		return &contest{what: what, environ: environ, processor: true}
	}
	first := night("`pull run` of 100,000 rdvs, first night, processor time")
	second := night("the same, second night")
	theirs := &contest{what: "encoding/json in 8 goroutines that writes the raw rows", processor: true}
	var asked [2]float64
	var disk float64
	for range listRounds {
		out := filepath.Join(dir, "pull", "out")
		if err := errors.Join(os.RemoveAll(filepath.Dir(out)), os.RemoveAll(filepath.Join(dir, "state"))); err != nil {
			return err
		}
		for i, ours := range []*contest{first, second} {
			ours.line = []string{guichet, "pull", "run", "rdv.rdvs", "--out", out, "--strict", "--quiet"}
			s.requests.Store(0)
			peak := watch(out)
			err := ours.run(dir)
			disk = math.Round(100*peak()/sizeOf(out)) / 100 // a few bytes of each row are its key and checksum
			if err != nil {
				return err
			}
			asked[i] = float64(s.requests.Load()) / pulledPages
		}
		session, err := s.signIn()
		if err != nil {
			return err
		}
		theirs.line = append([]string{self, rawRows, s.web.URL, filepath.Join(dir, "raw.ndjson")}, session...)
		if err := theirs.run(dir); err != nil {
			return err
		}
	}
	got.times = append(got.times, against(first, theirs, 0.6), against(second, theirs, 0))
	got.amounts = append(got.amounts,
		amount{"`pull run` of 100,000 rdvs, requests against the pages of the list, first night", "", asked[0], 2.1},
		amount{"the same, second night", "", asked[1], 1.3},
		amount{"the same, most on the disk beside the result, against the result", "", disk, 2})
	return second.memory(got, dir, "the same, peak memory of its own", 48)
}

// diary is a service of many appointments that counts its requests.
type diary struct {
	web      *httptest.Server
	requests atomic.Int64
}

func serveDiary() *diary {
	server := rdvsolidaritestest.New(rdvsolidaritestest.Options{RDVs: pulledRows, Organisations: pulledOrganisations})
	s := new(diary)
	s.web = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/rdvs") {
			s.requests.Add(1)
		}
		server.ServeHTTP(w, r)
	}))
	return s
}

// signIn returns the names and values of the headers of a session. A pull ends it when
// it signs in itself.
func (s *diary) signIn() ([]string, error) {
	client, err := rdvsolidarites.New(rdvsolidarites.Anonymous(), guichet.WithBaseURL(s.web.URL))
	if err != nil {
		return nil, err
	}
	session, err := client.Auth.SignIn(context.Background(), rdvsolidaritestest.Email, rdvsolidaritestest.Password)
	if err != nil {
		return nil, err
	}
	return []string{"Access-Token", session.AccessToken.Reveal(), "Client", session.Client.Reveal(), "Uid", session.UID}, nil
}

// watch looks at what is on the disk beside a directory, the hidden ones of a pull
// included, until its result is called, which returns the most there was, in bytes.
func watch(out string) (peak func() float64) {
	most, stop, stopped := 0.0, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for ticks := time.Tick(5 * time.Millisecond); ; {
			most = max(most, sizeOf(filepath.Dir(out))-sizeOf(out))
			select {
			case <-ticks:
			case <-stop:
				return
			}
		}
	}()
	return func() float64 {
		close(stop)
		<-stopped
		return most
	}
}

// sizeOf is the size of the files below a directory. Files come and go meanwhile.
func sizeOf(dir string) (bytes float64) {
	_ = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			bytes += float64(info.Size())
		}
		return nil
	})
	return bytes
}
