package rest

import (
	"errors"

	"github.com/guichet-go/guichet"
)

// Given makes the function behind a credential of a service whose clients share a
// C: it returns what auth makes, or an error that names what is missing.
func Given[C any](given bool, missing string, auth func(C, *guichet.Options) Authorizer) func(C, *guichet.Options) (Authorizer, error) {
	return func(c C, o *guichet.Options) (Authorizer, error) {
		if !given {
			return nil, errors.New(missing)
		}
		return auth(c, o), nil
	}
}
