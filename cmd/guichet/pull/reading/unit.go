package reading

import (
	"sort"

	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

// unit is one answer that was read and need not be asked for again.
type unit struct {
	Name unitName `json:"unit"`
	// Before is what a stream counted at first, and Total at the end.
	Before int `json:"before,omitempty"`
	Total  int `json:"total"`
	Pages  int `json:"pages"`
	// Rows is the number of rows that were kept.
	Rows int `json:"rows"`
	// IDs are the ids of the rows, in order, as often as they came.
	IDs []byte `json:"ids,omitempty"`
	// Times is how often each of them may come; nil for once.
	Times []int `json:"times,omitempty"`
	// Split says that the window was cut, and its rows not kept.
	Split bool `json:"split,omitempty"`
	// Cuts are the split points; nil means equal parts.
	Cuts []int64 `json:"cuts,omitempty"`
	// Known says that Cuts are those of an earlier reading.
	Known bool `json:"known,omitempty"`
	// Starts are when every tenth of the rows starts, where the window was not cut.
	Starts []byte `json:"starts,omitempty"`
	// Blind says that rows were outside the window that was asked for.
	Blind bool `json:"blind,omitempty"`
}

// unitName identifies one answer of a reading.
type unitName struct {
	Part  string `json:"part"`
	Round int    `json:"round"`
	page.Window
	Pass int `json:"pass"`
	Page int `json:"page"`
	// Way names an answer that is not a page of the list itself.
	Way string `json:"way,omitempty"`
}

// note notes the rows of the answer.
func (u *unit) note(items []item) {
	sort.Slice(items, func(i, j int) bool { return items[i].id() < items[j].id() })
	ids, times, once := make([]int64, len(items)), make([]int, len(items)), true
	for i, row := range items {
		ids[i], times[i], once = row.id(), row.times(), once && row.times() == 1
	}
	if u.IDs = sorted.Pack(ids); !once {
		u.Times = times
	}
}

// page is the answer as page n of a list.
func (u *unit) page(n int) page.Page[item] {
	p := page.Page[item]{Current: n, Last: u.Pages, Total: u.Total}
	if n < u.Pages {
		p.Next = n + 1
	}
	for id := range sorted.Unpack(u.IDs) {
		times := 1
		if i := len(p.Items); i < len(u.Times) {
			times = u.Times[i]
		}
		p.Items = append(p.Items, newItem(id, times))
	}
	return p
}

// copies are the rows of the answer, by how often each came.
func (u *unit) copies() (all copies) {
	times := map[int64]int{}
	for id := range sorted.Unpack(u.IDs) {
		times[id]++
		all.add(id, times[id])
	}
	return all
}
