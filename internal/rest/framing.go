package rest

import (
	"bytes"
	"strconv"
)

// framing follows an answer of HTTP/1.1 to know where it ends. Its zero value is
// at the beginning.
type framing struct {
	part    part
	line    []byte // the beginning of the line under way
	lines   int
	interim bool // a 1xx, after which the answer begins anew
	chunked bool
	length  int64 // of the body, plus 1; 0 when it is not said
	left    int64 // of the body or the chunk under way
}

// part is where in an answer the next byte is.
type part uint8

const (
	inHead part = iota
	inChunkHead
	inTrailer
	inBody // of a known length
	inOpen // up to the end of the connection, or not understood
	atTheEnd
)

// longestLine is as much of a line as is looked at.
const longestLine = 128

// whole reports whether a Read of this size can go to the connection itself,
// because the answer is known to have at least as much to come.
func (f *framing) whole(size int) bool {
	return f.part == inOpen || f.part == inBody && f.left > 0 && size >= longestLine
}

// limit is the part of p that the answer can fill.
func (f *framing) limit(p []byte) []byte {
	if f.part == inBody {
		return p[:min(int64(len(p)), f.left)]
	}
	return p
}

// next returns how many of the bytes that have come can be given at once: a
// line, or what is left of a body.
func (f *framing) next(p []byte) int {
	switch f.part {
	case inBody:
		n := len(f.limit(p))
		f.skip(n)
		return n
	case inOpen:
		return len(p)
	case atTheEnd:
		return 1
	}
	n := len(p)
	if end := bytes.IndexByte(p, '\n'); end >= 0 {
		n = end + 1
	}
	if room := longestLine - len(f.line); room > 0 {
		f.line = append(f.line, p[:min(n, room)]...)
	}
	if p[n-1] == '\n' {
		f.endLine(bytes.TrimRight(f.line, "\r\n"))
		f.line = f.line[:0]
	}
	return n
}

// skip notes that n bytes of a body were given.
func (f *framing) skip(n int) {
	if f.part != inBody {
		return
	}
	if f.left -= int64(n); f.left > 0 {
		return
	}
	f.part = atTheEnd
	if f.chunked {
		f.part = inChunkHead
	}
}

func (f *framing) endLine(line []byte) {
	switch f.part {
	case inHead:
		f.head(line)
	case inChunkHead:
		f.chunk(line)
	case inTrailer:
		if len(line) == 0 {
			f.part = atTheEnd
		}
	}
}

// head reads a line before the body.
func (f *framing) head(line []byte) {
	f.lines++
	name, value, _ := bytes.Cut(line, []byte(":"))
	switch {
	case f.lines == 1:
		_, status, _ := bytes.Cut(line, []byte(" "))
		f.interim = bytes.HasPrefix(status, []byte("1")) && !bytes.HasPrefix(status, []byte("101"))
	case len(line) > 0 && bytes.EqualFold(name, []byte("Content-Length")):
		if n, err := strconv.ParseUint(string(bytes.TrimSpace(value)), 10, 62); err == nil {
			f.length = int64(n) + 1
		}
	case len(line) > 0 && bytes.EqualFold(name, []byte("Transfer-Encoding")):
		f.chunked = bytes.EqualFold(bytes.TrimSpace(value), []byte("chunked"))
	case len(line) > 0:
	case f.interim:
		*f = framing{line: f.line}
	case f.chunked:
		f.part = inChunkHead
	case f.length > 0:
		f.part, f.left = inBody, f.length-1
		if f.left == 0 {
			f.part = atTheEnd
		}
	default:
		f.part = inOpen
	}
}

// chunk reads the line before a chunk.
func (f *framing) chunk(line []byte) {
	size, _, _ := bytes.Cut(line, []byte(";"))
	n, err := strconv.ParseUint(string(bytes.TrimSpace(size)), 16, 62)
	switch {
	case err != nil:
		f.part = inOpen
	case n == 0:
		f.part = inTrailer
	default:
		f.part, f.left = inBody, int64(n)+2 // with the end of its line
	}
}
