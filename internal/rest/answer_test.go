package rest_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

func TestOnAnswerIsCalledOnceWithTheLastAnswer(t *testing.T) {
	for _, c := range []struct {
		name             string
		script           []int // a status each, 0 for a cut
		status, attempts int
	}{
		{"good at once", []int{200}, 200, 1},
		{"good in the end", []int{503, 429, 200}, 200, 3},
		{"never good", []int{503, 503, 503}, 503, 3},
		{"answered, then cut", []int{503, 0, 0}, 503, 1},
		{"refused", []int{422}, 422, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
				status := c.script[min(before, len(c.script)-1)]
				if status == 0 {
					panic(http.ErrAbortHandler)
				}
				w.Header().Set("X-Request-Id", "req-1")
				w.Header().Set("X-Note", "a")
				w.WriteHeader(status)
				_, _ = io.WriteString(w, goodThing)
			})
			var told []guichet.Answer
			call := newCall(rest.Read, guichet.OnAnswer(func(a guichet.Answer) { told = append(told, a) }))
			_ = do(t.Context(), open(t, s.URL, guichet.WithRetries(2)), call)
			if len(told) != 1 {
				t.Fatalf("it was told %d times", len(told))
			}
			if a := told[0]; a.Status != c.status || a.Attempts != c.attempts || a.RequestID != "req-1" || a.Header.Get("X-Note") != "a" || a.Duration < 0 {
				t.Errorf("it was told %+v", a)
			}
		})
	}
}

func TestOnAnswerIsNotCalledWithoutAnAnswer(t *testing.T) {
	call := newCall(rest.Read, guichet.OnAnswer(func(a guichet.Answer) { t.Errorf("it was told %+v", a) }))
	if do(t.Context(), open(t, refusing(t)), call) == nil {
		t.Error("nobody answered, and the call succeeded")
	}
}

func TestTheLoggerGetsOneRecordPerAttemptAndNoSecret(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
		switch before {
		case 0:
			panic(http.ErrAbortHandler)
		case 1:
			w.WriteHeader(503)
			_, _ = io.WriteString(w, "panne canari-corps")
		default:
			good(w)
		}
	})
	var lines bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&lines, &slog.HandlerOptions{Level: slog.LevelDebug}))
	cfg := withToken("canari-jeton")
	cfg.BaseURL = s.URL
	call := rest.NewCall(rest.Idempotent, "Things.Act", "PUT /things/{thing_id}", "canari-chemin").JSON("canari-envoi")
	call.Apply([]guichet.CallOption{guichet.WithQuery("q", "canari-question"), guichet.WithHeader("X-Note", "canari-en-tete")})
	if err := do(t.Context(), openWith(t, cfg, guichet.WithLogger(logger)), call); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(lines.String(), "canari") {
		t.Errorf("the log holds more than it should:\n%s", lines.String())
	}
	var statuses []int
	for line := range strings.Lines(lines.String()) {
		var record struct {
			Op, Method, Route string
			Attempt, Status   int
		}
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatal(err)
		}
		statuses = append(statuses, record.Status)
		if record.Op != "Things.Act" || record.Method != "PUT" || record.Route != "/things/{thing_id}" || record.Attempt != len(statuses) {
			t.Errorf("the record is %s", line)
		}
	}
	if len(statuses) != 3 || statuses[0] != 0 || statuses[1] != 503 || statuses[2] != 200 {
		t.Errorf("the records have the statuses %v", statuses)
	}
}

func TestEveryAttemptIsReportedWithTheSizeOfItsBody(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, before int) {
		switch before {
		case 0:
			panic(http.ErrAbortHandler)
		case 1:
			w.WriteHeader(503)
			_, _ = io.WriteString(w, "panne")
		default:
			good(w)
		}
	})
	var attempts []string
	report := func(o *guichet.Options) error {
		o.OnAttempt = func(attempt, size int) { attempts = append(attempts, fmt.Sprintf("%d: %d", attempt, size)) }
		return nil
	}
	if err := do(t.Context(), open(t, s.URL, report), newCall(rest.Read)); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("1: 0, 2: 5, 3: %d", len(goodThing)); strings.Join(attempts, ", ") != want {
		t.Errorf("%q, not %q", attempts, want)
	}
}

func TestTheLoggerIsQuietAboveDebug(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	var lines bytes.Buffer
	if err := do(t.Context(), open(t, s.URL, guichet.WithLogger(slog.New(slog.NewTextHandler(&lines, nil)))), newCall(rest.Read)); err != nil {
		t.Fatal(err)
	}
	if lines.Len() != 0 {
		t.Errorf("it logged %s", lines.String())
	}
}

func TestACompressedAnswerIsRead(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			http.Error(w, "no gzip was asked for", http.StatusNotAcceptable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		_, _ = io.WriteString(packed, goodThing)
		_ = packed.Close()
	})
	if err := do(t.Context(), open(t, s.URL), newCall(rest.Read)); err != nil {
		t.Error(err)
	}
}

func TestARequestHasAUserAgentAndAContentType(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	if err := do(t.Context(), open(t, s.URL, guichet.WithUserAgent("mairie/2.1")), newCall(rest.Write)); err != nil {
		t.Fatal(err)
	}
	r := s.seen()[0]
	if agent := r.UserAgent(); !strings.HasPrefix(agent, "mairie/2.1 guichet-go/") {
		t.Errorf("the user agent is %q", agent)
	}
	if r.Header.Get("Accept") != "application/json, */*;q=0.1" || r.Header.Get("Content-Type") != "application/json" || s.bodies[0] != `{"n":1}` {
		t.Errorf("sent %q with %v", s.bodies[0], r.Header)
	}
	if r.Header.Get("Idempotency-Key") != "" || r.TransferEncoding != nil {
		t.Errorf("sent with %v %v", r.Header, r.TransferEncoding)
	}
}

func TestAnOptionThatCannotBeAcceptedFailsTheClient(t *testing.T) {
	for name, option := range map[string]guichet.Option{
		"nil": nil, "negative retries": guichet.WithRetries(-1), "no pages": guichet.WithPrefetch(0), "no client": guichet.WithHTTPClient(nil),
		"no back-off": guichet.WithBackoff(nil), "no clock": guichet.WithClock(nil, nil),
		"a line break": guichet.WithUserAgent("a\r\nb"), "a bad address": guichet.WithBaseURL("http://example.fr"),
	} {
		if _, err := rest.New(rest.Config{Service: "service", BaseURL: "https://service.example.fr"}, option); err == nil || !strings.HasPrefix(err.Error(), "service: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestACustomDecoderCanRefuseAnAnswer gives an answer to a decoder that accepts it
// and to one that refuses it.
func TestACustomDecoderCanRefuseAnAnswer(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	var got string
	out := func(body []byte) error { got = string(body); return nil }
	if err := open(t, s.URL).Do(t.Context(), newCall(rest.Read), rest.Into(out)); err != nil || got != goodThing {
		t.Errorf("it was given %q (%v)", got, err)
	}
	refuses := func([]byte) error { return errors.New("no list") }
	err := open(t, s.URL).Do(t.Context(), newCall(rest.Read), rest.Into(refuses))
	if e := failure(t, err); e.Kind != guichet.ErrUnusableAnswer || e.Status != 200 || !strings.Contains(e.Message, "no list") {
		t.Errorf("a refused answer is %+v", e)
	}
}
