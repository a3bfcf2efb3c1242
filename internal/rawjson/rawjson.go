package rawjson

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// Check refuses what is not one JSON value, or has a name twice in an object.
func Check(text []byte) error {
	r := Strict(text)
	defer r.Free()
	return r.End()
}

// Unmarshal decodes one JSON value. JSON names are matched in their own case, and
// an object that has one twice is refused.
func Unmarshal(text []byte, into any) error { return unmarshal(text, into, false) }

// UnmarshalAnyCase is Unmarshal for a type of somebody who is used to encoding/json:
// a field takes a name in any case, with underscores and dashes or without. Two names
// for one field are refused.
func UnmarshalAnyCase(text []byte, into any) error { return unmarshal(text, into, true) }

func unmarshal(text []byte, into any, anyCase bool) error {
	r := Typed(text)
	defer r.Free()
	r.anyCase = anyCase
	r.Decode(into)
	return r.End()
}

// Members calls visit for each member of an object, in order. The name is valid
// during the call, the value as long as the object.
func Members(object []byte, visit func(name, value []byte)) error {
	r := Lenient(object)
	defer r.Free()
	var name []byte
	for own := range r.Members {
		name = append(name[:0], own...)
		if value := r.Value(); value != nil {
			visit(name, value)
		}
	}
	return r.End()
}

// Elements returns the elements of an array.
func Elements(array []byte) (elements [][]byte, err error) {
	r := Lenient(array)
	defer r.Free()
	for range r.Elements {
		if value := r.Value(); value != nil {
			elements = append(elements, value)
		}
	}
	return elements, r.End()
}

// Member returns the value of the first member with a name, without reading what
// follows it: nil when there is none.
func Member(object []byte, name string) (value []byte) {
	if value, ok := plainMember(object, name); ok {
		return value
	}
	r := Lenient(object)
	defer r.Free()
	for own := range r.Members {
		if string(own) == name {
			return r.Value()
		}
	}
	return nil
}

// AppendText appends the text of a quoted JSON string. What is not UTF-8 becomes
// U+FFFD.
func AppendText(dst, quoted []byte) []byte {
	dst, _ = jsontext.AppendUnquote(dst, quoted) // its error is about UTF-8 only
	return dst
}

// Text returns the text of a JSON string, and whether the value is one.
func Text(value []byte) (text string, ok bool) {
	if len(value) < 2 || value[0] != '"' {
		return "", false
	}
	var buffer [64]byte // most texts are short: no second allocation
	return string(AppendText(buffer[:0], value)), true
}

// AppendCompact appends a value without the space between its parts. Strings and
// numbers keep their spelling. (jsontext.AppendFormat does it too, and would link an
// encoder that nothing else needs.)
func AppendCompact(dst, value []byte) ([]byte, error) {
	r := Lenient(value)
	defer r.Free()
	text := r.Value()
	if err := r.End(); err != nil {
		return dst, err
	}
	kept := 0 // up to here, the text was appended or left out
	for i := 0; i < len(text); i++ {
		if text[i] == '"' {
			i = stringEnd(text, i)
		} else if text[i] <= ' ' { // only space is: the value was checked
			dst = append(dst, text[kept:i]...)
			kept = i + 1
		}
	}
	return append(dst, text[kept:]...), nil
}

// stringEnd is the place of the quote that ends the string which begins at start.
func stringEnd(text []byte, start int) int {
	for end := start + 1; ; end++ {
		end += bytes.IndexByte(text[end:], '"')
		before := end
		for text[before-1] == '\\' {
			before--
		}
		if (end-before)%2 == 0 {
			return end
		}
	}
}
