package page

import (
	"iter"
	"maps"
	"slices"
)

// idSet is a set of ids in little memory, one bit for each of 512 neighbours:
// ids come from the counter of a database and so lie close together, and a list
// may have millions.
type idSet map[int64]*[512 / 64]uint64

// add reports whether the id is new to the set.
func (s idSet) add(id int64) bool {
	bits := s[id>>9]
	if bits == nil {
		bits = new([512 / 64]uint64)
		s[id>>9] = bits
	}
	word, bit := &bits[id>>6&7], uint64(1)<<(id&63)
	fresh := *word&bit == 0
	*word |= bit
	return fresh
}

func (s idSet) has(id int64) bool {
	bits := s[id>>9]
	return bits != nil && bits[id>>6&7]&(1<<(id&63)) != 0
}

// all gives the ids in order.
func (s idSet) all() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for _, block := range slices.Sorted(maps.Keys(s)) {
			for i := range int64(512) {
				if id := block<<9 | i; s.has(id) && !yield(id) {
					return
				}
			}
		}
	}
}

// without gives the ids that the other set lacks; nil stands for the same set.
// It is not inlined, as the methods of tally.
//
//go:noinline
func (s idSet) without(other idSet) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		if other == nil {
			return
		}
		for id := range s.all() {
			if !other.has(id) && !yield(id) {
				return
			}
		}
	}
}

// gaps gives the ids between those of the set, from the narrowest gaps to the
// widest: rows that belong together were often made together.
func (s idSet) gaps() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for most := int64(1); most > 0; most *= 2 {
			wider := false
			first, last := true, int64(0)
			for id := range s.all() {
				gap := id - last - 1
				if !first && gap > most/2 && gap <= most {
					for missing := last + 1; missing < id; missing++ {
						if !yield(missing) {
							return
						}
					}
				}
				wider = wider || !first && gap > most
				first, last = false, id
			}
			if !wider {
				return
			}
		}
	}
}

// last is the highest id, 0 for none.
func (s idSet) last() (id int64) {
	for block, bits := range s {
		for i := int64(511); i >= 0; i-- {
			if bits[i>>6]&(1<<(i&63)) != 0 {
				id = max(id, block<<9|i)
				break
			}
		}
	}
	return id
}
