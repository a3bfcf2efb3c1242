package render

import (
	"encoding/binary"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// pack gives the current line as bytes, which are valid until the next one: of each cell
// its length, width, kind, first width and tone, then the texts. A line is a tenth of its
// row, so that a sorted table holds ten times as many.
func (t *table) pack() []byte {
	p := t.packed[:0]
	for _, c := range t.current.cells {
		for _, n := range [...]int{c.to - c.from, c.width, int(c.kind), c.first, int(c.tone)} {
			p = binary.AppendUvarint(p, uint64(n))
		}
	}
	t.packed = append(p, t.current.text...)
	return t.packed
}

// unpack makes the bytes of pack the current line.
func (t *table) unpack(packed []byte) {
	l := &t.current
	next := func() int {
		n, size := binary.Uvarint(packed)
		packed = packed[size:]
		return int(n)
	}
	l.cells = l.cells[:0]
	to := 0
	for range t.columns {
		c := cell{from: to, to: to + next(), width: next()}
		c.kind, c.first, c.tone = kind(next()), next(), message.Tone(next())
		l.cells, to = append(l.cells, c), c.to
	}
	l.text = append(l.text[:0], packed...)
}
