package rest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"testing"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// TestARepeatByNetHTTPIsStopped plays net/http, which looks for
// another connection after the headers were written. A pipe is that connection.
func TestARepeatByNetHTTPIsStopped(t *testing.T) {
	ours, theirs := net.Pipe()
	defer theirs.Close()
	_ = ours.SetDeadline(time.Unix(1, 0)) // nobody reads
	ours = rest.Quiet(ours)               // that nothing is written to it proves nothing of the first
	client := offline(t, func(r *http.Request) (*http.Response, error) {
		trace := httptrace.ContextClientTrace(r.Context())
		for range 2 {
			trace.GetConn("service.example.fr:443")
			trace.GotConn(httptrace.GotConnInfo{Conn: ours})
			trace.WroteHeaders()
		}
		if _, err := ours.Write([]byte("x")); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("the second connection can still be written to (%v)", err)
		}
		if r.Context().Err() == nil {
			t.Error("the request has not ended")
		}
		return nil, r.Context().Err()
	}, guichet.WithRetries(0))
	e := failure(t, do(t.Context(), client, newCall(rest.Write)))
	if e.Sent != guichet.MaybeSent || errors.Is(e, context.Canceled) {
		t.Errorf("the error is %+v", *e)
	}
}

// TestNetHTTPMayChangeConnectionBeforeWriting plays
// net/http, whose first connection turned out to be dead.
func TestNetHTTPMayChangeConnectionBeforeWriting(t *testing.T) {
	client := offline(t, func(r *http.Request) (*http.Response, error) {
		trace := httptrace.ContextClientTrace(r.Context())
		trace.GetConn("service.example.fr:443")
		trace.GetConn("service.example.fr:443")
		trace.WroteHeaders()
		return answer(200, nil, goodThing), r.Context().Err()
	})
	if err := do(t.Context(), client, newCall(rest.Write)); err != nil {
		t.Error(err)
	}
}

// TestACancelledCallMayHaveBeenSentOnceItHadAConnection is about HTTP/2, which may
// write the headers after RoundTrip has returned.
func TestACancelledCallMayHaveBeenSentOnceItHadAConnection(t *testing.T) {
	for connected, want := range map[bool]guichet.Sent{false: guichet.NotSent, true: guichet.MaybeSent} {
		ctx, cancel := context.WithCancel(t.Context())
		client := offline(t, func(r *http.Request) (*http.Response, error) {
			trace := httptrace.ContextClientTrace(r.Context())
			trace.GetConn("service.example.fr:443")
			if connected {
				trace.GotConn(httptrace.GotConnInfo{Conn: &net.TCPConn{}})
			}
			cancel()
			return nil, context.Canceled
		})
		if e := failure(t, do(ctx, client, newCall(rest.Write))); e.Sent != want {
			t.Errorf("connected %t: the error says %v, not %v", connected, e.Sent, want)
		}
	}
}

// TestNetHTTPCannotReplayARequest checks the request that the transport gets.
func TestNetHTTPCannotReplayARequest(t *testing.T) {
	for _, method := range []string{"GET", "HEAD", "DELETE", "OPTIONS", "POST", "PUT", "PATCH"} {
		for _, class := range []rest.Class{rest.Read, rest.ReadEffect, rest.Idempotent, rest.Write, rest.SignIn} {
			for _, body := range []string{"", "{}"} {
				client := offline(t, func(r *http.Request) (*http.Response, error) {
					if r.GetBody != nil {
						t.Errorf("%s of class %d, body %q: it has a GetBody", method, class, body)
					}
					if class == rest.Read && body == "" && r.Body != nil {
						t.Errorf("%s: a read has a body", method)
					}
					if r.ContentLength != int64(len(body)) {
						t.Errorf("%s of class %d: the length is %d", method, class, r.ContentLength)
					}
					return answer(200, nil, goodThing), nil
				})
				call := rest.NewCall(class, "Things.Act", method+" /things")
				if body != "" {
					call.Body = []byte(body)
				}
				if err := client.Do(t.Context(), call, nil); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// TestARequestWithoutABodySendsNone is about HTTP/1.1.
func TestARequestWithoutABodySendsNone(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	client := open(t, s.URL)
	for _, class := range []rest.Class{rest.Read, rest.ReadEffect, rest.Idempotent, rest.Write, rest.SignIn} {
		for _, method := range []string{"GET", "HEAD", "DELETE", "OPTIONS", "POST"} {
			if err := client.Do(t.Context(), rest.NewCall(class, "Things.Act", method+" /things"), nil); err != nil {
				t.Error(err)
			}
		}
	}
	for _, r := range s.seen() {
		length := r.Header.Get("Content-Length")
		if r.ContentLength != 0 || len(r.TransferEncoding) != 0 || length != "" && length != "0" || r.Method != "POST" && length != "" {
			t.Errorf("%s was sent with a length of %q and %v", r.Method, length, r.TransferEncoding)
		}
	}
	if n := s.connections(); n != 1 {
		t.Errorf("there were %d connections", n)
	}
}
