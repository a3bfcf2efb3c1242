package reading

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"iter"
	"slices"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/pull/sorted"
	"github.com/guichet-go/guichet/internal/page"
)

// item is a row as the engine of pages sees it: its id, and how often the service may
// list it. The row itself is in the Store. Bytes, and not a struct, because the lists of
// the SDK are of bytes: one instance of the engine more weighs 50 kB.
type item []byte

func newItem(id int64, times int) item {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(make(item, 0, 16), uint64(id)), uint64(times))
}

func (i item) id() int64  { return int64(binary.LittleEndian.Uint64(i)) }
func (i item) times() int { return int(binary.LittleEndian.Uint64(i[8:])) }

// list is a paged list that is read completely, or short of some rows.
type list struct {
	*reading
	part   Part
	name   unitName // of its first page
	report guichet.Report

	rows   copies      // the rows of the list
	left   *sorted.IDs // rows that left the list while it was read
	short  bool        // rows are missing
	known  *sorted.IDs // ids from elsewhere, nil when they were not needed
	absent *sorted.IDs // ids that were asked for and that the list does not have
}

// list reads the list that begins with the named page.
func (r *reading) list(ctx context.Context, part Part, name unitName) (*list, error) {
	l := &list{reading: r, part: part, name: name, left: new(sorted.IDs), absent: new(sorted.IDs)}
	rows := page.All(ctx, page.Config[item, int64]{
		Fetch:  func(ctx context.Context, n int, _ func()) (page.Page[item], error) { return l.page(ctx, n) },
		Key:    item.id,
		Times:  item.times,
		Ways:   l.ways(),
		Width:  r.Concurrency,
		Report: &l.report,
		Gone:   func(id int64) { l.left.Add(id) },
	})
	for row, err := range rows {
		switch {
		case errors.Is(err, guichet.ErrIncomplete):
			l.short = true
		case err != nil:
			return nil, err
		default:
			l.rows.add(row.id(), row.times())
		}
	}
	if l.left.Len() > 0 {
		l.rows = l.rows.without(l.left)
	}
	if all := l.rows.all(); all.Len() == l.report.Total {
		l.rows = copies{all} // the service counts each row once
	}
	return l, nil
}

// page reads a page of the current pass.
func (l *list) page(ctx context.Context, n int) (page.Page[item], error) {
	name := l.name
	name.Pass, name.Page = l.report.Passes, n
	u, err := l.ask(ctx, l.part, name, func(ctx context.Context) (Page, error) { return l.part.Page(ctx, name.Window, n) }, keep)
	return u.page(n), err
}

// keep keeps the rows of an answer.
func keep(Page, *unit) bool { return true }

// ways are the other ways to the rows of the part.
func (l *list) ways() page.Ways[item] {
	w := page.Ways[item]{}
	if l.part.Lists != nil {
		w.Lists = l.lists
	}
	if l.part.ByID != nil {
		w.ByID, w.Gaps = l.byID, true
	}
	if l.Known != nil {
		w.Known = l.knownIDs
	}
	return w
}

// lists gives the other lists of the part.
func (l *list) lists(ctx context.Context) iter.Seq2[func(context.Context, int) (page.Page[item], error), error] {
	return func(yield func(func(context.Context, int) (page.Page[item], error), error) bool) {
		others, err := l.part.Lists(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, other := range others {
			read := func(ctx context.Context, n int) (page.Page[item], error) {
				name := l.name
				name.Pass, name.Page, name.Way = l.report.Passes, n, other.Name
				u, err := l.ask(ctx, l.part, name, func(ctx context.Context) (Page, error) { return other.Page(ctx, n) },
					func(Page, *unit) bool { return l.part.ByID == nil })
				return u.page(n), err
			}
			if !yield(read, nil) {
				return
			}
		}
	}
}

// knownIDs gives the ids that are known from elsewhere.
func (l *list) knownIDs(context.Context) iter.Seq2[int64, error] {
	return func(yield func(int64, error) bool) {
		var err error
		if l.known, err = l.Known(); err != nil {
			yield(0, err)
			return
		}
		for id := range l.known.All {
			if !yield(id, nil) {
				return
			}
		}
	}
}

// byID asks for rows by their ids, and notes those that the list does not have.
func (l *list) byID(ctx context.Context, ids []int64) (page.Page[item], error) {
	// A resumed reading asks for the same ids, unless the service changed.
	sum := fnv.New64a()
	_, _ = fmt.Fprint(sum, ids) // a hash takes everything
	name := l.name
	name.Pass, name.Page = l.report.Passes, 1
	name.Way = fmt.Sprintf("ids %d-%d %x", slices.Min(ids), slices.Max(ids), sum.Sum64())
	obeyed := func(rows, total int) bool { return rows <= len(ids) && total <= len(ids) }
	u, err := l.ask(ctx, l.part, name, func(ctx context.Context) (Page, error) { return l.part.ByID(ctx, ids) },
		func(p Page, _ *unit) bool { return obeyed(len(p.Rows), p.Total) })
	if err != nil {
		return page.Page[item]{}, err
	}
	answer := u.page(1)
	if obeyed(len(answer.Items), answer.Total) {
		for _, id := range ids {
			if !slices.ContainsFunc(answer.Items, func(i item) bool { return i.id() == id }) {
				l.absent.Add(id)
			}
		}
	}
	return answer, nil
}

// proved are the known ids that the list does not have, in rising order.
func (l *list) proved() []int64 {
	if l.known == nil {
		return nil
	}
	others := new(sorted.IDs)
	others.Add(l.known.Without(l.absent)...)
	return l.known.Without(others)
}

// copies are the ids of rows by how often the service lists them: the first set
// has all of them, the second those that come twice or more, and so on.
type copies []*sorted.IDs

func (c *copies) add(id int64, times int) {
	for len(*c) < max(1, times) {
		*c = append(*c, new(sorted.IDs))
	}
	for _, ids := range (*c)[:max(1, times)] {
		ids.Add(id)
	}
}

// merge adds rows that may be there: those on the boundary of two windows come with
// both.
func (c *copies) merge(rows copies) {
	for i, ids := range rows {
		if i == len(*c) {
			*c = append(*c, new(sorted.IDs))
		}
		(*c)[i].AddBytes(ids.Bytes())
	}
}

// all are the different ids.
func (c copies) all() *sorted.IDs {
	if len(c) == 0 {
		return new(sorted.IDs)
	}
	return c[0]
}

// count is how many rows the service lists, repeated ones included.
func (c copies) count() (rows int) {
	for _, ids := range c {
		rows += ids.Len()
	}
	return rows
}

func (c copies) without(ids *sorted.IDs) (rest copies) {
	for i, all := range c {
		rest = append(rest, new(sorted.IDs))
		rest[i].Add(all.Without(ids)...)
	}
	return rest
}
