package page

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
