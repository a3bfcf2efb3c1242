package rawjson

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"sync"
)

// decodeStandard leaves a value to encoding/json. Its error may repeat the value.
func decodeStandard(c *cursor, into reflect.Value) bool {
	value := c.checked()
	return value != nil && json.Unmarshal(value, into.Addr().Interface()) == nil
}

func decodeByMethod(c *cursor, into reflect.Value) bool {
	value := c.checked()
	if value != nil {
		c.cause = into.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(value)
	}
	return value != nil && c.cause == nil
}

func decodeByText(c *cursor, into reflect.Value) bool {
	switch c.next() {
	case 'n':
		return c.null(into)
	case '"':
		c.cause = into.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(c.string())
		return c.cause == nil
	}
	return false
}

func decodeString(c *cursor, into reflect.Value) bool {
	switch c.next() {
	case 'n':
		return c.null(into)
	case '"':
		into.SetString(c.shared())
		return true
	}
	return false
}

func decodeBool(c *cursor, into reflect.Value) bool {
	switch value := c.value(); value[0] {
	case 'n':
		into.SetZero()
	case 't', 'f':
		into.SetBool(value[0] == 't')
	default:
		return false
	}
	return true
}

func decodeInt(c *cursor, into reflect.Value) bool {
	if c.next() == 'n' {
		return c.null(into)
	}
	n, err := strconv.ParseInt(string(c.value()), 10, into.Type().Bits())
	into.SetInt(n)
	return err == nil
}

func decodeUint(c *cursor, into reflect.Value) bool {
	if c.next() == 'n' {
		return c.null(into)
	}
	n, err := strconv.ParseUint(string(c.value()), 10, into.Type().Bits())
	into.SetUint(n)
	return err == nil
}

func decodeFloat(c *cursor, into reflect.Value) bool {
	if c.next() == 'n' {
		return c.null(into)
	}
	n, err := strconv.ParseFloat(string(c.value()), into.Type().Bits())
	into.SetFloat(n)
	return err == nil
}

func decodePointer(t reflect.Type) decoder {
	pointed := later(t.Elem())
	return func(c *cursor, into reflect.Value) bool {
		if c.next() == 'n' {
			return c.null(into)
		}
		if into.IsNil() {
			into.Set(reflect.New(t.Elem()))
		}
		return pointed()(c, into.Elem())
	}
}

// elements reads an array.
func (c *cursor) elements(read func(n int) bool) bool {
	c.at++
	for n := 0; c.next() != ']'; n++ {
		if !read(n) {
			c.place = append(c.place, strconv.Itoa(n))
			return false
		}
	}
	c.at++
	return true
}

func decodeSlice(t reflect.Type) decoder {
	element := later(t.Elem())
	return func(c *cursor, into reflect.Value) bool {
		switch c.next() {
		case 'n':
			return c.null(into)
		case '[':
		default:
			return false
		}
		length := 0
		fits := c.elements(func(n int) bool {
			if n == into.Cap() {
				into.Grow(1)
			}
			length = n + 1
			into.SetLen(length)
			into.Index(n).SetZero() // of what the variable had before
			return element()(c, into.Index(n))
		})
		if into.SetLen(length); into.IsNil() {
			into.Set(reflect.MakeSlice(t, 0, 0))
		}
		return fits
	}
}

func decodeArray(t reflect.Type) decoder {
	element := later(t.Elem())
	return func(c *cursor, into reflect.Value) bool {
		switch c.next() {
		case 'n':
			return c.null(into)
		case '[':
		default:
			return false
		}
		into.SetZero()
		length := 0
		return c.elements(func(n int) bool {
			length = n + 1
			return n < t.Len() && element()(c, into.Index(n))
		}) && length == t.Len()
	}
}

func decodeMap(t reflect.Type) decoder {
	value := later(t.Elem())
	return func(c *cursor, into reflect.Value) bool {
		switch c.next() {
		case 'n':
			return c.null(into)
		case '{':
		default:
			return false
		}
		if into.IsNil() {
			into.Set(reflect.MakeMap(t))
		}
		var seen names
		for c.at++; c.next() != '}'; {
			name := c.shared()
			if c.twice = seen.twice([]byte(name)); c.twice {
				return false
			}
			key, part := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			if !setKey(name, key) || !value()(c, part) {
				c.place = append(c.place, name)
				return false
			}
			into.SetMapIndex(key, part)
		}
		c.at++
		return true
	}
}

// setKey makes a key of a map of a name, as encoding/json does.
func setKey(name string, key reflect.Value) bool {
	if text, ok := key.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return text.UnmarshalText([]byte(name)) == nil
	}
	switch {
	case key.Kind() == reflect.String:
		key.SetString(name)
		return true
	case key.CanInt(), key.CanUint():
		return json.Unmarshal([]byte(name), key.Addr().Interface()) == nil && name != "null"
	}
	return false
}

func decodeStruct(t reflect.Type) decoder {
	fields := sync.OnceValue(func() *fields { return fieldsOf(t) })
	return func(c *cursor, into reflect.Value) bool {
		switch c.next() {
		case 'n':
			return c.null(into)
		case '{':
			return fields().decode(c, into)
		}
		return false
	}
}
