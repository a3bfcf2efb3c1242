package conform

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet/internal/fake"
)

// fault is one fault of the matrix. A listener of its own plays it on each
// connection.
type fault struct {
	name  string
	group string
	// dial replaces dialling the listener, for faults before a connection.
	dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// secure makes the client use TLS.
	secure bool
	// proxied makes the client use the listener as its proxy.
	proxied bool
	// http2 makes the client use HTTP/2.
	http2 bool
	// told says that net/http reports why the request was returned unread, for
	// any body.
	told bool
	// kept makes the client send over a connection that was used before.
	kept bool
	// status of the answer, 0 for none.
	status int
	// wait is the Retry-After of the answer, for which the client waits.
	wait time.Duration
	// left is the time that the call has, 0 for no limit.
	left time.Duration
	// begun is the error of a context that ended before the call.
	begun error
	// unframed says that neither length nor chunks show that the body was cut.
	unframed bool
	// empty says that no byte of the body arrived.
	empty bool
	// headed says that all headers of a good answer arrive.
	headed bool
	// compressed answers are sent only to clients that accept them.
	compressed bool
	// play serves one connection.
	play func(c *fake.WireConn, s *scene)
}

// scene is the data that play uses.
type scene struct {
	head   string      // the first lines of a good answer
	body   string      // the body of a good answer
	refuse string      // the whole answer that refuses the credential
	seen   func()      // counts a request that may have been processed
	end    func(error) // ends the context of the call
}

// faults returns all faults of the matrix.
func faults() []fault {
	list := append(unsentFaults(), http2Faults()...)
	list = append(list,
		fault{name: "reset before the request is read", group: brokenOff, play: func(c *fake.WireConn, s *scene) {
			if c.Arrived() == nil {
				s.seen()
				c.Reset()
			}
		}},
		fault{name: "reset in the body of the request", group: brokenOff, play: func(c *fake.WireConn, s *scene) {
			if c.Begun() == nil {
				s.seen()
				c.Reset()
			}
		}},
		fault{name: "reset after the request was read", group: brokenOff, play: afterRequest(func(c *fake.WireConn, _ *scene) { c.Reset() })},
		fault{name: "a kept connection that closes", group: brokenOff, kept: true, play: closeKept},
	)
	for _, k := range cuts() {
		list = append(list, fault{
			name: "cut " + k.name, group: brokenOff, unframed: k.unframed, compressed: strings.HasPrefix(k.name, "compressed"),
			empty: strings.HasSuffix(k.name, "at once"), headed: strings.Contains(k.bytes("{}"), "\r\n\r\n"),
			play: afterRequest(func(c *fake.WireConn, s *scene) {
				_, _ = io.WriteString(c, strings.Replace(k.bytes(s.body), jsonHead, s.head, 1))
			}),
		})
	}
	for _, group := range []string{slowRequest, tooMany, failed, gateway, cdn} {
		for _, status := range groupOf(group).statuses {
			list = append(list, answers(group, status, 0), answers(group, status, 7*time.Second))
		}
	}
	page := fault{name: "HTML with 200", group: aPage, status: 200, play: afterRequest(func(c *fake.WireConn, _ *scene) {
		_, _ = io.WriteString(c, answerBytes(200, "text/html; charset=utf-8", "<!DOCTYPE html><title>Connexion</title>", 0))
	})}
	refused := fault{name: "401", group: refusedEach, status: 401, play: afterRequest(func(c *fake.WireConn, s *scene) {
		_, _ = io.WriteString(c, s.refuse)
	})}
	short := fault{name: "503 whose body is cut", group: failed, status: 503, play: afterRequest(func(c *fake.WireConn, _ *scene) {
		_, _ = io.WriteString(c, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 9\r\n\r\n{")
	})}
	hurried := answers(noTimeLeft, 429, 30*time.Second)
	hurried.left = 20 * time.Second
	return append(append(list, page, refused, short, answers(tooLong, 429, 24*time.Hour), hurried), endingFaults()...)
}

// answers returns a fault that answers with a status, and with Retry-After
// unless wait is 0.
func answers(group string, status int, wait time.Duration) fault {
	name := strconv.Itoa(status)
	if wait > 0 {
		name += " with Retry-After: " + strconv.Itoa(int(wait/time.Second))
	}
	return fault{name: name, group: group, status: status, wait: wait, play: afterRequest(func(c *fake.WireConn, _ *scene) {
		_, _ = io.WriteString(c, answerBytes(status, "application/json", "{}", wait))
	})}
}

func answerBytes(status int, contentType, body string, wait time.Duration) string {
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", contentType)
	if wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)))
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
	return written(w)
}

