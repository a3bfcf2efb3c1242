package rest

import (
	"bytes"
	"errors"
	"github.com/guichet-go/guichet/internal/incomparable"
	"io"
	"net/http"
	"sync"
)

// buffers hold the bodies while they are read and decoded.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxErrorBody is how much is read of an answer that is not 2xx, in bytes.
const maxErrorBody = 1 << 20

// body reads the answer up to the limit.
func (x *exchange) body(resp *http.Response, into *bytes.Buffer) ([]byte, error) {
	defer resp.Body.Close()
	limit := x.limit()
	if resp.StatusCode >= 300 {
		limit = min(limit, maxErrorBody)
	}
	if n := resp.ContentLength; n > 0 {
		into.Grow(int(min(n, 1<<20)) + bytes.MinRead)
	}
	_, err := into.ReadFrom(limited(resp, limit))
	return into.Bytes(), err
}

// limited is the body of an answer up to the limit, waited for with patience.
func limited(resp *http.Response, limit int64) io.ReadCloser {
	return http.MaxBytesReader(nil, &patient{ReadCloser: resp.Body}, limit)
}

// streams reports whether the answer is to be handed out unread.
func (x *exchange) streams(resp *http.Response) bool {
	return x.takes != nil && resp.StatusCode >= 200 && resp.StatusCode < 300 && x.takes(resp.Header)
}

// handOver gives the answer out, unless it is known already that a cut could
// not be noticed or that it is too large.
func (x *exchange) handOver(resp *http.Response) error {
	limit := x.limit()
	s := &streamed{ReadCloser: limited(resp, limit), x: x, resp: resp}
	x.log(resp.StatusCode, int(resp.ContentLength), nil)
	x.observe(resp)
	if e := x.partial(resp); e != nil {
		x.failure = e
	} else if x.unframed(resp) && !resp.Uncompressed {
		x.failure = x.endless(resp)
	} else if resp.ContentLength > limit {
		x.failure = s.failed(errTooLarge)
	}
	if x.failure != nil {
		_ = resp.Body.Close()
		return x.failure.Error
	}
	resp.Body = s
	x.handed = resp
	return nil
}

// streamed is a body on its way to the caller.
type streamed struct {
	_ incomparable.Field

	io.ReadCloser
	x    *exchange
	resp *http.Response
	err  error // ended it
}

func (s *streamed) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = s.failed(err).Error
	}
	s.err = err
	return n, err
}

func (s *streamed) failed(err error) *failure {
	e := s.x.brokenBody(s.resp, err)
	e.Attempts = s.x.attempts
	return e
}
