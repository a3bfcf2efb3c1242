package sorted

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
	"github.com/guichet-go/guichet/internal/joined"
)

// Key identifies a row: by Number, or by Text where the service has no numbers.
// Numbers come before texts.
type Key struct {
	Number int64
	Text   string
}

// Compare orders keys: numbers by value, texts by their bytes.
func (k Key) Compare(other Key) int {
	if (k.Text == "") != (other.Text == "") {
		return cmp.Compare(len(k.Text), len(other.Text))
	}
	return cmp.Or(cmp.Compare(k.Text, other.Text), cmp.Compare(k.Number, other.Number))
}

// Separator ends the part of a text that the service knows; what follows tells
// rows of the same key apart.
const Separator = "\x00"

// String is the key as the service writes it.
func (k Key) String() string {
	if k.Text != "" {
		text, _, _ := strings.Cut(k.Text, Separator)
		return text
	}
	return fmt.Sprint(k.Number)
}

// Run names a run and the checksum of all of it.
type Run struct {
	Name string `json:"name"`
	Sum  uint32 `json:"sum"`
}

// A run is a framed file of records in the order of their keys, each key once. A
// record is its kind, its key, and the row.
const (
	numbered byte = iota
	texted
	removed // a numbered row that is no longer there
)

func header(name string) []byte { return framed.Header("run", name) }

// Reader reads a file of records one by one.
type Reader struct {
	// Key and Row are those of the record that Next moved to. The row is valid until
	// the next call.
	Key Key
	Row []byte

	in   *framed.Reader
	path string
	gone bool    // the record removes a row
	sum  *uint32 // the checksum of the file that is meant; nil when any will do
}

// Open opens a file of records that has this header.
func Open(path string, header []byte) (*Reader, error) {
	in, err := framed.Open(path, header)
	return &Reader{in: in, path: path}, err
}

func openRun(dir string, run Run) (*Reader, error) {
	r, err := Open(filepath.Join(dir, run.Name), header(run.Name))
	r.sum = &run.Sum
	return r, err
}

// Next moves to the next record; io.EOF is the end.
func (r *Reader) Next() error {
	record, err := r.in.Next()
	if errors.Is(err, io.EOF) && r.sum != nil && *r.sum != r.in.Sum {
		return &framed.DamagedError{Path: r.path} // whole, but not the run that is meant
	}
	if err != nil {
		return err
	}
	number, n := binary.Varint(record[1:])
	if n <= 0 {
		return &framed.DamagedError{Path: r.path}
	}
	r.Key, r.gone, r.Row = Key{Number: number}, record[0] == removed, record[1+n:]
	if record[0] == texted {
		if number < 0 || number > int64(len(r.Row)) {
			return &framed.DamagedError{Path: r.path}
		}
		r.Key, r.Row = Key{Text: string(r.Row[:number])}, r.Row[number:]
	}
	return nil
}

// Close closes the file.
func (r *Reader) Close() error { return r.in.Close() }

// Check returns an error unless a run is as it was written.
func Check(dir string, run Run) error {
	path := filepath.Join(dir, run.Name)
	_, sum, err := framed.Check(path, header(run.Name))
	if err == nil && sum != run.Sum {
		err = &framed.DamagedError{Path: path}
	}
	return err
}

// Writer writes a file of records.
type Writer struct {
	file *os.File
	out  *framed.Writer
	head []byte
}

// Create begins a file of records, in the place of one that is there.
func Create(path string, header []byte) (*Writer, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	out, err := framed.NewWriter(file, header)
	return &Writer{file: file, out: out}, err
}

// Add writes a record. Records come in the order of their keys, each key once.
func (w *Writer) Add(k Key, row []byte) error { return w.write(k, false, row) }

// write writes a record, of a row that is no longer there when gone is set.
func (w *Writer) write(k Key, gone bool, row []byte) error {
	switch {
	case gone:
		w.head, row = binary.AppendVarint(append(w.head[:0], removed), k.Number), nil
	case k.Text != "":
		w.head = append(binary.AppendVarint(append(w.head[:0], texted), int64(len(k.Text))), k.Text...)
	default:
		w.head = binary.AppendVarint(append(w.head[:0], numbered), k.Number)
	}
	return w.out.Write(w.head, row)
}

// Close ends the file with a trailer, which may be empty, and returns its checksum.
// The file is on the disk then.
func (w *Writer) Close(trailer []byte) (sum uint32, err error) {
	err = w.out.End(trailer)
	return w.out.Sum, joined.Errors(err, w.file.Sync(), w.file.Close())
}
