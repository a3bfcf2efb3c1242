package fake

import (
	"bytes"
	"io"
	"net/http"
	"sync"
)

const (
	maxRecorded      = 10_000
	maxRecordedBytes = 64 << 20
	maxBody          = 1 << 20
)

// Request is a recorded request.
type Request struct {
	Method string `json:"method"`
	// Path is escaped, as in the request line.
	Path string `json:"path"`
	// Query is the raw query, without its question mark.
	Query   string      `json:"query"`
	Headers http.Header `json:"headers"`
	// Body is the first MiB of the body.
	Body string `json:"body"`
	// Status is the status of the answer, 0 when the connection was cut before it.
	Status int `json:"status"`
}

// recording keeps a limited number of requests, so that a long run does not exhaust the memory.
type recording struct {
	mu      sync.Mutex
	entries []*Request
	bytes   int
}

// open records r when it arrives: requests are recorded in order of arrival.
func (rec *recording) open(r *http.Request) *Request {
	entry := &Request{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Headers: r.Header.Clone()}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.entries = append(rec.entries, entry)
	rec.trim()
	return entry
}

func (rec *recording) finish(entry *Request, body string, status int) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	entry.Body, entry.Status = body, status
	rec.bytes += len(body)
	rec.trim()
}

func (rec *recording) trim() {
	for len(rec.entries) > maxRecorded || rec.bytes > maxRecordedBytes && len(rec.entries) > 1 {
		rec.bytes -= len(rec.entries[0].Body)
		rec.entries[0] = nil
		rec.entries = rec.entries[1:]
	}
}

func (rec *recording) all() []Request {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	all := make([]Request, len(rec.entries))
	for i, entry := range rec.entries {
		all[i] = *entry
		all[i].Headers = entry.Headers.Clone()
	}
	return all
}

func (rec *recording) reset() {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.entries, rec.bytes = nil, 0
}

// capturedBody keeps the beginning of a request body while the service reads it.
type capturedBody struct {
	from io.Reader
	kept bytes.Buffer
}

func (b *capturedBody) Read(p []byte) (int, error) {
	if b.from == nil {
		return 0, io.EOF
	}
	n, err := b.from.Read(p)
	b.kept.Write(p[:min(n, maxBody-b.kept.Len())])
	return n, err
}

// Close leaves the body open, so that the part which the service did not read is recorded too.
func (b *capturedBody) Close() error { return nil }

func (b *capturedBody) drain() string {
	io.Copy(io.Discard, b)
	return b.kept.String()
}
