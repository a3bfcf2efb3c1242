// Package input looks at what a person hands over before anything is done with
// it: the values of flags, texts that must be UTF-8, and secrets.
package input

import (
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// Bool is the Place of a flag that needs no value; pflag wants this word.
const Bool = "bool"

// Flag is the value of a flag. It implements pflag.Value, and every flag of the
// command is one: what is given twice is judged here, once for all.
type Flag struct {
	// Name is the long name, without dashes.
	Name string
	// Place is what help shows after the name; Bool for a flag without a value.
	Place string
	// List flags may be given several times: their values add up. Any other
	// flag that is given twice must have the same value each time.
	List bool
	// Private values are not repeated in errors.
	Private bool
	// Take reads one value. It is called once for each value of a List.
	Take func(text string) error

	given []string
}

// String is what was given, with commas between the values of a List.
func (f *Flag) String() string {
	if f.given == nil && f.Place == Bool {
		return "false"
	}
	return strings.Join(f.given, ",")
}

// Type is what help shows after the name.
func (f *Flag) Type() string { return f.Place }

// Set takes one value. What is refused is an *exit.Error with code 2, or the
// error of Take.
func (f *Flag) Set(text string) error {
	where := "--" + f.Name
	if err := UTF8(where, []byte(text)); err != nil {
		return err
	}
	if f.given != nil && !f.List {
		return f.again(where, text)
	}
	if f.Take != nil {
		if err := f.Take(text); err != nil {
			return err
		}
	}
	f.given = append(f.given, text)
	return nil
}

// again judges a second value of a flag that takes one.
func (f *Flag) again(where, text string) error {
	switch {
	case slices.Contains(f.given, text), f.Place == Bool && sameBool(f.given[0], text):
		return nil
	case f.Private:
		return exit.Usage.New(message.LineTwicePrivate, where)
	}
	return exit.Usage.New(message.LineTwice, where, f.given[0], text)
}

func sameBool(a, b string) bool {
	one, err := strconv.ParseBool(a)
	two, otherErr := strconv.ParseBool(b)
	return err == nil && otherErr == nil && one == two
}
