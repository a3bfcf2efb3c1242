package rdvsolidarites

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/internal/token"
)

// OAuthApp is an OAuth application that the service's team made on request.
type OAuthApp struct {
	ClientID     string         // of the application
	ClientSecret guichet.Secret // of the application
	// RedirectURL is the application's own address.
	RedirectURL string
	// AuthorizeURL and TokenURL are /oauth/authorize and /oauth/token of the
	// base URL when empty.
	AuthorizeURL, TokenURL string
}

// OAuthToken is what the authorization gives.
type OAuthToken struct {
	AccessToken  guichet.Secret // what calls are sent with
	RefreshToken guichet.Secret // what a new access token is asked for with
	// ExpiresAt is zero when the service did not say.
	ExpiresAt time.Time
}

// earlyRenewal is how long before its end an access token is renewed.
const earlyRenewal = 10 * time.Second

// Fresh reports whether the access token may be used at that time: it has more than
// ten seconds left, or nobody knows its end.
func (t OAuthToken) Fresh(now time.Time) bool {
	return !t.AccessToken.IsZero() && (t.ExpiresAt.IsZero() || now.Before(t.ExpiresAt.Add(-earlyRenewal)))
}

// OAuth uses an OAuth token and renews it when it is over or refused. Each renewal
// gives a new pair of tokens: keep is called with it before it is first used. When keep
// fails, the call fails and the new pair is dropped: the refresh token before it is
// still valid, since it ends when the new access token is first used. keep may be nil
// for a program that stores nothing.
//
// A refresh token that is over, 30 days after it was given, is ErrUnauthorized with
// the code invalid_grant: the agent must consent again. It is not sent again.
func OAuth(app OAuthApp, current OAuthToken, keep func(context.Context, OAuthToken) error) Credential {
	return Credential{func(c *core, o *guichet.Options) (rest.Authorizer, error) {
		if err := app.check(o.BaseURL); err != nil {
			return nil, err
		}
		if app.ClientID == "" || current.AccessToken.IsZero() && current.RefreshToken.IsZero() {
			return nil, errors.New("OAuth needs an application and a token")
		}
		last := current // a credential can have several clients
		return newOAuthAuth(o, func(ctx context.Context, rejected *OAuthToken) (OAuthToken, error) {
			if rejected == nil && last.Fresh(o.Now()) {
				return last, nil
			}
			renewed, err := c.refresh(ctx, app, last.RefreshToken)
			if err != nil {
				return OAuthToken{}, err
			}
			if keep != nil {
				if err := keep(ctx, renewed); err != nil {
					return OAuthToken{}, fmt.Errorf("the new OAuth token could not be kept: %w", err)
				}
			}
			last = renewed
			return renewed, nil
		}), nil
	}}
}

// OAuthSource asks fetch for a token when one is first needed or the last one is over
// (rejected is nil), and when the service refused the last one (rejected is that
// one). Use it to share a token between processes: take a lock, load what is kept,
// and only when that is not [OAuthToken.Fresh] or is the rejected one call
// Auth.Refresh of another client and keep the new pair before you return it. Calls of
// fetch never overlap. After an error with the code invalid_grant the client does not
// call fetch again: make a new client once the agent has consented.
func OAuthSource(fetch func(ctx context.Context, rejected *OAuthToken) (OAuthToken, error)) Credential {
	return Credential{rest.Given(fetch != nil, "OAuthSource needs a function", func(_ *core, o *guichet.Options) rest.Authorizer {
		return newOAuthAuth(o, fetch)
	})}
}

// newOAuthAuth keeps one token for all the calls of a client, and remembers that the
// agent must consent again.
func newOAuthAuth(o *guichet.Options, fetch func(context.Context, *OAuthToken) (OAuthToken, error)) rest.Authorizer {
	var over error
	source := token.New(token.Config[OAuthToken]{Fresh: OAuthToken.Fresh, Now: o.Now, Fetch: func(ctx context.Context, rejected *OAuthToken) (OAuthToken, error) {
		if over != nil {
			return OAuthToken{}, over
		}
		t, err := fetch(ctx, rejected)
		if e, ok := errors.AsType[*guichet.Error](err); ok && e.Code == invalidGrant {
			over = err
		}
		return t, err
	}})
	return rest.Renewable(source, func(t OAuthToken) []rest.Field { return []rest.Field{bearer(t.AccessToken.Reveal())} })
}

// check refuses an address that must not get the client secret.
func (a OAuthApp) check(baseURL string) error {
	_, err := rest.ParseBase(cmp.Or(a.TokenURL, baseURL), true)
	return err
}

// AuthorizeURL returns the address to which an agent is sent to authorize the
// application. state comes back in the redirect and must be compared; verifier
// is a fresh secret for Exchange (PKCE), see NewVerifier.
//
// API: GET /oauth/authorize
func (s Auth) AuthorizeURL(app OAuthApp, state, verifier string) string {
	address, separator := cmp.Or(app.AuthorizeURL, s.core.rest.BaseURL()+"/oauth/authorize"), "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	challenge := sha256.Sum256([]byte(verifier))
	return address + separator + url.Values{
		"response_type": {"code"}, "client_id": {app.ClientID}, "redirect_uri": {app.RedirectURL}, "scope": {"write"}, "state": {state},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}.Encode()
}

