package rdvsolidarites

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/internal/token"
)

// OAuthApp is an OAuth application that the service's team made on request.
type OAuthApp struct {
	ClientID     string
	ClientSecret Secret
	// RedirectURL is the application's own address.
	RedirectURL string
	// AuthorizeURL and TokenURL are /oauth/authorize and /oauth/token of the
	// base URL when empty. The service does not publish them.
	AuthorizeURL, TokenURL string
}

// OAuthToken is what the authorization gives.
type OAuthToken struct {
	AccessToken  Secret
	RefreshToken Secret
	// ExpiresAt is zero when the service did not say.
	ExpiresAt time.Time
}

// earlyRenewal is how long before its end a token is renewed.
const earlyRenewal = 10 * time.Second

// OAuth uses an OAuth token and renews it when it is over or refused. The
// service may replace the refresh token at each renewal: keep is called with
// the new token before it is used, and a failure of keep fails the call, since
// the old refresh token is worth nothing any more. keep may be nil for a
// program that forgets.
func OAuth(app OAuthApp, current OAuthToken, keep func(context.Context, OAuthToken) error) Credential {
	return Credential{func(c *core, cfg *rest.Config) (rest.Authorizer, error) {
		if err := app.check(cfg.BaseURL); err != nil {
			return nil, err
		}
		if app.ClientID == "" || current.AccessToken.IsZero() && current.RefreshToken.IsZero() {
			return nil, errors.New("OAuth needs an application and a token")
		}
		renewal := &oauthRenewal{app: app, core: c, keep: keep, now: cfg.Now, last: current}
		source := token.New(token.Config[OAuthToken]{Fetch: renewal.fetch, Fresh: fresh, Now: cfg.Now})
		return rest.Renewable(source, func(t OAuthToken) []rest.Field { return []rest.Field{bearer(t.AccessToken.Reveal())} }), nil
	}}
}

// check refuses an address that must not get the client secret.
func (a OAuthApp) check(baseURL string) error {
	address := a.TokenURL
	if address == "" {
		address = baseURL
	}
	_, err := rest.ParseBase(address, true)
	return err
}

func fresh(t OAuthToken, now time.Time) bool {
	return !t.AccessToken.IsZero() && (t.ExpiresAt.IsZero() || now.Before(t.ExpiresAt.Add(-earlyRenewal)))
}

// oauthRenewal renews a token. Its calls never overlap.
type oauthRenewal struct {
	app  OAuthApp
	core *core
	keep func(context.Context, OAuthToken) error
	now  func() time.Time
	last OAuthToken
}

func (r *oauthRenewal) fetch(ctx context.Context, rejected *OAuthToken) (OAuthToken, error) {
	now := time.Now
	if r.now != nil {
		now = r.now
	}
	if rejected == nil && fresh(r.last, now()) {
		return r.last, nil
	}
	if r.last.RefreshToken.IsZero() {
		return OAuthToken{}, &Error{Kind: ErrUnauthorized, Message: "the OAuth token is over and there is no refresh token: authorize again"}
	}
	refresh := &oauth2.Token{RefreshToken: r.last.RefreshToken.Reveal()}
	got, err := r.core.oauthConfig(r.app).TokenSource(r.core.oauthContext(ctx), refresh).Token()
	if err != nil {
		return OAuthToken{}, oauthError("OAuth.Refresh", err, r.app.ClientSecret.Reveal(), refresh.RefreshToken)
	}
	renewed := tokenOf(got)
	if r.keep != nil {
		if err := r.keep(ctx, renewed); err != nil {
			return OAuthToken{}, fmt.Errorf("the new OAuth token could not be kept: %w", err)
		}
	}
	r.last = renewed
	return renewed, nil
}

// AuthorizeURL returns the address to which an agent is sent to authorize the
// application. state comes back in the redirect and must be compared; verifier
// is a fresh secret for Exchange (PKCE), see NewVerifier.
//
// API: GET /oauth/authorize
func (s Auth) AuthorizeURL(app OAuthApp, state, verifier string) string {
	return s.core.oauthConfig(app).AuthCodeURL(state, oauth2.S256ChallengeOption(verifier))
}

