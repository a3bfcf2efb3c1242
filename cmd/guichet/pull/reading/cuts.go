package reading

import (
	"slices"
	"sort"

	"github.com/guichet-go/guichet/internal/page"
)

// A list that was read in windows leaves when every tenth of its rows starts. From these
// times follow the windows of the next reading, each for as many rows as fit on a page
// with some room for new ones. They save requests and decide nothing: a window that holds
// more than a page is cut further, and the rows are counted as ever.
const (
	// step is how many rows lie between two starts that are noted, at most.
	step = 10
	// perWindow is how many noted starts a window has.
	perWindow = 9
)

// tenths returns every tenth of the starts of a window, in order.
func tenths(starts []int64) (noted []int64) {
	slices.Sort(starts)
	for i := 0; i < len(starts); i += step {
		noted = append(noted, starts[i])
	}
	return noted
}

// cuts returns where to cut the list for the next reading.
func (x *round) cuts() (cuts []int64) {
	slices.Sort(x.noted)
	gaps, n := gaps(x.leaves), 0
	for _, at := range x.noted {
		// A second before the row: those on a boundary are read twice.
		cut := at - 1
		for n++; len(gaps) > 0 && gaps[0] <= at; gaps = gaps[1:] {
			cut, n = gaps[0], perWindow+1 // nothing is known of the rows before it
		}
		if n > perWindow {
			n = 1
			if len(cuts) == 0 || cut > cuts[len(cuts)-1] {
				cuts = append(cuts, cut)
			}
		}
	}
	return cuts
}

// gaps returns where windows begin of which nothing was read just before: weeks that are
// not wanted.
func gaps(read []page.Window) (gaps []int64) {
	sort.Slice(read, func(i, j int) bool { return read[i].From < read[j].From })
	for i := 1; i < len(read); i++ {
		if read[i].From > read[i-1].To {
			gaps = append(gaps, read[i].From)
		}
	}
	return gaps
}

// known returns where an earlier reading would cut the window that is wanted, nil when it
// does not fit the rows of today. Where many rows are gone since, it leaves some cuts out.
func (x *round) known(total int) (cuts []int64) {
	last := x.Window.From
	for _, cut := range x.part.Cuts {
		if cut > last && cut < x.Window.To {
			cuts, last = append(cuts, cut), cut
		}
	}
	// The total is of all weeks, and says nothing about those of a share.
	if x.part.Own != nil {
		return cuts
	}
	windows := len(cuts) + 1
	if total > 2*pageSize*windows {
		return nil
	}
	const few = pageSize * 8 / 10
	for n := windows * few / max(1, total); n > 1 && len(cuts) > 0; n = 0 {
		kept := cuts[:0]
		for i := n - 1; i < len(cuts); i += n {
			kept = append(kept, cuts[i])
		}
		cuts = kept
	}
	return cuts
}
