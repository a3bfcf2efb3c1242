package reading

import (
	"slices"

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

// cutsAt returns where to cut a list of which these starts are noted.
func cutsAt(noted []int64) (cuts []int64) {
	slices.Sort(noted)
	for i := perWindow; i < len(noted); i += perWindow {
		// A second before the row: those on a boundary are read twice.
		if cut := noted[i] - 1; len(cuts) == 0 || cut > cuts[len(cuts)-1] {
			cuts = append(cuts, cut)
		}
	}
	return cuts
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

// most is into how many parts a window is cut at most because of weeks that are not
// wanted.
const most = 8

// owned cuts windows so that they have no weeks between wanted ones that are not wanted:
// an earlier reading knows nothing of the rows there. Windows with many such weeks stay.
func (p *Part) owned(windows []page.Window) (parts []page.Window) {
	for _, w := range windows {
		own, ok := p.stretches(w)
		if !ok {
			own = []page.Window{w}
		}
		parts = append(parts, own...)
	}
	return parts
}

// stretches are the wanted weeks of a window. ok is false when there are too many, or the
// window is open.
func (p *Part) stretches(w page.Window) (own []page.Window, ok bool) {
	if p.Own == nil || w.From == page.OpenFrom || w.To == page.OpenTo || w.To-w.From > year {
		return nil, false
	}
	rest, more := p.trim(w)
	for more && len(own) <= most {
		at := monday(rest.From+1) + week
		for at < rest.To && p.Own(at) {
			at += week
		}
		own = append(own, page.Window{From: rest.From, To: min(at, rest.To)})
		if at >= rest.To {
			break
		}
		rest, more = p.trim(page.Window{From: at, To: rest.To})
	}
	return own, len(own) <= most
}

// year bounds how long a window is looked at week by week, in seconds.
const year = 366 * 24 * 60 * 60
