package conform

import (
	"encoding/binary"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"

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
	c.Hold()
}

// TestWhatTheServerSaysItDidNotTouchIsSentAgain is about the two ways in which
// HTTP/2 says so. A read with a side effect is not sent again even then.
func TestWhatTheServerSaysItDidNotTouchIsSentAgain(t *testing.T) {
	refusals := map[string]func(c *fake.WireConn, stream uint32){
		"the stream is refused": func(c *fake.WireConn, stream uint32) {
			const refusedStream = 7
			writeFrame(c, frameReset, stream, binary.BigEndian.AppendUint32(nil, refusedStream))
			if again, err := readStream(c); err == nil {
				answerStream(c, again)
			}
		},
		"the connection ended before": func(c *fake.WireConn, _ uint32) { goAway(c, 0); c.Hold() },
	}
	calls := []struct {
		call rest.Call
		want error
	}{
		{rest.Call{Op: "Read", Method: http.MethodGet, Class: rest.Read}, nil},
		{rest.Call{Op: "Write", Method: http.MethodPost, Class: rest.Write, Body: []byte(`{"a":1}`)}, nil},
		{rest.Call{Op: "ReadEffect", Method: http.MethodGet, Class: rest.ReadEffect}, rest.ErrUnknownOutcome},
	}
	for name, refuse := range refusals {
		for _, test := range calls {
			t.Run(test.call.Op+", "+name, func(t *testing.T) {
				var streams atomic.Int32
				play := afterStream(func(c *fake.WireConn, stream uint32) {
					if streams.Load() == 1 {
						refuse(c, stream)
					} else {
						answerStream(c, stream)
					}
				})
				wire, err := fake.ListenWire(func(c *fake.WireConn) { play(c, &scene{seen: func() { streams.Add(1) }}) })
				if err != nil {
					t.Fatal(err)
				}
				defer wire.Close()
				client, err := rest.New(rest.Config{Service: "essai", BaseURL: "http://" + wire.Addr}, rest.WithBackoff(noWait),
					rest.WithHTTPClient(&http.Client{Transport: fault{http2: true}.route(wire.Addr)}))
				if err != nil {
					t.Fatal(err)
				}
				test.call.Route = "/x"
				if err := client.Do(t.Context(), &test.call, func([]byte) error { return nil }); !errors.Is(err, test.want) {
					t.Errorf("the call ended with %v", err)
				}
			})
		}
	}
}
