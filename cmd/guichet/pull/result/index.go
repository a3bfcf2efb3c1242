package result

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/guichet-go/guichet/cmd/guichet/atomicfile"
	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
	"github.com/guichet-go/guichet/cmd/guichet/pull/framed"
	"github.com/guichet-go/guichet/cmd/guichet/pull/row"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// Mark is what an index knows of a row: no more than its id and keyed digests.
type Mark struct {
	Key    sorted.Key
	Digest row.Digest
	// Day is a keyed digest of the day on which an rdv starts, zero elsewhere: it
	// tells whether a later pull looked at that day.
	Day [8]byte
	// Unread says that the row is not in the file: the reading was incomplete, and
	// an earlier result had it.
	Unread bool
}

// Indexes keeps the indexes of one place in the state directory.
type Indexes struct {
	dir string
	key []byte
	// KeyLost says that the key was damaged and is a new one: no earlier index can
	// be compared with.
	KeyLost bool
}

// OpenIndexes opens the indexes of a place below a state directory. The key of
// the digests is made once for all places.
func OpenIndexes(state string, p Place) (*Indexes, error) {
	name := sha256.Sum256([]byte(p.Dir))
	x := &Indexes{dir: filepath.Join(state, hex.EncodeToString(name[:8]))}
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return nil, err
	}
	return x, x.readKey(filepath.Join(state, "key"))
}

// readKey reads the key, or makes one. Of two processes that make one at once, the
// first wins.
func (x *Indexes) readKey(path string) (err error) {
	header := framed.Header("key", "")
	if x.key, err = framed.ReadOne(path, header); err == nil {
		return nil
	}
	made := make([]byte, sha256.Size)
	_, _ = rand.Read(made) // it never fails
	put := atomicfile.Create
	if _, damaged := errors.AsType[*framed.DamagedError](err); damaged {
		x.KeyLost, put = true, atomicfile.Write
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := put(path, framed.One(header, made)); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	x.key, err = framed.ReadOne(path, header)
	return err
}

// Marker makes marks. It is not safe for concurrent use.
type Marker struct {
	digester *row.Digester
	key      []byte
	days     map[string][8]byte
	byTime   bool
}

// Marker returns a marker for the rows of a dataset, whose days count when
// byTime is set.
func (x *Indexes) Marker(byTime bool) *Marker {
	return &Marker{row.NewDigester(x.key), x.key, map[string][8]byte{}, byTime}
}

// Of returns the mark of a row.
func (m *Marker) Of(key sorted.Key, raw []byte) (Mark, error) {
	digest, day, err := m.digester.Of(raw)
	mark := Mark{Key: key, Digest: digest}
	if m.byTime {
		mark.Day = m.Day(day)
	}
	return mark, err
}

// Day returns the digest of a day such as 2026-11-16.
func (m *Marker) Day(day string) [8]byte {
	if known, ok := m.days[day]; ok || day == "" {
		return known
	}
	mac := hmac.New(sha256.New, m.key)
	_, _ = mac.Write([]byte("day " + day)) // a hash takes everything
	sum := [8]byte(mac.Sum(nil)[:8])
	m.days[day] = sum
	return sum
}

// owner is the trailer of an index: the file that it belongs to, and the key of its
// digests.
func (x *Indexes) owner(sum string) []byte {
	mac := hmac.New(sha256.New, x.key)
	_, _ = mac.Write([]byte("file " + sum)) // a hash takes everything
	return mac.Sum(nil)
}

func header(name string) []byte { return framed.Header("index", name) }

// IndexWriter writes the index of a file that is being written.
type IndexWriter struct {
	of   *Indexes
	body *os.File
	out  *framed.Writer
	line []byte
}

func (x *Indexes) path(name string) string {
	return filepath.Join(x.dir, dataset.FileName(name)+".index")
}

// Write begins the index of a dataset's next file.
func (x *Indexes) Write(name string) (*IndexWriter, error) {
	body, err := os.OpenFile(x.path(name)+".next", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	out, err := framed.NewWriter(body, header(name))
	return &IndexWriter{of: x, body: body, out: out}, err
}

// Add appends a mark; marks come in the order of their keys.
func (w *IndexWriter) Add(m Mark) error {
	size := uint64(len(m.Key.Text)) << 1
	if m.Unread {
		size |= 1
	}
	w.line = binary.AppendUvarint(w.line[:0], size)
	w.line = append(w.line, m.Key.Text...)
	if m.Key.Text == "" {
		w.line = binary.AppendVarint(w.line, m.Key.Number)
	}
	return w.out.Write(w.line, m.Digest[:], m.Day[:])
}

// Close ties the index to the file with this digest.
func (w *IndexWriter) Close(sum string) error {
	return errors.Join(w.out.End(w.of.owner(sum)), w.body.Sync(), w.body.Close())
}

// Settle makes the next index of a dataset the current one, once its file is in
// place.
func (x *Indexes) Settle(name string) error {
	return os.Rename(x.path(name)+".next", x.path(name))
}

// Marks reads an index mark by mark.
type Marks struct{ in *framed.Reader }

// Read opens the index that belongs to the file with this digest: nil when there
// is none. damaged says that there may have been one. A pull that ended just after
// it published left it as the next one.
func (x *Indexes) Read(name, sum string) (marks *Marks, damaged bool, err error) {
	for _, path := range []string{x.path(name), x.path(name) + ".next"} {
		in, err := framed.Open(path, header(name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			damaged = true
			continue
		}
		err = in.Whole(header(name))
		damaged = damaged || err != nil
		if err != nil || !bytes.Equal(in.Trailer, x.owner(sum)) {
			_ = in.Close() // it was only read
			continue
		}
		// The next index would be written over while this one is read.
		if path != x.path(name) {
			err = x.Settle(name)
		}
		return &Marks{in}, false, err
	}
	return nil, damaged, nil
}

// Next returns the next mark; io.EOF is the end.
func (m *Marks) Next() (mark Mark, err error) {
	line, err := m.in.Next()
	if err != nil {
		return mark, err
	}
	size, n := binary.Uvarint(line)
	mark.Unread = size&1 == 1
	if size >>= 1; size > 0 {
		mark.Key.Text = string(line[n:][:size])
		line = line[n:][size:]
	} else {
		line = line[n:]
		mark.Key.Number, n = binary.Varint(line)
		line = line[n:]
	}
	copy(mark.Digest[:], line)
	copy(mark.Day[:], line[len(mark.Digest):])
	return mark, nil
}

// Close closes the index.
func (m *Marks) Close() error { return m.in.Close() }
