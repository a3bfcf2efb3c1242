package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/guichet-go/guichet/internal/rawjson"
	"github.com/guichet-go/guichet/internal/refusal"
)

// Ask performs a call and returns what decode makes of its answer.
func Ask[T any](ctx context.Context, c *Client, call *Call, decode func(body []byte) (T, error)) (T, error) {
	var value, none T
	err := c.Do(ctx, call, func(body []byte) (err error) {
		value, err = decode(body)
		return err
	})
	if err != nil {
		return none, err
	}
	return value, nil
}

// One performs a call whose answer is {"root":{…}} and returns the object. An
// empty root is an answer that is the object itself.
func One[T any](ctx context.Context, c *Client, call *Call, root string) (*T, error) {
	var value *T
	if err := OneInto(ctx, c, call, root, &value); err != nil {
		return nil, err
	}
	return value, nil
}

// OneInto is One for the pointer that value points to.
func OneInto(ctx context.Context, c *Client, call *Call, root string, value any) error {
	return c.Do(ctx, call, func(body []byte) error {
		reflect.ValueOf(value).Elem().SetZero() // of what an earlier attempt left
		return envelope(rawjson.Typed(body), root, new(struct{}), func(r *rawjson.Reader) { r.Decode(value) })
	})
}

// RawOne is One without decoding the object.
func RawOne(ctx context.Context, c *Client, call *Call, root string) (json.RawMessage, error) {
	return Ask(ctx, c, call, func(body []byte) (json.RawMessage, error) {
		object, err := Under(body, root)
		if err == nil && object[0] != '{' {
			err = rawjson.ErrNotObject
		}
		return bytes.Clone(object), err
	})
}

// Under returns what an answer has under the root, as a part of it.
func Under(body []byte, root string) (value []byte, err error) {
	err = envelope(rawjson.Strict(body), root, new(struct{}), func(r *rawjson.Reader) { value = r.Value() })
	return value, err
}

// Rows performs a call whose answer is {"root":[…],"meta":{…}}. The rows must be
// objects.
func Rows[T, M any](ctx context.Context, c *Client, call *Call, root string) (rows []T, meta M, err error) {
	err = c.Do(ctx, call, func(body []byte) error {
		rows, meta = []T{}, *new(M)
		return envelope(rawjson.Typed(body), root, &meta, objects(func(r *rawjson.Reader) {
			rows = append(rows, *new(T))
			r.Decode(&rows[len(rows)-1])
		}))
	})
	if err != nil {
		return nil, *new(M), err
	}
	return rows, meta, nil
}

// RawRows is Rows without decoding the objects. It puts into call.Values what
// [SplitPage] found of call.Member.
func RawRows[M any](ctx context.Context, c *Client, call *Call, root string) (rows []json.RawMessage, meta M, err error) {
	err = c.Do(ctx, call, func(body []byte) (err error) {
		rows, call.Values, meta, err = SplitPage[M](body, root, call.Member)
		return err
	})
	if err != nil {
		return nil, *new(M), err
	}
	return rows, meta, nil
}

// SplitPage cuts a page {"root":[…],"meta":{…}} into its rows, which are the
// service's own bytes. An empty root is a page that is the list itself. values are those
// of one member of each row, nil for rows without it. They are nil altogether when member is
// empty, and when the page is not plain.
func SplitPage[M any](page []byte, root, member string) (rows, values []json.RawMessage, meta M, err error) {
	// The page's bytes are reused after this call; one copy serves all rows.
	page = bytes.Clone(page)
	if rows, values, last, plain := rawjson.PlainPage(page, root, member); plain && rawjson.Unmarshal(last, &meta) == nil {
		return rows, values, meta, nil
	}
	rows = make([]json.RawMessage, 0, 100) // as many as most pages have
	err = envelope(rawjson.Strict(page), root, &meta, objects(func(r *rawjson.Reader) {
		rows = append(rows, r.Value())
	}))
	return rows, nil, meta, err
}

// envelope reads an answer in one pass and frees its reader: value reads what is under
// the root, meta is decoded.
func envelope(r *rawjson.Reader, root string, meta any, value func(*rawjson.Reader)) error {
	defer r.Free()
	found := false
	read := func() {
		if found = r.Kind() != 'n'; found {
			value(r)
		}
	}
	if root == "" {
		root = "object"
		read()
	} else {
		for name := range r.Members {
			switch string(name) {
			case root:
				read()
			case "meta":
				r.Decode(meta)
			}
		}
	}
	if err := r.End(); err != nil {
		return worded(err)
	}
	if !found {
		return refusal.New("no_member", "the field %q is missing", root)
	}
	return nil
}

// objects reads a list whose elements must be objects: of a null, a decoder would
// make an empty row.
func objects(row func(*rawjson.Reader)) func(*rawjson.Reader) {
	return func(r *rawjson.Reader) {
		for range r.Elements {
			if r.Kind() == '{' {
				row(r)
			} else if r.Value(); r.Err() == nil {
				r.Fail(refusal.New("row_not_object", "a row of the list is not an object"))
			}
		}
	}
}

// JSON sets the body of the call to the encoding of value.
func (c *Call) JSON(value any) *Call {
	body, err := json.Marshal(value)
	if err != nil {
		return c.Fail(fmt.Errorf("the body cannot be encoded: %w", err))
	}
	c.Body = body
	return c
}
