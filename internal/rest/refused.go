package rest

import (
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

// NewError returns an error of a kind whose words are those of the refusal.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func NewError(kind guichet.Kind, r *refusal.Refusal) *guichet.Error {
	return &guichet.Error{Kind: kind, Message: r.Error(), Err: r}
}

// Invalid returns a refusal of a value before anything is sent: its limits are
// known, and the service would not answer it usefully.
func Invalid(field string, r *refusal.Refusal) *guichet.Error {
	named := *r
	named.Field = field
	e := NewError(guichet.ErrInvalid, &named)
	e.Fields = map[string][]guichet.FieldError{field: {{Code: "invalid"}}}
	return e
}
