package conform

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/fake"
)

// cut is one way to truncate an answer. bytes returns what is written before the
// connection is closed.
type cut struct {
	name  string
	bytes func(body string) string
	// unframed says that neither length nor chunks show that a part is missing.
	unframed bool
}

// half returns the first half of a body.
func half(body string) string { return body[:len(body)/2] }

const jsonHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

func cuts() []cut {
	length := func(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)) }
	chunk := func(part string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(part), part) }
	const chunked = "Transfer-Encoding: chunked\r\n\r\n"
	return []cut{
		{"before the first byte", func(string) string { return "" }, false},
		{"in the status line", func(string) string { return "HTTP/1.1" }, false},
		{"in the headers", func(string) string { return jsonHead[:40] }, false},
		{"with a length, after the headers", func(b string) string { return jsonHead + length(b) }, false},
		{"with a length, in the middle", func(b string) string { return jsonHead + length(b) + half(b) }, false},
		{"with a length, before the last byte", func(b string) string { return jsonHead + length(b) + b[:len(b)-1] }, false},
		{"in chunks, after the headers", func(string) string { return jsonHead + chunked }, false},
		{"in chunks, in the middle of one", func(b string) string { return jsonHead + chunked + chunk(b)[:len(b)/2] }, false},
		{"in chunks, between two", func(b string) string { return jsonHead + chunked + chunk(half(b)) }, false},
		{"in chunks, in a size", func(b string) string { return jsonHead + chunked + chunk(half(b)) + "1" }, false},
		{"in chunks, without the last one", func(b string) string { return jsonHead + chunked + chunk(b) }, false},
		{"in chunks, in the trailer", func(b string) string { return jsonHead + chunked + chunk(b) + "0\r\n" }, false},
		{"without a length", func(b string) string { return jsonHead + "Connection: close\r\n\r\n" + half(b) }, true},
		{"without a length, before the last byte", func(b string) string { return jsonHead + "Connection: close\r\n\r\n" + b[:len(b)-1] }, true},
		{"without a length, at once", func(string) string { return jsonHead + "Connection: close\r\n\r\n" }, true},
		{"compressed, without a length", func(b string) string {
			packed := zip(b)
			return jsonHead + "Content-Encoding: gzip\r\nConnection: close\r\n\r\n" + packed[:len(packed)-9]
		}, false},
		{"compressed, without a length, at once", func(string) string {
			return jsonHead + "Content-Encoding: gzip\r\nConnection: close\r\n\r\n"
		}, true},
		{"compressed, in chunks, without the last one", func(b string) string {
			return jsonHead + "Content-Encoding: gzip\r\n" + chunked + chunk(zip(b))
		}, false},
	}
}

func zip(body string) string {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = io.WriteString(w, body)
	_ = w.Close()
	return packed.String()
}

// truncated checks that the client retries a read and not a write, for every way
// to truncate the answer.
func (s Subject) truncated(t *testing.T) {
	for _, c := range cuts() {
		t.Run("a read "+c.name+" is read again", func(t *testing.T) {
			base, requests := s.breaking(t, c, 1)
			client := s.Open(t, base, guichet.WithBackoff(noWait))
			if err := client.Get(t.Context(), client.GoodID); err != nil {
				t.Fatal(err)
			}
			if n := requests(); n != 2 {
				t.Errorf("the server saw %d requests, not 2", n)
			}
		})
		t.Run("a write "+c.name+" is not sent again", func(t *testing.T) {
			base, requests := s.breaking(t, c, 1)
			err := s.Open(t, base, guichet.WithBackoff(noWait)).Create(t.Context())
			if !errors.Is(err, guichet.ErrUnknownOutcome) {
				t.Errorf("the write returned %v", err)
			}
			if n := requests(); n != 1 {
				t.Errorf("the server saw %d requests, not 1", n)
			}
		})
	}
}

// breaking serves the first answers truncated and the others whole, each on its
// own connection.
func (s Subject) breaking(t *testing.T, c cut, broken int) (base string, requests func() int) {
	t.Helper()
	var mu sync.Mutex
	count := 0
	wire, err := fake.ListenWire(func(conn *fake.WireConn) {
		r, err := conn.Request()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, s.answer(r, c, func() bool {
			mu.Lock()
			defer mu.Unlock()
			count++
			return count <= broken
		}))
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = wire.Close() })
	return "http://" + wire.Addr, func() int { mu.Lock(); defer mu.Unlock(); return count }
}

// answer returns the answer to one request as bytes.
func (s Subject) answer(r *http.Request, c cut, breaks func() bool) string {
	w := httptest.NewRecorder()
	if s.SignIn == nil || !s.SignIn(w, r) {
		if breaks() {
			return c.bytes(s.Object)
		}
		s.good(w, r)
	}
	return written(w)
}

// written returns a recorded answer as bytes, with Connection: close.
func written(w *httptest.ResponseRecorder) string {
	result := w.Result()
	result.ContentLength = int64(w.Body.Len())
	result.Close = true
	var out bytes.Buffer
	_ = result.Write(&out)
	return out.String()
}
