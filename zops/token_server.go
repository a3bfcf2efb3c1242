package zops

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// TokenServer exchanges the tokens of consumers. It is another server than the one of
// the management API and wants no credential; make one with NewTokenServer.
type TokenServer struct{ service }

// NewTokenServer returns a client of a token server. It takes the options of New:
// WithBaseURL is required, without /v1.
func NewTokenServer(options ...guichet.Option) (*TokenServer, error) {
	client, err := New(Anonymous(), options...)
	if err != nil {
		return nil, err
	}
	return &TokenServer{service{client.core}}, nil
}

// AccessToken is what a token of a consumer is exchanged for.
type AccessToken struct {
	AccessToken  guichet.Secret `json:"accessToken"`  // for the services of the project
	RefreshToken guichet.Secret `json:"refreshToken"` // exchange it for the next access token
	ExpiresIn    int            `json:"expiresIn"`    // how long the access token lives, in seconds
}

// Exchange exchanges the token of ConsumerTokens.Create, or the RefreshToken of the
// last exchange. The token that is sent ends, and so does the access token before: an
// exchange is never repeated. A token that is unknown, was exchanged already, or comes
// from ConsumerTokens.Create more than 60 s ago is ErrUnauthorized.
//
// API: POST /v1/auth/token
func (s *TokenServer) Exchange(ctx context.Context, token guichet.Secret, options ...guichet.CallOption) (*AccessToken, error) {
	call := s.exchange(token)
	made, err := answer[AccessToken]{asked: call}.one(ctx, options)
	if err == nil && made.AccessToken.IsZero() {
		return nil, noToken(call.call)
	}
	return made, over(err)
}

// ExchangeRaw is Exchange with the service's own bytes.
//
// API: POST /v1/auth/token
func (s *TokenServer) ExchangeRaw(ctx context.Context, token guichet.Secret, options ...guichet.CallOption) (json.RawMessage, error) {
	object, err := s.exchange(token).raw(ctx, options)
	return object, over(err)
}

func (s *TokenServer) exchange(token guichet.Secret) asked {
	call := newCall(rest.Write, "TokenServer.Exchange", "POST /v1/auth/token")
	call.Secrets = []string{token.Reveal()}
	call.JSON(map[string]string{"refreshToken": token.Reveal()})
	return asked{core: s.core, call: call}
}

// over says of a refused exchange what it means.
func over(err error) error {
	return hint(err, http.StatusUnauthorized, refusal.New("exchange_refused", "the token is unknown, was exchanged already, or is older than 60 s"))
}
