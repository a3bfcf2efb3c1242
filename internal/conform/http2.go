package conform

import (
	"encoding/binary"
	"io"

	"github.com/guichet-go/guichet/internal/fake"
)

// Types of HTTP/2 frames, and the flag of the last one of a request.
const (
	frameHeaders, frameReset, frameSettings, frameGoAway = 1, 3, 4, 7

	flagEndStream = 1
)

const http2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

// afterStream plays once a request of HTTP/2 was read whole. Its headers are
// passed over unread.
func afterStream(play func(c *fake.WireConn, stream uint32)) func(*fake.WireConn, *scene) {
	return func(c *fake.WireConn, s *scene) {
		if _, err := io.ReadFull(c, make([]byte, len(http2Preface))); err != nil {
			return
		}
		writeFrame(c, frameSettings, 0, nil)
		if stream, err := readStream(c); err == nil {
			s.seen()
			play(c, stream)
		}
	}
}

// readStream reads frames to the end of a request and returns its number.
func readStream(in io.Reader) (stream uint32, err error) {
	for {
		var head [9]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return 0, err
		}
		size := binary.BigEndian.Uint32(head[:4]) >> 8
		if _, err := io.CopyN(io.Discard, in, int64(size)); err != nil {
			return 0, err
		}
		if kind, flags := head[3], head[4]; kind <= frameHeaders && flags&flagEndStream != 0 {
			return binary.BigEndian.Uint32(head[5:]), nil
		}
	}
}

func writeFrame(out io.Writer, kind byte, stream uint32, payload []byte) {
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(payload))<<8|uint32(kind))
	frame = binary.BigEndian.AppendUint32(append(frame, 0), stream)
	_, _ = out.Write(append(frame, payload...))
}

// resetStream gives a request up after some of it may have been done.
func resetStream(c *fake.WireConn, stream uint32) {
	const internalError = 2
	writeFrame(c, frameReset, stream, binary.BigEndian.AppendUint32(nil, internalError))
	c.Hold()
}

// goAway ends the connection and says that the request may have been processed.
func goAway(c *fake.WireConn, stream uint32) {
	writeFrame(c, frameGoAway, 0, binary.BigEndian.AppendUint64(nil, uint64(stream)<<32))
}
