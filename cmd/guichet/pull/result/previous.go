package result

import (
	"bufio"
	"bytes"
	"errors"
	"io"
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

// Previous returns the marks of a dataset's file in a directory: from its index,
// or from the file itself where that holds whole rows. It is nil when neither
// tells.
func (x *Indexes) Previous(dir string, e *Entry, d dataset.Dataset) (Before, error) {
	marks, err := x.Read(e.Dataset, e.SHA256)
	if err != nil {
		return nil, err
	}
	if marks != nil {
		return marks, nil
	}
	if e.Format != "ndjson" || len(e.Fields)+len(e.Mask)+len(e.Pseudonyms) > 0 {
		return nil, nil
	}
	file, err := os.Open(filepath.Join(dir, e.File))
	if err != nil {
		return nil, err
	}
	return &rows{file, bufio.NewReaderSize(file, 64<<10), x.Marker(d.ByTime), d}, nil
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

// rows are the rows of a file, as marks.
type rows struct {
	file   *os.File
	in     *bufio.Reader
	marker *Marker
	of     dataset.Dataset
}

func (r *rows) Next() (Mark, error) {
	line, err := r.in.ReadBytes('\n')
	if err != nil {
		if errors.Is(err, io.EOF) && len(line) > 0 {
			err = io.ErrUnexpectedEOF
		}
		return Mark{}, err
	}
	key, err := r.of.KeyOf(bytes.TrimSuffix(line, []byte{'\n'}))
	if err != nil {
		return Mark{}, err
	}
	return r.marker.Of(key, line)
}

func (r *rows) Close() error { return r.file.Close() }

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
