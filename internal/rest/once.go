package rest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/guichet-go/guichet/internal/refusal"
)

// once sends each request at most once. net/http repeats by itself what it
// takes for harmless: a GET on a connection that was used before, anything that
// HTTP/2 gave back. It neither counts nor waits, and it takes a stream that was
// reset with PROTOCOL_ERROR for one that was not processed.
//
// It also hides CloseIdleConnections: go-retryablehttp calls it after every
// failure and would take the connections of all the other calls away.
type once struct{ next http.RoundTripper }

func (o once) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(r.Context())
	s := &sending{cancel: cancel}
	resp, err := o.next.RoundTrip(r.WithContext(httptrace.WithClientTrace(ctx, s.hooks())))
	if err != nil {
		cancel()
		return nil, s.failed(r.Context(), err)
	}
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		// net/http makes an error of an address that it cannot read, repeats
		// the address in it, and drops the answer.
		if _, err := url.Parse(resp.Header.Get("Location")); err != nil {
			resp.Header.Del("Location")
		}
	}
	s.ReadCloser, resp.Body = resp.Body, s
	return resp, nil
}

// sending is one request under way, and then the body of its answer.
type sending struct {
	io.ReadCloser
	cancel context.CancelFunc
	conn   net.Conn // that it was given last
	before int64    // how much was written to it before, where it is ours

	traced, wrote, repeated atomic.Bool
}

// hooks are called by net/http, from several goroutines. The request ends where
// net/http looks for another connection although its headers were written. In
// HTTP/2 nothing more can be written then; in HTTP/1.1 the second connection may
// already have been given out, and is closed before its buffer is flushed.
func (s *sending) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) {
			s.traced.Store(true)
			if s.wrote.Load() {
				s.repeated.Store(true)
				s.cancel()
			}
		},
		GotConn: func(info httptrace.GotConnInfo) {
			s.conn = info.Conn
			if q, ok := info.Conn.(*quiet); ok {
				q.lent.Add(1)
				s.before = q.written.Load()
			}
		},
		PutIdleConn: func(error) {
			if q, ok := s.conn.(*quiet); ok {
				q.done.Add(1)
			}
		},
		WroteHeaders: func() {
			if s.repeated.Load() {
				_ = s.conn.Close()
			}
			s.wrote.Store(true)
		},
	}
}

// Close gives the body up.
func (s *sending) Close() error {
	err := s.ReadCloser.Close()
	s.cancel()
	return err
}

// unsentKey is the key of a *bool in the context of a request: it is set when there
// is proof that the service processed nothing.
type unsentKey struct{}

// failed notes how far the request came and returns what went wrong.
func (s *sending) failed(ctx context.Context, err error) error {
	if s.repeated.Load() {
		err = errGivenBack
	}
	err, unprocessed := givenBack(err)
	if unsent, ok := ctx.Value(unsentKey{}).(*bool); ok {
		// HTTP/2 may still be about to write when a context has ended.
		unwritten := s.traced.Load() && !s.wrote.Load() && (s.conn == nil || ctx.Err() == nil)
		if q, ok := s.conn.(*quiet); ok && q.written.Load() == s.before {
			unwritten = true // the headers were to be written and none left
		}
		// The second connection, closed unused, does not prove that the first was.
		*unsent = unwritten && !s.repeated.Load() || unprocessed
	}
	return err
}

var errGivenBack = &refusal.Refusal{Code: "given_back", Sentence: "the service closed the connection or the stream before it responded"}

// givenBack reports whether the error proves that a request of HTTP/2 was not
// processed: its stream was refused, or is above the last one that the service
// says it looked at. It removes net/http's own advice from the text.
//
// net/http keeps only the text of these errors. Parts that the service chose
// are not looked at.
func givenBack(err error) (error, bool) {
	const (
		before = "http2: Transport: cannot retry err ["
		after  = "] after Request.Body was written; define Request.GetBody to avoid this error"
	)
	text := err.Error()
	if inner, found := strings.CutPrefix(text, before); found && strings.HasSuffix(inner, after) {
		text = strings.TrimSuffix(inner, after)
		err = errors.New(text)
	}
	refused := strings.HasPrefix(text, "stream error: stream ID ") && strings.HasSuffix(text, "; REFUSED_STREAM; received from peer")
	above := text == "http2: Transport received Server's graceful shutdown GOAWAY" ||
		strings.HasPrefix(text, "http2: Transport received GOAWAY from server ErrCode:") // only for the first stream
	return err, refused || above
}

// guardBody takes from net/http the means of repeating a request that may
// change something.
func guardBody(req *http.Request, class Class) {
	req.GetBody = nil
	if req.Body != nil || class == Read {
		return // once stops the repeats of a read; why it was given back does not matter
	}
	switch req.Method {
	case http.MethodGet, http.MethodHead, http.MethodDelete, http.MethodOptions:
		// With an empty body that net/http cannot have again, HTTP/2 says why a
		// request was given back instead of repeating it. HTTP/1.1 does not send it;
		// HTTP/2 sends an empty frame. Other methods would send it in chunks.
		req.Body = io.NopCloser(strings.NewReader(""))
	}
}
