package page

import "iter"

// tally counts the rows of a reading, and knows when they are all. Its methods are not
// inlined: each instance of the engine would have 12 kB of copies.
type tally struct {
	// seen has every row given out. The other two are nil, for the same set,
	// until the second pass and the first change of the total.
	seen, seenInPass, seenInEpoch idSet

	// Rows seen before the total changed may be gone: only those seen since
	// then, in this epoch, count when it is asked whether all of them were seen.
	total int
	alive int // different rows seen in this epoch
	// proved is set when the windows gave every row, and listed is how often the
	// service listed the rows of the windows in this epoch.
	proved bool
	listed int

	// Of the current pass:
	met    int    // different rows
	rows   int    // rows, repeated ones included
	moved  bool   // the total changed
	print  uint64 // the sum of its different rows
	before uint64 // print of the pass before
	// Sums of the rows that came, and of those that were to come: each different
	// row as often as the service may list it. They are equal when no row came
	// too often or too rarely.
	came, expected uint64
}

// begin begins a pass, from 1.
//
//go:noinline
func (t *tally) begin(pass int) {
	if pass > 1 {
		t.seenInPass = idSet{}
	}
	if t.alive > t.total && t.total >= 0 {
		t.restart() // as many rows went as came: some of those seen are gone
	}
	t.before, t.print = t.print, 0
	t.met, t.rows, t.moved, t.came, t.expected = 0, 0, false, 0, 0
}

// restart begins an epoch.
//
//go:noinline
func (t *tally) restart() {
	t.alive, t.proved, t.listed = 0, false, 0
	if len(t.seen) > 0 {
		t.seenInEpoch = idSet{}
	}
}

// count notes what a page says of the list. One that does not state a total leaves
// that of the others as it is.
//
//go:noinline
func (t *tally) count(total, rows int) {
	if total < 0 {
		total = t.total
	}
	if total != t.total {
		t.moved = t.rows > 0
		t.restart()
	}
	t.total, t.rows = total, t.rows+rows
}

// meet notes a row of a page, which the service may list so many times, and
// reports whether it was never seen before.
func (t *tally) meet(id int64, times int) bool {
	fresh, inPass := t.note(id)
	h := mix(uint64(id))
	t.came += h
	if inPass {
		t.met++
		t.print += h
		t.expected += uint64(times) * h
	}
	return fresh
}

// note notes a row, and reports whether it was never seen before, and not in
// this pass.
func (t *tally) note(id int64) (fresh, inPass bool) {
	fresh = t.seen.add(id)
	inPass, inEpoch := fresh, fresh
	if t.seenInPass != nil {
		inPass = t.seenInPass.add(id)
	}
	if t.seenInEpoch != nil {
		inEpoch = t.seenInEpoch.add(id)
	}
	if inEpoch {
		t.alive++
	}
	return fresh, inPass
}

// counted reports whether the row was seen in this epoch.
//
//go:noinline
func (t *tally) counted(id int64) bool {
	if t.seenInEpoch != nil {
		return t.seenInEpoch.has(id)
	}
	return t.seen.has(id)
}

// Complete is the one rule for what is all of a list: its different rows are as many as
// the service counts, or the rows that it listed are, where it lists and counts some
// several times. listed is -1 unless each row came as often as the service lists it.
func Complete(total, different, listed int) bool { return different == total || listed == total }

// complete reports whether all rows were read. Without a total there is nothing
// to compare with.
//
//go:noinline
func (t *tally) complete() bool {
	return t.total < 0 || t.proved || Complete(t.total, t.alive, t.explained())
}

// explained returns the rows of the pass, repeated ones included, when it had each
// exactly as often as the service may list it, else -1.
func (t *tally) explained() int {
	if t.moved || t.came != t.expected {
		return -1
	}
	return t.rows
}

// left gives the ids that were seen and had left the list when it was complete.
//
//go:noinline
func (t *tally) left() iter.Seq[int64] {
	if t.explained() == t.total && !t.proved {
		return t.seen.without(t.seenInPass)
	}
	return t.seen.without(t.seenInEpoch)
}

// mix spreads the bits of an id, so that sums of different rows differ.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
