package pull_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/guichet-go/guichet/cmd/guichet/pull/result"
	"github.com/guichet-go/guichet/rdvsolidarites/rdvsolidaritestest"
)

// The ids of the users that the test server is born with.
func people(n int) []int64 {
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = int64(1001 + i)
	}
	return ids
}

func TestPeopleThatThePagesLoseAreInTheResult(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{})
	w.must("pull", "run", "rdv.users", "--out", "out", "--strict")
	if _, _, err := server.Rows("rdv.users", 40, 0); err != nil {
		t.Fatal(err)
	}
	for _, want := range []result.Counts{{Created: 40, Unchanged: 130}, {Unchanged: 170}} {
		w.must("pull", "run", "rdv.users", "--out", "out", "--strict")
		if got := w.ids("out/rdv.users.ndjson"); !slices.Equal(got, people(170)) {
			t.Fatalf("%d people", len(got))
		}
		got := w.manifest("out").Counts
		if want.Read, want.Unique = got.Read, 170; got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	w.must("pull", "verify", "out")
}

func TestLongListsOfUsersAreCompleteOnALossyService(t *testing.T) {
	for _, n := range []int{101, 250, 5000} {
		w := newWorld(t)
		w.rdv(rdvsolidaritestest.Options{Users: n, LossyPages: true})
		w.must("pull", "run", "rdv.users", "--out", "out", "--strict")
		if got := w.ids("out/rdv.users.ndjson"); !slices.Equal(got, people(n)) {
			t.Errorf("%d people of %d", len(got), n)
		}
	}
}

func TestTheUsersOfAnOrganisationAreCompleteOnALossyService(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{Users: 600, LossyPages: true})
	w.must("pull", "run", "rdv.users", "--out", "out", "--strict", "--organisation-id", "101,102")
	lossy := w.ids("out/rdv.users.ndjson")
	w.rdv(rdvsolidaritestest.Options{Users: 600})
	w.must("pull", "run", "rdv.users", "--out", "whole", "--strict", "--organisation-id", "101,102")
	if got := w.ids("whole/rdv.users.ndjson"); !slices.Equal(got, lossy) || len(got) < 200 {
		t.Errorf("%d people, and %d of lossy pages", len(got), len(lossy))
	}
}

func TestRdvsAreCompleteWhenPagesLoseAndRepeatRows(t *testing.T) {
	w := newWorld(t)
	w.rdv(rdvsolidaritestest.Options{RDVs: 900, LossyPages: true, Generation: rdvsolidaritestest.Generation2025})
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--strict")
	if got := w.ids("out/rdv.rdvs.ndjson"); !slices.Equal(got, born(900)) {
		t.Errorf("%d rdvs", len(got))
	}
	if c := w.manifest("out").Counts; c.Read <= c.Unique {
		t.Errorf("nothing came twice: %+v", c)
	}
}

func TestRepeatedRdvsAreCompleteWhenWindowsAreIgnored(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 900, Generation: rdvsolidaritestest.Generation2025})
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		query.Del("starts_after")
		query.Del("starts_before")
		r.URL.RawQuery = query.Encode()
		server.ServeHTTP(rw, r)
	}))
	defer front.Close()
	w.at(front.URL)
	w.must("pull", "run", "rdv.rdvs", "--out", "out", "--strict")
	if got := w.ids("out/rdv.rdvs.ndjson"); !slices.Equal(got, born(900)) {
		t.Errorf("%d rdvs", len(got))
	}
}

// TestAListThatStaysShortIsReportedIncomplete has lists of more than a page
// that the service does not sort, or not all of them.
func TestAListThatStaysShortIsReportedIncomplete(t *testing.T) {
	for _, name := range []string{"rdv.absences", "rdv.teams", "rdv.webhook_endpoints"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			server := w.rdv(rdvsolidaritestest.Options{Generation: rdvsolidaritestest.Generation2025})
			if _, _, err := server.Rows(name, 150, 0); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				w.fails(9, "incomplete", "pull", "run", name, "--out", "out")
				m := w.manifest("out")
				if m.Completeness != result.Unknown || len(m.Warnings) != 1 || m.Counts.Gone > 0 {
					t.Errorf("%+v", m)
				}
				if n := len(w.ids("out/" + name + ".ndjson")); n < 100 || n != m.Counts.Unique {
					t.Errorf("%d rows, %+v", n, m.Counts)
				}
			}
			w.fails(9, "incomplete", "pull", "verify", "out")
		})
	}
}

