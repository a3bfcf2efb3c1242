package sorted

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
)

// pendingIDs is how many ids wait before they are merged into the others.
const pendingIDs = 16 << 10

// IDs is a set of numbers in little memory: about two bytes for each when they
// lie close together. The zero value is empty.
type IDs struct {
	packed  []byte // differences between the sorted ids, as varints
	count   int
	pending []int64
}

// Add adds ids; those that are in the set already change nothing.
func (s *IDs) Add(ids ...int64) {
	s.pending = append(s.pending, ids...)
	if len(s.pending) >= pendingIDs {
		s.settle()
	}
}

// Len is the number of different ids.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s *IDs) Len() int {
	s.settle()
	return s.count
}

// All calls yield for each id in rising order until it returns false.
func (s *IDs) All(yield func(int64) bool) {
	s.settle()
	Unpack(s.packed)(yield)
}

// Pack writes ids in rising order, which may be there several times, as
// differences.
func Pack(ids []int64) []byte {
	var packed []byte
	var last int64
	for _, id := range ids {
		packed = binary.AppendVarint(packed, id-last)
		last = id
	}
	return packed
}

// Unpack gives the ids that Pack wrote, up to the first damage.
func Unpack(packed []byte) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for c := (cursor{rest: packed}); c.next() && yield(c.id); {
		}
	}
}

// cursor walks over packed ids.
type cursor struct {
	id   int64
	rest []byte
}

// next moves to the next id, and reports whether there is one.
func (c *cursor) next() bool {
	step, n := binary.Varint(c.rest)
	if n <= 0 {
		return false
	}
	c.id, c.rest = c.id+step, c.rest[n:]
	return true
}

// Equal reports whether both sets hold the same ids.
func (s *IDs) Equal(other *IDs) bool {
	s.settle()
	other.settle()
	return bytes.Equal(s.packed, other.packed)
}

// Without returns the ids of s that other does not hold, in rising order.
func (s *IDs) Without(other *IDs) (missing []int64) {
	other.settle()
	c := cursor{rest: other.packed}
	more := c.next()
	for id := range s.All {
		for more && c.id < id {
			more = c.next()
		}
		if !more || c.id != id {
			missing = append(missing, id)
		}
	}
	return missing
}

// Bytes is the set as a text of bytes that AddBytes reads.
func (s *IDs) Bytes() []byte {
	s.settle()
	return s.packed
}

// AddBytes adds the ids of a set that Bytes wrote.
func (s *IDs) AddBytes(packed []byte) {
	for id := range Unpack(packed) {
		s.Add(id)
	}
}

// settle merges the ids that wait into the packed ones.
func (s *IDs) settle() {
	if len(s.pending) == 0 {
		return
	}
	slices.Sort(s.pending)
	pending := slices.Compact(s.pending)
	c, packed, last := cursor{rest: s.packed}, make([]byte, 0, len(s.packed)+2*len(pending)), int64(0)
	s.count = 0
	for more := c.next(); more || len(pending) > 0; s.count++ {
		id := c.id
		if !more || len(pending) > 0 && pending[0] < id {
			id = pending[0]
		}
		if len(pending) > 0 && pending[0] == id {
			pending = pending[1:]
		}
		if more && c.id == id {
			more = c.next()
		}
		packed = binary.AppendVarint(packed, id-last)
		last = id
	}
	s.packed, s.pending = packed, nil
}
