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

// A run is a framed file of records in the order of their keys, each key once. The
// record is its kind, its key, and the row.
const (
	numbered byte = iota
	texted
	removed // a numbered row that is no longer there
)

func header(name string) []byte { return framed.Header("run", name) }

func appendHead(b []byte, k Key, gone bool) []byte {
	switch {
	case gone:
		return binary.AppendVarint(append(b, removed), k.Number)
	case k.Text != "":
		b = binary.AppendUvarint(append(b, texted), uint64(len(k.Text)))
		return append(b, k.Text...)
	}
	return binary.AppendVarint(append(b, numbered), k.Number)
}

// runReader reads a run record by record.
type runReader struct {
	run  Run
	path string
	in   *framed.Reader
	key  Key
	gone bool
	row  []byte // valid until the next record
}

func openRun(dir string, run Run) (*runReader, error) {
	path := filepath.Join(dir, run.Name)
	in, err := framed.Open(path, header(run.Name))
	return &runReader{run: run, path: path, in: in}, err
}

// next moves to the next record; io.EOF is the end of the run.
func (r *runReader) next() error {
	record, err := r.in.Next()
	if errors.Is(err, io.EOF) && r.in.Sum != r.run.Sum {
		return &framed.DamagedError{Path: r.path} // whole, but not the run that is meant
	}
	if err != nil {
		return err
	}
	r.key, r.gone = Key{}, record[0] == removed
	number, n := binary.Varint(record[1:])
	if record[0] == texted {
		var size uint64
		size, n = binary.Uvarint(record[1:])
		if n > 0 && size <= uint64(len(record)-1-n) {
			r.key.Text = string(record[1+n : 1+n+int(size)])
			n += int(size)
		}
	} else {
		r.key.Number = number
	}
	if n <= 0 {
		return &framed.DamagedError{Path: r.path}
	}
	r.row = record[1+n:]
	return nil
}

// Check reads a run and returns an error unless it is as it was written.
func Check(dir string, run Run) error {
	r, err := openRun(dir, run)
	if err != nil {
		return err
	}
	defer r.in.Close()
	for err == nil {
		err = r.next()
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// runWriter writes a run.
type runWriter struct {
	run  Run
	file *os.File
	out  *framed.Writer
	head []byte
}

func createRun(dir, name string) (*runWriter, error) {
	file, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	out, err := framed.NewWriter(file, header(name))
	return &runWriter{run: Run{Name: name}, file: file, out: out}, err
}

func (w *runWriter) write(k Key, gone bool, row []byte) error {
	w.head = appendHead(w.head[:0], k, gone)
	if gone {
		row = nil
	}
	return w.out.Write(w.head, row)
}

// close ends the run and has it reach the disk.
func (w *runWriter) close() (Run, error) {
	err := w.out.End(nil)
	if err == nil {
		err = w.file.Sync()
	}
	w.run.Sum = w.out.Sum
	return w.run, errors.Join(err, w.file.Close())
}
