package conform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/guichet-go/guichet"
)

func (s Subject) partial(t *testing.T) {
	server, record := s.serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", len(s.Object)-1, 2*len(s.Object)))
		w.WriteHeader(http.StatusPartialContent)
		_, _ = fmt.Fprint(w, s.Object)
	})
	client := s.Open(t, server.URL, guichet.WithBackoff(noWait))
	var body []byte
	for _, err := range []error{
		client.Get(t.Context(), client.GoodID), client.Create(t.Context()), client.Do(t.Context(), "GET", client.Path, nil, &body),
	} {
		if e := failure(t, err); !errors.Is(err, guichet.ErrUnusableAnswer) || e.Status != http.StatusPartialContent {
			t.Errorf("the part was taken for %v", err)
		}
	}
	if n := len(record.seen()); n != 3 {
		t.Errorf("the server saw %d requests, not 3", n)
	}
	if err := client.Do(t.Context(), "GET", client.Path, nil, &body, guichet.WithHeader("Range", "bytes=0-9")); err != nil || len(body) == 0 {
		t.Errorf("a part that was asked for gave %v", err)
	}
}

func (s Subject) writeAnsweredByCDN(t *testing.T) {
	for status := 520; status <= 524; status++ {
		server, record := s.serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(status) })
		client := s.Open(t, server.URL, guichet.WithBackoff(noWait))
		err := client.Create(t.Context())
		if e := failure(t, err); !errors.Is(err, guichet.ErrUnknownOutcome) || e.Status != status || len(record.seen()) != 1 {
			t.Errorf("%d gave %v after %d requests", status, err, len(record.seen()))
		}
	}
}

// longError measures how much a client reads and allocates for an error body
// above every limit.
func (s Subject) longError(t *testing.T) {
	const most = 1 << 20
	body := &endless{text: []byte(`{"errors":["` + strings.Repeat("a", 1000) + `"]}`)}
	client := s.Open(t, "http://127.0.0.1:9", guichet.WithRetries(0), guichet.WithHTTPClient(&http.Client{Transport: refuseAt(func(r *http.Request) *http.Response {
		return &http.Response{
			StatusCode: http.StatusBadRequest, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: -1,
			TransferEncoding: []string{"chunked"}, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(body),
		}
	})}))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := client.Get(t.Context(), client.GoodID)
	runtime.ReadMemStats(&after)
	if failure(t, err); body.read > most+64<<10 {
		t.Errorf("%d bytes of the error were read", body.read)
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > 32*most { // the race detector allocates too
		t.Errorf("%d MiB were allocated for 1 MiB", n>>20)
	}
}

type refuseAt func(*http.Request) *http.Response

func (f refuseAt) RoundTrip(r *http.Request) (*http.Response, error) { return f(r), nil }

// endless is a body that repeats its text up to 100 MiB.
type endless struct {
	text []byte
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.read > 100<<20 {
		return 0, io.EOF
	}
	n := copy(p, bytes.Repeat(e.text, len(p)/len(e.text)+1))
	e.read += n
	return n, nil
}

func (s Subject) ambiguousList(t *testing.T) {
	row := func(key string, n int) string { return fmt.Sprintf(`{%q:%d}`, key, n) }
	twice := func(first, second string, n int) string { return fmt.Sprintf(`{%q:%d,%q:5}`, first, n, second) }
	upper := strings.ToUpper(s.Key)
	good := s.Rows(row(s.Key, 7) + "," + row(s.Key, 8))
	bad := map[string]string{
		"keys in two cases":         s.Rows(twice(s.Key, upper, 7) + "," + twice(s.Key, upper, 8)),
		"the other case first":      s.Rows(twice(upper, s.Key, 7)),
		"an escaped key":            s.Rows(twice(s.Key, fmt.Sprintf(`\u%04x`, upper[0])+s.Key[1:], 7)),
		"a key twice":               s.Rows(twice(s.Key, s.Key, 7)),
		"null":                      s.Rows(row(s.Key, 7) + ",null"),
		"a number":                  s.Rows(row(s.Key, 7) + ",5"),
		"a text":                    s.Rows(`"a",` + row(s.Key, 7)),
		"a list":                    s.Rows(row(s.Key, 7) + ",[]"),
		"an inner key in two cases": s.Rows(`{"` + s.Key + `":7,"of":{"name":1,"Name":2}}`),
	}
	root := strings.SplitN(good, `"`, 3)[1]
	bad["a root twice"] = `{"` + root + `":[],` + good[1:]
	bad["a root twice, the last empty"] = good[:len(good)-1] + `,"` + root + `":[]}`
	bad["a root in two cases"] = good[:len(good)-1] + `,"` + strings.ToUpper(root) + `":[]}`
	for name, body := range bad {
		bad[name] = strings.ReplaceAll(body, `\\u`, `\u`)
	}
	read := func(body string, all func(Client) func(context.Context) (int, error)) (int, error) {
		server, _ := s.serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprint(w, body)
		})
		return all(s.Open(t, server.URL, guichet.WithBackoff(noWait)))(t.Context())
	}
	for way, all := range map[string]func(Client) func(context.Context) (int, error){
		"typed": func(c Client) func(context.Context) (int, error) { return c.All },
		"raw":   func(c Client) func(context.Context) (int, error) { return c.AllRaw },
	} {
		if all(s.Open(t, "http://127.0.0.1:9")) == nil {
			continue
		}
		if n, err := read(good, all); n != 2 || err != nil {
			t.Errorf("%s: a good list gave %d rows and %v", way, n, err)
		}
		for name, body := range bad {
			if n, err := read(body, all); n != 0 || !errors.Is(err, guichet.ErrUnusableAnswer) {
				t.Errorf("%s, %s: %d rows and %v of %s", way, name, n, err, body)
			}
		}
	}
}
