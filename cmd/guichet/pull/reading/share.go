package reading

import (
	"encoding/json"
	"math"
	"slices"
	"sort"

	"github.com/guichet-go/guichet/internal/page"
)

// week is a week in seconds.
const week = 7 * 24 * 60 * 60

// monday returns the start of the ISO week of a moment, in UTC.
func monday(at int64) int64 {
	since := (at + 3*24*60*60) % week // 1970 began on a Thursday
	if since < 0 {
		since += week
	}
	return at - since
}

// owns reports whether a row is wanted. One that does not say when it starts is.
func (p *Part) owns(row json.RawMessage) bool {
	if p.Own == nil {
		return true
	}
	at, ok := p.Start(row)
	return !ok || p.Own(monday(at))
}

// trim takes the weeks that are not wanted off the ends of a window. ok is false when
// no week is left. Both ends keep a second more: the service may round a start.
func (p *Part) trim(w page.Window) (left page.Window, ok bool) {
	if p.Own == nil {
		return w, true
	}
	if w.From != page.OpenFrom {
		for at := monday(w.From); !p.Own(at); at += week {
			if w.From = at + week - 1; w.From > w.To {
				return w, false
			}
		}
	}
	if w.To != page.OpenTo {
		for at := monday(w.To); !p.Own(at); at -= week {
			if w.To = at; w.To < w.From {
				return w, false
			}
		}
	}
	return w, true
}

// mixed reports whether a window may have weeks that are not wanted.
func (p *Part) mixed(w page.Window) bool {
	return p.Own != nil && (w.From == page.OpenFrom || w.To == page.OpenTo || w.To-w.From > week)
}

// Dealt is a part of which a reading had only its share of the weeks. Unique are the
// rows of the share, Before and Total what the service counts in all weeks.
type Dealt struct {
	Change
	// Listed is how often the service lists the rows of the share.
	Listed int `json:"listed"`
}

// order puts what parts gave at the same time into an order that is always the same.
func (r *Report) order() {
	sort.Slice(r.Dealt, func(a, b int) bool { return r.Dealt[a].Part < r.Dealt[b].Part })
	sort.Slice(r.Short, func(a, b int) bool { return r.Short[a].Part < r.Short[b].Part })
	sort.Slice(r.Unsettled, func(a, b int) bool { return r.Unsettled[a].Part < r.Unsettled[b].Part })
}

// Join is the report of all shares together. unique is how many different rows they
// have, and twice how many rows are in several of them.
//
// A share cannot compare its rows with the count of the service, which is of all
// weeks. All of them can: the rows agree when every share was told the same count, and
// their rows add up to it.
func Join(shares []*Report, unique, twice int) Report {
	all := Report{}
	for _, share := range shares {
		all.Read += share.Read
		all.Unknown = all.Unknown || share.Unknown
		all.Appeared = append(all.Appeared, share.Appeared...)
		all.Vanished = append(all.Vanished, share.Vanished...)
		all.Short = append(all.Short, share.Short...)
		for _, d := range share.Dealt {
			sum := all.dealt(d.Part)
			sum.Unique, sum.Listed = sum.Unique+d.Unique, sum.Listed+d.Listed
			sum.Before, sum.Total = min(sum.Before, d.Before, d.Total), max(sum.Total, d.Before, d.Total)
		}
	}
	for _, share := range shares {
		for _, c := range share.Unsettled {
			if !slices.ContainsFunc(all.Dealt, func(d *Dealt) bool { return d.Part == c.Part }) {
				all.Unsettled = append(all.Unsettled, c)
			}
		}
	}
	counted := 0
	for _, sum := range all.Dealt {
		counted += sum.Total
		if sum.Before != sum.Total || !page.Complete(sum.Total, sum.Unique, sum.Listed) {
			all.Unsettled = append(all.Unsettled, sum.Change)
		}
	}
	if twice > 0 && counted > 0 { // a row went from one share to another while they were read
		all.Unsettled = append(all.Unsettled, Change{Part: "all", Unique: unique, Before: counted, Total: counted})
	}
	return all
}

// dealt returns the sum of a part in all shares.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (r *Report) dealt(part string) *Dealt {
	for _, d := range r.Dealt {
		if d.Part == part {
			return d
		}
	}
	d := &Dealt{Change: Change{Part: part, Before: math.MaxInt}}
	r.Dealt = append(r.Dealt, d)
	return d
}
