package rdvsolidarites

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/internal/token"
)

// Credential is the way in; make one with SignIn, Resume, SessionSource,
// Bearer, OAuth, OAuthSource or Anonymous. Its content is never printed.
type Credential struct {
	authorizer func(*core, *guichet.Options) (rest.Authorizer, error)
}

// String says nothing of the credential.
func (Credential) String() string { return "rdvsolidarites.Credential" }

// Session is what signing in gives: the three values that every request
// carries, and when the service says that they end (two weeks after the
// sign-in; use does not prolong it).
type Session struct {
	AccessToken guichet.Secret // header Access-Token
	Client      guichet.Secret // header Client
	UID         string         // header Uid
	ExpiresAt   time.Time      // zero when the service did not say
}

// SignIn signs in with an agent's e-mail and password when a session is first
// needed, and again, once, when the service refuses it. Signing in ends every
// other session of the agent. Three renewals within a minute that are each
// undone are ErrSessionContested. An instance without passwords is ErrUnauthorized with
// the code oauth_only: use OAuth there.
func SignIn(email, password string) Credential {
	secret := guichet.NewSecret(password)
	return Credential{rest.Given(email != "" && password != "", "SignIn needs an e-mail and a password", func(c *core, o *guichet.Options) rest.Authorizer {
		return newSessionAuth(o, func(ctx context.Context, _ *Session) (Session, error) {
			return c.signIn(ctx, email, secret)
		})
	})}
}

// Resume uses a session that was kept, and never signs in: when the service
// refuses it, calls fail with ErrUnauthorized.
func Resume(session Session) Credential {
	return Credential{rest.Given(session.whole(), "Resume needs an access token, a client and a uid", func(*core, *guichet.Options) rest.Authorizer {
		return rest.Static(session.fields()...)
	})}
}

// SessionSource asks fetch for a session when one is first needed (rejected is
// nil) and when the service refused the last one (rejected is that one). Use it
// to keep a session between runs or to share it between processes: load it,
// and sign in with Auth.SignIn of another client only when what is kept is the
// rejected one. Calls of fetch never overlap.
func SessionSource(fetch func(ctx context.Context, rejected *Session) (Session, error)) Credential {
	return Credential{rest.Given(fetch != nil, "SessionSource needs a function", func(_ *core, o *guichet.Options) rest.Authorizer {
		return newSessionAuth(o, fetch)
	})}
}

// Bearer uses an OAuth access token that is managed elsewhere.
func Bearer(accessToken string) Credential {
	return Credential{rest.Given(accessToken != "", "Bearer needs an access token", func(*core, *guichet.Options) rest.Authorizer {
		return rest.Static(bearer(accessToken))
	})}
}

// Anonymous sends no credential: enough for PublicLinks and Auth.SignIn.
func Anonymous() Credential {
	return Credential{func(*core, *guichet.Options) (rest.Authorizer, error) { return nil, nil }}
}

func bearer(accessToken string) rest.Field {
	return rest.Field{Name: "Authorization", Value: guichet.NewSecret("Bearer " + accessToken)}
}

// whole reports whether the session has the three values that a request carries.
func (s Session) whole() bool {
	return !s.AccessToken.IsZero() && !s.Client.IsZero() && s.UID != ""
}

func (s Session) fields() []rest.Field {
	return []rest.Field{
		{Name: "Access-Token", Value: s.AccessToken},
		{Name: "Client", Value: s.Client},
		{Name: "Uid", Value: guichet.NewSecret(s.UID)},
	}
}

// newSessionAuth keeps one session for all the calls of a client. A session is
// used until the service refuses it: only the service's clock counts.
func newSessionAuth(o *guichet.Options, fetch func(context.Context, *Session) (Session, error)) rest.Authorizer {
	source := token.New(token.Config[Session]{Fetch: fetch, Now: o.Now, Contestable: true})
	return rest.Renewable(source, Session.fields)
}

// Auth signs in and out.
type Auth struct{ service }

// Account is the agent who signed in.
type Account struct {
	ID        int64  `json:"id"`         // of the agent
	Email     string `json:"email"`      // of the agent
	UID       string `json:"uid"`        // as in Session
	FirstName string `json:"first_name"` // of the agent
	LastName  string `json:"last_name"`  // of the agent
	// ExpiresAt is when the session ends, zero when the service did not say.
	ExpiresAt time.Time `json:"-"`
}

