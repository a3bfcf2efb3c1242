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
	// base URL when empty. The service does not publish them.
	AuthorizeURL, TokenURL string
}

// OAuthToken is what the authorization gives.
type OAuthToken struct {
	AccessToken  guichet.Secret // what calls are sent with
	RefreshToken guichet.Secret // what a new access token is asked for with
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
	return Credential{func(c *core, o *guichet.Options) (rest.Authorizer, error) {
		if err := app.check(o.BaseURL); err != nil {
			return nil, err
		}
		if app.ClientID == "" || current.AccessToken.IsZero() && current.RefreshToken.IsZero() {
			return nil, errors.New("OAuth needs an application and a token")
		}
		source := token.New(token.Config[OAuthToken]{Fetch: app.renewal(c, current, keep), Fresh: fresh, Now: o.Now})
		return rest.Renewable(source, func(t OAuthToken) []rest.Field { return []rest.Field{bearer(t.AccessToken.Reveal())} }), nil
	}}
}

// check refuses an address that must not get the client secret.
func (a OAuthApp) check(baseURL string) error {
	_, err := rest.ParseBase(cmp.Or(a.TokenURL, baseURL), true)
	return err
}

func fresh(t OAuthToken, now time.Time) bool {
	return !t.AccessToken.IsZero() && (t.ExpiresAt.IsZero() || now.Before(t.ExpiresAt.Add(-earlyRenewal)))
}

// renewal returns a function that renews the last token. Its calls never overlap.
func (a OAuthApp) renewal(c *core, last OAuthToken, keep func(context.Context, OAuthToken) error) func(context.Context, *OAuthToken) (OAuthToken, error) {
	return func(ctx context.Context, rejected *OAuthToken) (OAuthToken, error) {
		if rejected == nil && fresh(last, c.rest.Options().Now()) {
			return last, nil
		}
		if last.RefreshToken.IsZero() {
			return OAuthToken{}, rest.NewError(guichet.ErrUnauthorized, refusal.New("oauth_over", "the OAuth token is over and there is no refresh token: authorize again"))
		}
		renewed, err := c.oauthToken(ctx, "OAuth.Refresh", a, url.Values{
			"grant_type": {"refresh_token"}, "refresh_token": {last.RefreshToken.Reveal()},
		})
		if err != nil {
			return OAuthToken{}, err
		}
		if renewed.RefreshToken.IsZero() {
			renewed.RefreshToken = last.RefreshToken // it was not replaced
		}
		if keep != nil {
			if err := keep(ctx, renewed); err != nil {
				return OAuthToken{}, fmt.Errorf("the new OAuth token could not be kept: %w", err)
			}
		}
		last = renewed
		return renewed, nil
	}
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

// Exchange trades the code of the redirect for a token. A code can be traded
// once.
//
// API: POST /oauth/token
func (s Auth) Exchange(ctx context.Context, app OAuthApp, code, verifier string) (OAuthToken, error) {
	return s.core.oauthToken(ctx, "Auth.Exchange", app, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "code_verifier": {verifier}, "redirect_uri": {app.RedirectURL},
	})
}

// oauthToken asks for a token. What goes with the form is secret but for its
// type and the application's name and address.
func (c *core) oauthToken(ctx context.Context, op string, app OAuthApp, form url.Values) (OAuthToken, error) {
	call := rest.NewCall(rest.SignIn, op, "POST /oauth/token").Check(app.check(c.rest.BaseURL()))
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
		return OAuthToken{}, refusal.New("no_member", "it has no %q", "access_token")
	}
	token := OAuthToken{AccessToken: answer.AccessToken, RefreshToken: answer.RefreshToken}
	if seconds, err := strconv.ParseInt(strings.Trim(string(answer.ExpiresIn), `"`), 10, 64); err == nil && seconds > 0 && seconds < math.MaxInt64/int64(time.Second) {
		token.ExpiresAt = asked.Add(time.Duration(seconds) * time.Second)
	}
	return token, nil
}

// oauthRefused has a 4xx mean what it means here: the code, the refresh token
// or the application is not accepted.
func oauthRefused(err error) error {
	var e *guichet.Error
	if errors.As(err, &e) && e.Status >= 400 && e.Status < 500 && e.Status != http.StatusRequestTimeout && e.Status != http.StatusTooManyRequests {
		e.Kind = guichet.ErrUnauthorized
	}
	return err
}