// endingFaults returns the faults in which the deadline passes or the caller
// cancels.
func endingFaults() []fault {
	silence := func(cause error) func(*fake.WireConn, *scene) {
		return afterRequest(func(c *fake.WireConn, s *scene) {
			s.end(cause)
			c.Hold()
		})
	}
	return []fault{
		{name: "no answer before the deadline", group: timeIsUp, play: silence(context.DeadlineExceeded)},
		{name: "a body that never ends", group: timeIsUp, play: afterRequest(func(c *fake.WireConn, s *scene) {
			_, _ = fmt.Fprintf(c, "%sContent-Length: %d\r\n\r\n%s", s.head, len(s.body)+1, s.body)
			s.end(context.DeadlineExceeded)
			c.Hold()
		})},
		{name: "cancelled before the answer", group: cancelled, play: silence(context.Canceled)},
		{name: "cancelled before the call", group: neverBegun, begun: context.Canceled, play: afterRequest(func(*fake.WireConn, *scene) {})},
	}
}

// afterRequest calls play after a whole request was read.
func afterRequest(play func(c *fake.WireConn, s *scene)) func(*fake.WireConn, *scene) {
	return func(c *fake.WireConn, s *scene) {
		if _, err := c.Request(); err == nil {
			s.seen()
			play(c, s)
		}
	}
}

// warmUp is the path of the request that prepares a kept connection.
const warmUp = "/warm-up"

// closeKept answers the first request on a connection and closes it at the
// next.
func closeKept(c *fake.WireConn, s *scene) {
	for {
		r, err := c.Request()
		if err != nil {
			return
		}
		if r.URL.Path != warmUp {
			s.seen()
			return
		}
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
	}
}

// route returns the transport that sends requests to the listener at addr.
func (f fault) route(addr string) http.RoundTripper {
	dial := f.dial
	if dial == nil {
		dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, addr)
		}
	}
	transport := &http.Transport{DialContext: dial, DisableKeepAlives: !f.kept && !f.http2}
	if f.proxied {
		transport.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: addr})
	}
	if f.http2 {
		transport.Protocols = new(http.Protocols)
		transport.Protocols.SetUnencryptedHTTP2(true)
	}
	switch {
	case f.secure:
		return overTLS{transport}
	case f.kept:
		return warmed{transport}
	}
	return transport
}

// overTLS sends every request over TLS.
type overTLS struct{ next http.RoundTripper }

func (o overTLS) RoundTrip(r *http.Request) (*http.Response, error) {
	secure := r.Clone(r.Context())
	secure.URL.Scheme = "https"
	return o.next.RoundTrip(secure)
}

// warmed sends each request over a connection that was used before.
type warmed struct{ next *http.Transport }

func (w warmed) RoundTrip(r *http.Request) (*http.Response, error) {
	first, err := http.NewRequest(http.MethodGet, "http://"+r.URL.Host+warmUp, nil)
	if err != nil {
		return nil, err
	}
	resp, err := w.next.RoundTrip(first)
	if err != nil {
		return nil, err
	}
	_, err = io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		return nil, err
	}
	return w.next.RoundTrip(r)
}
