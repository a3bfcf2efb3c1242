package render

import (
	"bufio"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"io"
	"math"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// archive writes a zip file, one member after the other. archive/zip would add 90 kB to
// the program: it has more of the format than a spreadsheet needs.
type archive struct {
	out       *bufio.Writer
	offset    int64 // of what is written next
	deflate   *flate.Writer
	members   int
	directory []byte

	// of the member being written
	name   string
	start  int64
	begin  int64 // of its data
	size   int64
	sum    uint32
	record []byte
}

// What the headers of a member say: read by version 2.0, sizes follow the data, names in
// UTF-8, deflated, on 1 January 1980.
var memberKind = []byte{20, 0, 8, 8, 8, 0, 0, 0, 0x21, 0}

func newArchive(w io.Writer) (*archive, error) {
	a := &archive{out: bufio.NewWriterSize(w, bufferSize)}
	var err error
	a.deflate, err = flate.NewWriter(storage{a}, flate.BestSpeed)
	return a, err
}

// storage is what the compressed data goes to.
type storage struct{ *archive }

// Write counts what it writes.
func (s storage) Write(b []byte) (int, error) {
	n, err := s.out.Write(b)
	s.offset += int64(n)
	return n, err
}

// create ends the member before, and begins one.
func (a *archive) create(name string) error {
	if err := a.finish(); err != nil {
		return err
	}
	a.name, a.start, a.size, a.sum = name, a.offset, 0, 0
	a.record = append(append(a.record[:0], "PK\x03\x04"...), memberKind...)
	a.record = append(a.record, make([]byte, 12)...)
	a.record = binary.LittleEndian.AppendUint32(a.record, uint32(len(name))) // and no extra field
	a.record = append(a.record, name...)
	if _, err := (storage{a}).Write(a.record); err != nil {
		return err
	}
	a.begin = a.offset
	a.deflate.Reset(storage{a})
	return nil
}

// Write adds to the member. A zip file counts its bytes in 32 bits.
func (a *archive) Write(b []byte) (int, error) {
	if a.size += int64(len(b)); a.size > math.MaxUint32 || a.offset > math.MaxUint32-1<<20 {
		return 0, exit.Rejected.New(message.ErrXLSXTooLarge).WithHint(message.HintXLSXTooMuch)
	}
	a.sum = crc32.Update(a.sum, crc32.IEEETable, b)
	return a.deflate.Write(b)
}

func (a *archive) finish() error {
	if a.name == "" {
		return nil
	}
	if err := a.deflate.Close(); err != nil {
		return err
	}
	var sizes []byte
	for _, n := range []uint32{a.sum, uint32(a.offset - a.begin), uint32(a.size)} {
		sizes = binary.LittleEndian.AppendUint32(sizes, n)
	}
	a.directory = append(append(a.directory, "PK\x01\x02\x14\x00"...), memberKind...)
	a.directory = append(a.directory, sizes...)
	a.directory = binary.LittleEndian.AppendUint32(a.directory, uint32(len(a.name)))
	a.directory = append(a.directory, make([]byte, 10)...)
	a.directory = binary.LittleEndian.AppendUint32(a.directory, uint32(a.start))
	a.directory = append(a.directory, a.name...)
	a.members++
	a.name = ""
	_, err := (storage{a}).Write(append([]byte("PK\x07\x08"), sizes...))
	return err
}

// close ends the last member and writes the directory.
func (a *archive) close() error {
	if err := a.finish(); err != nil {
		return err
	}
	last := append(a.directory, "PK\x05\x06\x00\x00\x00\x00"...)
	last = binary.LittleEndian.AppendUint16(last, uint16(a.members))
	last = binary.LittleEndian.AppendUint16(last, uint16(a.members))
	last = binary.LittleEndian.AppendUint32(last, uint32(len(a.directory)))
	last = binary.LittleEndian.AppendUint32(last, uint32(a.offset))
	last = append(last, 0, 0)
	if _, err := (storage{a}).Write(last); err != nil {
		return err
	}
	return a.out.Flush()
}
