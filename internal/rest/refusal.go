package rest

import (
	"fmt"

	"github.com/guichet-go/guichet"
)

// Refusal says why something was refused here, before anything was sent: a base
// URL, a path, a value whose limits are known. It is in the chain of the error
// that a call returns.
type Refusal struct {
	// Field is the service's field that is at fault, "" when it is none.
	Field string
	// Format is the sentence, with its verbs. It names the reason: a program
	// that speaks another language looks its own sentence up by it.
	Format string
	// Args are the values that the sentence names.
	Args []any
}

// Refuse returns a refusal that is about no field.
func Refuse(format string, args ...any) *Refusal { return &Refusal{Format: format, Args: args} }

// Error returns one line, in English.
func (r *Refusal) Error() string {
	text := r.Format
	if len(r.Args) > 0 {
		text = fmt.Sprintf(r.Format, r.Args...)
	}
	if r.Field != "" {
		return r.Field + ": " + text
	}
	return text
}

// mapped returns the refusal with f applied to the texts that it names.
func (r *Refusal) mapped(f func(string) string) *Refusal {
	args := make([]any, len(r.Args))
	for i, arg := range r.Args {
		if text, ok := arg.(string); ok {
			arg = f(text)
		}
		args[i] = arg
	}
	return &Refusal{Field: f(r.Field), Format: r.Format, Args: args}
}

// Invalid returns a refusal of a value before anything is sent: its limits
// are known, and the service would not answer it usefully.
func Invalid(field, format string, args ...any) *guichet.Error {
	refusal := &Refusal{Field: field, Format: format, Args: args}
	return &guichet.Error{
		Kind:    guichet.ErrInvalid,
		Message: refusal.Error(),
		Fields:  map[string][]guichet.FieldError{field: {{Code: "invalid"}}},
		Err:     refusal,
	}
}
