package rest

import (
	"errors"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/page"
)

// NoWay returns page.ErrNoWay for a refusal of the service, and other errors as
// they are.
func NoWay(err error) error {
	if errors.Is(err, guichet.ErrNotFound) || errors.Is(err, guichet.ErrForbidden) || errors.Is(err, guichet.ErrInvalid) {
		return page.ErrNoWay
	}
	return err
}
