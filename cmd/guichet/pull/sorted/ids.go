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
		var last int64
		for rest := packed; len(rest) > 0; {
			step, n := binary.Varint(rest)
			if n <= 0 {
				return
			}
			last, rest = last+step, rest[n:]
			if !yield(last) {
				return
			}
		}
	}
}

// Equal reports whether both sets hold the same ids.
func (s *IDs) Equal(other *IDs) bool {
	s.settle()
	other.settle()
	return bytes.Equal(s.packed, other.packed)
}

// Without returns the ids of s that other does not hold, in rising order.
func (s *IDs) Without(other *IDs) []int64 {
	other.settle()
	var missing []int64
	rest, last, more := other.packed, int64(0), true
	next := func() {
		if more = len(rest) > 0; more {
			step, n := binary.Varint(rest)
			last, rest = last+step, rest[n:]
		}
	}
	next()
	for id := range s.All {
		for more && last < id {
			next()
		}
		if !more || last != id {
			missing = append(missing, id)
		}
	}
	return missing
}

// Bytes is the set as a text of bytes that SetBytes reads.
func (s *IDs) Bytes() []byte {
	s.settle()
	return s.packed
}

// AddBytes adds the ids of a set that Bytes wrote.
func (s *IDs) AddBytes(packed []byte) {
	other := IDs{packed: packed}
	for id := range other.All {
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
	s.pending = nil
	before := IDs{packed: s.packed}
	packed := make([]byte, 0, len(s.packed)+2*len(pending))
	var last int64
	s.count = 0
	put := func(id int64) {
		packed = binary.AppendVarint(packed, id-last)
		last = id
		s.count++
	}
	for id := range before.All {
		for len(pending) > 0 && pending[0] < id {
			put(pending[0])
			pending = pending[1:]
		}
		if len(pending) > 0 && pending[0] == id {
			pending = pending[1:]
		}
		put(id)
	}
	for _, id := range pending {
		put(id)
	}
	s.packed = packed
}
