package conform

import (
	"encoding/binary"
	"io"

	"github.com/guichet-go/guichet/internal/fake"
)

// Types of HTTP/2 frames, and the flag of the last frame of a request.
const (
	frameHeaders, frameReset, frameSettings, frameGoAway = 1, 3, 4, 7

	flagEndStream = 1
)

const http2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

// errorCodes are the error codes of RFC 9113, in order from 0.
var errorCodes = []string{
	"NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
	"FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
	"INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
}

// http2Faults returns a reset with each code, before and after the request was
// read, and the ways in which a connection ends.
func http2Faults() (list []fault) {
	for code, name := range errorCodes {
		group := brokenOff
		if name == "REFUSED_STREAM" {
			group = givenBack
		}
		list = append(list,
			fault{name: "HTTP/2: reset with " + name + " before the request was read", group: group, http2: true, play: eachStream(readHead, resetStream(code))},
			fault{name: "HTTP/2: reset with " + name + " after the request was read", group: group, http2: true, play: eachStream(readStream, resetStream(code))})
	}
	const noError, calm = 0, 11
	return append(list,
		fault{name: "HTTP/2: the connection ends at the request", group: brokenOff, http2: true, play: eachStream(readStream, goAway(0, noError))},
		fault{name: "HTTP/2: the connection ends at the request with ENHANCE_YOUR_CALM", group: brokenOff, http2: true, play: eachStream(readStream, goAway(0, calm))},
		fault{name: "HTTP/2: the connection ends before the request", group: givenBack, http2: true, play: eachStream(readStream, goAway(-2, noError))},
		fault{name: "HTTP/2: the connection ends before the request with ENHANCE_YOUR_CALM", group: givenBack, http2: true, told: true, play: eachStream(readStream, goAway(-2, calm))})
}

// eachStream calls play for each request of a connection, after read has read
// its part of the request. It does not decode headers.
func eachStream(read func(io.Reader) (uint32, error), play func(c *fake.WireConn, stream uint32)) func(*fake.WireConn, *scene) {
	return func(c *fake.WireConn, s *scene) {
		if _, err := io.ReadFull(c, make([]byte, len(http2Preface))); err != nil {
			return
		}
		writeFrame(c, frameSettings, 0, nil)
		for {
			stream, err := read(c)
			if err != nil {
				return
			}
			s.seen()
			play(c, stream)
		}
	}
}

// readHead reads frames up to the headers of a request and returns its number.
func readHead(in io.Reader) (stream uint32, err error) {
	return readFrames(in, func(kind, _ byte) bool { return kind == frameHeaders })
}

// readStream reads frames to the end of a request and returns its number.
func readStream(in io.Reader) (stream uint32, err error) {
	return readFrames(in, func(kind, flags byte) bool { return kind <= frameHeaders && flags&flagEndStream != 0 })
}

// readFrames reads frames up to the first one for which ends is true.
func readFrames(in io.Reader, ends func(kind, flags byte) bool) (stream uint32, err error) {
	for {
		var head [9]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return 0, err
		}
		size := binary.BigEndian.Uint32(head[:4]) >> 8
		if _, err := io.CopyN(io.Discard, in, int64(size)); err != nil {
			return 0, err
		}
		if ends(head[3], head[4]) {
			return binary.BigEndian.Uint32(head[5:]), nil
		}
	}
}

func writeFrame(out io.Writer, kind byte, stream uint32, payload []byte) {
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(payload))<<8|uint32(kind))
	frame = binary.BigEndian.AppendUint32(append(frame, 0), stream)
	_, _ = out.Write(append(frame, payload...))
}

// resetStream resets the stream of a request.
func resetStream(code int) func(c *fake.WireConn, stream uint32) {
	return func(c *fake.WireConn, stream uint32) {
		writeFrame(c, frameReset, stream, binary.BigEndian.AppendUint32(nil, uint32(code)))
	}
}

// goAway ends the connection. As the last stream that may have been processed it
// names the one that was read plus away, which is 0 or negative.
func goAway(away int, code uint32) func(c *fake.WireConn, stream uint32) {
	return func(c *fake.WireConn, stream uint32) {
		last := max(0, int(stream)+away)
		writeFrame(c, frameGoAway, 0, binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(last)), code))
		if away == 0 {
			_ = c.Close()
		}
	}
}
