package auth

import (
	"context"
	"errors"

	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/config"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/internal/incomparable"
)

// Examination is what is found out about a service without a sign-in.
type Examination struct {
	_ incomparable.Field

	// Unset says that nothing is set for the service: no address, no credential.
	Unset bool
	// Base is the address, and Instance the name of the known instance there; "" for
	// none.
	Base, Instance string
	// PlaceErr says what is wrong with the address.
	PlaceErr error
	// Source is where the credential was found, and FindErr says what is wrong with it.
	Source  string
	FindErr error
}

// Examiner looks at a service without a sign-in.
type Examiner interface {
	// Examine finds the address and the credential.
	Examine(ctx context.Context, r *command.Run) Examination
	// Accepted asks the service whether it accepts the credential. It returns
	// [credential.ErrNotFound] where only a sign-in would tell.
	Accepted(ctx context.Context, r *command.Run) (Account, error)
}

// Examine finds the address and the credential.
func (s *Service[V]) Examine(ctx context.Context, r *command.Run) (x Examination) {
	_, fromEnv := credential.FromEnv(r.Getenv, s.Name, s.New())
	x.Unset = r.Sandboxed == nil && r.File.Service(r.Settings.Profile, s.Name) == (config.ServiceConfig{}) &&
		r.Getenv(variableOf(s.Name)) == "" && errors.Is(fromEnv, credential.ErrNotFound)
	place, err := s.place(r)
	if x.Base, x.PlaceErr = place.Base, err; err != nil {
		return x
	}
	if at, ok := s.Place.(At); ok {
		x.Instance = at.instance(place.Base)
	}
	found, err := s.Find(ctx, r)
	x.Source, x.FindErr = found.Source, err
	x.Unset = x.Unset && (errors.Is(err, credential.ErrNotFound) || credential.Unusable(err))
	return x
}

// Accepted asks the service whether it accepts the credential.
func (s *Service[V]) Accepted(ctx context.Context, r *command.Run) (Account, error) {
	found, err := s.Find(ctx, r)
	if err != nil {
		return Account{}, err
	}
	return s.Check(ctx, r, found)
}
