package command

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// body collects a body from --data and from flags, which win.
type body struct {
	fields []Field
	flags  *Flags
	data   string
	given  []given
	// secrets are the secret fields that come on standard input.
	secrets map[string]*bool
	// noNull refuses null, which a service would take for a text.
	noNull bool
}

// given is the value of one flag.
type given struct {
	field Field
	value json.RawMessage
}

func newBody(flags *Flags, fields []Field) *body {
	b := &body{fields: fields, flags: flags}
	if fields == nil {
		return b
	}
	for _, field := range fields {
		switch field.Kind {
		case DataField:
			continue
		case SecretField:
			b.secret(field)
			continue
		}
		b.flag(field)
	}
	flags.Data(&b.data, message.PlaceBody, message.FlagData)
	return b
}

// flag adds the flag of a field.
func (b *body) flag(field Field) {
	var flag *pflag.Flag
	if name := field.flag(); field.Kind == BoolField {
		flag = b.flags.addSwitch(name, field.Help, func(on bool) {
			b.given = append(b.given, given{field, json.RawMessage(strconv.FormatBool(on))})
		})
	} else {
		flag = b.flags.add(&input.Flag{
			Name: name, List: field.Kind == NumbersField, Private: field.Private,
			Take: func(text string) error { return b.set(field, text) },
		}, field.place(), field.Help)
	}
	if field.Values != nil {
		b.flags.values(flag, field.Values)
	}
	if field.Kind == DayField {
		b.flags.OfferDays(flag.Name)
	}
	if field.Required {
		b.flags.mark(flag)
	}
}

// set takes the value of a flag. The values of a list add up.
func (b *body) set(field Field, text string) error {
	if err := field.refuses(text); err != nil {
		return err
	}
	encoded, err := field.encode(text)
	if err != nil {
		return err
	}
	for i, before := range b.given {
		if before.field.Name == field.Name && before.field.In == field.In {
			b.given[i].value = slices.Concat(before.value[:len(before.value)-1], []byte{','}, encoded[1:])
			return nil
		}
	}
	b.given = append(b.given, given{field, encoded})
	return nil
}

// build returns the body, or an error that names its fault.
func (b *body) build(r *Run) (json.RawMessage, error) {
	object := map[string]json.RawMessage{}
	if b.data != "" {
		data, err := r.ReadData(b.data)
		if err != nil {
			return nil, err
		}
		if object, err = r.parseObject(data); err != nil {
			return nil, err
		}
	}
	if err := b.overlay(r, object); err != nil {
		return nil, err
	}
	if err := b.check(object, false); err != nil {
		return nil, err
	}
	if err := b.days(r, object); err != nil {
		return nil, err
	}
	if err := b.askSecrets(r, object); err != nil {
		return nil, err
	}
	return json.Marshal(object)
}

// overlay puts the flags over the data.
func (b *body) overlay(r *Run, object map[string]json.RawMessage) error {
	for _, g := range b.given {
		if g.field.In == "" {
			object[g.field.Name] = g.value
			continue
		}
		inner := map[string]json.RawMessage{}
		if raw := object[g.field.In]; raw != nil {
			var err error
			if inner, err = r.parseObject(raw); err != nil {
				return err
			}
		}
		inner[g.field.Name] = g.value
		encoded, err := json.Marshal(inner)
		if err != nil {
			return err
		}
		object[g.field.In] = encoded
	}
	return nil
}

// days writes the days of a checked body as the service takes them.
func (b *body) days(r *Run, object map[string]json.RawMessage) error {
	for _, field := range b.fields {
		if field.Kind != DayField && field.Kind != DateField {
			continue
		}
		where := object
		if field.In != "" {
			where = map[string]json.RawMessage{}
			_ = json.Unmarshal(object[field.In], &where) // no object has no fields
		}
		text, isText := rawjson.Text(where[field.Name])
		if !isText {
			continue
		}
		day, err := r.Day(text)
		if err != nil {
			return err
		}
		where[field.Name], _ = json.Marshal(day.Format(time.DateOnly)) // text always encodes
		if field.In != "" {
			if object[field.In], err = json.Marshal(where); err != nil {
				return err
			}
		}
	}
	return nil
}

// check refuses a body with a field that does not exist or without one that is
// needed. A row has its secrets too: nobody is asked for them.
func (b *body) check(object map[string]json.RawMessage, row bool) error {
	var missing []string
	for _, field := range b.fields {
		where := object
		if field.In != "" {
			where = map[string]json.RawMessage{}
			_ = json.Unmarshal(object[field.In], &where) // no object has no fields
		}
		value, ok := where[field.Name]
		if kind, fits := field.fits(value); ok && !fits {
			if row {
				return exit.Usage.New(message.ErrBadField, field.path(), kind)
			}
			return exit.Usage.New(message.ErrBadField, "--data", field.Name+" ("+kind+")")
		}
		if ok && b.noNull && string(value) == "null" {
			return exit.Usage.New(message.ErrNull, field.Name)
		}
		if field.Required && (row || field.Kind != SecretField) && (!ok || string(value) == "null") {
			missing = append(missing, b.nameOf(&field, row))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if err := b.known("", name); err != nil {
			return err
		}
		var inner map[string]json.RawMessage
		if slices.ContainsFunc(b.fields, func(f Field) bool { return f.In == name }) && json.Unmarshal(object[name], &inner) == nil {
			for _, field := range slices.Sorted(maps.Keys(inner)) {
				if err := b.known(name, field); err != nil {
					return err
				}
			}
		}
	}
	switch {
	case missing != nil && row:
		return exit.Usage.New(message.ErrMissingField, strings.Join(missing, ", "))
	case missing != nil:
		return exit.Line(b.flags.cmd, message.LineRequiredFlags, strings.Join(missing, ", "))
	}
	if len(object) == 0 && len(b.fields) > 0 && (row || b.secrets == nil) {
		if row {
			return exit.Usage.New(message.ErrNothingToSend)
		}
		return exit.Line(b.flags.cmd, message.ErrNothingToSend)
	}
	return nil
}

// nameOf names a field that is missing: in a row by its column, beside --data by its name
// and its flag.
func (b *body) nameOf(f *Field, row bool) string {
	switch {
	case row:
		return f.path()
	case b.data != "":
		return f.Name + " (--" + f.flag() + ")"
	}
	return "--" + f.flag()
}

// known refuses a field that the service does not have.
func (b *body) known(in, name string) error {
	var names []string
	for _, field := range b.fields {
		if field.In == in {
			names = append(names, field.Name)
		} else if in == "" {
			names = append(names, field.In)
		}
	}
	if slices.Contains(names, name) {
		return nil
	}
	return exit.Usage.New(message.ErrUnknownField, name).Suggest(name, names)
}
