package dataset

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// Schema describes a value in the subset of JSON Schema that every tool reads.
// Fields that it does not name are allowed, because a service adds them without
// notice.
type Schema struct {
	// Types are "object", "array", "string", "integer", "number", "boolean" and
	// "null".
	Types Types `json:"type"`
	// Format is "date" or "uuid", and "date-time" in a stream; empty is none.
	Format string `json:"format,omitempty"`
	// Moment says that a text is a moment in a form of the service, which is not that
	// of "date-time".
	Moment bool `json:"-"`
	// Items describes the elements of an array.
	Items *Schema `json:"items,omitempty"`
	// Properties are the fields of an object, in order.
	Properties Properties `json:"properties,omitempty"`
	// Required is the key of a row, which no reader leaves out.
	Required []string `json:"required,omitempty"`
}

// Types are the types that a value may have.
type Types []string

// MarshalJSON writes one type as a text, several as a list.
func (t Types) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

// Properties are the fields of an object, in order.
type Properties []Property

// Property is one field of an object.
type Property struct {
	Name   string
	Schema *Schema
}

// MarshalJSON writes an object with the fields in order.
func (p Properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, property := range p {
		b.WriteByte("{,"[min(i, 1)])
		name, _ := json.Marshal(property.Name) // a text encodes
		schema, err := json.Marshal(property.Schema)
		if err != nil {
			return nil, err
		}
		b.Write(slices.Concat(name, []byte(":"), schema))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// schemaOf describes the rows that decode into what row points to. A service may write
// null for any field but the key.
func schemaOf(row any, key string) *Schema { return describeRow(reflect.TypeOf(row).Elem(), key) }

func describeRow(t reflect.Type, key string) *Schema {
	s := describe(t)
	s.Required = []string{key}
	for _, p := range s.Properties {
		if p.Name == key {
			p.Schema.Types = p.Schema.Types[:1]
		}
	}
	return s
}

// describe describes the values that decode into a type. Inside itself, a type has no
// field of its own type: a person's responsible person has none.
func describe(t reflect.Type, outer ...reflect.Type) *Schema {
	switch t.Kind() {
	case reflect.Pointer:
		return describe(t.Elem(), outer...)
	case reflect.Slice:
		return &Schema{Types: Types{"array"}, Items: describe(t.Elem(), outer...)}
	case reflect.Bool:
		return &Schema{Types: Types{"boolean"}}
	case reflect.Int, reflect.Int64:
		return &Schema{Types: Types{"integer"}}
	case reflect.Float64:
		return &Schema{Types: Types{"number"}}
	case reflect.Struct:
		return describeStruct(t, outer)
	}
	return &Schema{Types: Types{"string"}}
}

// describeStruct describes an object, or a struct that stands for another value.
func describeStruct(t reflect.Type, outer []reflect.Type) *Schema {
	if strings.HasPrefix(t.Name(), "Opt[") {
		return describe(t.Field(0).Type, outer...)
	}
	outer = append(slices.Clone(outer), t)
	object := &Schema{Types: Types{"object"}}
	for _, field := range reflect.VisibleFields(t) {
		name := field.Tag.Get("json")
		again := field.Type.Kind() == reflect.Pointer && slices.Contains(outer[:len(outer)-1], field.Type.Elem())
		if name == "" || again {
			continue
		}
		s := describe(field.Type, outer...)
		s.Types = append(s.Types, "null")
		if name == "uuid" {
			s.Format = name
		}
		object.Properties = append(object.Properties, Property{name, s})
	}
	if object.Properties != nil {
		return object
	}
	text := &Schema{Types: Types{"string"}, Moment: t.Name() == "Time"}
	if t.Name() == "Date" {
		text.Format = "date"
	}
	return text
}

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
			with.Properties = append(with.Properties, Property{p.Name, changed.mapped(path+".", change)})
		}
	}
	return &with
}

// Document is the schema as a document of its own.
func (d Dataset) Document() []byte {
	text, _ := json.MarshalIndent(struct {
		Meta    string `json:"$schema"`
		Title   string `json:"title"`
		Version int    `json:"x-guichet-version"`
		*Schema
	}{"http://json-schema.org/draft-07/schema#", d.Name, d.Version, d.Schema}, "", "  ") // all of it encodes
	return append(text, '\n')
}