// NewVerifier returns a fresh secret that ties AuthorizeURL to Exchange.
func NewVerifier() string {
	var secret [32]byte
	_, _ = rand.Read(secret[:]) // it never fails
	return base64.RawURLEncoding.EncodeToString(secret[:])
}

// Exchange trades the code of the redirect for a token. A code can be traded once,
// within ten minutes: one that the service refuses is ErrUnauthorized with the code
// invalid_grant, and the agent must consent again.
//
// API: POST /oauth/token
func (s Auth) Exchange(ctx context.Context, app OAuthApp, code, verifier string) (OAuthToken, error) {
	return s.core.oauthToken(ctx, rest.SignIn, "Auth.Exchange", app, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "code_verifier": {verifier}, "redirect_uri": {app.RedirectURL},
	})
}

// Refresh trades a refresh token for a new pair, and sends it once more when the
// answer is lost: it stays valid until the new access token is first used. Keep the
// new pair before you use it. A refresh token that is over is ErrUnauthorized with
// the code invalid_grant, and the agent must consent again.
//
// API: POST /oauth/token
func (s Auth) Refresh(ctx context.Context, app OAuthApp, refreshToken guichet.Secret) (OAuthToken, error) {
	return s.core.refresh(ctx, app, refreshToken)
}

func (c *core) refresh(ctx context.Context, app OAuthApp, refreshToken guichet.Secret) (OAuthToken, error) {
	if refreshToken.IsZero() {
		return OAuthToken{}, rest.NewError(guichet.ErrUnauthorized, refusal.New("oauth_over", "the OAuth token has expired and there is no refresh token: authorize again"))
	}
	renewed, err := c.oauthToken(ctx, rest.Refresh, "Auth.Refresh", app, url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {refreshToken.Reveal()},
	})
	if err == nil && renewed.RefreshToken.IsZero() {
		renewed.RefreshToken = refreshToken // it was not replaced
	}
	return renewed, err
}

// oauthToken asks for a token. What goes with the form is secret but for its
// type and the application's name and address.
func (c *core) oauthToken(ctx context.Context, class rest.Class, op string, app OAuthApp, form url.Values) (OAuthToken, error) {
	call := rest.NewCall(class, op, "POST /oauth/token").Check(app.check(c.rest.BaseURL()))
	call.Anonymous, call.ContentType = true, "application/x-www-form-urlencoded"
	call.Secrets = []string{app.ClientSecret.Reveal(), form.Get("code"), form.Get("code_verifier"), form.Get("refresh_token")}
	if app.TokenURL != "" {
		target, err := url.Parse(app.TokenURL)
		call.URL = target
		call.Check(err)
	}
	form.Set("client_id", app.ClientID)
	if !app.ClientSecret.IsZero() {
		form.Set("client_secret", app.ClientSecret.Reveal())
	}
	call.Body = []byte(form.Encode())
	asked := c.rest.Options().Now()
	var token OAuthToken
	err := c.rest.Do(ctx, call, func(body []byte) (err error) {
		token, err = parseOAuthToken(body, asked)
		return err
	})
	if err != nil {
		return OAuthToken{}, oauthRefused(err)
	}
	return token, nil
}

// parseOAuthToken reads the answer. The end of the token is counted from before
// the request, so that no clock but our own is trusted.
func parseOAuthToken(body []byte, asked time.Time) (OAuthToken, error) {
	var answer struct {
		AccessToken  guichet.Secret  `json:"access_token"`
		RefreshToken guichet.Secret  `json:"refresh_token"`
		ExpiresIn    json.RawMessage `json:"expires_in"` // a number, or a text with one
	}
	if err := rest.Unmarshal(body, &answer); err != nil {
		return OAuthToken{}, err
	}
	if answer.AccessToken.IsZero() {
		return OAuthToken{}, refusal.New("no_member", "the field %q is missing", "access_token")
	}
	token := OAuthToken{AccessToken: answer.AccessToken, RefreshToken: answer.RefreshToken}
	if seconds, err := strconv.ParseInt(strings.Trim(string(answer.ExpiresIn), `"`), 10, 64); err == nil && seconds > 0 && seconds < math.MaxInt64/int64(time.Second) {
		token.ExpiresAt = asked.Add(time.Duration(seconds) * time.Second)
	}
	return token, nil
}

// invalidGrant is the code of RFC 6749 for a code or a refresh token that is unknown,
// used or over.
const invalidGrant = "invalid_grant"

// oauthRefused has a 4xx mean what it means here: the code, the refresh token
// or the application is not accepted.
func oauthRefused(err error) error {
	e, ok := errors.AsType[*guichet.Error](err)
	if !ok || e.Status < 400 || e.Status >= 500 || e.Status == http.StatusRequestTimeout || e.Status == http.StatusTooManyRequests {
		return err
	}
	e.Kind = guichet.ErrUnauthorized
	var why *refusal.Refusal
	switch {
	case e.Code == invalidGrant && e.Op == "Auth.Refresh":
		why = refusal.New("oauth_consent_over", "the refresh token is no longer valid: the agent must consent again")
	case e.Code == invalidGrant:
		why = refusal.New("oauth_code", "the code is no longer valid: it was used before or is older than ten minutes; the agent must consent again")
	case e.Code == "invalid_client":
		why = refusal.New("oauth_client", "the client id is unknown, or its secret is wrong")
	default:
		return err
	}
	e.Message, e.Err = why.Error(), why
	return err
}
