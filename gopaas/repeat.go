package gopaas

import (
	"bytes"
	"crypto/sha256"
	"slices"
)

const (
	// maxHeld bounds the rows that are held back, in bytes.
	maxHeld = 4 << 20
	// maxProbes bounds the pairs of pages that are asked for again at the end.
	maxProbes = 8
)

// sheet is a page whose rows can be compared with those of other pages.
type sheet struct {
	*ListPage
	number  int
	cles    []string // one for each row, "" where it has none
	repeats bool     // two rows have the same key
}

func newSheet(number int, p *ListPage) *sheet {
	s := &sheet{ListPage: p, number: number, cles: make([]string, len(p.Rows))}
	known := make(map[string]bool, len(p.Rows))
	for i, row := range p.Rows {
		cle := row.Cle()
		s.repeats = s.repeats || cle != "" && known[cle]
		s.cles[i], known[cle] = cle, true
	}
	return s
}

// same reports whether q has the same rows, byte by byte.
func (s *sheet) same(q *sheet) bool {
	return slices.EqualFunc(s.Rows, q.Rows, func(a, b Row) bool { return bytes.Equal(a.Raw, b.Raw) })
}

// sameCles reports whether the rows of q have the same keys in the same order.
func (s *sheet) sameCles(q *sheet) bool {
	return slices.Equal(s.cles, q.cles) && !slices.Contains(s.cles, "")
}

// overlaps reports whether a row of s may be in q too.
func (s *sheet) overlaps(q *sheet) bool {
	key := func(p *sheet, i int) string {
		if p.cles[i] == "" {
			return string(p.Rows[i].Raw)
		}
		return p.cles[i]
	}
	known := make(map[string]bool, len(s.Rows))
	for i := range s.Rows {
		known[key(s, i)] = true
	}
	for i := range q.Rows {
		if known[key(q, i)] {
			return true
		}
	}
	return false
}

// digest stands for a text; no two texts have the same.
type digest [16]byte

func digestOf(text []byte) digest {
	sum := sha256.Sum256(text)
	return digest(sum[:16])
}

// origin is where a key was first read, and with what content.
type origin struct {
	row  digest
	page int
}

// repeat is a row whose key was read on an earlier page.
type repeat struct {
	Row
	cle   string
	pages [2]int // where the key was read first, and where it came again
	copy  bool   // it has the same bytes as the first one
}

// give gives out the rows of a page, but for those that may have come before.
func (r *reading) give(p *sheet) error {
	r.report.Rows += len(p.Rows)
	if p.repeats {
		if err := r.release(); err != nil {
			return err
		}
	}
	for i, row := range p.Rows {
		if r.holds(p, i) {
			continue
		}
		if err := r.hand(row); err != nil {
			return err
		}
	}
	if r.bytes > maxHeld {
		r.doubtful = true
		if err := r.release(); err != nil {
			return err
		}
	}
	if r.report.OnPage != nil {
		r.report.OnPage()
	}
	return nil
}

func (r *reading) hand(row Row) error {
	r.report.Unique++
	if !r.yield(row, nil) {
		return errLeft
	}
	return nil
}

// holds remembers row i of p, and holds it back when its key was read before.
func (r *reading) holds(p *sheet, i int) bool {
	cle := p.cles[i]
	if cle == "" || r.seen == nil {
		return false
	}
	key, row := digestOf([]byte(cle)), digestOf(p.Rows[i].Raw)
	first, again := r.seen[key]
	if !again {
		r.seen[key] = origin{row, p.number}
		return false
	}
	r.bytes += len(p.Rows[i].Raw)
	r.held = append(r.held, repeat{p.Rows[i], cle, [2]int{first.page, p.number}, first.row == row})
	return true
}

// release gives out what was held back, and holds back nothing more.
func (r *reading) release() error {
	held := r.held
	r.held, r.bytes, r.seen = nil, 0, nil
	for _, h := range held {
		if err := r.hand(h.Row); err != nil {
			return err
		}
	}
	return nil
}

// decide settles at the end what was held back. No page had a key twice: copies
// are the work of pages that shifted, or of a list without an order. A row with
// other content was edited and moved, unless the view has both of them at once.
func (r *reading) decide() error {
	if r.report.Total != r.report.Unique {
		both, err := r.hasBoth()
		if err != nil {
			return err
		}
		if both {
			return r.release()
		}
	}
	r.held = nil
	return nil
}

// hasBoth reports whether two pages still have one key each with its own
// content, or too many pages would have to be asked for to know.
func (r *reading) hasBoth() (bool, error) {
	asked := map[[2]int]bool{}
	for _, h := range r.held {
		if h.copy || asked[h.pages] {
			continue
		}
		if len(asked) == maxProbes {
			r.doubtful = true
			return true, nil
		}
		asked[h.pages] = true
		first, err := r.page(h.pages[0])
		if err != nil {
			return false, err
		}
		second, err := r.page(h.pages[1])
		if err != nil {
			return false, err
		}
		if first.repeats || second.repeats {
			return true, nil
		}
		for _, other := range r.held {
			if !other.copy && other.pages == h.pages && slices.Contains(first.cles, other.cle) && slices.Contains(second.cles, other.cle) {
				return true, nil
			}
		}
	}
	return false, nil
}
