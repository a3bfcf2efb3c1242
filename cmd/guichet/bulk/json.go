package bulk

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// eachJSON reads a list of values, or values one after the other.
func (s *Source) eachJSON(visit func(Row) error) error {
	p, err := s.eachAlike(visit)
	if err != nil {
		return err
	}
	before, tokens := "", 0
	if p.inList {
		before, tokens = `[""`, 2 // in place of the rows that were read
	}
	base := p.at - int64(len(before))
	rest := io.NewSectionReader(s.at, s.start+p.at, s.size-s.start-p.at)
	lines := &lineCounter{from: io.MultiReader(strings.NewReader(before), rest), base: base, line: p.line}
	d := jsontext.NewDecoder(lines)
	if p.rows == 0 && d.PeekKind() == '[' {
		tokens = 1
	}
	inList := tokens > 0
	for range tokens {
		if _, err := d.ReadToken(); err != nil {
			return s.brokenJSON(lines, d, err)
		}
	}
	for n := p.rows + 1; !inList || d.PeekKind() != ']'; n++ {
		value, err := d.ReadValue()
		if err == io.EOF && !inList {
			return nil
		}
		if err != nil {
			return s.brokenJSON(lines, d, err)
		}
		begin := d.InputOffset() - int64(len(value))
		if err := visit(Row{Number: n, Line: lines.at(begin), Raw: value, begin: base + begin}); err != nil {
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

// again gives the rows of a plan of JSON, whose places are known.
func (s *Source) again(p *Plan, visit func(Row) error) error {
	from, at := bufio.NewReaderSize(s.reader(), 1<<16), int64(0)
	var large []byte
	for n := 1; n <= p.Rows; n++ {
		m := p.at(n)
		_, err := from.Discard(int(m.begin - at))
		at = m.begin
		raw, peekErr := from.Peek(int(m.size))
		if peekErr == bufio.ErrBufferFull {
			large = slices.Grow(large[:0], int(m.size))[:m.size]
			_, peekErr = io.ReadFull(from, large)
			raw, at = large, at+int64(m.size)
		}
		if err != nil || peekErr != nil {
			return exit.Usage.New(message.EachChanged, s.Name) // it is shorter now
		}
		if err := visit(Row{Number: n, Line: int(m.line), Raw: raw}); err != nil {
			return err
		}
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
	return s.fault(lines.at(offset), what, lines.base+offset)
}

// lineCounter turns rising offsets into lines, while the data passes through it.
type lineCounter struct {
	from   io.Reader
	base   int64 // where in the source the data begins
	offset int64
	breaks []int64 // offsets of the line breaks that at has not passed
	line   int
}

func (c *lineCounter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	for from := 0; ; {
		i := bytes.IndexByte(p[from:n], '\n')
		if i < 0 {
			break
		}
		c.breaks = append(c.breaks, c.offset+int64(from+i))
		from += i + 1
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
