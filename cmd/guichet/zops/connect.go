// Package zops declares the commands of ZOPS.
package zops

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/zops"
)

// Service says how ZOPS lets people in.
func Service() auth.Service {
	return auth.Service{
		Name: "zops",
		Sets: []credential.EnvSet{
			{Name: "token", Vars: []credential.EnvVar{{Name: "GUICHET_ZOPS_TOKEN", Field: "token"}}},
			{Name: "password", Vars: []credential.EnvVar{
				{Name: "GUICHET_ZOPS_EMAIL", Field: "email"}, {Name: "GUICHET_ZOPS_PASSWORD", Field: "password"},
			}},
		},
		Line: "token",
		Ways: []auth.Way{
			{Flag: "email", Public: "email", Secret: "password"},
			{Flag: "token", Secret: "token"},
		},
		Open:        open,
		Check:       check,
		Close:       logOut,
		CloseOthers: logOutOthers,
	}
}

// Connect returns a client with the credential that is found.
func Connect(ctx context.Context, r *command.Run) (*zops.Client, error) {
	found, err := Service().FindForCall(ctx, r)
	if err != nil {
		return nil, err
	}
	return connect(ctx, r, found)
}

func connect(ctx context.Context, r *command.Run, found auth.Found) (*zops.Client, error) {
	credential, err := credentialOf(ctx, r, found)
	if err != nil {
		return nil, err
	}
	return dial(r, found.Base, credential)
}

// Anonymous returns a client without a credential.
func Anonymous(_ context.Context, r *command.Run) (*zops.Client, error) {
	base, _, err := Service().BaseURL(r)
	if err != nil {
		return nil, err
	}
	return dial(r, base, zops.Anonymous())
}

func dial(r *command.Run, base string, credential zops.Credential) (*zops.Client, error) {
	options, err := Service().Options(r, base)
	if err != nil {
		return nil, err
	}
	return zops.New(credential, options...)
}

func credentialOf(ctx context.Context, r *command.Run, found auth.Found) (zops.Credential, error) {
	switch values := found.Values; {
	case values == nil:
		return zops.Anonymous(), nil // a dry run without a credential
	case values["token"] != "":
		return zops.Token(values["token"]), nil
	default:
		shared, err := share(ctx, r, found)
		if err != nil {
			return zops.Credential{}, err
		}
		return zops.TokenSource(func(ctx context.Context, rejected guichet.Secret) (guichet.Secret, error) {
			var fields map[string]string
			if !rejected.IsZero() {
				fields = session(rejected)
			}
			kept, err := shared.Fetch(ctx, fields)
			return guichet.NewSecret(kept["token"]), err
		}), nil
	}
}

func session(token guichet.Secret) map[string]string {
	return map[string]string{"token": token.Reveal()}
}

// share is the session of the user whose e-mail and password were found.
func share(ctx context.Context, r *command.Run, found auth.Found) (*auth.Shared, error) {
	return Service().Share(ctx, r, found, found.Values["email"], func(ctx context.Context) (map[string]string, error) {
		return open(ctx, r, found.Base, found.Values)
	})
}

// open proves a credential; e-mail and password give a session.
func open(ctx context.Context, r *command.Run, base string, values map[string]string) (map[string]string, error) {
	if token := values["token"]; token != "" {
		client, err := dial(r, base, zops.Token(token))
		if err != nil {
			return nil, err
		}
		_, err = client.Me.Get(ctx)
		return nil, err
	}
	client, err := dial(r, base, zops.Anonymous())
	if err != nil {
		return nil, err
	}
	token, err := client.Session.Login(ctx, values["email"], values["password"])
	if err != nil {
		return nil, err
	}
	return session(token), nil
}

// check asks the service about the credential at hand.
func check(ctx context.Context, r *command.Run, found auth.Found) (auth.Account, error) {
	client, err := connect(ctx, r, found)
	if err != nil {
		return auth.Account{}, err
	}
	me, err := client.Me.Get(ctx)
	if err != nil {
		return auth.Account{}, err
	}
	token, err := kept(ctx, r, found)
	return auth.Account{Name: me.Email, Expires: expiry(token)}, err
}

// kept is the token that was found, or the one of the session that is kept.
func kept(ctx context.Context, r *command.Run, found auth.Found) (string, error) {
	if token := found.Values["token"]; token != "" {
		return token, nil
	}
	shared, err := share(ctx, r, found)
	if err != nil {
		return "", err
	}
	return shared.Kept(ctx)["token"], nil
}

func expiry(token string) time.Time {
	at, _ := zops.ExpiresAt(guichet.NewSecret(token)) // zero when the token does not say
	return at
}

// logOut ends the session that was found. The service refuses a manager with 401,
// as it refuses a token that has ended: only asking it tells them apart.
func logOut(ctx context.Context, r *command.Run, found auth.Found) error {
	token := found.Values["token"]
	if token == "" {
		return nil
	}
	client, err := dial(r, found.Base, zops.Token(token))
	if err != nil {
		return err
	}
	err = client.Session.Logout(ctx)
	if !errors.Is(err, guichet.ErrUnauthorized) {
		return err
	}
	_, meErr := client.Me.Get(ctx)
	switch {
	case errors.Is(meErr, guichet.ErrUnauthorized):
		return nil // it had ended before
	case meErr != nil:
		return meErr
	}
	return &exit.Error{
		Code: exit.Refused, What: message.Fail(message.ZOPSErrLogoutRefused), HTTPStatus: http.StatusUnauthorized,
		Hint: message.Fail(message.ZOPSHintLogoutRefused, ends(token)), Err: err,
	}
}

// ends says when a token ends by itself.
func ends(token string) any {
	at := expiry(token)
	if at.IsZero() {
		return message.Fail(message.ZOPSEndsInAWeek)
	}
	return at.Local().Format("2006-01-02 15:04")
}

// logOutOthers ends all sessions of the user but the one at hand.
func logOutOthers(ctx context.Context, r *command.Run, found auth.Found) error {
	client, err := connect(ctx, r, found)
	if err != nil {
		return err
	}
	return client.Session.LogoutOthers(ctx)
}
