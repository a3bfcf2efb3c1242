package rest

import (
	"context"
	"errors"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/token"
)

// Static returns a credential that never changes: a refusal of it is final.
func Static(fields ...Field) Authorizer { return static(fields) }

type static []Field

func (s static) Lease(context.Context) (Lease, error) { return Lease{Header: s}, nil }

func (static) Reject(uint64) bool { return false }

// Renewable returns a credential that is fetched when needed and once more
// when it is refused. fields turns it into headers.
func Renewable[S any](source *token.Source[S], fields func(S) []Field) Authorizer {
	return renewable[S]{source, fields}
}

type renewable[S any] struct {
	source *token.Source[S]
	fields func(S) []Field
}

func (r renewable[S]) Lease(ctx context.Context) (Lease, error) {
	s, generation, err := r.source.Get(ctx)
	if errors.Is(err, guichet.ErrSessionContested) {
		return Lease{}, &guichet.Error{Kind: guichet.ErrSessionContested, Message: err.Error(), Err: err}
	}
	if err != nil {
		return Lease{}, err
	}
	return Lease{Header: r.fields(s), Generation: generation}, nil
}

func (r renewable[S]) Reject(generation uint64) bool {
	r.source.Reject(generation)
	return true
}