func TestASecondWithLostRowsIsReportedIncomplete(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{RDVs: 300, Organisations: 1})
	body := strings.NewReader(`{"dataset":"rdv.rdvs","insert":450,"starts_at":"2026-11-18T10:00:00+01:00"}`)
	answer, err := http.Post(server.URL+"/_sandbox/rows", "application/json", body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(err, answer)
	}
	_ = answer.Body.Close()
	w.fails(9, "700 distinct rows read, but the service reports 750", "pull", "run", "rdv.rdvs", "--out", "out")
	if got := w.ids("out/rdv.rdvs.ndjson"); len(got) != 700 || !slices.IsSorted(got) {
		t.Errorf("%d rows", len(got))
	}
}

// stingy is a service with lossy pages that refuses the other ways to its users
// while closed is set.
type stingy struct {
	*rdvsolidaritestest.Server
	closed atomic.Bool
}

func (w *world) stingy(o rdvsolidaritestest.Options) *stingy {
	o.LossyPages = true
	s := &stingy{Server: w.rdv(o)}
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if s.closed.Load() && strings.HasSuffix(r.URL.Path, "/users") && (strings.Contains(r.URL.Path, "organisations") || strings.Contains(r.URL.RawQuery, "ids")) {
			rw.Header().Set("Content-Type", "application/json")
			rw.WriteHeader(http.StatusForbidden)
			_, _ = rw.Write([]byte(`{"errors":["non"]}`)) // the client may have left
			return
		}
		s.ServeHTTP(rw, r)
	}))
	w.t.Cleanup(front.Close)
	w.at(front.URL)
	return s
}

func TestNobodyIsGoneBecauseAReadingWasIncomplete(t *testing.T) {
	w := newWorld(t)
	s := w.stingy(rdvsolidaritestest.Options{Users: 250})
	w.must("pull", "run", "rdv.users", "--out", "out")
	s.closed.Store(true)
	for range 2 {
		w.fails(9, "rdv.users, all: incomplete", "pull", "run", "rdv.users", "--out", "out")
		m := w.manifest("out")
		changes := m.Datasets[0].Changes
		if m.Completeness != result.Unknown || m.Counts.Gone+m.Counts.Created+len(changes.Vanished) > 0 || m.Counts.Unique >= 250 {
			t.Fatalf("%+v", m)
		}
	}
	w.fails(9, "incomplete", "pull", "verify", "out")
	_, deleted, err := s.Rows("rdv.users", 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	s.closed.Store(false)
	if out, errs, code := w.run("pull", "verify", "out", "-o", "csv"); code != 11 || !strings.Contains(out, "created") {
		t.Errorf("verify: exit %d: %s", code, errs)
	}
	w.must("pull", "run", "rdv.users", "--out", "out", "--strict")
	m := w.manifest("out")
	if c := m.Counts; c.Gone != 1 || c.Created > 0 || c.Unchanged != 249 || m.Datasets[0].Changes.Gone[0] != strconv.FormatInt(deleted[0], 10) {
		t.Errorf("%+v", c)
	}
}

// TestAUserRequestedByIDAndAbsentIsGone has a service that counts a person whom no
// list shows.
func TestAUserRequestedByIDAndAbsentIsGone(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{Users: 250})
	front := httptest.NewServer(changing(t, server, func(_ *http.Request, body []byte) []byte {
		return bytes.Replace(body, []byte(`"total_count":249`), []byte(`"total_count":260`), 1)
	}))
	defer front.Close()
	w.at(front.URL)
	w.must("pull", "run", "rdv.users", "--out", "out")
	_, deleted, err := server.Rows("rdv.users", 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	w.fails(9, "249 distinct rows read, but the service reports 260", "pull", "run", "rdv.users", "--out", "out")
	m := w.manifest("out")
	if got := m.Datasets[0].Changes.Gone; m.Counts.Gone != 1 || got[0] != strconv.FormatInt(deleted[0], 10) {
		t.Errorf("%+v, gone %v", m.Counts, got)
	}
}

// TestUsersNamedByRdvsAreRequestedFirst looks at the first request for
// ids: without appointments it is for ids beyond the last known one.
func TestUsersNamedByRdvsAreRequestedFirst(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{Users: 250, RDVs: 400, LossyPages: true})
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/101/users", Status: 404, Count: 100})
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/102/users", Status: 404, Count: 100})
	server.Fault(rdvsolidaritestest.Fault{Match: "GET /api/v1/organisations/103/users", Status: 404, Count: 100})
	for datasets, known := range map[string]bool{"rdv.rdvs rdv.users": true, "rdv.users": false} {
		server.ResetRequests()
		args := append([]string{"pull", "run", "--strict", "--out", "out" + datasets[:5]}, strings.Fields(datasets)...)
		w.must(args...)
		if got := w.ids("out" + datasets[:5] + "/rdv.users.ndjson"); !slices.Equal(got, people(250)) {
			t.Errorf("%d people", len(got))
		}
		var first []string
		for _, r := range server.Requests() {
			query, err := url.ParseQuery(r.Query)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = query["ids[]"]
			}
		}
		if len(first) == 0 || known == slices.Contains(first, "1251") {
			t.Errorf("%s: the first ids are %v", datasets, first)
		}
	}
}

