package result

import (
	"bufio"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
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
}

// OpenIndexes opens the indexes of a place below a state directory. The key of
// the digests is made once for all places.
func OpenIndexes(state string, p Place) (*Indexes, error) {
	name := sha256.Sum256([]byte(p.Dir))
	dir := filepath.Join(state, hex.EncodeToString(name[:8]))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	key, err := keyAt(filepath.Join(state, "key"))
	return &Indexes{dir, key}, err
}

// keyAt reads the key, or makes one. Of two processes that make one at once, the
// first wins.
func keyAt(path string) ([]byte, error) {
	key, err := os.ReadFile(path)
	if err == nil && len(key) == sha256.Size {
		return key, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	made := make([]byte, sha256.Size)
	_, _ = rand.Read(made) // it never fails
	fresh, err := os.CreateTemp(filepath.Dir(path), "key-*")
	if err != nil {
		return nil, err
	}
	_, err = fresh.Write(made)
	err = errors.Join(err, fresh.Sync(), fresh.Close())
	if err == nil {
		err = os.Link(fresh.Name(), path)
		if errors.Is(err, fs.ErrExist) {
			err = nil
		} else if err != nil { // a file system without links
			err = os.Rename(fresh.Name(), path)
		}
	}
	_ = os.Remove(fresh.Name()) // it may have been renamed
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
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
	digest, err := m.digester.Of(raw)
	mark := Mark{Key: key, Digest: digest}
	if m.byTime {
		mark.Day = m.Day(row.StartsOn(raw))
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

// head is the first line of an index: the file that it belongs to.
type head struct {
	SHA256 string `json:"file_sha256"`
}

// IndexWriter writes the index of a file that is being written.
type IndexWriter struct {
	path string
	body *os.File
	out  *bufio.Writer
	line []byte
}

func (x *Indexes) path(name string) string {
	return filepath.Join(x.dir, dataset.FileName(name)+".index")
}

// Write begins the index of a dataset's next file.
func (x *Indexes) Write(name string) (*IndexWriter, error) {
	path := x.path(name) + ".next"
	body, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	w := &IndexWriter{path: path, body: body, out: bufio.NewWriterSize(body, 32<<10)}
	// The digest of the file is known at its end only: room for it.
	_, err = w.out.Write(headLine(""))
	return w, err
}

// headLine has the same length whatever the digest.
func headLine(sum string) []byte {
	text, _ := json.Marshal(head{sum}) // a text encodes
	line := make([]byte, 96)
	for i := range line {
		line[i] = ' '
	}
	copy(line, text)
	line[95] = '\n'
	return line
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
	w.line = append(append(w.line, m.Digest[:]...), m.Day[:]...)
	_, err := w.out.Write(w.line)
	return err
}

// Close ties the index to the file with this digest.
func (w *IndexWriter) Close(sum string) error {
	err := w.out.Flush()
	if err == nil {
		_, err = w.body.WriteAt(headLine(sum), 0)
	}
	return errors.Join(err, w.body.Sync(), w.body.Close())
}

// Settle makes the next index of a dataset the current one, once its file is in
// place.
func (x *Indexes) Settle(name string) error {
	return os.Rename(x.path(name)+".next", x.path(name))
}

// Marks reads an index mark by mark.
type Marks struct {
	file *os.File
	in   *bufio.Reader
}

// Read opens the index that belongs to the file with this digest: nil when there
// is none. A pull that ended just after it published left it as the next one.
func (x *Indexes) Read(name, sum string) (*Marks, error) {
	for _, path := range []string{x.path(name), x.path(name) + ".next"} {
		file, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		m := &Marks{file, bufio.NewReaderSize(file, 32<<10)}
		var h head
		text, _ := m.in.ReadBytes('\n') // a short file has no head
		if json.Unmarshal(text, &h) == nil && h.SHA256 == sum {
			// The next index would be written over while this one is read.
			if path != x.path(name) {
				return m, x.Settle(name)
			}
			return m, nil
		}
		_ = file.Close() // it was only read
	}
	return nil, nil
}

// Next returns the next mark; io.EOF is the end.
func (m *Marks) Next() (mark Mark, err error) {
	size, err := binary.ReadUvarint(m.in)
	if err != nil {
		return mark, err
	}
	mark.Unread = size&1 == 1
	if size >>= 1; size > 0 {
		text := make([]byte, min(size, 1<<16))
		if _, err = io.ReadFull(m.in, text); err != nil {
			return mark, err
		}
		mark.Key.Text = string(text)
	} else if mark.Key.Number, err = binary.ReadVarint(m.in); err != nil {
		return mark, err
	}
	if _, err = io.ReadFull(m.in, mark.Digest[:]); err == nil {
		_, err = io.ReadFull(m.in, mark.Day[:])
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return mark, err
}

// Close closes the index.
func (m *Marks) Close() error { return m.file.Close() }
