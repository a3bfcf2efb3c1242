package bulk

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"hash/maphash"
	"strconv"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Item is a row as it is sent.
type Item struct {
	// Number and Line are those of the row.
	Number, Line int
	// Args are what stands for the positional arguments.
	Args []string
	// Body is what is sent.
	Body []byte
}

// Plan is a source whose rows were all accepted.
type Plan struct {
	// Salt is random, and Digest the digest of it, of what the rows are for and of the
	// rows.
	Salt, Digest string
	// Rows is their number.
	Rows int

	source  *Source
	purpose string
	make    func(Row) (Item, error)
	seed    maphash.Seed
	marks   [][]mark // markPage of them in each
}

// mark recognises a row.
type mark struct {
	hash uint64
	// begin and size say where the value of JSON stands.
	begin      int64
	size, line int32
}

const markPage = 1024

// Check reads all rows. makeItem makes of each what is sent, or refuses it; check, unless
// it is nil, looks at it: the plan knows the lines of the rows before it. The error is about
// the first row that is refused, and counts the others. purpose is part of the digest.
func Check(s *Source, purpose string, makeItem func(Row) (Item, error), check func(*Plan, Item) error) (*Plan, error) {
	p := &Plan{Salt: rand.Text(), source: s, purpose: purpose, make: makeItem, seed: maphash.MakeSeed()}
	digest := newDigest(p.Salt, purpose)
	var first error
	refused := 0
	err := s.Each(func(row Row) error {
		item, err := makeItem(row)
		item.Number, item.Line = row.Number, row.Line
		if err == nil && check != nil {
			err = check(p, item)
		}
		p.mark(mark{p.hash(item), row.begin, int32(len(row.Raw)), int32(row.Line)})
		if err != nil {
			if refused++; first == nil {
				first = s.Refused(row.Number, row.Line, err)
			}
			return nil
		}
		digest.add(item)
		return nil
	})
	switch {
	case first != nil:
		return nil, Counted(first, refused)
	case err != nil:
		return nil, err
	}
	p.Digest = digest.text()
	return p, nil
}

// Salted is the digest with another salt.
func (p *Plan) Salted(salt string) (string, error) {
	digest := newDigest(salt, p.purpose)
	err := p.Each(func(item Item) error {
		digest.add(item)
		return nil
	})
	return digest.text(), err
}

// digest grows with each item.
type digest struct {
	sum    hash.Hash
	buffer *bufio.Writer // of the sum, which never fails
	prefix []byte
}

func newDigest(salt, purpose string) *digest {
	sum := sha256.New()
	d := &digest{sum: sum, buffer: bufio.NewWriter(sum)}
	_, _ = d.buffer.WriteString(salt + purpose)
	return d
}

func (d *digest) add(item Item) {
	d.prefix = item.appendPrefix(d.prefix[:0])
	_, _ = d.buffer.Write(d.prefix)
	_, _ = d.buffer.Write(item.Body)
}

func (d *digest) text() string {
	_ = d.buffer.Flush()
	return hex.EncodeToString(d.sum.Sum(nil))
}

// mark adds the next row. The marks are never copied to grow.
func (p *Plan) mark(m mark) {
	if p.Rows%markPage == 0 {
		p.marks = append(p.marks, make([]mark, 0, markPage))
	}
	page := &p.marks[len(p.marks)-1]
	*page = append(*page, m)
	p.Rows++
}

// at is the mark of a row.
func (p *Plan) at(number int) mark { return p.marks[(number-1)/markPage][(number-1)%markPage] }

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

// appendPrefix writes what, before the body, makes the item look different from every
// other item.
func (i *Item) appendPrefix(text []byte) []byte {
	for _, part := range i.Args {
		text = append(strconv.AppendInt(text, int64(len(part)), 10), ':')
		text = append(text, part...)
	}
	return append(strconv.AppendInt(text, int64(len(i.Body)), 10), ':')
}

// hash recognises an item within this plan.
func (p *Plan) hash(item Item) uint64 {
	hash := maphash.Bytes(p.seed, item.Body)
	if len(item.Args) > 0 {
		hash ^= 3 * maphash.Bytes(p.seed, item.appendPrefix(nil))
	}
	return hash
}

// Each gives the items again, in their order. It refuses a source that has changed
// since it was checked.
func (p *Plan) Each(visit func(Item) error) error {
	read := 0
	each := p.source.Each
	if p.source.Columns == nil {
		each = func(visit func(Row) error) error { return p.source.again(p, visit) }
	}
	err := each(func(row Row) error {
		item, err := p.make(row)
		if err != nil || row.Number > p.Rows || p.hash(item) != p.at(row.Number).hash {
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
func (p *Plan) Line(number int) int { return int(p.at(number).line) }

// Refused names the row that an error is about.
func (p *Plan) Refused(number int, err error) error {
	return p.source.Refused(number, p.Line(number), err)
}
