package zops

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/internal/token"
)

// Credential is the way in; make one with Login, Token, TokenSource or
// Anonymous. Its content is never printed.
type Credential struct {
	authorizer func(*core, *guichet.Options) (rest.Authorizer, error)
}

// String says nothing of the credential.
func (Credential) String() string { return "zops.Credential" }

// Login logs in with a user's e-mail and password when a token is first
// needed, and again, once, when the service does not accept it any more. A
// token that still lives is kept: what it was refused is refused to the user's
// role, and the call fails with ErrForbidden.
func Login(email, password string) Credential {
	secret := guichet.NewSecret(password)
	return Credential{rest.Given(email != "" && password != "", "Login needs an e-mail and a password", func(c *core, o *guichet.Options) rest.Authorizer {
		return c.renewing(o, func(ctx context.Context, _ guichet.Secret) (guichet.Secret, error) {
			return c.login(ctx, email, secret)
		})
	})}
}

// Token uses a token that was kept, and never logs in: a refusal is final and
// fails with ErrUnauthorized, whether the token ended or the role may not do
// what was asked.
func Token(value string) Credential {
	return Credential{rest.Given(value != "", "Token needs a token", func(*core, *guichet.Options) rest.Authorizer {
		return rest.Static(authorization(guichet.NewSecret(value))...)
	})}
}

// TokenSource asks fetch for a token when one is first needed (rejected is
// zero) and when the last one does not live any more (rejected is that one).
// Use it to keep a token between runs or to share it between processes: load
// it, and log in with Session.Login of another client only when what is kept
// is the rejected one. Calls of fetch never overlap.
func TokenSource(fetch func(ctx context.Context, rejected guichet.Secret) (guichet.Secret, error)) Credential {
	return Credential{rest.Given(fetch != nil, "TokenSource needs a function", func(c *core, o *guichet.Options) rest.Authorizer {
		return c.renewing(o, fetch)
	})}
}

// Anonymous sends no credential: enough for Session.Login, Registrations, Passwords
// and Ping.
func Anonymous() Credential {
	return Credential{func(*core, *guichet.Options) (rest.Authorizer, error) { return nil, nil }}
}

// authorization is the token as the service wants it, without any prefix.
func authorization(token guichet.Secret) []rest.Field {
	return []rest.Field{{Name: "Authorization", Value: token}}
}

// renewing keeps one token for all the calls of a client. A token is used until
// the service refuses it, and replaced only when it does not live any more: a
// role that may not do something looks the same.
func (c *core) renewing(o *guichet.Options, fetch func(context.Context, guichet.Secret) (guichet.Secret, error)) rest.Authorizer {
	c.renewable = true
	source := token.New(token.Config[guichet.Secret]{
		Now: o.Now,
		Fetch: func(ctx context.Context, rejected *guichet.Secret) (guichet.Secret, error) {
			if rejected == nil {
				return fetch(ctx, guichet.Secret{})
			}
			if lives, err := c.lives(ctx, *rejected); lives || err != nil {
				return *rejected, err
			}
			return fetch(ctx, *rejected)
		},
	})
	return rest.Renewable(source, authorization)
}

// lives asks whether a token is accepted where every role is.
func (c *core) lives(ctx context.Context, token guichet.Secret) (bool, error) {
	call := rest.NewCall(rest.Read, "Me.Get", "GET /api/v1/me")
	call.Anonymous, call.Secrets = true, []string{token.Reveal()}
	call.Apply([]guichet.CallOption{guichet.WithHeader("Authorization", token.Reveal())})
	_, err := answer[User]{asked: asked{core: c, call: call}}.one(ctx, nil)
	if errors.Is(err, guichet.ErrUnauthorized) || errors.Is(err, guichet.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Session logs in and out.
type Session struct{ service }

// Login returns a token of a user, which lives for a week. A wrong e-mail or
// password is ErrUnauthorized. Two logins of a user within one second give the
// same token. The client's own credential is neither needed nor changed.
//
// API: POST /api/v1/session
func (s Session) Login(ctx context.Context, email, password string, options ...guichet.CallOption) (guichet.Secret, error) {
	return s.core.login(ctx, email, guichet.NewSecret(password), options...)
}

func (c *core) login(ctx context.Context, email string, password guichet.Secret, options ...guichet.CallOption) (guichet.Secret, error) {
	call := newCall(rest.SignIn, "Session.Login", "POST /api/v1/session").Check(emailForm("email", email))
	call.Anonymous, call.Secrets = true, []string{password.Reveal()}
	call.JSON(map[string]string{"email": email, "password": password.Reveal()})
	type session struct {
		Token guichet.Secret `json:"token"`
	}
	made, err := answer[session]{asked: asked{core: c, call: call}}.one(ctx, options)
	if err != nil {
		return guichet.Secret{}, err
	}
	if made.Token.IsZero() {
		e := noToken(call)
		e.SignIn = true
		return guichet.Secret{}, e
	}
	return made.Token, nil
}

// noToken is the error of a call whose answer lacks the token that it is for.
func noToken(call *rest.Call) *guichet.Error {
	e := rest.NewError(guichet.ErrUnusableAnswer, refusal.New("no_token", "the response contains no token"))
	e.Service, e.Op, e.Changes, e.Sent = "zops", call.Op, true, guichet.Answered
	return e
}

// Logout ends the token of this client. A manager cannot log out: ErrForbidden,
// or ErrUnauthorized with Token.
//
// API: DELETE /api/v1/session/logout
func (s Session) Logout(ctx context.Context, options ...guichet.CallOption) error {
	return none(ctx, s.core, newCall(rest.Write, "Session.Logout", "DELETE /api/v1/session/logout"), options)
}

// LogoutOthers ends every other token of the user; this client's stays valid.
//
// API: DELETE /api/v1/session/logout
func (s Session) LogoutOthers(ctx context.Context, options ...guichet.CallOption) error {
	call := newCall(rest.Write, "Session.LogoutOthers", "DELETE /api/v1/session/logout")
	return none(ctx, s.core, call.Apply([]guichet.CallOption{guichet.WithQuery("others", "true")}), options)
}

// ExpiresAt reads from a user's token when it ends, without asking the
// service: it may have been ended before. It reports false for a token that
// does not say.
func ExpiresAt(token guichet.Secret) (time.Time, bool) {
	parts := strings.Split(token.Reveal(), ".")
	if len(parts) != 3 {
		return time.Time{}, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		Expires int64 `json:"exp"`
	}
	if err != nil || json.Unmarshal(payload, &claims) != nil || claims.Expires <= 0 {
		return time.Time{}, false
	}
	return time.Unix(claims.Expires, 0), true
}
