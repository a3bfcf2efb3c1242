package result

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
)

// longest is how long the line of a row can be. A damaged file may have no ends of
// lines.
const longest = 16 << 20

// rows are the rows of a published file, as marks in the order of their keys. Lines
// that are no longer rows, or no longer in their place, are left out.
type rows struct {
	file   *os.File
	in     *bufio.Reader
	line   []byte
	marker *Marker
	of     dataset.Dataset
	last   Mark // the one that Next returned
	begun  bool
	ahead  Mark
	err    error // instead of ahead
}

func (x *Indexes) openRows(path string, d dataset.Dataset) (*rows, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r := &rows{file: file, in: bufio.NewReaderSize(file, 64<<10), marker: x.Marker(d.ByTime), of: d}
	r.ahead, r.err = r.read()
	return r, nil
}

func (r *rows) Next() (Mark, error) {
	for r.err == nil {
		mark := r.ahead
		r.ahead, r.err = r.read()
		misplaced := r.begun && mark.Key.Compare(r.last.Key) <= 0 || r.err == nil && mark.Key.Compare(r.ahead.Key) >= 0
		if !misplaced {
			r.last, r.begun = mark, true
			return mark, nil
		}
	}
	return Mark{}, r.err
}

// read reads the next line that is a row.
func (r *rows) read() (Mark, error) {
	for {
		line, err := r.readLine()
		if len(line) > 0 {
			if key, err := r.of.KeyOf(line); err == nil {
				if mark, err := r.marker.Of(key, line); err == nil {
					return mark, nil
				}
			}
		}
		if err != nil { // a part of the disk that cannot be read ends the file too
			return Mark{}, io.EOF
		}
	}
}

// readLine returns the next line without its end, nothing for one that is too long.
func (r *rows) readLine() ([]byte, error) {
	r.line = r.line[:0]
	for tooLong := false; ; {
		part, err := r.in.ReadSlice('\n')
		if tooLong = tooLong || len(r.line)+len(part) > longest; tooLong {
			part, r.line = nil, r.line[:0]
		}
		r.line = append(r.line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSuffix(r.line, []byte{'\n'}), err
		}
	}
}

func (r *rows) Close() error { return r.file.Close() }
