package sorted

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
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

// A run is a file of records in the order of their keys, each key once. The
// record is its kind, its key, and for a row the length of the row and the row.
const (
	numbered byte = iota
	texted
	removed // a numbered row that is no longer there
)

func appendHead(b []byte, k Key, gone bool, size int) []byte {
	switch {
	case gone:
		return binary.AppendVarint(append(b, removed), k.Number)
	case k.Text != "":
		b = binary.AppendUvarint(append(b, texted), uint64(len(k.Text)))
		b = append(b, k.Text...)
	default:
		b = binary.AppendVarint(append(b, numbered), k.Number)
	}
	return binary.AppendUvarint(b, uint64(size))
}

// runReader reads a run record by record.
type runReader struct {
	file *os.File
	in   *bufio.Reader
	size uint64 // of the file: no part of it is larger
	key  Key
	gone bool
	row  []byte // valid until the next record
}

func openRun(path string) (*runReader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &runReader{file: file, in: bufio.NewReaderSize(file, 32<<10), size: uint64(info.Size())}, nil
}

// next moves to the next record; io.EOF is the end of the run.
func (r *runReader) next() error {
	kind, err := r.in.ReadByte()
	if err != nil {
		return err
	}
	return broken(r.read(kind))
}

func (r *runReader) read(kind byte) (err error) {
	r.key, r.gone, r.row = Key{}, kind == removed, r.row[:0]
	if kind == texted {
		size, err := r.length()
		if err != nil {
			return err
		}
		text := make([]byte, size)
		if _, err := io.ReadFull(r.in, text); err != nil {
			return err
		}
		r.key.Text = string(text)
	} else if r.key.Number, err = binary.ReadVarint(r.in); err != nil || r.gone {
		return err
	}
	size, err := r.length()
	if err != nil {
		return err
	}
	if uint64(cap(r.row)) < size {
		r.row = make([]byte, size)
	}
	r.row = r.row[:size]
	_, err = io.ReadFull(r.in, r.row)
	return err
}

// errDamaged is a run that is not as it was written.
var errDamaged = errors.New("the file is damaged")

// length reads how long the next part is.
func (r *runReader) length() (uint64, error) {
	size, err := binary.ReadUvarint(r.in)
	if err == nil && size > r.size {
		err = errDamaged
	}
	return size, err
}

// broken tells the end within a record from the end of a run.
func broken(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// runWriter writes a run.
type runWriter struct {
	file *os.File
	out  *bufio.Writer
	head []byte
}

func createRun(path string) (*runWriter, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return &runWriter{file: file, out: bufio.NewWriterSize(file, 64<<10)}, nil
}

func (w *runWriter) write(k Key, gone bool, row []byte) error {
	w.head = appendHead(w.head[:0], k, gone, len(row))
	_, err := w.out.Write(w.head)
	if err == nil && !gone {
		_, err = w.out.Write(row)
	}
	return err
}

func (w *runWriter) close() error { return errors.Join(w.out.Flush(), w.file.Close()) }

// sync has the run reach the disk.
func (w *runWriter) sync() error { return cmp.Or(w.out.Flush(), w.file.Sync()) }
