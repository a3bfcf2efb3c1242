package zops

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/page"
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

// asked is a call whose answer has an object.
type asked struct {
	core *core
	call *rest.Call
	// defect says what a 500 of the service means here, nil when nothing is known.
	defect *refusal.Refusal
	// err is why there is no call.
	err error
}

// answer is a call whose object is of type T.
type answer[T any] struct {
	asked
	// complete, when not nil, adds what the service leaves out and the call knows.
	complete func(*T)
}

// one performs the call and returns the object.
func (a answer[T]) one(ctx context.Context, options []guichet.CallOption) (*T, error) {
	var value *T
	if err := a.into(ctx, &value, options); err != nil {
		return nil, err
	}
	if a.complete != nil {
		a.complete(value)
	}
	return value, nil
}

// into performs the call for the pointer that value points to.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (a asked) into(ctx context.Context, value any, options []guichet.CallOption) error {
	return a.perform(ctx, options, func(call *rest.Call) error {
		return rest.OneInto(ctx, a.core.rest, call, content, value)
	})
}

// raw performs the call and returns the object as the service wrote it.
func (a asked) raw(ctx context.Context, options []guichet.CallOption) (object json.RawMessage, err error) {
	err = a.perform(ctx, options, func(call *rest.Call) (err error) {
		object, err = rest.RawOne(ctx, a.core.rest, call, content)
		return err
	})
	return object, err
}

func (a asked) perform(ctx context.Context, options []guichet.CallOption, do func(*rest.Call) error) error {
	if a.err != nil {
		return a.err
	}
	err := do(a.call.Check(noNUL(a.call.Body)).Apply(options))
	return hint(a.core.judge(ctx, a.call, err), a.defect)
}

// none performs a call and discards the body of its answer.
func none(ctx context.Context, c *core, call *rest.Call, options []guichet.CallOption) error {
	return c.judge(ctx, call, c.rest.Do(ctx, call.Check(noNUL(call.Body)).Apply(options), nil))
}

// list performs a call and returns the rows of its answer, in no order.
func list[T any](ctx context.Context, c *core, call *rest.Call, options []guichet.CallOption) ([]T, error) {
	rows, _, err := rest.Rows[T, struct{}](ctx, c.rest, call.Apply(options), content)
	return rows, c.judge(ctx, call, err)
}

// all gives the rows of a list one by one. Every range is one request.
func all[T any](ctx context.Context, c *core, call func() *rest.Call, options []guichet.CallOption) iter.Seq2[T, error] {
	options, report := rest.Reported(options)
	return page.Single(report, func() ([]T, error) { return list[T](ctx, c, call(), options) })
}

// allRaw is all with the service's own bytes, and with the report of the reading.
func allRaw(ctx context.Context, c *core, call func() *rest.Call, options []guichet.CallOption) (iter.Seq2[json.RawMessage, error], *guichet.Report) {
	options, report := rest.Reported(options)
	return page.Single(report, func() ([]json.RawMessage, error) {
		call := call().Apply(options)
		rows, _, err := rest.RawRows[struct{}](ctx, c.rest, call, content)
		return rows, c.judge(ctx, call, err)
	}), report
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
	if meaning != nil && errors.As(err, &e) && e.Status == http.StatusInternalServerError {
		e.Message, e.Err = meaning.Error(), meaning
	}
	return err
}
