package gopaas

import (
	"bytes"
	"hash/maphash"
)

// keySet has the key of each row, in order, and finds the row that first had a key.
// It has no pointer for each key: the garbage collector reads little of it.
type keySet struct {
	seed  maphash.Seed
	rows  int
	pages []keyPage
	// slots have the rows that have a key, each in the slot of its hash or, where that was
	// taken, in the next free one: the upper half is the hash, the lower half the number
	// of the row. 0 is a free slot.
	slots []uint64
	used  int
}

// keyPage has the keys of pageRows rows, one behind the other.
type keyPage struct {
	ends []int
	text []byte
}

const pageRows = 1024

func newKeySet() keySet {
	return keySet{seed: maphash.MakeSeed(), slots: make([]uint64, pageRows)}
}

// at is the key of a row, from 1.
func (s *keySet) at(row int) []byte {
	page, i := &s.pages[(row-1)/pageRows], (row-1)%pageRows
	begin := 0
	if i > 0 {
		begin = page.ends[i-1]
	}
	return page.text[begin:page.ends[i]]
}

// add adds the key of the next row, which may be empty.
func (s *keySet) add(key []byte) {
	if s.rows%pageRows == 0 {
		page := keyPage{ends: make([]int, 0, pageRows)}
		if n := len(s.pages); n > 0 {
			page.text = make([]byte, 0, len(s.pages[n-1].text)+pageRows)
		}
		s.pages = append(s.pages, page)
	}
	page := &s.pages[len(s.pages)-1]
	page.text = append(page.text, key...)
	page.ends = append(page.ends, len(page.text))
	s.rows++
}

// hash is half of a hash: enough to tell keys apart, nearly always.
func (s *keySet) hash(key []byte) uint32 { return uint32(maphash.Bytes(s.seed, key)) }

// find returns the row that has the key, 0 when there is none, and the slot in which the
// key is, or belongs.
func (s *keySet) find(key []byte, hash uint32) (row, slot int) {
	for slot = s.begin(hash); s.slots[slot] != 0; slot = s.after(slot) {
		if row = int(uint32(s.slots[slot])); uint32(s.slots[slot]>>32) == hash && bytes.Equal(s.at(row), key) {
			return row, slot
		}
	}
	return 0, slot
}

func (s *keySet) begin(hash uint32) int { return int(hash) & (len(s.slots) - 1) }
func (s *keySet) after(slot int) int    { return (slot + 1) & (len(s.slots) - 1) }

// index puts the last row into the slot that find gave for its key.
func (s *keySet) index(slot int, hash uint32) {
	s.slots[slot] = uint64(hash)<<32 | uint64(s.rows)
	if s.used++; s.used <= len(s.slots)/2 {
		return
	}
	before := s.slots
	s.slots = make([]uint64, 4*len(before))
	for _, row := range before {
		if row == 0 {
			continue
		}
		slot := s.begin(uint32(row >> 32))
		for s.slots[slot] != 0 {
			slot = s.after(slot)
		}
		s.slots[slot] = row
	}
}
