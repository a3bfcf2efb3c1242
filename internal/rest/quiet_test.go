package rest_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/internal/rest"
)

// captured is what the program's log says from now to the end of the test.
func captured(t *testing.T) func() string {
	t.Helper()
	var mu sync.Mutex
	var text bytes.Buffer
	before := log.Writer()
	log.SetOutput(writer(func(p []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return text.Write(p)
	}))
	t.Cleanup(func() { log.SetOutput(before) })
	return func() string { mu.Lock(); defer mu.Unlock(); return text.String() }
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// answers are ways of writing the same answer to a GET.
func answers(body string) map[string]string {
	chunks := "5\r\n" + body[:5] + "\r\n" + "1;a=b\r\n" + body[5:6] + "\r\n" + hexLen(body[6:]) + "\r\n" + body[6:] + "\r\n"
	return map[string]string{
		"a length":                  "HTTP/1.1 200 OK\r\nContent-Length: " + decLen(body) + "\r\n\r\n" + body,
		"a length in small letters": "HTTP/1.1 200 OK\ncontent-length:" + decLen(body) + "\n\n" + body,
		"chunks":                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n",
		"chunks and a trailer":      "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\nTrailer: A\r\n\r\n" + chunks + "0;x\r\nA: b\r\n\r\n",
		"an interim answer":         "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: " + decLen(body) + "\r\n\r\n" + body,
		"a long header":             "HTTP/1.1 200 OK\r\nX-Long: " + strings.Repeat("a", 9000) + "\r\nContent-Length: " + decLen(body) + "\r\n\r\n" + body,
	}
}

func decLen(s string) string { return strconv.FormatInt(int64(len(s)), 10) }
func hexLen(s string) string { return strconv.FormatInt(int64(len(s)), 16) }

// TestDataAfterAnAnswerIsNotLogged sends more data after every form of an answer,
// in one piece and in pieces of a few bytes. Where no more data comes, it sends
// two requests on one connection.
func TestDataAfterAnAnswerIsNotLogged(t *testing.T) {
	logged := captured(t)
	for _, size := range []int{1, 7, 1 << 20} {
		for _, body := range []string{goodThing, `{"thing":{"id":7,"a":"` + strings.Repeat("é", 20_000) + `"}}`} {
			for name, answer := range answers(body) {
				for _, more := range []string{"", "HTTP/1.1 200 OK\r\nX-Token: canari\r\nContent-Length: 0\r\n\r\n", "canari", "\r\n"} {
					var ended sync.WaitGroup
					ended.Add(1)
					var connections atomic.Int32
					wire, err := fake.ListenWire(func(c *fake.WireConn) {
						if connections.Add(1) == 1 {
							defer ended.Done()
						}
						for {
							if _, err := c.Request(); err != nil {
								return
							}
							inPieces(c, answer+more, size)
						}
					})
					if err != nil {
						t.Fatal(err)
					}
					client := open(t, "http://"+wire.Addr, guichet.WithRetries(0))
					asked := 1
					if more == "" {
						asked = 3
					}
					for range asked {
						if err := do(t.Context(), client, newCall(rest.Read)); err != nil {
							t.Errorf("%s, %d bytes, in pieces of %d: %v", name, len(body), size, err)
						}
					}
					if more == "" {
						_ = wire.Close()
					}
					ended.Wait()
					_ = wire.Close()
					if connections.Load() != 1 {
						t.Errorf("%s: there were %d connections", name, connections.Load())
					}
				}
			}
		}
	}
	if text := logged(); text != "" {
		t.Errorf("the log says %s", text)
	}
}

func inPieces(w io.Writer, text string, size int) {
	for len(text) > 0 {
		n := min(size, len(text))
		if len(text) > 2000 && size < 100 {
			n = min(997, len(text)) // the head is in small pieces
		}
		if _, err := io.WriteString(w, text[:n]); err != nil {
			return
		}
		text = text[n:]
	}
}

// TestDataAfterAnAnswerWithoutABodyIsNotLogged covers the answers to a HEAD, a 204
// and a 304.
func TestDataAfterAnAnswerWithoutABodyIsNotLogged(t *testing.T) {
	logged := captured(t)
	for method, answer := range map[string]string{
		"HEAD":   "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n",
		"DELETE": "HTTP/1.1 204 No Content\r\n\r\n",
		"GET":    "HTTP/1.1 304 Not Modified\r\n\r\n",
	} {
		for _, more := range []string{"", "HTTP/1.1 200 OK\r\nX-Token: canari\r\n\r\n"} {
			var ended sync.WaitGroup
			ended.Add(1)
			wire, err := fake.ListenWire(func(c *fake.WireConn) {
				defer ended.Done()
				for {
					if _, err := c.Request(); err != nil {
						return
					}
					_, _ = io.WriteString(c, answer+more)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			client := open(t, "http://"+wire.Addr, guichet.WithRetries(0))
			for range 2 {
				_ = client.Do(t.Context(), rest.NewCall(rest.Write, "Things.Act", method+" /things"), nil)
				if more != "" {
					break
				}
			}
			if more == "" {
				_ = wire.Close()
			}
			ended.Wait() // a second connection would end it twice
			_ = wire.Close()
		}
	}
	if text := logged(); text != "" {
		t.Errorf("the log says %s", text)
	}
}

// TestOurTransportSpeaksTLSWithHTTP1AndHTTP2 checks what net/http does by default:
// HTTP/2, reused connections, a refused certificate.
func TestOurTransportSpeaksTLSWithHTTP1AndHTTP2(t *testing.T) {
	logged := captured(t)
	for _, http2 := range []bool{false, true} {
		var connections atomic.Int32
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if (r.ProtoMajor == 2) != http2 {
				t.Errorf("HTTP/2 %t: the request came as %s", http2, r.Proto)
			}
			good(w)
		}))
		server.EnableHTTP2 = http2
		server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				connections.Add(1)
			}
		}
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.StartTLS()
		t.Cleanup(server.Close)
		roots := x509.NewCertPool()
		roots.AddCert(server.Certificate())
		transport := rest.OwnTransport()
		transport.TLSClientConfig = &tls.Config{RootCAs: roots}
		client := open(t, server.URL, guichet.WithRetries(0), guichet.WithHTTPClient(&http.Client{Transport: transport}))
		for range 4 {
			if err := do(t.Context(), client, newCall(rest.Read)); err != nil {
				t.Error(err)
			}
		}
		if n := connections.Load(); n != 1 {
			t.Errorf("HTTP/2 %t: there were %d connections", http2, n)
		}
		transport.CloseIdleConnections()
		stranger := open(t, server.URL)
		var authority x509.UnknownAuthorityError
		if e := failure(t, do(t.Context(), stranger, newCall(rest.Write))); !errors.As(e, &authority) || e.Sent != guichet.NotSent || e.Attempts != 1 {
			t.Errorf("HTTP/2 %t: the error is %+v", http2, *e)
		}
	}
	if text := logged(); text != "" {
		t.Errorf("the log says %s", text)
	}
}

