package rdvsolidarites

import (
	"context"
	"errors"
	"iter"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/paris"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// fetchFunc reads page n of a list.
type fetchFunc[T any] func(ctx context.Context, l listing, n int, arrived func()) (page.Page[T], error)

// ways are the other ways to the rows of a list, for when its pages lack some. A
// query that the caller's options change may mean anything: it has none, but for
// bounds of time.
func ways[T any](c *core, l listing, of row[T], options []guichet.CallOption, fetch fetchFunc[T]) (w page.Ways[T]) {
	query := l.call(1, options).Query
	plain := l.call(1, nil).Query
	for _, bound := range []string{startsAfter, startsBefore} {
		plain.Del(bound)
		if values, ok := query[bound]; ok {
			plain[bound] = values
		}
	}
	if !maps.EqualFunc(plain, query, slices.Equal) {
		return w
	}
	if l.in != nil && l.wanted == nil {
		w.Lists = inEachOrganisation(c, l, options, fetch)
	}
	if l.ids != "" {
		w.Gaps = l.wanted == nil
		w.Known = func(context.Context) iter.Seq2[int64, error] { return each(l.wanted) }
		w.ByID = func(ctx context.Context, ids []int64) (page.Page[T], error) {
			some := l
			some.query = maps.Clone(l.query)
			some.query.Del(l.ids + "[]")
			setList(some.query, l.ids, ids)
			return offered(fetch(ctx, some, 1, nil))
		}
	}
	if l.timed {
		w.Windows = byTime(c, l, query, of, fetch)
	}
	return w
}

// inEachOrganisation gives the list of each organisation of the agent.
func inEachOrganisation[T any](c *core, l listing, options []guichet.CallOption, fetch fetchFunc[T]) func(context.Context) iter.Seq2[func(context.Context, int) (page.Page[T], error), error] {
	return func(ctx context.Context) iter.Seq2[func(context.Context, int) (page.Page[T], error), error] {
		return func(yield func(func(context.Context, int) (page.Page[T], error), error) bool) {
			options := append(slices.Clone(options), guichet.WithReport(nil))
			for organisation, err := range (Organisations{service{c}}).ids(ctx, options...) {
				if err = rest.NoWay(err); err != nil {
					yield(nil, err)
					return
				}
				in := l.in(organisation)
				if !yield(func(ctx context.Context, n int) (page.Page[T], error) { return offered(fetch(ctx, in, n, nil)) }, nil) {
					return
				}
			}
		}
	}
}

// byTime reads the list in windows of time, nil when its own bounds cannot be read.
func byTime[T any](c *core, l listing, query url.Values, of row[T], fetch fetchFunc[T]) *page.Windows[T] {
	from, fromErr := bound(query.Get(startsAfter), page.OpenFrom)
	to, toErr := bound(query.Get(startsBefore), page.OpenTo)
	if fromErr != nil || toErr != nil {
		return nil
	}
	return &page.Windows[T]{
		Window: page.Window{From: from, To: to},
		Middle: c.rest.Options().Now().Unix(),
		Start:  of.start,
		Fetch: func(ctx context.Context, w page.Window, n int) (page.Page[T], error) {
			some := l
			some.from, some.to = w.Times()
			return fetch(ctx, some, n, nil)
		},
	}
}

// bound reads a bound of time as the service does: without an offset, as the clock
// in Paris, and a day as its first moment. open is what no bound means.
func bound(text string, open int64) (int64, error) {
	if text == "" {
		return open, nil
	}
	if t, err := parseTime(text); err == nil {
		return t.Unix(), nil
	}
	for _, layout := range []string{time.DateOnly, time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return paris.Moment(t).Unix(), nil
		}
	}
	return 0, errors.New("the bound cannot be read")
}

// checkWindow refuses a window that ends before it begins, which the service would
// answer with an empty list. It accepts bounds that it cannot read.
func checkWindow(after, before string) error {
	from, fromErr := bound(after, page.OpenFrom)
	to, toErr := bound(before, page.OpenTo)
	if fromErr != nil || toErr != nil || from <= to {
		return nil
	}
	return rest.Invalid(startsAfter, refusal.New("window_reversed", "the window is the wrong way round: %s is after %s", after, before))
}

func each(ids []int64) iter.Seq2[int64, error] {
	return func(yield func(int64, error) bool) {
		for _, id := range ids {
			if !yield(id, nil) {
				return
			}
		}
	}
}

// offered turns a refusal into the answer that the service does not offer a way.
func offered[T any](p page.Page[T], err error) (page.Page[T], error) { return p, rest.NoWay(err) }