func TestAnIncompleteStreamHasNoBookmark(t *testing.T) {
	w := newWorld(t)
	s := w.stingy(rdvsolidaritestest.Options{Users: 250})
	s.closed.Store(true)
	out, errs, code := w.run("pull", "run", "rdv.users", "rdv.motifs", "--format", "singer")
	records, state := obeys(t, out)
	if code != 9 || !strings.Contains(errs, "incomplete") || len(records["rdv.users"]) < 100 {
		t.Errorf("exit %d, %d people: %s", code, len(records["rdv.users"]), errs)
	}
	if strings.Contains(state, "rdv.users") || !strings.Contains(state, "rdv.motifs") {
		t.Errorf("state %s", state)
	}
}

// TestAPullThatIsKilledOnItsOtherWaysAndResumedGivesTheSameBytes kills it at its
// first request by the ids, and has it fail at several later ones.
func TestAPullThatIsKilledOnItsOtherWaysAndResumedGivesTheSameBytes(t *testing.T) {
	w := newWorld(t)
	server := w.rdv(rdvsolidaritestest.Options{Users: 1200, LossyPages: true})
	var pages, others, endsAt atomic.Int64
	var end atomic.Value
	end.Store(func(http.ResponseWriter) {})
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case !strings.HasSuffix(r.URL.Path, "/users"):
		case strings.Contains(r.URL.Path, "organisations") || r.URL.Query().Has("ids[]"):
			if others.Add(1) == endsAt.Load() {
				end.Load().(func(http.ResponseWriter))(rw)
				return
			}
		default:
			pages.Add(1)
		}
		server.ServeHTTP(rw, r)
	}))
	defer front.Close()
	w.at(front.URL)
	w.must("pull", "run", "rdv.users", "--out", "whole", "--strict")
	all := others.Load()
	if pages.Load() != 13 || all < 5 { // page 1 tells the total once more at the end
		t.Fatalf("%d pages and %d other requests", pages.Load(), all)
	}
	pull := w.command("pull", "run", "rdv.users", "--out", "out", "--resume")
	endsAt.Store(all + all/2)
	started := make(chan struct{})
	end.Store(func(http.ResponseWriter) { <-started; _ = pull.Process.Kill() }) // Wait tells
	err := pull.Start()
	close(started)
	if err != nil {
		t.Fatal(err)
	}
	if err := pull.Wait(); err == nil {
		t.Fatal("it was not killed")
	}
	end.Store(func(rw http.ResponseWriter) { rw.WriteHeader(http.StatusInternalServerError) })
	for n, code := int64(0), 8; code != 0; n++ {
		others.Store(0)
		endsAt.Store(2) // each run has one more answer
		if _, _, code = w.run("pull", "run", "rdv.users", "--out", "out", "--resume", "--retries", "0"); code != 0 && code != 8 || n > all {
			t.Fatalf("run %d: exit %d", n, code)
		}
		if n == 0 {
			pages.Store(0)
		}
	}
	if pages.Load() > 1 { // page 1 tells the total at the end
		t.Errorf("%d pages were asked for again", pages.Load())
	}
	if !bytes.Equal(w.read("whole/rdv.users.ndjson"), w.read("out/rdv.users.ndjson")) {
		t.Error("the files differ")
	}
}