// NewVerifier returns a fresh secret that ties AuthorizeURL to Exchange.
func NewVerifier() string { return oauth2.GenerateVerifier() }

// Exchange trades the code of the redirect for a token. A code can be traded
// once.
//
// API: POST /oauth/token
func (s Auth) Exchange(ctx context.Context, app OAuthApp, code, verifier string) (OAuthToken, error) {
	if err := app.check(s.core.rest.BaseURL()); err != nil {
		return OAuthToken{}, &Error{Service: "rdvsolidarites", Op: "Auth.Exchange", Class: rest.SignIn, Kind: ErrInvalid, Message: err.Error(), Err: err}
	}
	got, err := s.core.oauthConfig(app).Exchange(s.core.oauthContext(ctx), code, oauth2.VerifierOption(verifier))
	if err != nil {
		return OAuthToken{}, oauthError("Auth.Exchange", err, app.ClientSecret.Reveal(), code, verifier)
	}
	return tokenOf(got), nil
}

func tokenOf(t *oauth2.Token) OAuthToken {
	return OAuthToken{AccessToken: NewSecret(t.AccessToken), RefreshToken: NewSecret(t.RefreshToken), ExpiresAt: t.Expiry}
}

func (c *core) oauthConfig(app OAuthApp) *oauth2.Config {
	base := c.rest.BaseURL()
	endpoint := oauth2.Endpoint{
		AuthURL: app.AuthorizeURL, TokenURL: app.TokenURL,
		AuthStyle: oauth2.AuthStyleInParams, // never try the secret twice
	}
	if endpoint.AuthURL == "" {
		endpoint.AuthURL = base + "/oauth/authorize"
	}
	if endpoint.TokenURL == "" {
		endpoint.TokenURL = base + "/oauth/token"
	}
	return &oauth2.Config{
		ClientID: app.ClientID, ClientSecret: app.ClientSecret.Reveal(),
		RedirectURL: app.RedirectURL, Endpoint: endpoint, Scopes: []string{"write"},
	}
}

// oauthContext has the token requests use the client's own HTTP client, which
// follows no redirect.
func (c *core) oauthContext(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, c.rest.HTTP())
}

// oauthError keeps the service's code and leaves out the answer's body. What
// the service says may repeat the secrets of the request.
func oauthError(op string, err error, secrets ...string) error {
	e := &Error{
		Service: "rdvsolidarites", Op: op, Method: http.MethodPost, Path: "/oauth/token",
		Class: rest.SignIn, Kind: ErrUnusableAnswer, Sent: Answered, Message: "the answer to the token request has no token",
	}
	var refused *oauth2.RetrieveError
	var transport *url.Error
	switch {
	case errors.As(err, &transport):
		e.Kind, e.Sent, e.Message, e.Err = ErrNetwork, MaybeSent, "the token request failed", transport.Err // without the URL
	case errors.As(err, &refused):
		e.Status, e.Code, e.Message = refused.Response.StatusCode, refused.ErrorCode, refused.ErrorDescription
		e.Kind = oauthKind(e.Status)
	case strings.HasPrefix(err.Error(), "oauth2: cannot fetch token"):
		e.Kind, e.Sent, e.Message = ErrNetwork, MaybeSent, "the answer to the token request broke off"
	}
	for _, secret := range secrets {
		if secret != "" {
			e.Message = strings.ReplaceAll(e.Message, secret, "[redacted]")
		}
	}
	return e
}

func oauthKind(status int) rest.Sentinel {
	switch {
	case status >= 500:
		return ErrUnavailable
	case status == http.StatusTooManyRequests:
		return ErrRateLimited
	case status >= 400:
		return ErrUnauthorized
	}
	return ErrUnusableAnswer
}
