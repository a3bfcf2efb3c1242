// Package framed reads and writes the files that pull keeps for itself: frames with
// checksums, so that damage is told from data. Runs, journal, index, intent and key
// are such files.
//
// A frame is its length as an unsigned varint, its payload, and the CRC-32C
// (Castagnoli, little endian) of all lengths and payloads up to its end. Since the
// checksum runs on from frame to frame, no frame can be lost, moved or taken from
// another file. The first frame is the header: what kind of file it is, the version
// of its format, and what it belongs to. An empty frame ends a file that is written
// once; the trailer follows it. A journal has no end: it is appended to.
package framed

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/joined"
)

// Version is the version of the format. A file of another version counts as damaged.
const Version = 2

// DamagedError says that a file is not as it was written.
type DamagedError struct{ Path string }

func (e *DamagedError) Error() string { return e.Path + " is damaged" }

// Exit says what to do about a file that was damaged while the command ran.
func (e *DamagedError) Exit() *exit.Error {
	return exit.Unexpected.New(message.PullErrDamaged, e.Path).WithHint(message.PullHintDamaged)
}

// Damaged reports whether an error says that a file is damaged.
func Damaged(err error) bool {
	_, damaged := errors.AsType[*DamagedError](err)
	return damaged
}

// Header returns the header of a file of a kind, such as "run". of names what the file
// belongs to.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Header(kind, of string) []byte { return fmt.Appendf(nil, "guichet %s %d %s\n", kind, Version, of) }

// Append appends a frame to b and returns the checksum after it; sum is the one
// before, 0 at the start of a file.
func Append(b []byte, sum uint32, payload ...[]byte) ([]byte, uint32) {
	size := 0
	for _, part := range payload {
		size += len(part)
	}
	from := len(b)
	b = binary.AppendUvarint(b, uint64(size))
	for _, part := range payload {
		b = append(b, part...)
	}
	sum = crc32.Update(sum, crc32.MakeTable(crc32.Castagnoli), b[from:])
	return binary.LittleEndian.AppendUint32(b, sum), sum
}

// Writer writes a file from its header to its end.
type Writer struct {
	// Sum is the checksum, and Size the bytes, of all frames up to now.
	Sum  uint32
	Size int64

	out  *bufio.Writer
	edge []byte // what stands before or after a payload
}

// NewWriter writes the header.
func NewWriter(out io.Writer, header []byte) (*Writer, error) {
	w := &Writer{out: bufio.NewWriterSize(out, 64<<10)}
	return w, w.Write(header)
}

// Write writes a frame as [Append] has it. Its payload must not be empty.
func (w *Writer) Write(payload ...[]byte) error {
	size := 0
	for _, part := range payload {
		size += len(part)
	}
	w.edge = binary.AppendUvarint(w.edge[:0], uint64(size))
	w.Size += int64(len(w.edge) + size + crc32.Size)
	w.write(w.edge)
	for _, part := range payload {
		w.write(part)
	}
	w.edge = binary.LittleEndian.AppendUint32(w.edge[:0], w.Sum)
	_, err := w.out.Write(w.edge)
	return err
}

// write writes what the checksum is of.
func (w *Writer) write(b []byte) {
	w.Sum = crc32.Update(w.Sum, crc32.MakeTable(crc32.Castagnoli), b)
	_, _ = w.out.Write(b) // the next write returns the error
}

// End ends the file with a trailer, which may be empty.
func (w *Writer) End(trailer []byte) error {
	return joined.Errors(w.Write(), w.Write(trailer), w.out.Flush())
}

// Reader reads a file frame by frame.
type Reader struct {
	// Trailer and Sum are those of the file once Next has returned io.EOF.
	// Before, Sum is the checksum up to the last frame.
	Trailer []byte
	Sum     uint32
	// Size is the number of bytes read so far, and Total that of the file.
	Size, Total int64

	file  *os.File
	in    *bufio.Reader
	head  []byte // the length of the last frame
	frame []byte // of a frame that is larger than the buffer of in
}

// Open opens a file that has this header.
func Open(path string, header []byte) (*Reader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r := &Reader{file: file, in: bufio.NewReaderSize(file, 32<<10)}
	info, err := file.Stat()
	var found []byte
	if err == nil {
		r.Total = info.Size()
		found, err = r.read()
	}
	if err == nil && string(found) != string(header) {
		err = r.damaged()
	}
	if err != nil {
		return nil, joined.Errors(err, file.Close())
	}
	return r, nil
}

// Next returns the payload of the next frame, valid until the next call. io.EOF is
// the end that the writer wrote; a file that ends elsewhere is damaged.
func (r *Reader) Next() ([]byte, error) {
	payload, err := r.read()
	if err != nil || len(payload) > 0 {
		return payload, err
	}
	if r.Trailer, err = r.read(); err != nil {
		return nil, err
	}
	if r.Size != r.Total {
		return nil, r.damaged()
	}
	return nil, io.EOF
}

func (r *Reader) read() ([]byte, error) {
	size, err := binary.ReadUvarint(r.in)
	if err != nil {
		return nil, r.failed(err)
	}
	r.head = binary.AppendUvarint(r.head[:0], size)
	const check = crc32.Size
	if left := r.Total - r.Size - int64(len(r.head)); left < check || size > uint64(left-check) {
		return nil, r.damaged()
	}
	frame, err := r.take(int(size) + check)
	if err != nil {
		return nil, r.failed(err)
	}
	table := crc32.MakeTable(crc32.Castagnoli)
	sum := crc32.Update(crc32.Update(r.Sum, table, r.head), table, frame[:size])
	if sum != binary.LittleEndian.Uint32(frame[size:]) {
		return nil, r.damaged()
	}
	r.Sum, r.Size = sum, r.Size+int64(len(r.head)+len(frame))
	return frame[:size], nil
}

// take reads n bytes, valid until the next read. Most frames need no copy.
func (r *Reader) take(n int) (frame []byte, err error) {
	if n <= r.in.Size() {
		if frame, err = r.in.Peek(n); err == nil {
			_, err = r.in.Discard(n)
		}
		return frame, err
	}
	if cap(r.frame) < n {
		r.frame = make([]byte, n)
	}
	_, err = io.ReadFull(r.in, r.frame[:n])
	return r.frame[:n], err
}

// failed returns an error of the system as it is. Any other one, such as an early end
// of the file or a malformed length, is damage.
func (r *Reader) failed(err error) error {
	if system, ok := errors.AsType[*os.PathError](err); ok {
		return system
	}
	return r.damaged()
}

func (r *Reader) damaged() error { return &DamagedError{r.file.Name()} }

// Close closes the file.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (r *Reader) Close() error { return r.file.Close() }

// Check reads a file to its end and returns its trailer and checksum, or an error
// unless the file is as it was written.
func Check(path string, header []byte) (trailer []byte, sum uint32, err error) {
	r, err := Open(path, header)
	if err != nil {
		return nil, 0, err
	}
	defer r.Close()
	for err == nil {
		_, err = r.Next()
	}
	if !errors.Is(err, io.EOF) {
		return nil, 0, err
	}
	return r.Trailer, r.Sum, nil
}

// One returns a file that holds only a trailer. [Check] reads it.
func One(header, trailer []byte) []byte {
	file, sum := Append(nil, 0, header)
	file, sum = Append(file, sum)
	file, _ = Append(file, sum, trailer)
	return file
}
