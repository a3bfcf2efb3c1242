package rawjson

import (
	"encoding"
	"reflect"
	"sync"
)

// opens says whether the part that comes next begins with a kind. Null makes the
// variable zero, and another kind is an error.
func (r *Reader) opens(kind byte, into reflect.Value) bool {
	if r.Kind() == kind {
		return true
	}
	if r.scalar(into) != nil {
		r.misfit(nil)
	}
	return false
}

func decodePointer(t reflect.Type) decoder {
	pointed := later(t.Elem())
	return func(r *Reader, into reflect.Value) {
		if r.Kind() == 'n' {
			r.scalar(into)
			return
		}
		if into.IsNil() {
			into.Set(reflect.New(t.Elem()))
		}
		pointed()(r, into.Elem())
	}
}

func decodeSlice(t reflect.Type) decoder {
	element := later(t.Elem())
	return func(r *Reader, into reflect.Value) {
		if !r.opens('[', into) {
			return
		}
		n := 0
		for range r.Elements {
			if n == into.Cap() {
				into.Grow(1)
			}
			into.SetLen(n + 1)
			into.Index(n).SetZero() // of what the variable had before
			element()(r, into.Index(n))
			n++
		}
		if into.SetLen(n); into.IsNil() {
			into.Set(reflect.MakeSlice(t, 0, 0))
		}
	}
}

func decodeArray(t reflect.Type) decoder {
	element := later(t.Elem())
	return func(r *Reader, into reflect.Value) {
		if !r.opens('[', into) {
			return
		}
		into.SetZero()
		n := 0
		for range r.Elements {
			if n < t.Len() {
				element()(r, into.Index(n))
			}
			n++
		}
		if n != t.Len() {
			r.misfit(nil)
		}
	}
}

func decodeMap(t reflect.Type) decoder {
	value := later(t.Elem())
	return func(r *Reader, into reflect.Value) {
		if !r.opens('{', into) {
			return
		}
		if into.IsNil() {
			into.Set(reflect.MakeMap(t))
		}
		for name := range r.Members {
			key, part := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			if !setKey(name, key) {
				r.Value()
				r.misfit(nil)
			}
			value()(r, part)
			if r.err == nil {
				into.SetMapIndex(key, part)
			}
		}
	}
}

// setKey makes a key of a map of a name, as encoding/json does.
func setKey(name []byte, key reflect.Value) bool {
	if text, ok := key.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return text.UnmarshalText(name) == nil
	}
	switch {
	case key.Kind() == reflect.String:
		key.SetString(string(name))
		return true
	case key.CanInt(), key.CanUint():
		return setScalar(name, key)
	}
	return false
}

func decodeStruct(t reflect.Type) decoder {
	fields := sync.OnceValue(func() *fields { return fieldsOf(t) })
	return func(r *Reader, into reflect.Value) {
		if r.opens('{', into) {
			fields().decode(r, into)
		}
	}
}