// TestDataAfterAnAnswerOverTLSIsNotLogged sends the answer and more data in one
// TLS record.
func TestDataAfterAnAnswerOverTLSIsNotLogged(t *testing.T) {
	logged := captured(t)
	server := httptest.NewTLSServer(nil)
	certificates, roots := server.TLS.Certificates, x509.NewCertPool()
	roots.AddCert(server.Certificate())
	server.Close()
	var ended sync.WaitGroup
	ended.Add(1)
	wire, err := fake.ListenWire(func(c *fake.WireConn) {
		defer ended.Done()
		secure := tls.Server(c, &tls.Config{Certificates: certificates})
		if _, err := http.ReadRequest(bufio.NewReader(secure)); err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(secure, answers(goodThing)["a length"]+"HTTP/1.1 200 OK\r\nX-Token: canari\r\n\r\n")
		_, _ = io.Copy(io.Discard, secure)
	})
	if err != nil {
		t.Fatal(err)
	}
	transport := rest.OwnTransport()
	transport.TLSClientConfig = &tls.Config{RootCAs: roots}
	client := open(t, "https://"+wire.Addr, guichet.WithRetries(0), guichet.WithHTTPClient(&http.Client{Transport: transport}))
	if err := do(t.Context(), client, newCall(rest.Read)); err != nil {
		t.Error(err)
	}
	ended.Wait()
	_ = wire.Close()
	if text := logged(); text != "" {
		t.Errorf("the log says %s", text)
	}
}

// deaf is a connection that takes nothing from some moment on.
type deaf struct {
	net.Conn
	since *atomic.Bool
}

func (d deaf) Write(p []byte) (int, error) {
	if d.since.Load() {
		return 0, &net.OpError{Op: "write", Err: io.ErrClosedPipe}
	}
	return d.Conn.Write(p)
}

// TestAWriteOnADeadConnectionIsSentAgain uses a kept connection that accepts no
// bytes any more: net/http would have repeated the request itself.
func TestAWriteOnADeadConnectionIsSentAgain(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { good(w) })
	for _, class := range []rest.Class{rest.Read, rest.ReadEffect, rest.Write} {
		before := len(s.seen())
		since, dialled := new(atomic.Bool), new(atomic.Int32)
		client := open(t, s.URL, guichet.WithRetries(1), guichet.WithHTTPClient(&http.Client{Transport: rest.Quieted(func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := new(net.Dialer).DialContext(ctx, network, addr)
			if dialled.Add(1) == 1 {
				return deaf{conn, since}, err
			}
			return conn, err
		})}))
		for i := range 2 {
			if err := do(t.Context(), client, newCall(class)); err != nil {
				t.Errorf("class %d, call %d: %v", class, i, err)
			}
			since.Store(true)
		}
		// net/http may have opened one more, on which it was not let repeat a read.
		if n := len(s.seen()) - before; n != 2 || dialled.Load() < 2 {
			t.Errorf("class %d: the server saw %d requests over %d connections", class, n, dialled.Load())
		}
	}
}
