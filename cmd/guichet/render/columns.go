package render

import (
	"slices"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Kind says how a column is laid out in a table.
type Kind int

// The kinds of columns. Text, the zero value, is aligned to the left.
const (
	Text   Kind = iota
	Number      // aligned to the right and never cut
	Time        // shown in [Options.Location]
)

// Column is one column of a table or of a CSV file.
type Column struct {
	// Path leads to the value: names joined by dots, see [Options.Columns].
	Path string
	// Header is the title in a table, translated and in any case; Path when
	// empty. CSV files always use Path.
	Header string
	// Kind is how a table lays the values out.
	Kind Kind
}

// selection reads the columns of a table or CSV file out of objects.
type selection struct {
	columns []Column
	// chosen says that the user named the columns, so that a wrong name is an
	// error rather than an empty column.
	chosen    bool
	known     []string
	flat      bool // without columns, take the fields that fit in a cell
	extractor *extractor
}

func newSelection(o *Options, flat bool) *selection {
	s := &selection{columns: o.Default, flat: flat}
	for _, column := range o.Default {
		s.known = append(s.known, column.Path)
	}
	var chosen []Column
	for _, path := range o.Columns {
		if path = strings.TrimSpace(path); path != "" {
			chosen = append(chosen, described(path, o))
		}
	}
	if len(chosen) > 0 {
		s.columns, s.chosen = chosen, true
	}
	return s
}

// described takes title and kind from the command's own column of that path.
func described(path string, o *Options) Column {
	for _, column := range o.Default {
		if column.Path == path {
			return column
		}
	}
	if o.Header == nil {
		return Column{Path: path}
	}
	return Column{Path: path, Header: o.Header(path)}
}

// read gives the cells of one object. The first object settles the columns.
func (s *selection) read(raw []byte) ([]cell, error) {
	if s.extractor != nil {
		return s.extractor.read(raw)
	}
	if len(s.columns) == 0 {
		columns, err := fieldsOf(raw, s.flat)
		if err != nil {
			return nil, err
		}
		s.columns = columns
	}
	wanted := make([]string, len(s.columns))
	for i, column := range s.columns {
		wanted[i] = column.Path
	}
	extractor := newExtractor(wanted)
	cells, err := extractor.read(raw)
	if err != nil {
		return nil, err
	}
	if s.chosen {
		if err := s.check(cells, raw); err != nil {
			return nil, err
		}
	}
	s.extractor = extractor
	return cells, nil
}

func (s *selection) check(cells []cell, raw []byte) error {
	for i, column := range s.columns {
		if cells[i].presence != absent || slices.Contains(s.known, column.Path) {
			continue
		}
		valid := paths(raw)
		for _, path := range s.known {
			if !slices.Contains(valid, path) {
				valid = append(valid, path)
			}
		}
		return unknown("columns", message.RenderUnknownColumn, column.Path, valid)
	}
	return nil
}

// fieldsOf makes columns of an object's own fields, for commands that cannot
// know them beforehand.
func fieldsOf(raw []byte, flat bool) ([]Column, error) {
	var scan scanner
	value, err := scan.value(raw)
	if err != nil {
		return nil, err
	}
	whole := []Column{{Header: "value"}}
	if value[0] != '{' {
		return whole, nil
	}
	var columns []Column
	err = scan.object(1, value, func(name, member []byte) error {
		if len(name) > 0 && (!flat || !nested(member)) {
			columns = append(columns, Column{Path: string(name)})
		}
		return nil
	})
	if len(columns) == 0 {
		return whole, err
	}
	return columns, err
}

// appendText appends the text of a cell. What went through an array is joined
// with commas, and so is an array of plain values when joined is set; anything
// else that is nested is compact JSON.
func (c *cell) appendText(dst []byte, joined bool) []byte {
	before := len(dst)
	for _, value := range c.values {
		if value[0] == 'n' {
			continue
		}
		if len(dst) > before {
			dst = append(dst, ", "...)
		}
		dst = appendValue(dst, value, joined)
	}
	return dst
}

func appendValue(dst, value []byte, joined bool) []byte {
	switch value[0] {
	case 'n':
		return dst
	case '"':
		return unquote(dst, value)
	case '[':
		if joined {
			if flat, ok := plainElements(value); ok {
				return flat.appendText(dst, false)
			}
		}
	}
	// A value that a decoder has read formats without error.
	dst, _ = compact(dst, value)
	return dst
}

// plainElements gives the elements of an array that holds nothing nested.
func plainElements(array []byte) (cell, bool) {
	var scan scanner
	var c cell
	plain := true
	err := scan.array(0, array, func(_ int, element []byte) error {
		plain = plain && !nested(element)
		c.values = append(c.values, element)
		return nil
	})
	return c, plain && err == nil
}

// timeLayouts are the ways in which the services write a moment.
var timeLayouts = [...]string{
	time.RFC3339Nano,
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05 UTC",
	"2006-01-02T15:04:05.999999999-0700",
}

// localTime shows a moment as it is in a place; other text is left as it is.
func localTime(text string, place *time.Location) string {
	if place == nil {
		return text
	}
	for _, layout := range timeLayouts {
		moment, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		moment = moment.In(place)
		if moment.Second() != 0 {
			return moment.Format("2006-01-02 15:04:05")
		}
		return moment.Format("2006-01-02 15:04")
	}
	return text
}
