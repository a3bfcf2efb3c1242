package zops

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// content is where every answer has its object or its list.
const content = "content"

// newCall prepares a call. An element with a slash is refused: the service
// undoes the escaping before it looks at the path, and would take another one.
func newCall(class rest.Class, op, route string, elements ...string) *rest.Call {
	call := rest.NewCall(class, op, route, elements...)
	_, names, _ := strings.Cut(route, "{")
	for _, element := range elements {
		name, tail, _ := strings.Cut(names, "}")
		_, names, _ = strings.Cut(tail, "{")
		call.Check(noSlash(name, element))
	}
	return call
}

// one performs a call and returns the object of its answer. complete adds what the
// service leaves out and the call knows.
func one[T any](ctx context.Context, c *core, call *rest.Call, options []guichet.CallOption, complete ...func(*T)) (*T, error) {
	value, err := rest.One[T](ctx, c.rest, call.Check(noNUL(call.Body)).Apply(options), content)
	if err != nil {
		return nil, c.judge(ctx, call, err)
	}
	for _, add := range complete {
		add(value)
	}
	return value, nil
}

// none performs a call whose answer has nothing to tell.
func none(ctx context.Context, c *core, call *rest.Call, options []guichet.CallOption) error {
	return c.judge(ctx, call, c.rest.Do(ctx, call.Check(noNUL(call.Body)).Apply(options), nil))
}

// list performs a call and returns the rows of its answer, in no order.
func list[T any](ctx context.Context, c *core, call *rest.Call, options []guichet.CallOption) ([]T, error) {
	rows, _, err := rest.Rows[T, struct{}](ctx, c.rest, call.Apply(options), content)
	return rows, c.judge(ctx, call, err)
}

// allRaw gives the rows of a list as the service's own bytes. Every range is
// one request.
func allRaw(ctx context.Context, c *core, call func() *rest.Call, options []guichet.CallOption) iter.Seq2[json.RawMessage, error] {
	return all(call, options, func(call *rest.Call) ([]json.RawMessage, error) {
		rows, _, err := rest.RawRows[struct{}](ctx, c.rest, call, content)
		return rows, c.judge(ctx, call, err)
	})
}

// all gives the rows that read returns, and keeps the caller's report.
func all[T any](call func() *rest.Call, options []guichet.CallOption, read func(*rest.Call) ([]T, error)) iter.Seq2[T, error] {
	options = slices.Clone(options) // read at each range, long after the call
	return func(yield func(T, error) bool) {
		var none T
		call := call().Apply(options)
		report := call.Report
		if report == nil {
			report = new(guichet.Report)
		}
		*report = guichet.Report{Passes: 1, Total: -1, OnPage: report.OnPage}
		rows, err := read(call)
		if err != nil {
			yield(none, err)
			return
		}
		report.Pages, report.Rows, report.Total = 1, len(rows), len(rows)
		for _, row := range rows {
			report.Unique++
			if !yield(row, nil) {
				return
			}
		}
		if report.OnPage != nil {
			report.OnPage()
		}
		report.Done = true
	}
}

// judge turns the 401 of a role into ErrForbidden. A refused token is looked
// at before the request is repeated: what is then refused again with a token
// that lives is refused to the user's role.
func (c *core) judge(ctx context.Context, call *rest.Call, err error) error {
	var e *guichet.Error
	if !c.renewable || call.Anonymous || ctx.Err() != nil || !errors.As(err, &e) {
		return err
	}
	if e.Status == http.StatusUnauthorized && e.Attempts > 1 {
		e.Kind = guichet.ErrForbidden
	}
	return err
}

// hint says of the 500 of a known defect what it means.
func hint(err error, meaning *refusal.Refusal) error {
	var e *guichet.Error
	if errors.As(err, &e) && e.Status == http.StatusInternalServerError {
		e.Message, e.Err = meaning.Error(), meaning
	}
	return err
}
