package result

import (
	"errors"
	"io"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
)

// Comparison compares the rows of a reading with those of an earlier result, both
// in the order of their keys.
type Comparison struct {
	// Before are the rows of the earlier result, nil without one.
	Before *Marks
	Marker *Marker
	// Index takes the marks of the reading. Without one, rows that are not in the
	// file of the earlier result do not count.
	Index *IndexWriter
	// Covered reports whether the reading was bound to find a row.
	Covered func(Mark) bool
	// Proves reports whether a row that was not read, and that it was bound to find, is
	// gone. Index keeps the others for the next comparison.
	Proves func(id int64) bool
	// Gone, when not nil, is called for each row that is gone.
	Gone func(Mark) error
	// Carry has Index keep the rows too that the reading was not bound to find.
	Carry bool
	// Counts and Changes say what is different.
	Counts  Counts
	Changes Changes

	mark  Mark // the next one of Before
	ended bool // Before has no more marks
}

// Of compares all rows that each gives, and calls then after each of them. compact says
// that the row has no space between its parts.
func (c *Comparison) Of(each func(visit func(sorted.Key, []byte) error) error, then func(raw []byte, compact bool) error) error {
	c.Changes.Since, c.ended = c.Before != nil, c.Before == nil
	if err := c.advance(); err != nil {
		return err
	}
	err := each(func(key sorted.Key, raw []byte) error {
		mark, err := c.Marker.Of(key, raw)
		if err == nil {
			err = c.row(mark)
		}
		if err == nil && c.Index != nil {
			err = c.Index.Add(mark)
		}
		if err == nil {
			err = then(raw, c.Marker.digester.Plain)
		}
		return err
	})
	if err == nil {
		err = c.until(nil)
	}
	return err
}

// advance moves to the next row of the earlier result.
func (c *Comparison) advance() (err error) {
	for skip := true; skip && !c.ended && err == nil; skip = c.mark.Unread && c.Index == nil {
		if c.mark, err = c.Before.Next(); errors.Is(err, io.EOF) {
			c.ended, err = true, nil
		}
	}
	return err
}

// row takes the next row of the reading.
func (c *Comparison) row(m Mark) error {
	c.Counts.Unique++
	if err := c.until(&m); err != nil {
		return err
	}
	switch {
	case c.ended || c.mark.Key != m.Key:
		c.Counts.Created++
		if c.Before != nil {
			name(&c.Changes.Created, m)
		}
		return nil
	case c.mark.Digest == m.Digest:
		c.Counts.Unchanged++
	default:
		c.Counts.Updated++
		name(&c.Changes.Updated, m)
	}
	return c.advance()
}

// until passes the earlier rows up to m that the reading lacks, all that are left when m is nil.
func (c *Comparison) until(m *Mark) (err error) {
	for err == nil && !c.ended && (m == nil || c.mark.Key.Compare(m.Key) < 0) {
		covered := c.Covered(c.mark)
		switch {
		case covered && c.Proves(c.mark.Key.Number):
			c.Counts.Gone++
			name(&c.Changes.Gone, c.mark)
			if c.Gone != nil {
				err = c.Gone(c.mark)
			}
		case c.Index != nil && (covered || c.Carry):
			c.mark.Unread = true
			err = c.Index.Add(c.mark)
		}
		if err == nil {
			err = c.advance()
		}
	}
	return err
}

func name(list *[]string, m Mark) {
	if len(*list) < MaxNamed {
		*list = append(*list, m.Key.String())
	}
}
