package rest

import "encoding/json"

type optState uint8

const (
	optUnset optState = iota
	optValue
	optNull
)

// Opt is a field of a request that can be left out, set to a value (the zero
// value included), or set to null. The zero Opt is left out. Fields of this
// type carry the tag option omitzero.
type Opt[T any] struct {
	value T
	state optState
}

// Set returns an Opt that sends v, even when v is zero.
func Set[T any](v T) Opt[T] { return Opt[T]{value: v, state: optValue} }

// Null returns an Opt that sends null.
func Null[T any]() Opt[T] { return Opt[T]{state: optNull} }

// IsZero reports whether the field is left out.
func (o Opt[T]) IsZero() bool { return o.state == optUnset }

// IsNull reports whether the field is sent as null.
func (o Opt[T]) IsNull() bool { return o.state == optNull }

// Value returns the value and whether there is one.
func (o Opt[T]) Value() (T, bool) { return o.value, o.state == optValue }

// MarshalJSON encodes the value, or null.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != optValue {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON decodes a value or null; a field that is absent stays unset.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*o = Null[T]()
		return nil
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*o = Set(v)
	return nil
}