// SignIn opens a session and ends every other session of the agent. A wrong
// e-mail or password is ErrUnauthorized. The client's own credential is
// neither needed nor changed. The service prefers OAuth since 2025; an instance that
// knows OAuth only is ErrUnauthorized with the code oauth_only.
//
// API: POST /api/v1/auth/sign_in
func (s Auth) SignIn(ctx context.Context, email, password string, options ...guichet.CallOption) (Session, error) {
	return s.core.signIn(ctx, email, guichet.NewSecret(password), options...)
}

func (c *core) signIn(ctx context.Context, email string, password guichet.Secret, options ...guichet.CallOption) (Session, error) {
	call := rest.NewCall(rest.SignIn, "Auth.SignIn", "POST /api/v1/auth/sign_in")
	call.Anonymous, call.Secrets = true, []string{password.Reveal()}
	call.JSON(map[string]string{"email": email, "password": password.Reveal()})
	account, headers, err := c.account(ctx, call, options)
	if err != nil {
		return Session{}, oauthOnly(err)
	}
	session := Session{
		AccessToken: guichet.NewSecret(headers.Get("Access-Token")),
		Client:      guichet.NewSecret(headers.Get("Client")),
		UID:         headers.Get("Uid"),
		ExpiresAt:   account.ExpiresAt,
	}
	if !session.whole() {
		e := rest.NewError(guichet.ErrUnusableAnswer, refusal.New("no_session", "the sign-in response contains no access-token, client and uid"))
		e.Service, e.Op, e.Method, e.Path = "rdvsolidarites", call.Op, call.Method, call.Route
		e.Sent, e.Changes, e.SignIn = guichet.Answered, true, true
		return Session{}, e
	}
	return session, nil
}

// oauthOnly has a 404 of the sign-in mean what it means: the route exists only where
// passwords do.
func oauthOnly(err error) error {
	if e, ok := errors.AsType[*guichet.Error](err); ok && e.Status == http.StatusNotFound {
		why := refusal.New("oauth_only", "this instance accepts OAuth only, not passwords: let the agent consent, and use OAuth")
		e.Kind, e.Code, e.Message, e.Err = guichet.ErrUnauthorized, why.Code, why.Error(), why
	}
	return err
}

// account performs a call that tells whose a session is. The headers say the rest.
func (c *core) account(ctx context.Context, call *rest.Call, options []guichet.CallOption) (*Account, http.Header, error) {
	var headers http.Header
	observe := call.Apply(options).OnAnswer
	call.OnAnswer = func(a guichet.Answer) {
		headers = a.Header
		if observe != nil {
			observe(a)
		}
	}
	account, err := rest.One[Account](ctx, c.rest, call, "data")
	if err != nil {
		return nil, nil, err
	}
	if seconds, err := strconv.ParseInt(headers.Get("Expiry"), 10, 64); err == nil && seconds > 0 {
		account.ExpiresAt = time.Unix(seconds, 0)
	}
	return account, headers, nil
}

// Validate asks whether the session is still accepted, whose it is and when it
// ends. A refused session is ErrUnauthorized.
//
// API: GET /api/v1/auth/validate_token
func (s Auth) Validate(ctx context.Context, options ...guichet.CallOption) (*Account, error) {
	call := rest.NewCall(rest.Read, "Auth.Validate", "GET /api/v1/auth/validate_token")
	account, _, err := s.core.account(ctx, call, options)
	return account, err
}

// SignOut ends the session of this client. A session that is unknown or over
// already is ErrNotFound.
//
// API: DELETE /api/v1/auth/sign_out
func (s Auth) SignOut(ctx context.Context, options ...guichet.CallOption) error {
	return none(ctx, s.core, rest.NewCall(rest.Write, "Auth.SignOut", "DELETE /api/v1/auth/sign_out"), options)
}

// ResetPassword asks the service to mail a link for a new password, which
// leads to redirectURL. An unknown e-mail is ErrNotFound.
//
// API: POST /api/v1/auth/password
func (s Auth) ResetPassword(ctx context.Context, email, redirectURL string, options ...guichet.CallOption) error {
	call := rest.NewCall(rest.Write, "Auth.ResetPassword", "POST /api/v1/auth/password")
	call.Anonymous = true
	call.JSON(map[string]string{"email": email, "redirect_url": redirectURL})
	return none(ctx, s.core, call, options)
}

// ChangePassword sets a new password for the agent of this client's session.
//
// API: PATCH /api/v1/auth/password
func (s Auth) ChangePassword(ctx context.Context, password string, options ...guichet.CallOption) error {
	call := rest.NewCall(rest.Write, "Auth.ChangePassword", "PATCH /api/v1/auth/password")
	call.Secrets = []string{password}
	call.JSON(map[string]string{"password": password, "password_confirmation": password})
	return none(ctx, s.core, call, options)
}
