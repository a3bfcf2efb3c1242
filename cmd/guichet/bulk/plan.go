package bulk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash/maphash"
	"strconv"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Item is a row as it is sent.
type Item struct {
	// Number and Line are those of the row.
	Number, Line int
	// Key identifies the row in the report, "" for none.
	Key string
	// Args are what stands for the positional arguments.
	Args []string
	// Body is what is sent.
	Body []byte
}

// Plan is a source whose rows were all accepted.
type Plan struct {
	// Digest identifies the rows and what they are for.
	Digest string
	// Rows is their number.
	Rows int

	source *Source
	make   func(Row) (Item, error)
	seed   maphash.Seed
	marks  []mark
	keys   []string
}

// mark recognises a row.
type mark struct {
	hash uint64
	line int32
}

// Check reads all rows. makeItem makes of each what is sent, or refuses it; check, unless
// it is nil, looks at it and may give it a key. The error is about the first row that is
// refused, and counts the others. purpose is part of the digest.
func Check(s *Source, purpose string, makeItem func(Row) (Item, error), check func(*Item) error) (*Plan, error) {
	p := &Plan{source: s, make: makeItem, seed: maphash.MakeSeed()}
	digest := sha256.New()
	_, _ = digest.Write([]byte(purpose))
	var text []byte
	var first error
	refused := 0
	err := s.Each(func(row Row) error {
		item, err := makeItem(row)
		item.Number, item.Line = row.Number, row.Line
		if err == nil && check != nil {
			err = check(&item)
		}
		if err != nil {
			if refused++; first == nil {
				first = s.Refused(row.Number, row.Line, err)
			}
			return nil
		}
		text = item.appendTo(text[:0])
		_, _ = digest.Write(text)
		p.marks = append(p.marks, mark{maphash.Bytes(p.seed, text), int32(row.Line)})
		if item.Key != "" {
			p.keys = append(p.keys, item.Key)
		}
		return nil
	})
	switch {
	case first != nil:
		return nil, Counted(first, refused)
	case err != nil:
		return nil, err
	}
	s.checked = true
	p.Rows, p.Digest = len(p.marks), hex.EncodeToString(digest.Sum(nil))
	return p, nil
}

// Refused names the row that an error is about.
func (s *Source) Refused(number, line int, err error) error {
	known, ok := errors.AsType[*exit.Error](err)
	if !ok {
		return exit.Usage.New(message.InputRow, s.Name, number, line, err)
	}
	located := *known
	located.What = message.Fail(message.InputRow, s.Name, number, line, known.What)
	return &located
}

// Counted adds to the error of the first row how many are refused.
func Counted(first error, refused int) error {
	known, ok := errors.AsType[*exit.Error](first)
	if !ok || refused == 1 {
		return first
	}
	known.What = message.Fail(message.EachRefusedRows, known.What, refused)
	return known
}

// appendTo writes the item such that other items look different.
func (i Item) appendTo(text []byte) []byte {
	for _, part := range i.Args {
		text = append(strconv.AppendInt(text, int64(len(part)), 10), ':')
		text = append(text, part...)
	}
	text = append(strconv.AppendInt(text, int64(len(i.Body)), 10), ':')
	return append(text, i.Body...)
}

// Each gives the items again, in their order. It refuses a source that has changed
// since it was checked.
func (p *Plan) Each(visit func(Item) error) error {
	var text []byte
	read := 0
	err := p.source.Each(func(row Row) error {
		item, err := p.make(row)
		if text = item.appendTo(text[:0]); err != nil || row.Number > p.Rows || maphash.Bytes(p.seed, text) != p.marks[row.Number-1].hash {
			return exit.Usage.New(message.EachChanged, p.source.Name)
		}
		read++
		item.Number, item.Line = row.Number, row.Line
		return visit(item)
	})
	if err == nil && read != p.Rows {
		return exit.Usage.New(message.EachChanged, p.source.Name)
	}
	return err
}

// Line is where a row begins.
func (p *Plan) Line(number int) int { return int(p.marks[number-1].line) }

// Key is the key of a row, "" for none.
func (p *Plan) Key(number int) string {
	if p.keys == nil {
		return ""
	}
	return p.keys[number-1]
}

// Refused names the row that an error is about.
func (p *Plan) Refused(number int, err error) error {
	return p.source.Refused(number, p.Line(number), err)
}
