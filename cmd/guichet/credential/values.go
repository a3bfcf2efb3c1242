package credential

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/input"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// Values are a credential or a session: a pointer to a struct of the service's own.
type Values interface {
	// Ways returns the ways in. The values fill one of them.
	Ways() []Way
}

// Way is the fields that make one credential together. The ways of a service share
// no field.
type Way []Field

// Field is one value of a credential. Either Text or Secret says where the value is.
type Field struct {
	_ incomparable.Field

	// Name is the field in JSON, and in capitals the end of its variable: "email"
	// is GUICHET_RDV_EMAIL.
	Name string
	// Text is for what is not secret.
	Text *string
	// Secret is for a secret.
	Secret *guichet.Secret
	// Added says that a login adds the field to what it was given. It may be missing.
	Added bool
	// Stored says that only a store holds the field: no variable and no token_command
	// gives it.
	Stored bool
}

func (f Field) get() string {
	if f.Text != nil {
		return *f.Text
	}
	return f.Secret.Reveal()
}

func (f Field) set(text string) {
	if f.Text != nil {
		*f.Text = text
		return
	}
	*f.Secret = guichet.NewSecret(text)
}

func (f Field) variable(service string) string {
	return "GUICHET_" + strings.ToUpper(service+"_"+f.Name)
}

// Given returns the fields that a person gives.
func (w Way) Given() Way {
	return slices.DeleteFunc(slices.Clone(w), func(f Field) bool { return f.Added })
}

// handed reports whether a person can hand over the way.
func (w Way) handed() bool { return !slices.ContainsFunc(w, func(f Field) bool { return f.Stored }) }

// Variables names the variables of a service, way by way.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Variables(service string, v Values) string {
	return names(v, func(f Field) string { return f.variable(service) })
}

func names(v Values, name func(Field) string) string {
	var all []string
	for _, way := range v.Ways() {
		if !way.handed() {
			continue
		}
		var names []string
		for _, f := range way.Given() {
			names = append(names, name(f))
		}
		all = append(all, strings.Join(names, " + "))
	}
	return strings.Join(all, ", ")
}

// filled returns the fields that are not empty. complete says that they make one
// way in, and nothing else.
func filled(v Values) (fields Way, complete bool) {
	ways := 0
	complete = true
	for _, way := range v.Ways() {
		set := slices.DeleteFunc(slices.Clone(way), func(f Field) bool { return f.get() == "" })
		if len(set) > 0 {
			ways++
			complete = complete && len(set.Given()) == len(way.Given())
			fields = append(fields, set...)
		}
	}
	return fields, complete && ways == 1
}

// Equal reports whether two values are the same.
func Equal(a, b Values) bool {
	one, _ := filled(a)
	other, _ := filled(b)
	return slices.EqualFunc(one, other, func(f, g Field) bool { return f.Name == g.Name && f.get() == g.get() })
}

// Account returns the first field that is not secret: whose the values are, "" when
// they do not say.
func Account(v Values) string {
	fields, _ := filled(v)
	for _, f := range fields {
		if f.Text != nil && !f.Added {
			return *f.Text
		}
	}
	return ""
}

// check looks at each value that was handed over. It returns the place of one that
// has a space at an end, for when the service refuses it.
func check(v Values, handed func(Field) input.Handed) (spaced string, err error) {
	fields, _ := filled(v)
	for _, f := range fields {
		h := handed(f)
		h.Field = f.Name
		text, err := h.Secret(f.get())
		if err != nil {
			return "", err
		}
		if strings.TrimSpace(text) != text {
			spaced = h.Where
		}
		f.set(text)
	}
	return spaced, nil
}

// FromEnv reads the variables of a service into empty values. An empty variable
// counts as unset. spaced is the variable whose value has a space at an end, "" for
// none.
//
// It returns [ErrNotFound] when no variable is set, and a [*exit.Error] with code 2
// when variables of two ways are (it names both), when a way is incomplete (it names
// what is missing), or when a value cannot be right.
func FromEnv(getenv func(string) string, service string, into Values) (spaced string, err error) {
	var started, missing []string
	for _, way := range into.Ways() {
		if !way.handed() {
			continue
		}
		var set, unset []string
		for _, f := range way.Given() {
			name := f.variable(service)
			if value := getenv(name); value != "" {
				f.set(value)
				set = append(set, name)
			} else {
				unset = append(unset, name)
			}
		}
		if set != nil {
			started, missing = append(started, strings.Join(set, " + ")), append(missing, unset...)
		}
	}
	switch {
	case started == nil:
		return "", ErrNotFound
	case len(started) > 1:
		return "", exit.Usage.New(message.VariablesTwoSets, strings.Join(started, "; ")).WithHint(message.VariablesHintTwoSets)
	case missing != nil:
		names := strings.Join(missing, ", ")
		return "", exit.Usage.New(message.VariablesIncomplete, names).WithHint(message.VariablesHintIncomplete, names)
	}
	return check(into, func(f Field) input.Handed { return input.Handed{Where: f.variable(service)} })
}

// read fills empty values from a JSON object of strings, which must have the fields
// of one way. Added fields are read from a store only. The error never quotes a value.
func read(object []byte, into Values, stored bool) error {
	if rawjson.Check(object) != nil {
		return message.Fail(message.TokenCommandNotJSON)
	}
	var wrong message.Key
	other := false
	_ = rawjson.Members(object, func(name, value []byte) {
		text, isText := rawjson.Text(value)
		f, known := find(into, string(name))
		switch {
		case !isText:
			wrong = message.TokenCommandValue
		case text == "":
			wrong = message.TokenCommandEmptyValue
		case !known || (f.Added || f.Stored) && !stored:
			other = true
		default:
			f.set(text)
		}
	})
	_, complete := filled(into)
	switch {
	case wrong != "":
		return message.Fail(wrong)
	case other || !complete:
		return message.Fail(message.TokenCommandOtherNames, names(into, func(f Field) string { return f.Name }))
	}
	return nil
}

func find(v Values, name string) (Field, bool) {
	for _, way := range v.Ways() {
		for _, f := range way {
			if f.Name == name {
				return f, true
			}
		}
	}
	return Field{}, false
}

// write is the JSON object that read reads.
func write(fields Way) []byte {
	quote := func(dst []byte, text string) []byte {
		dst, _ = jsontext.AppendQuote(dst, text) // what is not UTF-8 was refused before
		return dst
	}
	object := []byte{'{'}
	for i, f := range fields {
		if i > 0 {
			object = append(object, ',')
		}
		object = quote(append(quote(object, f.Name), ':'), f.get())
	}
	return append(object, '}')
}
