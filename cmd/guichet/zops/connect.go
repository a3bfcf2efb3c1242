// Package zops declares the commands of ZOPS.
package zops

import (
	"context"
	"errors"
	"net/http"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/zops"
)

// secrets are a credential or a session of a user. The session is a token too.
type secrets struct {
	email           string
	password, token guichet.Secret
}

// Ways are the ways in.
func (s *secrets) Ways() []credential.Way {
	return []credential.Way{
		{{Name: "email", Text: &s.email}, {Name: "password", Secret: &s.password}},
		{{Name: "token", Secret: &s.token}},
	}
}

// Service says how ZOPS lets people in.
func Service() *auth.Service[*secrets] {
	return &auth.Service[*secrets]{
		Name:        "zops",
		Place:       auth.At{Service: "zops"},
		New:         func() *secrets { return new(secrets) },
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

func connect(ctx context.Context, r *command.Run, found auth.Found[*secrets]) (*zops.Client, error) {
	switch s := found.Values; {
	case s == nil:
		return dial(r, found.Base, zops.Anonymous()) // a dry run without a credential
	case !s.token.IsZero():
		return dial(r, found.Base, zops.Token(s.token.Reveal()))
	}
	shared, err := Service().Share(ctx, r, found)
	if err != nil {
		return nil, err
	}
	return dial(r, found.Base, zops.TokenSource(func(ctx context.Context, rejected guichet.Secret) (guichet.Secret, error) {
		var before *secrets
		if !rejected.IsZero() {
			before = &secrets{token: rejected}
		}
		kept, err := shared.Fetch(ctx, before)
		if err != nil {
			return guichet.Secret{}, err
		}
		return kept.token, nil
	}))
}

// Anonymous returns a client without a credential.
func Anonymous(_ context.Context, r *command.Run) (*zops.Client, error) {
	base, err := Service().Place.Base(r)
	if err != nil {
		return nil, err
	}
	return dial(r, base, zops.Anonymous())
}

func dial(r *command.Run, base string, way zops.Credential) (*zops.Client, error) {
	options, err := auth.Options(r, "zops", base)
	if err != nil {
		return nil, err
	}
	return zops.New(way, options...)
}

// open proves a credential; e-mail and password give a session.
func open(ctx context.Context, r *command.Run, base string, given *secrets) (*secrets, error) {
	way := zops.Anonymous()
	if !given.token.IsZero() {
		way = zops.Token(given.token.Reveal())
	}
	client, err := dial(r, base, way)
	if err != nil {
		return nil, err
	}
	if !given.token.IsZero() {
		_, err = client.Me.Get(ctx)
		return nil, err
	}
	token, err := client.Session.Login(ctx, given.email, given.password.Reveal())
	if err != nil {
		return nil, err
	}
	return &secrets{token: token}, nil
}

// check asks the service about the credential at hand.
func check(ctx context.Context, r *command.Run, found auth.Found[*secrets]) (auth.Account, error) {
	client, err := connect(ctx, r, found)
	if err != nil {
		return auth.Account{}, err
	}
	me, err := client.Me.Get(ctx)
	if err != nil {
		return auth.Account{}, err
	}
	token := found.Values.token
	if token.IsZero() {
		shared, err := Service().Share(ctx, r, found)
		if err != nil {
			return auth.Account{}, err
		}
		if kept, err := shared.Kept(ctx); err == nil {
			token = kept.token
		}
	}
	expires, _ := zops.ExpiresAt(token) // zero when the token does not say
	return auth.Account{Name: me.Email, Expires: expires}, nil
}

// logOut ends the session that was found. The service refuses a manager with 401,
// as it refuses a token that has ended: only asking it tells them apart.
func logOut(ctx context.Context, r *command.Run, found auth.Found[*secrets]) error {
	token := found.Values.token
	if token.IsZero() {
		return nil
	}
	client, err := dial(r, found.Base, zops.Token(token.Reveal()))
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
func ends(token guichet.Secret) any {
	at, known := zops.ExpiresAt(token)
	if !known {
		return message.Fail(message.ZOPSEndsInAWeek)
	}
	return at.Local().Format("2006-01-02 15:04")
}

// logOutOthers ends all sessions of the user but the one at hand.
func logOutOthers(ctx context.Context, r *command.Run, found auth.Found[*secrets]) error {
	client, err := connect(ctx, r, found)
	if err != nil {
		return err
	}
	return client.Session.LogoutOthers(ctx)
}
