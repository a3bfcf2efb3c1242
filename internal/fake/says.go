package fake

import (
	"io"
	"net/http"
	"strings"
)

// Says is a transport that gives every request the same answer.
type Says struct {
	Status            int
	ContentType, Body string
}

// RoundTrip gives the answer.
func (s Says) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
	return &http.Response{
		StatusCode: s.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {s.ContentType}}, ContentLength: int64(len(s.Body)), Body: io.NopCloser(strings.NewReader(s.Body)),
	}, nil
}
