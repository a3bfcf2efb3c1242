package rdvsolidarites

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Meta is what a page says of its list.
type Meta struct {
	CurrentPage int `json:"current_page"` // from 1
	NextPage    int `json:"next_page"`    // 0: there is none
	PrevPage    int `json:"prev_page"`    // 0: there is none
	TotalPages  int `json:"total_pages"`  // pages of the whole list
	TotalCount  int `json:"total_count"`  // objects of the whole list
}

// Page is one page of a list, at most 100 objects.
type Page[T any] struct {
	Items []T // the objects of the page
	// Meta is what the service says of the whole list.
	Meta
	// Starts is when each appointment of RDVs.ListRaw starts, as [RawStart] finds it. It is
	// nil for other lists, and for a page in an unusual form: RawStart reads that one.
	Starts []Time
}

// listing is a list about to be read.
type listing struct {
	op, route, root string
	elements        []string
	query           url.Values
	err             error

	// in, when not nil, is the same list of one organisation.
	in func(organisationID int64) listing
	// ids is the parameter that selects rows by their ids, "" for none, and
	// wanted are those that the caller asked for.
	ids    string
	wanted []int64
	// timed says that the starts of the objects can be bounded, and from and to
	// are bounds that take the place of the caller's own, zero for none.
	timed    bool
	from, to time.Time
}

// The parameters that bound the starts.
const startsAfter, startsBefore = "starts_after", "starts_before"

// call asks for page n; 0 is the first.
func (l listing) call(n int, options []guichet.CallOption) *rest.Call {
	call := rest.NewCall(rest.Read, l.op, l.route, l.elements...)
	call.Query = maps.Clone(l.query)
	call.Apply([]guichet.CallOption{guichet.WithQuery("page", strconv.Itoa(max(1, n)))})
	call.Check(l.err).Apply(options)
	if l.timed {
		call.Check(checkWindow(call.Query.Get(startsAfter), call.Query.Get(startsBefore)))
	}
	setTime(call.Query, startsAfter, l.from, nil)
	setTime(call.Query, startsBefore, l.to, nil)
	return call
}

// list reads exactly one page.
func list[T any](ctx context.Context, c *core, l listing, n int, options []guichet.CallOption) (*Page[T], error) {
	rows, meta, err := rest.Rows[T, Meta](ctx, c.rest, l.call(n, options), l.root)
	if err != nil {
		return nil, err
	}
	return &Page[T]{Items: rows, Meta: meta}, nil
}

// listRaw is list without decoding the objects.
func listRaw(ctx context.Context, c *core, l listing, n int, options []guichet.CallOption) (*Page[json.RawMessage], error) {
	call := l.call(n, options)
	if l.timed {
		call.Member = startsAt
	}
	rows, meta, err := rest.RawRows[Meta](ctx, c.rest, call, l.root)
	if err != nil {
		return nil, err
	}
	var starts []Time
	for _, value := range call.Values {
		starts = append(starts, rawStart(value))
	}
	return &Page[json.RawMessage]{Items: rows, Meta: meta, Starts: starts}, nil
}

// row tells how to read what the engine needs of an object.
type row[T any] struct {
	id func(T) int64
	// times is how often the service may list the object, and start is when it
	// starts; both are nil for what is not an appointment.
	times func(T) int
	start func(T) (int64, bool)
}

// all reads the whole list, each object once.
func all[T any](ctx context.Context, c *core, l listing, of row[T], options []guichet.CallOption) iter.Seq2[T, error] {
	return walk(ctx, c, l, of, options, func(ctx context.Context, call *rest.Call) ([]T, Meta, error) {
		return rest.Rows[T, Meta](ctx, c.rest, call, l.root)
	})
}

// allRaw is all without decoding the objects, and with the report of the reading.
func allRaw(ctx context.Context, c *core, l listing, of row[json.RawMessage], options []guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	of.id = rawID
	options, report := rest.Reported(options)
	return walk(ctx, c, l, of, options, func(ctx context.Context, call *rest.Call) ([]json.RawMessage, Meta, error) {
		return rest.RawRows[Meta](ctx, c.rest, call, l.root)
	}), report
}

func walk[T any](ctx context.Context, c *core, l listing, of row[T], options []guichet.CallOption,
	read func(context.Context, *rest.Call) ([]T, Meta, error),
) iter.Seq2[T, error] {
	options = slices.Clone(options) // read again for each page, long after the call
	fetch := func(ctx context.Context, l listing, n int, arrived func()) (page.Page[T], error) {
		call := l.call(n, options)
		call.OnBody = arrived
		rows, meta, err := read(ctx, call)
		if err != nil {
			return page.Page[T]{}, err
		}
		return pageOf(l.op, n, rows, meta, of.id)
	}
	return page.All(ctx, page.Config[T, int64]{
		Width:  c.rest.Options().Prefetch,
		Ahead:  c.rest.Options().Ahead,
		Report: l.call(0, options).Report,
		Key:    of.id,
		Times:  of.times,
		Ways:   ways(c, l, of, options, fetch),
		Fetch: func(ctx context.Context, n int, arrived func()) (page.Page[T], error) {
			return fetch(ctx, l, n, arrived)
		},
	})
}

// pageOf checks that the objects of a page can be told apart: without an id, one
// of two would be lost.
func pageOf[T any](op string, n int, rows []T, meta Meta, id func(T) int64) (page.Page[T], error) {
	for _, row := range rows {
		if id(row) == 0 {
			e := rest.NewError(guichet.ErrUnusableAnswer, refusal.New("row_without_id", "page %d contains an object without an id", n))
			e.Service, e.Op, e.Sent = "rdvsolidarites", op, guichet.Answered
			return page.Page[T]{}, e
		}
	}
	return page.Page[T]{
		Items: rows, Current: meta.CurrentPage, Next: meta.NextPage, Last: meta.TotalPages,
		Total: page.TotalOf(meta.TotalCount, len(rows), n),
	}, nil
}

// rawID finds the id of a raw object. The service writes it first, where it is found
// without reading the rest.
func rawID(row json.RawMessage) int64 {
	id, _ := strconv.ParseInt(string(rawjson.Member(row, "id")), 10, 64)
	return id
}
