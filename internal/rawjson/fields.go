package rawjson

import (
	"bytes"
	"reflect"
	"strings"
	"unicode"
)

// fields are the fields of a struct by their JSON names. Those of an embedded struct
// belong to the outer one. If two have one name, the less deeply embedded one counts;
// on one level, the one with the name in its tag; else neither.
type fields struct {
	list   []field
	byName map[string]*field
	folded map[string]*field
}

type field struct {
	name   string
	index  []int
	tagged bool // the name is from the tag
	quoted bool // the value stands in a string
	number int  // the place in the list
	read   decoder
}

func (f *fields) decode(c *cursor, into reflect.Value) bool {
	var few [64]bool
	taken := few[:]
	if len(f.list) > len(few) {
		taken = make([]bool, len(f.list))
	}
	var others names
	for c.at++; c.next() != '}'; {
		one, name := f.find(c)
		if one == nil {
			if c.twice = others.twice(name); c.twice || c.checked() == nil {
				return false
			}
			continue
		}
		if c.twice = taken[one.number]; c.twice {
			return false
		}
		taken[one.number] = true
		if !one.decode(c, one.in(into)) {
			c.place = append(c.place, one.name)
			return false
		}
	}
	c.at++
	return true
}

// find reads a name and returns its field, or nil and the name.
func (f *fields) find(c *cursor) (*field, []byte) {
	// Up to its first quote, a name without escapes is as it stands.
	start := c.at + 1
	end := start + bytes.IndexByte(c.text[start:], '"')
	if one := f.byName[string(c.text[start:end])]; one != nil {
		c.at = end + 1
		return one, nil
	}
	name := c.string()
	one := f.byName[string(name)]
	if one == nil && c.anyCase {
		one = f.folded[fold(string(name))]
	}
	return one, name
}

// decode reads the value that comes next into the variable of the field.
func (f *field) decode(c *cursor, into reflect.Value) bool {
	switch {
	case !f.quoted:
		return f.read(c, into)
	case c.next() == 'n':
		return c.null(into)
	}
	text, ok := Text(c.value())
	return ok && Unmarshal([]byte(text), into.Addr().Interface()) == nil
}

// in returns the field's variable in a struct.
func (f *field) in(v reflect.Value) reflect.Value {
	if len(f.index) == 1 {
		return v.Field(f.index[0])
	}
	for n, i := range f.index {
		if n > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

// fold makes one text of names that differ in case, or in underscores and dashes.
func fold(name string) string {
	return strings.Map(func(c rune) rune {
		if c == '_' || c == '-' {
			return -1
		}
		for next := unicode.SimpleFold(c); ; next = unicode.SimpleFold(next) {
			if next <= c {
				return next // the first of those that are one letter
			}
			c = next
		}
	}, name)
}

func fieldsOf(t reflect.Type) *fields {
	s := &fields{byName: map[string]*field{}, folded: map[string]*field{}}
	seen, hidden := map[reflect.Type]bool{}, map[string]bool{}
	for level := []embedded{{typ: t}}; len(level) > 0; {
		var here []field
		var deeper []embedded
		for _, e := range level {
			if !seen[e.typ] {
				here, deeper = e.fields(here, deeper)
			}
		}
		for _, e := range level {
			seen[e.typ] = true
		}
		for i := range here {
			if one := &here[i]; !hidden[one.name] && !outdone(here, i) {
				s.list = append(s.list, *one)
			}
		}
		for i := range here {
			hidden[here[i].name] = true
		}
		level = deeper
	}
	for i := range s.list {
		one := &s.list[i]
		one.number = i
		s.byName[one.name] = one
		if key := fold(one.name); s.folded[key] == nil {
			s.folded[key] = one
		}
	}
	return s
}

// outdone reports whether another field of the level has the same name, unless the
// tag of this one alone gives it the name.
func outdone(here []field, i int) bool {
	for j := range here {
		if j != i && here[j].name == here[i].name && (here[j].tagged || !here[i].tagged) {
			return true
		}
	}
	return false
}

// embedded is a struct in a struct; index leads to it.
type embedded struct {
	typ   reflect.Type
	index []int
}

func (e embedded) fields(here []field, deeper []embedded) ([]field, []embedded) {
	for i := range e.typ.NumField() {
		f := e.typ.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		index := append(e.index[:len(e.index):len(e.index)], i)
		inner := f.Type
		if inner.Kind() == reflect.Pointer && f.IsExported() {
			inner = inner.Elem() // of another package, an unexported pointer cannot be set
		}
		switch {
		case tag == "-":
		case f.Anonymous && name == "" && inner.Kind() == reflect.Struct:
			deeper = append(deeper, embedded{inner, index})
		case f.IsExported():
			quoted := strings.Contains(","+options+",", ",string,") && scalarKind(inner)
			one := field{name: name, index: index, tagged: name != "", quoted: quoted, read: decoderOf(f.Type)}
			if name == "" {
				one.name = f.Name
			}
			here = append(here, one)
		}
	}
	return here, deeper
}

func scalarKind(t reflect.Type) bool {
	k := t.Kind()
	return k >= reflect.Bool && k <= reflect.Float64 || k == reflect.String
}
