package fake

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"sync"
)

// Wire is a listener whose connections are played by hand, byte for byte: it does what no HTTP server
// does by itself, such as ending in the middle of a status line.
type Wire struct {
	// Addr is where it listens, such as "127.0.0.1:40001".
	Addr string

	listener net.Listener
	plays    sync.WaitGroup

	mu     sync.Mutex
	closed bool
	open   map[*WireConn]bool
}

// WireConn is one connection of a [Wire], seen from the server. It is closed when its play has returned.
type WireConn struct {
	net.Conn
	in *bufio.Reader
}

// ListenWire listens on a free port of the loopback interface. play is called once for each connection,
// each in a goroutine of its own.
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

// Close stops listening, cuts the connections still open, and returns when every play has.
func (w *Wire) Close() error {
	err := w.listener.Close()
	w.mu.Lock()
	w.closed = true
	for conn := range w.open {
		_ = conn.Close() // its play notices
	}
	w.mu.Unlock()
	w.plays.Wait()
	return err
}

// Arrived waits for the first byte of a request, and leaves it where it is.
func (c *WireConn) Arrived() error {
	_, err := c.in.Peek(1)
	return err
}

// Read reads what arrives, byte for byte.
func (c *WireConn) Read(p []byte) (int, error) { return c.in.Read(p) }

// Begun reads the headers of a request and the first byte of its body, when it has one.
func (c *WireConn) Begun() error {
	r, err := http.ReadRequest(c.in)
	if err == nil && r.ContentLength != 0 {
		_, err = io.ReadFull(r.Body, make([]byte, 1))
	}
	return err
}

// Request reads the next request, its body included.
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

// Hold waits until the client gives the connection up.
func (c *WireConn) Hold() { _, _ = io.Copy(io.Discard, c.in) }

// Reset ends the connection with a reset in place of an orderly end.
func (c *WireConn) Reset() {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}
