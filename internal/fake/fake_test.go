package fake_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/guichet-go/guichet/internal/fake"
)

// echo answers the page shift it is told, and counts what reaches it.
type echo struct{ seen atomic.Int64 }

func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.seen.Add(1)
	w.Header().Set("Content-Type", "text/plain")
	fmt.Fprintf(w, "shift %d", fake.ShiftPages(r.Context()))
	if fake.EditRow(r.Context()) {
		fmt.Fprint(w, ", edit")
	}
}

type way struct {
	name   string
	client func(*testing.T, *fake.Server) *http.Client
}

// ways are the two ways to reach a server: all behaviour is the same on both.
func ways() []way {
	return []way{
		{"over a socket", func(t *testing.T, s *fake.Server) *http.Client {
			if err := s.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			// Without kept connections net/http has no reason to repeat a request by itself.
			return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		}},
		{"without a socket", func(t *testing.T, s *fake.Server) *http.Client {
			return &http.Client{Transport: s.Transport()}
		}},
	}
}

func call(t *testing.T, client *http.Client, method, url, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestRequestsAreRecordedExceptToControlRoutes(t *testing.T) {
	for _, way := range ways() {
		t.Run(way.name, func(t *testing.T) {
			server := fake.New(&echo{}, fake.Options{})
			client := way.client(t, server)
			call(t, client, "POST", server.URL+"/api/a%2Fb?page=2", "hello")
			status, text := call(t, client, "GET", server.URL+"/_sandbox/requests", "")
			var seen []fake.Request
			if err := json.Unmarshal([]byte(text), &seen); err != nil || status != 200 || len(seen) != 1 {
				t.Fatalf("got %d %s (%v), want the one request", status, text, err)
			}
			got := seen[0]
			if got.Method != "POST" || got.Path != "/api/a%2Fb" || got.Query != "page=2" || got.Body != "hello" || got.Status != 200 {
				t.Errorf("recorded %+v", got)
			}
			if status, _ := call(t, client, "DELETE", server.URL+"/_sandbox/requests", ""); status != 204 {
				t.Errorf("DELETE requests answered %d, want 204", status)
			}
			if _, text := call(t, client, "GET", server.URL+"/_sandbox/requests", ""); text != "[]\n" {
				t.Errorf("after DELETE the recording is %s, want an empty list", text)
			}
		})
	}
}

func TestOnlyTheNewestRequestsAreRecorded(t *testing.T) {
	server := fake.New(&echo{}, fake.Options{})
	client := &http.Client{Transport: server.Transport()}
	for i := range 10_003 {
		call(t, client, "GET", fmt.Sprintf("%s/%d", server.URL, i), "")
	}
	seen := server.Requests()
	if len(seen) != 10_000 || seen[0].Path != "/3" || seen[9_999].Path != "/10002" {
		t.Errorf("kept %d requests from %s", len(seen), seen[0].Path)
	}
}

func TestAStatusFaultReplacesTheServiceForItsCount(t *testing.T) {
	for _, way := range ways() {
		t.Run(way.name, func(t *testing.T) {
			service := &echo{}
			server := fake.New(service, fake.Options{})
			client := way.client(t, server)
			order := `{"match":"POST /api/v1/projects","count":2,"status":503,"retry_after":"7"}`
			if status, text := call(t, client, "POST", server.URL+"/_sandbox/faults", order); status != 200 {
				t.Fatalf("the fault was not taken: %d %s", status, text)
			}
			if status, _ := call(t, client, "GET", server.URL+"/api/v1/projects", ""); status != 200 {
				t.Errorf("another method answered %d, want 200", status)
			}
			for range 2 {
				response, err := client.Post(server.URL+"/api/v1/projects/1", "", nil)
				if err != nil {
					t.Fatal(err)
				}
				response.Body.Close()
				if response.StatusCode != 503 || response.Header.Get("Retry-After") != "7" {
					t.Errorf("got %d, Retry-After %q", response.StatusCode, response.Header.Get("Retry-After"))
				}
			}
			if status, _ := call(t, client, "POST", server.URL+"/api/v1/projects", ""); status != 200 {
				t.Errorf("after the faults the answer is %d, want 200", status)
			}
			if service.seen.Load() != 2 {
				t.Errorf("the service saw %d requests, want 2", service.seen.Load())
			}
		})
	}
}

func TestAMatchMayLeaveOutThePrefixOfTheBaseURL(t *testing.T) {
	server := fake.New(&echo{}, fake.Options{Prefix: "/crm"})
	client := &http.Client{Transport: server.Transport()}
	for _, match := range []string{"GET /crm/api", "GET /api"} {
		server.Fault(fake.Fault{Match: match, Status: 500})
		if status, _ := call(t, client, "GET", server.URL+"/api/lists", ""); status != 500 {
			t.Errorf("%s: got %d, want 500", match, status)
		}
	}
	if status, _ := call(t, client, "GET", server.URL+"/_sandbox/requests", ""); status != 200 {
		t.Errorf("the control routes are not below the prefix: %d", status)
	}
}

func TestACutComesAfterTheServiceHasDoneItsWork(t *testing.T) {
	for _, way := range ways() {
		for cut, want := range map[string]error{
			fake.CutBeforeAnswer: io.EOF, fake.CutHeaders: io.ErrUnexpectedEOF, fake.CutBody: io.ErrUnexpectedEOF,
		} {
			t.Run(way.name+", "+cut, func(t *testing.T) {
				service := &echo{}
				server := fake.New(service, fake.Options{})
				client := way.client(t, server)
				server.Fault(fake.Fault{Cut: cut})
				response, err := client.Post(server.URL+"/rows", "text/plain", strings.NewReader("row"))
				if cut == fake.CutBody {
					if err != nil {
						t.Fatal(err)
					}
					var text []byte
					text, err = io.ReadAll(response.Body)
					if len(text) == 0 || response.ContentLength <= int64(len(text)) {
						t.Errorf("read %d of %d bytes, want a part", len(text), response.ContentLength)
					}
				}
				if !errors.Is(err, want) {
					t.Errorf("got error %v, want %v", err, want)
				}
				if service.seen.Load() != 1 || server.Requests()[0].Body != "row" {
					t.Error("the service did not see the request")
				}
			})
		}
	}
}

func TestAnHTMLFaultWithoutAStatusIsAPageWithStatus200(t *testing.T) {
	server := fake.New(&echo{}, fake.Options{})
	server.Fault(fake.Fault{HTML: true})
	status, text := call(t, &http.Client{Transport: server.Transport()}, "GET", server.URL, "")
	if status != 200 || !strings.Contains(text, "<html>") {
		t.Errorf("got %d %s", status, text)
	}
}

func TestEachShiftedRequestGetsAnotherShift(t *testing.T) {
	server := fake.New(&echo{}, fake.Options{})
	client := &http.Client{Transport: server.Transport()}
	server.Fault(fake.Fault{ShiftPages: true, Count: 2})
	var seen []string
	for range 3 {
		_, text := call(t, client, "GET", server.URL, "")
		seen = append(seen, text)
	}
	if seen[0] == seen[1] || seen[0] == "shift 0" || seen[2] != "shift 0" {
		t.Errorf("got %v", seen)
	}
}

func TestAnEditFaultAppliesToOneRequest(t *testing.T) {
	server := fake.New(&echo{}, fake.Options{})
	client := &http.Client{Transport: server.Transport()}
	server.Fault(fake.Fault{EditRow: true})
	for _, want := range []string{"shift 0, edit", "shift 0"} {
		if _, text := call(t, client, "GET", server.URL, ""); text != want {
			t.Errorf("got %q, want %q", text, want)
		}
	}
}

func TestAnExpiredSessionIsEndedBeforeTheRequestIsHandled(t *testing.T) {
	service, ended := &echo{}, int64(-1)
	server := fake.New(service, fake.Options{ExpireSession: func() { ended = service.seen.Load() }})
	server.Fault(fake.Fault{ExpireSession: true})
	call(t, &http.Client{Transport: server.Transport()}, "GET", server.URL, "")
	if ended != 0 {
		t.Errorf("the session was ended after %d requests, want 0", ended)
	}
}

func TestClearedFaultsDoNotHappen(t *testing.T) {
	server := fake.New(&echo{}, fake.Options{})
	client := &http.Client{Transport: server.Transport()}
	server.Fault(fake.Fault{Status: 500, Count: 9})
	call(t, client, "DELETE", server.URL+"/_sandbox/faults", "")
	if status, _ := call(t, client, "GET", server.URL, ""); status != 200 {
		t.Errorf("got %d, want 200", status)
	}
}

func TestAFaultThatMakesNoSenseIsRefusedWithAReason(t *testing.T) {
	server := fake.New(&echo{}, fake.Options{})
	client := &http.Client{Transport: server.Transport()}
	for body, reason := range map[string]string{
		`{`: "JSON", `{"macth":"GET /"}`: "macth", `{"match":"/api"}`: "match", `{"status":99}`: "status",
		`{"cut":"tail"}`: "cut", `{"latency":"soon"}`: "latency", `{"count":-1}`: "count", `{} {}`: "nothing after",
	} {
		status, text := call(t, client, "POST", server.URL+"/_sandbox/faults", body)
		if status != 400 || !strings.Contains(text, reason) {
			t.Errorf("%s: got %d %s, want 400 with %q", body, status, text, reason)
		}
	}
}

func TestLatencyUsesTheFakeClockAndEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fake.New(&echo{}, fake.Options{Latency: time.Minute})
		client := &http.Client{Transport: server.Transport()}
		server.Fault(fake.Fault{Latency: time.Hour})
		start := time.Now()
		call(t, client, "GET", server.URL, "")
		if waited := time.Since(start); waited != time.Hour+time.Minute {
			t.Errorf("waited %s, want both latencies", waited)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		request, _ := http.NewRequestWithContext(ctx, "GET", server.URL, nil)
		if _, err := client.Do(request); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got error %v, want the deadline of the context", err)
		}
	})
}

