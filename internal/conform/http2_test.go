package conform

import (
	"encoding/binary"
	"io"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/fake"
	"github.com/guichet-go/guichet/internal/rest"
)

// answerStream answers 200 with an empty JSON object.
func answerStream(c *fake.WireConn, stream uint32) {
	const endHeaders = 4
	head := append([]byte{0x88, 0x0f, 0x10, byte(len("application/json"))}, "application/json"...)
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(head))<<8|frameHeaders)
	frame = binary.BigEndian.AppendUint32(append(frame, endHeaders), stream)
	frame = append(append(frame, head...), 0, 0, 2, 0, flagEndStream)
	frame = binary.BigEndian.AppendUint32(frame, stream)
	_, _ = c.Write(append(frame, "{}"...))
}

// TestARequestThatHTTP2ReportsUnprocessedIsSentAgain covers the two ways in which
// HTTP/2 reports it, on a connection that was used before.
func TestARequestThatHTTP2ReportsUnprocessedIsSentAgain(t *testing.T) {
	const noError, refusedStream, internalError = 0, 7, 2
	refusals := map[string]func(c *fake.WireConn, stream uint32){
		"the stream is refused":                    resetStream(refusedStream),
		"the connection ended before":              goAway(-2, noError),
		"the connection ended before, in an error": goAway(-2, internalError),
	}
	calls := []rest.Call{
		{Op: "Read", Method: http.MethodGet, Class: rest.Read},
		{Op: "ReadEffect", Method: http.MethodGet, Class: rest.ReadEffect},
		{Op: "Delete", Method: http.MethodDelete, Class: rest.Write},
		{Op: "Replace", Method: http.MethodPut, Class: rest.Idempotent, Body: []byte(`{"a":1}`)},
		{Op: "Write", Method: http.MethodPost, Class: rest.Write, Body: []byte(`{"a":1}`)},
		{Op: "SignIn", Method: http.MethodPost, Class: rest.SignIn, Body: []byte(`{"a":1}`)},
	}
	for name, refuse := range refusals {
		for _, call := range calls {
			t.Run(call.Op+", "+name, func(t *testing.T) {
				var streams atomic.Int32
				client := openHTTP2(t, &streams, func(c *fake.WireConn, stream uint32) {
					if streams.Load() == 2 {
						refuse(c, stream)
					} else {
						answerStream(c, stream)
					}
				})
				first := rest.Call{Op: "Read", Method: http.MethodGet, Class: rest.Read, Route: "/x"}
				call.Route = "/x"
				for _, call := range []*rest.Call{&first, &call} {
					if err := client.Do(t.Context(), call, func([]byte) error { return nil }); err != nil {
						t.Errorf("the call ended with %v", err)
					}
				}
				if n := streams.Load(); n != 3 {
					t.Errorf("the server saw %d requests, not 3", n)
				}
			})
		}
	}
}

// TestReadsOfHTTP2HaveNoBodyAndShareOneConnection checks the frames of requests:
// the headers of a read end its stream.
func TestReadsOfHTTP2HaveNoBodyAndShareOneConnection(t *testing.T) {
	var streams, connections atomic.Int32
	wire, err := fake.ListenWire(func(c *fake.WireConn) {
		connections.Add(1)
		ends := func(kind, flags byte) bool {
			if kind == frameHeaders && flags&flagEndStream == 0 {
				t.Error("the headers are not the end of the request")
			}
			return kind == frameHeaders
		}
		read := func(in io.Reader) (uint32, error) { return readFrames(in, ends) }
		eachStream(read, answerStream)(c, &scene{seen: func() { streams.Add(1) }})
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = wire.Close() })
	client := clientOver(t, wire)
	for range 5 {
		call := rest.Call{Op: "Read", Method: http.MethodGet, Class: rest.Read, Route: "/x"}
		if err := client.Do(t.Context(), &call, func([]byte) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if streams.Load() != 5 || connections.Load() != 1 {
		t.Errorf("the server saw %d requests on %d connections", streams.Load(), connections.Load())
	}
}

func openHTTP2(t *testing.T, streams *atomic.Int32, play func(c *fake.WireConn, stream uint32)) *rest.Client {
	t.Helper()
	wire, err := fake.ListenWire(func(c *fake.WireConn) {
		eachStream(readStream, play)(c, &scene{seen: func() { streams.Add(1) }})
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = wire.Close() })
	return clientOver(t, wire)
}

func clientOver(t *testing.T, wire *fake.Wire) *rest.Client {
	t.Helper()
	client, err := rest.New(rest.Config{Service: "essai", BaseURL: "http://" + wire.Addr}, guichet.WithBackoff(noWait),
		guichet.WithHTTPClient(&http.Client{Transport: fault{http2: true}.route(wire.Addr)}))
	if err != nil {
		t.Fatal(err)
	}
	return client
}
