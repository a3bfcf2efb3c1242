package fake

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"sync"
)

// Wire is a listener for tests that write answers byte by byte. It can do what an HTTP server does not,
// such as stopping in the middle of a status line.
type Wire struct {
	// Addr is the address on which it listens, such as "127.0.0.1:40001".
	Addr string

	listener net.Listener
	plays    sync.WaitGroup

	mu     sync.Mutex
	closed bool
	open   map[*WireConn]bool
}

// WireConn is the server side of one connection of a [Wire]. It is closed when play returns.
type WireConn struct {
	net.Conn
	in *bufio.Reader
}

// ListenWire listens on a free port of the loopback interface. It calls play for each connection, in a
// new goroutine.
func ListenWire(play func(*WireConn)) (*Wire, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w := &Wire{Addr: listener.Addr().String(), listener: listener, open: map[*WireConn]bool{}}
	w.plays.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			w.plays.Go(func() { w.play(&WireConn{conn, bufio.NewReader(conn)}, play) })
		}
	})
	return w, nil
}

func (w *Wire) play(conn *WireConn, play func(*WireConn)) {
	defer conn.Close()
	w.mu.Lock()
	w.open[conn] = true
	closed := w.closed
	w.mu.Unlock()
	if !closed {
		play(conn)
	}
	w.mu.Lock()
	delete(w.open, conn)
	w.mu.Unlock()
}

// Close stops listening, cuts open connections, and waits until every play has returned.
func (w *Wire) Close() error {
	err := w.listener.Close()
	w.mu.Lock()
	w.closed = true
	for conn := range w.open {
		_ = conn.Close() // this ends its play
	}
	w.mu.Unlock()
	w.plays.Wait()
	return err
}

// Arrived waits for the first byte of a request without consuming it.
func (c *WireConn) Arrived() error {
	_, err := c.in.Peek(1)
	return err
}

// Read reads the bytes that arrive.
func (c *WireConn) Read(p []byte) (int, error) { return c.in.Read(p) }

// Begun reads the headers of a request and the first byte of its body, if it has one.
func (c *WireConn) Begun() error {
	r, err := http.ReadRequest(c.in)
	if err == nil && r.ContentLength != 0 {
		_, err = io.ReadFull(r.Body, make([]byte, 1))
	}
	return err
}

// Request reads the next request with its body.
func (c *WireConn) Request() (*http.Request, error) {
	r, err := http.ReadRequest(c.in)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return r, nil
}

// Hold waits until the client closes the connection.
func (c *WireConn) Hold() { _, _ = io.Copy(io.Discard, c.in) }

// Reset closes the connection with a TCP reset.
func (c *WireConn) Reset() {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}