func TestChaosFromTheSameSeedHasTheSameAccidents(t *testing.T) {
	run := func(seed uint64) (statuses []int) {
		server := fake.New(&echo{}, fake.Options{Chaos: rand.New(rand.NewPCG(seed, 0))})
		client := &http.Client{Transport: server.Transport()}
		for range 300 {
			status, _ := call(t, client, "GET", server.URL, "")
			statuses = append(statuses, status)
		}
		return statuses
	}
	first := run(1)
	if !slices.Equal(first, run(1)) {
		t.Error("two runs of the same seed differ")
	}
	if !slices.Contains(first, 429) || !slices.Contains(first, 502) || slices.Equal(first, run(2)) {
		t.Error("300 requests had no accident, or those of another seed")
	}
}

func TestChaosLosesASessionEveryThirtySecondsAtMost(t *testing.T) {
	for _, pace := range []time.Duration{10 * time.Millisecond, time.Second} {
		now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
		var lost []time.Time
		server := fake.New(&echo{}, fake.Options{
			Chaos: rand.New(rand.NewPCG(1, 0)), Now: func() time.Time { return now },
			ExpireSession: func() { lost = append(lost, now) },
		})
		client := &http.Client{Transport: server.Transport()}
		for range 20_000 {
			call(t, client, "GET", server.URL, "")
			now = now.Add(pace)
		}
		if len(lost) < 4 {
			t.Errorf("at a request every %v sessions were lost %d times", pace, len(lost))
		}
		for i := range lost[1:] {
			if after := lost[i+1].Sub(lost[i]); after < 30*time.Second {
				t.Errorf("at a request every %v a session was lost after %v", pace, after)
			}
		}
	}
}

func TestTheRouterMatchesEscapedPaths(t *testing.T) {
	var router fake.Router
	answer := func(name string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, name, r.PathValue("id")) }
	}
	router.Handle("GET", "/users/me", answer("me"))
	router.Handle("GET", "/users/{id}", answer("user "))
	server := fake.New(&router, fake.Options{})
	client := &http.Client{Transport: server.Transport()}
	for path, want := range map[string]string{
		"/users/me": "me", "/users/a%2Fb": "user a/b", "/users/": "404 page not found\n", "/users//": "404 page not found\n",
	} {
		if _, got := call(t, client, "GET", server.URL+path, ""); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}
