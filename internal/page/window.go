package page

import (
	"math"
	"math/bits"
	"slices"
	"time"
)

// Window is a stretch of time in seconds since 1970, both ends included. Open
// marks an end that is not bounded.
type Window struct{ From, To int64 }

// Ends of a window that are not bounded.
const (
	OpenFrom int64 = math.MinInt64
	OpenTo   int64 = math.MaxInt64
)

const (
	year = 366 * 24 * 3600
	// An open end is looked for between the years 1 and 9999: other years do not
	// have the four digits that the service reads.
	first, last = -62_135_596_800, 253_402_300_799
	// fill is how many rows a window is meant to have when it is cut in equal
	// parts: fewer than a page, since rows are not spread evenly.
	fill = 64
	// sampled is the same when it is cut by a sample of the rows.
	sampled = 75
	// A sample of a page says little about small parts of many rows. It cuts those into
	// at most large parts, or into parts of coarse rows, whose own samples say more.
	many, coarse, large = 700, 490, 30
	// half is how many rows each of two parts is meant to have.
	half = 90
	// perPart is how many rows of a sample a part has at least.
	perPart = 2
	// maxParts bounds into how many equal parts a window is cut at once: most of
	// many would be nights.
	maxParts = 8
)

// Cuts finds where to cut a window, from when some of its rows start, so that
// each part has about as many rows.
func (w Window) Cuts(total int, starts []int64) (cuts []int64) {
	slices.Sort(starts)
	size := sampled
	if total > many {
		size = max(coarse, total/large)
	}
	if total <= 2*half {
		size = half
	}
	parts := min((total+size-1)/size, len(starts)/perPart)
	last := w.From
	for i := 1; i < parts; i++ {
		at := i * len(starts) / parts
		for at < len(starts) && starts[at] == starts[at-1] {
			at++
		}
		if at == len(starts) {
			break
		}
		// Between two rows: those on a boundary are read twice.
		cut := starts[at-1] + (starts[at]-starts[at-1])/2
		if cut > last && cut < w.To {
			cuts, last = append(cuts, cut), cut
		}
	}
	return cuts
}

// Misses reports whether one of the rows starts outside the window, by more than
// the second that the service may round.
func (w Window) Misses(starts []int64) bool {
	return slices.ContainsFunc(starts, func(at int64) bool {
		return w.From != OpenFrom && at < w.From-1 || w.To != OpenTo && at > w.To+1
	})
}

// At cuts a window at these moments.
func (w Window) At(cuts []int64) []Window {
	var parts []Window
	from := w.From
	for _, cut := range cuts {
		parts, from = append(parts, Window{from, cut}), cut
	}
	return append(parts, Window{from, w.To})
}

// Split cuts a window that holds too many rows. An open end is approached in
// steps that double, a bounded window is halved as often as its rows ask for.
// Neighbours share their boundary, because the service may keep fractions of
// seconds. A window that cannot be cut is returned as nil.
func (w Window) Split(total int, middle int64) []Window {
	if w.From == OpenFrom && w.To == OpenTo {
		return []Window{{OpenFrom, middle}, {middle, OpenTo}}
	}
	if w.From == OpenFrom || w.To == OpenTo {
		return w.close(middle)
	}
	length := w.To - w.From
	if length <= 1 {
		return nil
	}
	parts := int64(2)
	if total > 2*fill {
		parts = int64(min(maxParts, 1<<bits.Len(uint(total/fill))))
	}
	for parts > length {
		parts /= 2
	}
	var cuts []int64
	for i := range parts - 1 {
		cuts = append(cuts, w.From+length/parts*(i+1)+length%parts*(i+1)/parts)
	}
	return w.At(cuts)
}

// close cuts a window with one open end into a bounded one and the open rest,
// twice as far from the middle as it began.
func (w Window) close(middle int64) []Window {
	if w.To == OpenTo {
		far := min(last, max(middle, w.From)+max(year, 2*(w.From-middle)))
		if far <= w.From {
			return nil
		}
		return []Window{{w.From, far}, {far, OpenTo}}
	}
	far := max(first, min(middle, w.To)-max(year, 2*(middle-w.To)))
	if far >= w.To {
		return nil
	}
	return []Window{{far, w.To}, {OpenFrom, far}}
}

// Times returns both ends, the zero time for an open one.
func (w Window) Times() (from, to time.Time) {
	if w.From != OpenFrom {
		from = time.Unix(w.From, 0).UTC()
	}
	if w.To != OpenTo {
		to = time.Unix(w.To, 0).UTC()
	}
	return from, to
}
