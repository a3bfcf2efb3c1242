package zops

import (
	"context"
	"encoding/json"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Me reads the user of this client's token.
type Me struct{ service }

// Get returns the user of this client's token. Every role may.
//
// API: GET /api/v1/me
func (s Me) Get(ctx context.Context, options ...guichet.CallOption) (*User, error) {
	return s.get().one(ctx, options)
}

// GetRaw is Get with the service's own bytes.
//
// API: GET /api/v1/me
func (s Me) GetRaw(ctx context.Context, options ...guichet.CallOption) (json.RawMessage, error) {
	return s.get().raw(ctx, options)
}

func (s Me) get() answer[User] {
	return answer[User]{asked: asked{core: s.core, call: newCall(rest.Read, "Me.Get", "GET /api/v1/me")}}
}
