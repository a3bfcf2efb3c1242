package rest

import (
	"errors"

	"github.com/guichet-go/guichet/internal/page"
)

// NoWay returns page.ErrNoWay for a refusal of the service, and other errors as
// they are.
func NoWay(err error) error {
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrForbidden) || errors.Is(err, ErrInvalid) {
		return page.ErrNoWay
	}
	return err
}
