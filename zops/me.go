package zops

import (
	"context"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Me reads the user of this client's token.
type Me struct{ service }

// Get returns the user of this client's token. Every role may.
//
// API: GET /api/v1/me
func (s Me) Get(ctx context.Context, options ...guichet.CallOption) (*User, error) {
	return one[User](ctx, s.core, newCall(rest.Read, "Me.Get", "GET /api/v1/me"), options)
}
