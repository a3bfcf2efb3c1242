package result

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/guichet-go/guichet/cmd/guichet/pull/dataset"
)

// Before gives the marks of the rows of an earlier result.
type Before interface {
	// Next returns the next mark; io.EOF is the end.
	Next() (Mark, error)
	Close() error
}

// FileState is what became of a file since it was published.
type FileState int

// The states of a file.
const (
	Intact FileState = iota
	Changed
	Missing
)

// StateOf compares the file of an entry with its digest.
func StateOf(dir string, e *Entry) (FileState, error) {
	file, err := os.Open(filepath.Join(dir, e.File))
	if errors.Is(err, fs.ErrNotExist) {
		return Missing, nil
	}
	if err != nil {
		return Changed, err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil || hex.EncodeToString(sum.Sum(nil)) != e.SHA256 {
		return Changed, nil // also when a part of the disk cannot be read
	}
	return Intact, nil
}

// Previous opens the marks of a dataset's file, nil when there is nothing to compare
// with. The index tells, or the file itself where it holds whole rows: when there is
// no index, and when the file changed, so that the changes lead from what the
// directory holds. damaged says that the index was.
func (x *Indexes) Previous(dir string, e *Entry, d dataset.Dataset, state FileState) (before Before, damaged bool, err error) {
	readable := e.Format == "ndjson" && len(e.Fields)+len(e.Mask)+len(e.Pseudonyms) == 0 && state != Missing
	if !readable || state != Changed {
		marks, broken, err := x.Read(e.Dataset, e.SHA256)
		if marks != nil || err != nil {
			return marks, false, err
		}
		damaged = broken
	}
	if !readable {
		return nil, damaged, nil
	}
	before, err = x.openRows(filepath.Join(dir, e.File), d)
	return before, damaged, err
}

// inFile leaves out the marks of rows that the file does not have.
type inFile struct{ Before }

// InFile gives the marks of the rows that are in the file.
func InFile(b Before) Before { return inFile{b} }

func (f inFile) Next() (mark Mark, err error) {
	for mark.Unread = true; err == nil && mark.Unread; {
		mark, err = f.Before.Next()
	}
	return mark, err
}

// Comparison compares the rows of a reading with those of an earlier result, both
// in the order of their keys.
type Comparison struct {
	before Before
	mark   Mark
	ended  bool
	counts *Counts
	names  *Changes
	gone   func(Mark) (bool, error)
}

// Compare begins a comparison; before is nil when there is nothing to compare
// with. gone is asked about each row that the reading does not have, in the order
// of the keys. What it finds goes to counts and names.
func Compare(before Before, gone func(Mark) (bool, error), counts *Counts, names *Changes) (*Comparison, error) {
	c := &Comparison{before: before, ended: before == nil, counts: counts, names: names, gone: gone}
	names.Since = before != nil
	return c, c.advance()
}

func (c *Comparison) advance() (err error) {
	if c.ended {
		return nil
	}
	c.mark, err = c.before.Next()
	if errors.Is(err, io.EOF) {
		c.ended, err = true, nil
	}
	return err
}

// Row takes the next row of the reading.
func (c *Comparison) Row(m Mark) error {
	c.counts.Unique++
	if err := c.until(&m); err != nil {
		return err
	}
	if c.ended || c.mark.Key != m.Key {
		c.counts.Created++
		if c.before != nil {
			name(&c.names.Created, m)
		}
		return nil
	}
	if c.mark.Digest == m.Digest {
		c.counts.Unchanged++
	} else {
		c.counts.Updated++
		name(&c.names.Updated, m)
	}
	return c.advance()
}

// End takes the end of the reading.
func (c *Comparison) End() error { return c.until(nil) }

// until passes the rows that the reading no longer has; nil is the end.
func (c *Comparison) until(m *Mark) error {
	for !c.ended && (m == nil || c.mark.Key.Compare(m.Key) < 0) {
		gone, err := c.gone(c.mark)
		if err != nil {
			return err
		}
		if gone {
			c.counts.Gone++
			name(&c.names.Gone, c.mark)
		}
		if err := c.advance(); err != nil {
			return err
		}
	}
	return nil
}

func name(list *[]string, m Mark) {
	if len(*list) < MaxNamed {
		*list = append(*list, m.Key.String())
	}
}
