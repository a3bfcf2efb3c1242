package bulk

import (
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// eachJSON reads a list of values, or values one after the other.
func (s *Source) eachJSON(visit func(Row) error) error {
	lines := &lineCounter{from: s.reader()}
	// What was checked once is only compared.
	d := jsontext.NewDecoder(lines, jsontext.AllowDuplicateNames(s.checked), jsontext.AllowInvalidUTF8(s.checked))
	inList := d.PeekKind() == '['
	if inList {
		if _, err := d.ReadToken(); err != nil {
			return s.brokenJSON(lines, d, err)
		}
	}
	for n := 1; !inList || d.PeekKind() != ']'; n++ {
		value, err := d.ReadValue()
		if err == io.EOF && !inList {
			return nil
		}
		if err != nil {
			return s.brokenJSON(lines, d, err)
		}
		if err := visit(Row{Number: n, Line: lines.at(d.InputOffset() - int64(len(value))), Raw: value}); err != nil {
			return err
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return s.brokenJSON(lines, d, err)
	}
	switch _, err := d.ReadToken(); {
	case err == nil:
		return s.fault(lines.at(d.InputOffset()), message.InputFollows)
	case err != io.EOF:
		syntax, known := errors.AsType[*jsontext.SyntacticError](err)
		if !known {
			return s.unreadable(err)
		}
		return s.fault(lines.at(syntax.ByteOffset), message.InputFollows)
	}
	return nil
}

// brokenJSON says where the data stops being JSON.
func (s *Source) brokenJSON(lines *lineCounter, d *jsontext.Decoder, err error) error {
	offset := d.InputOffset()
	syntax, known := errors.AsType[*jsontext.SyntacticError](err)
	if known {
		offset = syntax.ByteOffset
	}
	what := message.InputNotJSON
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		what = message.InputCut
	case errors.Is(err, jsontext.ErrDuplicateName):
		what = message.InputNameTwice
	case !known:
		return s.unreadable(err)
	case strings.Contains(err.Error(), "UTF-8"):
		return s.notUTF8(lines.at(offset))
	}
	return s.fault(lines.at(offset), what, offset)
}

// lineCounter turns rising offsets into lines, while the data passes through it.
type lineCounter struct {
	from   io.Reader
	offset int64
	breaks []int64 // offsets of the line breaks that at has not passed
	line   int
}

func (c *lineCounter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.breaks = append(c.breaks, c.offset+int64(i))
		}
	}
	c.offset += int64(n)
	return n, err
}

func (c *lineCounter) at(offset int64) int {
	passed := 0
	for passed < len(c.breaks) && c.breaks[passed] < offset {
		passed++
	}
	c.line += passed
	c.breaks = append(c.breaks[:0], c.breaks[passed:]...)
	return c.line + 1
}
