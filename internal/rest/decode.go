package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
)

// Meta is what a page says of its list.
type Meta struct {
	CurrentPage int `json:"current_page"`
	NextPage    int `json:"next_page"` // 0: there is none
	PrevPage    int `json:"prev_page"` // 0: there is none
	TotalPages  int `json:"total_pages"`
	TotalCount  int `json:"total_count"`
}

// Splitter reads a page {"root":[…],"meta":{…}} into its raw rows. The rows
// must not keep the page's bytes, which are reused. It must refuse a page that
// is not complete JSON or has no such root.
type Splitter func(page []byte, root string) (rows []json.RawMessage, meta Meta, err error)

func splitPage(page []byte, root string) ([]json.RawMessage, Meta, error) {
	var envelope map[string]json.RawMessage
	if err := json.Unmarshal(page, &envelope); err != nil {
		return nil, Meta{}, err
	}
	var rows *[]json.RawMessage
	var meta Meta
	if err := json.Unmarshal(orNull(envelope[root]), &rows); err != nil {
		return nil, Meta{}, err
	}
	if rows == nil {
		return nil, Meta{}, missing(root)
	}
	if err := json.Unmarshal(orNull(envelope["meta"]), &meta); err != nil {
		return nil, Meta{}, err
	}
	return *rows, meta, nil
}

func orNull(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}

func missing(root string) error { return Refuse("it has no %q", root) }

// One performs a call whose answer is {"root":{…}} and returns the object. An
// empty root is an answer that is the object itself.
func One[T any](ctx context.Context, c *Client, call *Call, root string) (*T, error) {
	var value *T
	err := c.Do(ctx, call, func(body []byte) error {
		if root == "" {
			err := json.Unmarshal(body, &value)
			return orNames(notNull(err, value == nil, "object"), body, "")
		}
		e := c.envelope(reflect.TypeFor[T](), root)
		err := json.Unmarshal(body, e.Interface())
		value, _ = e.Elem().Field(0).Interface().(*T)
		return orNames(notNull(err, value == nil, root), body, "")
	})
	if err != nil {
		return nil, err
	}
	return value, nil
}

func notNull(err error, null bool, root string) error {
	if err == nil && null {
		return missing(root)
	}
	return err
}

// orNames is the error of decoding, or else of the names in what was decoded.
func orNames(err error, body []byte, root string) error {
	if err != nil {
		return err
	}
	return checkNames(body, root)
}

// Rows performs a call whose answer is {"root":[…],"meta":{…}}.
func Rows[T any](ctx context.Context, c *Client, call *Call, root string) ([]T, Meta, error) {
	var rows *[]T
	var meta Meta
	err := c.Do(ctx, call, func(body []byte) error {
		e := c.envelope(reflect.TypeFor[[]T](), root)
		err := json.Unmarshal(body, e.Interface())
		rows, _ = e.Elem().Field(0).Interface().(*[]T)
		meta, _ = e.Elem().Field(1).Interface().(Meta)
		return orNames(notNull(err, rows == nil, root), body, root)
	})
	if err != nil {
		return nil, Meta{}, err
	}
	return *rows, meta, nil
}

// RawRows is Rows without decoding the objects.
func RawRows(ctx context.Context, c *Client, call *Call, root string) (rows []json.RawMessage, meta Meta, err error) {
	err = c.Do(ctx, call, func(body []byte) (err error) {
		rows, meta, err = c.cfg.Splitter(body, root)
		return orNames(err, body, root)
	})
	if err != nil {
		return nil, Meta{}, err
	}
	return rows, meta, nil
}

// Raw performs a call and returns the whole answer as it came.
func Raw(ctx context.Context, c *Client, call *Call) (body []byte, err error) {
	err = c.Do(ctx, call, func(b []byte) error {
		body = append([]byte(nil), b...)
		return nil
	})
	return body, err
}

type envelopeKey struct {
	value reflect.Type
	root  string
}

// envelope returns a new struct{ Value *T `json:"root"`; Meta Meta }. A type
// made for each root lets encoding/json decode the page in one pass, as it
// would a hand-written one.
func (c *Client) envelope(value reflect.Type, root string) reflect.Value {
	key := envelopeKey{value, root}
	if known, ok := c.envelopes.Load(key); ok {
		return reflect.New(known.(reflect.Type))
	}
	made := reflect.StructOf([]reflect.StructField{
		{Name: "Value", Type: reflect.PointerTo(value), Tag: reflect.StructTag(fmt.Sprintf("json:%q", root))},
		{Name: "Meta", Type: reflect.TypeFor[Meta](), Tag: `json:"meta"`},
	})
	c.envelopes.Store(key, made)
	return reflect.New(made)
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
