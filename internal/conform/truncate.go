package conform

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/guichet-go/guichet/internal/rest"
)

// cut is one way in which an answer breaks off: the bytes that are written
// before the connection is closed.
type cut struct {
	name  string
	bytes func(body string) string
}

// half is the first half of a body.
func half(body string) string { return body[:len(body)/2] }

const jsonHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

func cuts() []cut {
	length := func(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)) }
	chunk := func(part string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(part), part) }
	const chunked = "Transfer-Encoding: chunked\r\n\r\n"
	return []cut{
		{"before the first byte", func(string) string { return "" }},
		{"in the status line", func(string) string { return "HTTP/1.1" }},
		{"in the headers", func(string) string { return jsonHead[:40] }},
		{"with a length, after the headers", func(b string) string { return jsonHead + length(b) }},
		{"with a length, in the middle", func(b string) string { return jsonHead + length(b) + half(b) }},
		{"with a length, before the last byte", func(b string) string { return jsonHead + length(b) + b[:len(b)-1] }},
		{"in chunks, after the headers", func(string) string { return jsonHead + chunked }},
		{"in chunks, in the middle of one", func(b string) string { return jsonHead + chunked + chunk(b)[:len(b)/2] }},
		{"in chunks, between two", func(b string) string { return jsonHead + chunked + chunk(half(b)) }},
		{"in chunks, in a size", func(b string) string { return jsonHead + chunked + chunk(half(b)) + "1" }},
		{"in chunks, without the last one", func(b string) string { return jsonHead + chunked + chunk(b) }},
		{"in chunks, in the trailer", func(b string) string { return jsonHead + chunked + chunk(b) + "0\r\n" }},
		{"without a length", func(b string) string { return jsonHead + "Connection: close\r\n\r\n" + half(b) }},
		{"without a length, before the last byte", func(b string) string { return jsonHead + "Connection: close\r\n\r\n" + b[:len(b)-1] }},
		{"without a length, at once", func(string) string { return jsonHead + "Connection: close\r\n\r\n" }},
		{"compressed, without a length", func(b string) string {
			packed := zip(b)
			return jsonHead + "Content-Encoding: gzip\r\nConnection: close\r\n\r\n" + packed[:len(packed)-9]
		}},
		{"compressed, in chunks, without the last one", func(b string) string {
			return jsonHead + "Content-Encoding: gzip\r\n" + chunked + chunk(zip(b))
		}},
	}
}

func zip(body string) string {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = io.WriteString(w, body)
	_ = w.Close()
	return packed.String()
}

// truncated shows that a read is tried again and a write is not, whatever the
// way in which its answer breaks off.
func (s Subject) truncated(t *testing.T) {
	for _, c := range cuts() {
		t.Run("a read "+c.name+" is read again", func(t *testing.T) {
			base, requests := s.breaking(t, c, 1)
			client := s.Open(t, base, rest.WithBackoff(noWait))
			if err := client.Get(t.Context(), client.GoodID); err != nil {
				t.Fatal(err)
			}
			if n := requests(); n != 2 {
				t.Errorf("the server saw %d requests, not 2", n)
			}
		})
		t.Run("a write "+c.name+" is not sent again", func(t *testing.T) {
			base, requests := s.breaking(t, c, 1)
			err := s.Open(t, base, rest.WithBackoff(noWait)).Create(t.Context())
			if !errors.Is(err, rest.ErrUnknownOutcome) {
				t.Errorf("the write returned %v", err)
			}
			if n := requests(); n != 1 {
				t.Errorf("the server saw %d requests, not 1", n)
			}
		})
	}
}

// breaking serves good answers after the first broken ones, each on a
// connection of its own.
func (s Subject) breaking(t *testing.T, c cut, broken int) (base string, requests func() int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	count := 0
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				defer conn.Close()
				r, err := http.ReadRequest(bufio.NewReader(conn))
				if err != nil {
					return
				}
				_, _ = io.Copy(io.Discard, r.Body)
				_, _ = io.WriteString(conn, s.answer(r, c, func() bool {
					mu.Lock()
					defer mu.Unlock()
					count++
					return count <= broken
				}))
			})
		}
	})
	t.Cleanup(func() { _ = listener.Close(); conns.Wait() })
	return "http://" + listener.Addr().String(), func() int { mu.Lock(); defer mu.Unlock(); return count }
}

// answer is the whole answer to one request, as bytes.
func (s Subject) answer(r *http.Request, c cut, breaks func() bool) string {
	w := httptest.NewRecorder()
	if s.SignIn == nil || !s.SignIn(w, r) {
		if breaks() {
			return c.bytes(s.Object)
		}
		s.good(w, r)
	}
	result := w.Result()
	result.ContentLength = int64(w.Body.Len())
	result.Close = true
	var out bytes.Buffer
	_ = result.Write(&out)
	return out.String()
}
