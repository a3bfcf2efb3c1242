package gopaas

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/internal/token"
)

// Credential is the way in; make one with APIKey or ClientCredentials. It
// prints nothing of what it holds.
type Credential struct {
	authorizer func(*core, *guichet.Options) (rest.Authorizer, error)
}

// String says nothing of the credential.
func (Credential) String() string { return "gopaas.Credential" }

// APIKey uses the static key of a GoPaaS user, called "Bearer token" on the
// user's sheet. Calls go to /api/….
func APIKey(key string) Credential {
	secret := guichet.NewSecret("Bearer " + key)
	return Credential{rest.Given(key != "", "APIKey needs a key", func(*core, *guichet.Options) rest.Authorizer {
		return rest.Static(rest.Field{Name: "Authorization", Value: secret})
	})}
}

// ClientCredentials uses an OAuth2 client of a GoPaaS user. Calls go to
// /api/oauth2/… with a token that all of them share. It is asked for when first
// needed, before it ends (10 s before, or a fifth of its lifetime when that is
// less) and, once, when the service refuses it.
func ClientCredentials(id, secret string, options ...TokenOption) Credential {
	hidden := guichet.NewSecret(secret)
	return Credential{func(c *core, settings *guichet.Options) (rest.Authorizer, error) {
		if id == "" || secret == "" {
			return nil, errors.New("ClientCredentials needs a client id and a secret")
		}
		o := &oauth{core: c, id: id, secret: hidden, encoding: EncodeForm, grant: "client_credentials", now: settings.Now}
		for _, option := range options {
			if err := option(o); err != nil {
				return nil, err
			}
		}
		o.source = token.New(token.Config[accessToken]{Fetch: o.fetch, Fresh: accessToken.fresh, Now: o.now})
		c.oauth = o
		return rest.Renewable(o.source, accessToken.fields), nil
	}}
}

// Auth tells about the credential.
type Auth struct{ service }

// TokenInfo describes an OAuth2 token, without the token.
type TokenInfo struct {
	// Scope is the service's own word, such as "ADMIN".
	Scope string
	// Lifetime is how long the service said that the token lives; 60 s where
	// it did not say.
	Lifetime time.Duration
	// ExpiresAt is when the token ends, counted from before it was asked for.
	ExpiresAt time.Time
}

// Token returns what is known of the token in use, asking for one when there
// is none. With an API key, which has no end that is known, it fails with
// ErrInvalid before anything is sent.
//
// API: POST /api/oauth2/access_token/
func (s Auth) Token(ctx context.Context) (*TokenInfo, error) {
	if s.core.oauth == nil {
		refused := rest.Invalid("credential", refusal.New("key_has_no_token", "an API key has no token: only OAuth2 client credentials have one"))
		refused.Method = http.MethodPost
		return nil, s.core.refuse("Auth.Token", refused)
	}
	return s.core.oauth.info(ctx)
}

// info describes the token in use.
func (o *oauth) info(ctx context.Context) (*TokenInfo, error) {
	if err := ctx.Err(); err != nil {
		return nil, o.gaveUp(guichet.NotSent, err)
	}
	t, _, err := o.source.Get(ctx)
	var known *guichet.Error
	switch {
	case err == nil:
	case errors.As(err, &known):
		return nil, err
	default:
		return nil, o.gaveUp(guichet.MaybeSent, err) // the request goes on for other callers
	}
	return &TokenInfo{Scope: t.scope, Lifetime: t.lifetime, ExpiresAt: t.expiresAt}, nil
}

// gaveUp is the error of a caller whose context ended first.
func (o *oauth) gaveUp(sent guichet.Sent, err error) *guichet.Error {
	return o.core.refuse("Auth.Token", &guichet.Error{Kind: guichet.ErrNetwork, SignIn: true, Sent: sent, Message: err.Error(), Err: err})
}
