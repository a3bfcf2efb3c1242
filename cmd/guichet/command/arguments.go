package command

import (
	"encoding/json"
	"errors"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rawjson"
)

// Arg is a positional argument.
type Arg struct {
	// Name as help shows it: "USER_ID".
	Name string
	// Text accepts any text; without it the argument is a number.
	Text bool
	// Values gives the closed set that completion offers, from the arguments
	// before it.
	Values func(before []string) []string
	// Suggest gives what completion offers from elsewhere.
	Suggest Suggest
}

// Input is what a command was given.
type Input struct {
	// Run is the command being run.
	Run    *Run
	args   []string
	number []int64
	// Body is the object to send, nil for commands without one.
	Body json.RawMessage
	// Checking says that the call is made to check its input, and ends before it is sent.
	Checking bool

	row bool // of --each
}

// Int returns the n-th argument, a number.
func (in Input) Int(n int) int64 { return in.number[n] }

// Text returns the n-th argument.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (in Input) Text(n int) string { return in.args[n] }

// Has reports whether the body has the field.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (in Input) Has(field string) bool { return rawjson.Member(in.Body, field) != nil }

// Into decodes the body into the SDK's type. A value of another type, which only
// --data can give, is refused by its field.
func (in Input) Into(target any) error {
	err := json.Unmarshal(in.Body, target)
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case in.row && errors.As(err, &kind) && kind.Field != "":
		return exit.Usage.New(message.ErrBadField, kind.Field, kind.Value)
	case errors.As(err, &kind) && kind.Field != "":
		return exit.Usage.New(message.ErrBadField, "--data", kind.Field+": "+kind.Value)
	}
	return exit.Usage.New(message.ErrBadField, "--data", err)
}

// InputOf is what a command that is not declared was given.
func InputOf(args []string) Input { return Input{args: args} }

func usage(name string, args []Arg) string {
	for _, arg := range args {
		name += " " + arg.Name
	}
	return name
}

// input reads the arguments, and refuses a command line that lacks a flag.
func (f *Flags) input(r *Run, want []Arg, args []string) (Input, error) {
	in := Input{Run: r, args: args, number: make([]int64, len(want))}
	if err := exit.Arguments(f.cmd, args); err != nil {
		return in, err
	}
	for i, arg := range want {
		if arg.Text {
			continue
		}
		n, err := ParseID(args[i])
		if err != nil {
			return in, exit.Usage.New(message.WithCause, arg.Name, err)
		}
		in.number[i] = n
	}
	return in, f.missing()
}
