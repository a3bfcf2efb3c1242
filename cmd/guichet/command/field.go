package command

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Kind is how a field is written as a flag.
type Kind int

// The kinds of fields.
const (
	TextField Kind = iota
	NumberField
	NumbersField // with commas between them
	BoolField
	DecimalField
	// DataField has no flag: it is given with --data.
	DataField
	// DayField is a day as [Run.Day] reads it, DateField one that is written out. The
	// body has it as 2026-11-30.
	DayField
	DateField
	// SecretField is given with --data, with --NAME-stdin, or when asked.
	SecretField
)

// Field is one field of a body, and the flag of the same name in kebab-case.
type Field struct {
	// Name is the service's own.
	Name string
	// Flag is the name of the flag where it is not Name.
	Flag string
	// In is the object within the body that has the field, "" for the body.
	In       string
	Kind     Kind
	Required bool
	// Values is the closed set of values, for help and completion; the SDK
	// refuses others.
	Values []string
	// Private values are secrets that a flag takes all the same: no error repeats
	// them.
	Private bool
	// Check refuses a value that cannot be right.
	Check func(text string) error
	Help  message.Key
}

// flag is the name of the flag: the field's in kebab-case, whichever way the service
// writes it.
func (f Field) flag() string {
	if f.Flag != "" {
		return f.Flag
	}
	var b strings.Builder
	for i, r := range f.Name {
		switch {
		case r == '_':
			b.WriteByte('-')
		case unicode.IsUpper(r) && i > 0:
			b.WriteString("-" + string(unicode.ToLower(r)))
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// place is what stands for the value in the help.
func (f Field) place() message.Key {
	switch f.Kind {
	case NumberField:
		if strings.HasSuffix(f.flag(), "-id") {
			return message.PlaceID
		}
		return message.PlaceNumber
	case DecimalField:
		return message.PlaceNumber
	case NumbersField:
		return message.PlaceIDs
	case DayField, DateField:
		return message.PlaceDate
	}
	return message.PlaceText
}

// refuses says why a text cannot be the value, nil when it can.
func (f Field) refuses(text string) error {
	switch {
	case f.Check != nil:
		return f.Check(text)
	case f.Kind == DayField:
		return checkDay(text)
	case f.Kind == DateField:
		_, err := readDay(text, nil)
		return err
	}
	return nil
}

// encode turns the text of a flag into the JSON of the body.
func (f Field) encode(text string) (json.RawMessage, error) {
	switch f.Kind {
	case NumberField:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, message.Fail(message.ErrNoNumber, text)
		}
		return json.Marshal(n)
	case DecimalField:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
			return nil, message.Fail(message.ErrNoDecimal, text)
		}
		return json.Marshal(n)
	case NumbersField:
		ids, err := parseIDs(text)
		if err != nil {
			return nil, err
		}
		return json.Marshal(ids)
	}
	return json.Marshal(text)
}
