package render

import (
	"bufio"
	"hash/crc32"
	"io"
	"math"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// archive writes a zip file, one member after the other. archive/zip would add 90 kB to
// the program: it has more of the format than a spreadsheet needs.
type archive struct {
	deflater
	offset    int64 // of the member that comes next
	members   uint32
	directory []byte
	scratch   []byte

	name string // of the member being written, "" for none
	size int64
	sum  uint32
}

// memberKind is what the headers of a member say of it: version 2.0 reads it, its sizes
// follow the data, its name is UTF-8, it is deflated, and of 1 January 1980.
const memberKind = "\x14\x00\x08\x08\x08\x00\x00\x00\x21\x00"

func newArchive(w io.Writer) *archive {
	return &archive{deflater: deflater{out: bufio.NewWriterSize(w, bufferSize)}}
}

// create ends the member before, and begins one.
func (a *archive) create(name string) {
	a.finish()
	a.name, a.size, a.sum = name, 0, 0
	a.scratch = append(append(a.scratch[:0], "PK\x03\x04"+memberKind...), numbers(0, 0, 0, uint32(len(name)))...)
	_, _ = a.out.Write(append(a.scratch, name...)) // close returns the error
	a.begin()
}

// mostBytes is how large a member can be: a zip file counts in 32 bits, and what cannot be
// compressed takes nine bits for a byte.
const mostBytes = math.MaxUint32 / 8 * 7

// Write adds to the member.
func (a *archive) Write(b []byte) (int, error) {
	if a.size += int64(len(b)); a.size > mostBytes {
		return 0, exit.Rejected.New(message.ErrXLSXTooLarge).WithHint(message.HintXLSXTooMuch)
	}
	a.sum = crc32.Update(a.sum, crc32.IEEETable, b)
	a.write(b)
	return len(b), nil
}

func (a *archive) finish() {
	if a.name == "" {
		return
	}
	a.end()
	name := uint32(len(a.name))
	_, _ = a.out.Write(append([]byte("PK\x07\x08"), numbers(a.sum, uint32(a.written), uint32(a.size))...)) // close returns the error
	a.directory = append(append(a.directory, "PK\x01\x02\x14\x00"+memberKind...), numbers(a.sum, uint32(a.written), uint32(a.size), name, 0, 0)...)
	a.directory = append(append(a.directory, "\x00\x00"...), numbers(uint32(a.offset))...)
	a.directory = append(a.directory, a.name...)
	a.offset += 30 + int64(name) + a.written + 16
	a.members++
	a.name = ""
}

// close ends the last member and writes the directory.
func (a *archive) close() error {
	a.finish()
	end := append(a.directory, "PK\x05\x06"...)
	end = append(end, numbers(0, a.members|a.members<<16, uint32(len(a.directory)), uint32(a.offset))...)
	_, _ = a.out.Write(append(end, 0, 0)) // Flush returns the error
	return a.out.Flush()
}

// numbers are 32-bit numbers, the lowest byte first.
//
//go:noinline
func numbers(values ...uint32) (b []byte) {
	for _, n := range values {
		b = append(b, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
	}
	return b
}
