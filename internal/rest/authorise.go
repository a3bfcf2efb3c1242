package rest

import (
	"context"
	"errors"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/incomparable"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/token"
)

// Authorizer gives a call its credential.
type Authorizer interface {
	// Lease returns the headers to send and the generation they belong to.
	Lease(ctx context.Context) (Lease, error)
	// Reject says that the service refused the generation. It reports whether
	// a new lease may be accepted.
	Reject(generation uint64) bool
}

// Lease is a credential lent to one request.
type Lease struct {
	Header     []Field
	Generation uint64
}

// Field is one header.
type Field struct {
	_ incomparable.Field

	Name  string
	Value guichet.Secret
}

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

// authorise takes the credential for the request that follows.
func (x *exchange) authorise() error {
	if x.call.Anonymous || x.client.auth == nil {
		return nil
	}
	lease, err := x.client.auth.Lease(x.ctx)
	if err != nil {
		return x.unauthorised(err)
	}
	x.lease = lease // also for the text of a refusal
	for _, field := range lease.Header {
		if !validValue(field.Value.Reveal()) {
			return x.refuse(guichet.ErrNoCredential, refusal.New("credential_control", "the credential contains a control character, such as a line break at its end (%s)", field.Name))
		}
		for name := range x.call.Header {
			if strings.EqualFold(name, field.Name) {
				return x.refuse(guichet.ErrInvalid, refusal.New("header_credential", "the header %s contains the credential and cannot be replaced", field.Name))
			}
		}
	}
	return nil
}

// renew gives the refused credential back and reports whether a new one may
// be had. A refusal means that nothing was processed, so that a write may be
// repeated too.
func (x *exchange) renew() bool {
	if x.renewed || x.call.Anonymous || x.call.OtherAccess || x.client.auth == nil || x.ctx.Err() != nil {
		return false
	}
	return x.client.auth.Reject(x.lease.Generation)
}

// unauthorised is a call for which no credential could be had.
func (x *exchange) unauthorised(err error) error {
	e := x.refuse(guichet.ErrNoCredential, err)
	if e.Op != x.call.Op {
		return e
	}
	if ctxErr := x.ctx.Err(); ctxErr != nil {
		e.Kind, e.ContextErr = guichet.ErrNetwork, ctxErr
	}
	return e
}
