package dataset

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Schema describes a value in the subset of JSON Schema that every tool reads:
// type, properties, items, format, required. Fields that it does not name are
// allowed, because a service adds them without notice.
type Schema struct {
	// Types are "object", "array", "string", "integer", "number", "boolean" and
	// "null".
	Types []string
	// Format is "date" or "uuid"; empty is none.
	Format string
	// Properties are the fields of an object, in order.
	Properties []Property
	// Items describes the elements of an array.
	Items *Schema
}

// Property is one field of an object.
type Property struct {
	Name     string
	Required bool
	Schema   *Schema
}

// The functions that describe fields are called hundreds of times. Inlined, they
// would weigh 30 kB.

//go:noinline
func kind(types ...string) *Schema { return &Schema{Types: types} }

//go:noinline
func text() *Schema { return kind("string") }

//go:noinline
func integer() *Schema { return kind("integer") }

//go:noinline
func boolean() *Schema { return kind("boolean") }

func formatted(format string) *Schema {
	s := text()
	s.Format = format
	return s
}

func list(items *Schema) *Schema { return &Schema{Types: []string{"array"}, Items: items} }

// null allows null too.
//
//go:noinline
func null(s *Schema) *Schema {
	with := *s
	with.Types = append(slices.Clone(s.Types), "null")
	return &with
}

func object(properties ...Property) *Schema {
	return &Schema{Types: []string{"object"}, Properties: properties}
}

func required(name string, s *Schema) Property { return Property{name, true, s} }

func optional(name string, s *Schema) Property { return Property{name, false, s} }

// Paths are all the fields below, names joined by dots, arrays passed through.
func (s *Schema) Paths() []string {
	var all []string
	for s.Items != nil {
		s = s.Items
	}
	for _, p := range s.Properties {
		all = append(all, p.Name)
		for _, below := range p.Schema.Paths() {
			all = append(all, p.Name+"."+below)
		}
	}
	return all
}

// Map returns the schema with each field as change has it: nil drops it.
func (s *Schema) Map(change func(path string, s *Schema) *Schema) *Schema {
	return s.mapped("", change)
}

func (s *Schema) mapped(prefix string, change func(string, *Schema) *Schema) *Schema {
	with := *s
	with.Properties = nil
	if s.Items != nil {
		with.Items = s.Items.mapped(prefix, change)
	}
	for _, p := range s.Properties {
		path := prefix + p.Name
		if changed := change(path, p.Schema); changed != nil {
			with.Properties = append(with.Properties, Property{p.Name, p.Required, changed.mapped(path+".", change)})
		}
	}
	return &with
}

// MarshalJSON writes the schema with its properties in order.
func (s *Schema) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	s.write(&b)
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (s *Schema) write(b *bytes.Buffer) {
	member := func(name string, value any) {
		if text := b.Bytes(); text[len(text)-1] != '{' {
			b.WriteByte(',')
		}
		encoded, _ := json.Marshal(value) // texts, lists of texts and schemas encode
		b.WriteString(`"` + name + `":`)
		b.Write(encoded)
	}
	if len(s.Types) == 1 {
		member("type", s.Types[0])
	} else {
		member("type", s.Types)
	}
	if s.Format != "" {
		member("format", s.Format)
	}
	if s.Items != nil {
		member("items", s.Items)
	}
	if s.Properties == nil {
		return
	}
	var names []string
	b.WriteString(`,"properties":{`)
	for _, p := range s.Properties {
		member(p.Name, p.Schema)
		if p.Required {
			names = append(names, p.Name)
		}
	}
	b.WriteByte('}')
	if names != nil {
		member("required", names)
	}
}

// Document is the schema as a document of its own.
func (d Dataset) Document() []byte {
	var b bytes.Buffer
	b.WriteString(`{"$schema":"http://json-schema.org/draft-07/schema#","title":"` + d.Name + `",`)
	version, _ := json.Marshal(d.Version)
	b.WriteString(`"x-guichet-version":`)
	b.Write(version)
	d.Schema.write(&b)
	b.WriteByte('}')
	var indented bytes.Buffer
	_ = json.Indent(&indented, b.Bytes(), "", "  ") // it was written here
	indented.WriteByte('\n')
	return indented.Bytes()
}
