package render

import (
	"bufio"
	"encoding/binary"
	"math/bits"
)

const (
	window    = 32 << 10 // how far back a repetition may be
	hashBits  = 13
	mostMatch = 258
)

// deflater compresses a member of a zip file (RFC 1951): one block with the fixed codes.
// A sheet gets about a tenth of its size. compress/flate would add 37 kB to the program.
type deflater struct {
	out     *bufio.Writer
	written int64
	waiting uint64 // bits of a byte that is not complete yet
	count   uint
	data    []byte // the window of earlier bytes, then those to compress
	done    int    // how much of data is compressed
	// seen has, for a hash of four bytes, one more than where they were seen last.
	seen [1 << hashBits]int32
}

func (d *deflater) begin() {
	d.written, d.data, d.done = 0, d.data[:0], 0
	clear(d.seen[:])
	d.put(0b011, 3) // the last block, with the fixed codes
}

// write compresses bytes; the end of the member returns the errors.
func (d *deflater) write(b []byte) {
	if d.data == nil {
		d.data = make([]byte, 0, 2*window)
	}
	for len(b) > 0 {
		n := min(len(b), cap(d.data)-len(d.data))
		d.data, b = append(d.data, b[:n]...), b[n:]
		if len(d.data) < cap(d.data) {
			return
		}
		d.compress()
		d.data = d.data[:copy(d.data, d.data[window:])]
		d.done = window
		for i, at := range d.seen {
			d.seen[i] = max(0, at-window)
		}
	}
}

// end ends the member.
func (d *deflater) end() {
	d.compress()
	d.symbol(256)
	d.put(0, (8-d.count%8)%8)
}

func (d *deflater) compress() {
	for d.done < len(d.data) {
		length, distance := d.match()
		if length == 0 {
			d.symbol(uint(d.data[d.done]))
			d.done++
			continue
		}
		d.done += length
		d.length(uint(length - 3))
		d.distance(uint(distance - 1))
	}
}

// match finds what is repeated at the place that comes next.
func (d *deflater) match() (length, distance int) {
	at := d.done
	if at+4 > len(d.data) {
		return 0, 0
	}
	next := binary.LittleEndian.Uint32(d.data[at:])
	place := &d.seen[next*2654435761>>(32-hashBits)]
	before := int(*place) - 1
	*place = int32(at + 1)
	if before < 0 || at-before > window || binary.LittleEndian.Uint32(d.data[before:]) != next {
		return 0, 0
	}
	for length = 4; length < mostMatch && at+length < len(d.data) && d.data[before+length] == d.data[at+length]; {
		length++
	}
	return length, at - before
}

// symbol writes a byte, the end of the block, or a class of lengths.
func (d *deflater) symbol(s uint) {
	switch {
	case s < 144:
		d.code(0x30+s, 8)
	case s < 256:
		d.code(0x190+s-144, 9)
	case s < 280:
		d.code(s-256, 7)
	default:
		d.code(0xc0+s-280, 8)
	}
}

// length writes a length, less 3.
func (d *deflater) length(n uint) {
	if n == mostMatch-3 {
		d.symbol(285)
		return
	}
	extra := uint(max(0, bits.Len(n)-3))
	d.symbol(257 + 4*extra + n>>extra)
	d.put(n&(1<<extra-1), extra)
}

// distance writes a distance, less 1.
func (d *deflater) distance(n uint) {
	extra := uint(max(0, bits.Len(n)-2))
	d.code(2*extra+n>>extra, 5)
	d.put(n&(1<<extra-1), extra)
}

// code writes a code, the first bit first.
func (d *deflater) code(code, size uint) { d.put(uint(bits.Reverse16(uint16(code))>>(16-size)), size) }

// put writes bits, the lowest first.
func (d *deflater) put(value, size uint) {
	d.waiting |= uint64(value) << d.count
	for d.count += size; d.count >= 8; d.count -= 8 {
		_ = d.out.WriteByte(byte(d.waiting)) // Flush returns the error
		d.waiting >>= 8
		d.written++
	}
}
