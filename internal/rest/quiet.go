package rest

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// transport is the way of a client that was given none.
func transport() *http.Transport {
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}
	t := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          100,
		MaxIdleConnsPerHost:   32,
		IdleConnTimeout:       90 * time.Second,
		ResponseHeaderTimeout: 60 * time.Second,
		TLSHandshakeTimeout:   handshakeTimeout, // behind a proxy
		ReadBufferSize:        readBuffer,
	}
	t.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &quiet{Conn: conn}, nil
	}
	t.DialTLSContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return handshake(ctx, conn, addr, t.TLSClientConfig)
	}
	return t
}

const (
	readBuffer       = 4 << 10
	handshakeTimeout = 10 * time.Second
)

// handshake returns a quiet connection, or a *tls.Conn for HTTP/2: net/http
// recognises it by that, and logs nothing of it.
func handshake(ctx context.Context, conn net.Conn, addr string, config *tls.Config) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	config = config.Clone()
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(addr)
	}
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	if secure.ConnectionState().NegotiatedProtocol == "h2" {
		return secure, nil
	}
	return &quiet{Conn: secure}, nil
}

// quiet is a connection of HTTP/1.1 on which nothing comes unasked. net/http
// writes what it finds after an answer into the log of the whole program, and a
// service that repeats a secret there would have it shown. So net/http gets no
// more than belongs to the answer under way, and what comes between two answers
// is the end of the connection.
//
// It only decides how much one Read gives. Where it does not understand an
// answer, net/http still gets every byte of it.
type quiet struct {
	net.Conn
	lent, asked, done atomic.Int64 // how often net/http took it for a request, wrote one, put it back
	written           atomic.Int64
	foreign           atomic.Bool // it speaks something else, such as TLS to a service behind a proxy

	buffer     [readBuffer]byte
	start, end int
	answer     framing
	answerOf   int64 // the request that the answer belongs to
	over       bool
}

// Write notes that a request was written. Before net/http has taken the
// connection for a request it speaks to a proxy, with CONNECT or not in HTTP.
func (q *quiet) Write(p []byte) (int, error) {
	lent := q.lent.Load()
	if lent == 0 && len(p) > 0 && (p[0] < 'A' || p[0] > 'Z') {
		q.foreign.Store(true)
	}
	q.asked.Store(max(1, lent))
	// Counted first: the answer may be there before Write returns, and a request
	// that was read must never be taken for one that did not leave.
	q.written.Add(int64(len(p)))
	n, err := q.Conn.Write(p)
	q.written.Add(int64(n - len(p)))
	return n, err
}

// Read gives what net/http may see. One goroutine calls it at a time.
func (q *quiet) Read(p []byte) (int, error) {
	left := q.start < q.end
	switch {
	case q.over:
		return 0, io.EOF
	case left:
	case q.foreign.Load() || q.answering() && q.answer.whole(len(p)):
		n, err := q.Conn.Read(q.answer.limit(p))
		q.answer.skip(n)
		return n, err
	default:
		n, err := q.Conn.Read(q.buffer[:])
		if q.start, q.end = 0, n; n == 0 {
			return 0, err
		} // an error that came with bytes comes again
	}
	if !q.foreign.Load() && !q.belongs(left) {
		q.over = true
		return 0, io.EOF
	}
	n := copy(p, q.buffer[q.start:q.end])
	if !q.foreign.Load() {
		n = q.answer.next(p[:n])
	}
	q.start += n
	return n, nil
}

// answering reports whether the answer to the last request is being read.
func (q *quiet) answering() bool {
	asked := q.asked.Load()
	return asked > q.done.Load() && asked == q.answerOf
}

// belongs reports whether the bytes in the buffer are of an answer that was
// asked for. Those that are left of the one before are not.
func (q *quiet) belongs(left bool) bool {
	asked := q.asked.Load()
	if asked <= q.done.Load() {
		return false
	}
	if asked != q.answerOf {
		if left {
			return false
		}
		q.answer, q.answerOf = framing{}, asked
	}
	return true
}
