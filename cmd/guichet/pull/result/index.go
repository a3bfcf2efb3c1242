package result

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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

// Indexes keeps the indexes of one place in the state directory. An index is a file
// of sorted records, the mark of each row of a published file; its trailer says which
// file that is.
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

// readKey reads the key, or makes one. When two processes make one at once, both use
// the first.
func (x *Indexes) readKey(path string) (err error) {
	header := framed.Header("key", "")
	if x.key, _, err = framed.Check(path, header); err == nil {
		return nil
	}
	put := atomicfile.Create
	if framed.Damaged(err) {
		x.KeyLost, put = true, atomicfile.Write
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	made := make([]byte, sha256.Size)
	_, _ = rand.Read(made) // it never fails
	if err := put(path, framed.One(header, made)); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	x.key, _, err = framed.Check(path, header)
	return err
}

// digest is a keyed digest of a text.
func (x *Indexes) digest(text string) []byte {
	mac := hmac.New(sha256.New, x.key)
	_, _ = mac.Write([]byte(text)) // a hash takes everything
	return mac.Sum(nil)
}

// Marker makes marks. It is not safe for concurrent use.
type Marker struct {
	indexes  *Indexes
	digester *row.Digester
	days     map[string][8]byte
	byTime   bool
}

// Marker returns a marker for the rows of a dataset, whose days count when
// byTime is set.
func (x *Indexes) Marker(byTime bool) *Marker {
	return &Marker{x, row.NewDigester(x.key), map[string][8]byte{}, byTime}
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
	known, ok := m.days[day]
	if !ok && day != "" {
		known = [8]byte(m.indexes.digest("day " + day))
		m.days[day] = known
	}
	return known
}

// Inlined, it would make each of its callers larger.
//
//go:noinline
func header(name string) []byte { return framed.Header("index", name) }

// path is the file of the index of a dataset.
func (x *Indexes) path(name string) string {
	return filepath.Join(x.dir, dataset.FileName(name)+".index")
}

// IndexWriter writes the index of a file that is being written.
type IndexWriter struct {
	of  *Indexes
	out *sorted.Writer
	row []byte
}

// Write begins the index of a dataset's next file.
func (x *Indexes) Write(name string) (*IndexWriter, error) {
	out, err := sorted.Create(x.path(name)+".next", header(name))
	return &IndexWriter{of: x, out: out}, err
}

// Add appends a mark; marks come in the order of their keys.
func (w *IndexWriter) Add(m Mark) error {
	w.row = append(append(w.row[:0], m.Digest[:]...), m.Day[:]...)
	if m.Unread {
		w.row = append(w.row, 1)
	}
	return w.out.Add(m.Key, w.row)
}

// Close ties the index to the file with this digest.
func (w *IndexWriter) Close(sum string) error {
	_, err := w.out.Close(w.of.digest("file " + sum))
	return err
}

// Settle makes the next index of a dataset the current one, once its file is in
// place.
func (x *Indexes) Settle(name string) error {
	return os.Rename(x.path(name)+".next", x.path(name))
}

// Sweep removes old indexes. Of those whose names begin with prefix, it keeps one, other,
// and the last ones in the order of names.
func (x *Indexes) Sweep(prefix string, last int, one, other string) error {
	entries, err := os.ReadDir(x.dir)
	var paths []string
	for _, entry := range entries {
		path := filepath.Join(x.dir, entry.Name())
		if strings.HasPrefix(entry.Name(), dataset.FileName(prefix)) && !strings.HasSuffix(path, cutsSuffix) && path != x.path(one) && path != x.path(other) {
			paths = append(paths, path)
		}
	}
	for ; len(paths) > last && err == nil; paths = paths[1:] {
		err = os.Remove(paths[0])
	}
	return err
}

// Marks reads an index mark by mark.
type Marks struct{ in *sorted.Reader }

// Read opens the index that belongs to the file with this digest: nil when there
// is none. damaged says that there may have been one. A pull that ended just after
// it published left it as the next one.
func (x *Indexes) Read(name, sum string) (marks *Marks, damaged bool, err error) {
	for _, path := range []string{x.path(name), x.path(name) + ".next"} {
		owner, _, failed := framed.Check(path, header(name))
		damaged = damaged || failed != nil && !errors.Is(failed, fs.ErrNotExist)
		if failed != nil || !bytes.Equal(owner, x.digest("file "+sum)) {
			continue
		}
		// The next index would be written over while this one is read.
		if path != x.path(name) {
			err = x.Settle(name)
		}
		if err == nil {
			marks = new(Marks)
			marks.in, err = sorted.Open(x.path(name), header(name))
		}
		return marks, false, err
	}
	return nil, damaged, nil
}

// Next returns the next mark; io.EOF is the end.
func (m *Marks) Next() (mark Mark, err error) {
	if err = m.in.Next(); err != nil {
		return mark, err
	}
	mark.Key = m.in.Key
	n := copy(mark.Digest[:], m.in.Row)
	n += copy(mark.Day[:], m.in.Row[n:])
	mark.Unread = len(m.in.Row) > n
	return mark, nil
}

// Close closes the index.
func (m *Marks) Close() error { return m.in.Close() }
