// Package rdv declares the commands of RDV-Solidarités.
package rdv

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// Service says how RDV-Solidarités lets people in.
func Service() auth.Service {
	return auth.Service{
		Name:           "rdv",
		DefaultBaseURL: rdvsolidarites.DefaultBaseURL,
		Sets: []credential.EnvSet{
			{Name: "password", Vars: []credential.EnvVar{
				{Name: "GUICHET_RDV_EMAIL", Field: "email"}, {Name: "GUICHET_RDV_PASSWORD", Field: "password"},
			}},
			{Name: "session", Vars: []credential.EnvVar{
				{Name: "GUICHET_RDV_ACCESS_TOKEN", Field: "access_token"},
				{Name: "GUICHET_RDV_CLIENT", Field: "client"}, {Name: "GUICHET_RDV_UID", Field: "uid"},
			}},
			{Name: "bearer", Vars: []credential.EnvVar{{Name: "GUICHET_RDV_BEARER", Field: "bearer"}}},
		},
		Line: "bearer",
		Ways: []auth.Way{
			{Flag: "email", Public: "email", Secret: "password"},
			{Flag: "bearer", Secret: "bearer"},
		},
		Open:      open,
		Check:     check,
		Close:     signOut,
		Plan:      plan,
		Contested: true,
	}
}

// Connect returns a client with the credential that is found.
func Connect(ctx context.Context, r *command.Run) (*rdvsolidarites.Client, error) {
	found, err := Service().FindForCall(ctx, r)
	if err != nil {
		return nil, err
	}
	return connect(ctx, r, found)
}

func connect(ctx context.Context, r *command.Run, found auth.Found) (*rdvsolidarites.Client, error) {
	credential, err := credentialOf(ctx, r, found)
	if err != nil {
		return nil, err
	}
	return dial(r, found.Base, credential)
}

func dial(r *command.Run, base string, credential rdvsolidarites.Credential) (*rdvsolidarites.Client, error) {
	options, err := Service().Options(r, base)
	if err != nil {
		return nil, err
	}
	return rdvsolidarites.New(credential, options...)
}

func credentialOf(ctx context.Context, r *command.Run, found auth.Found) (rdvsolidarites.Credential, error) {
	switch values := found.Values; {
	case values == nil:
		return rdvsolidarites.Anonymous(), nil // a dry run without a credential
	case values["bearer"] != "":
		return rdvsolidarites.Bearer(values["bearer"]), nil
	case values["access_token"] != "":
		return rdvsolidarites.Resume(sessionOf(values)), nil
	default:
		shared, err := share(ctx, r, found)
		if err != nil {
			return rdvsolidarites.Credential{}, err
		}
		return rdvsolidarites.SessionSource(func(ctx context.Context, rejected *rdvsolidarites.Session) (rdvsolidarites.Session, error) {
			var fields map[string]string
			if rejected != nil {
				fields = fieldsOf(*rejected)
			}
			kept, err := shared.Fetch(ctx, fields)
			return sessionOf(kept), err
		}), nil
	}
}

// share is the session of the agent whose e-mail and password were found.
func share(ctx context.Context, r *command.Run, found auth.Found) (*auth.Shared, error) {
	email := found.Values["email"]
	return Service().Share(ctx, r, found, email, func(ctx context.Context) (map[string]string, error) {
		return open(ctx, r, found.Base, found.Values)
	})
}

// open proves a credential; e-mail and password give a session.
func open(ctx context.Context, r *command.Run, base string, values map[string]string) (map[string]string, error) {
	if token := values["bearer"]; token != "" {
		client, err := dial(r, base, rdvsolidarites.Bearer(token))
		if err != nil {
			return nil, err
		}
		_, err = client.Organisations.List(ctx, rdvsolidarites.OrganisationQuery{})
		return nil, err
	}
	client, err := dial(r, base, rdvsolidarites.Anonymous())
	if err != nil {
		return nil, err
	}
	session, err := client.Auth.SignIn(ctx, values["email"], values["password"])
	if err != nil {
		return nil, err
	}
	return fieldsOf(session), nil
}

// plan is the request of a sign-in.
func plan(base, email, password string) guichet.Planned {
	body, _ := json.Marshal(map[string]string{"email": email, "password": password}) // text always encodes
	return guichet.Planned{
		Method: http.MethodPost, URL: strings.TrimRight(base, "/") + "/api/v1/auth/sign_in", Body: body, Anonymous: true,
		Header: http.Header{"Accept": {rest.AcceptJSON}, "Content-Type": {"application/json"}},
	}
}

// check asks the service about the credential at hand, without signing in anew
// when the session that is kept does.
func check(ctx context.Context, r *command.Run, found auth.Found) (auth.Account, error) {
	if token := found.Values["bearer"]; token != "" {
		_, err := open(ctx, r, found.Base, found.Values)
		return auth.Account{}, err
	}
	client, err := connect(ctx, r, found)
	if err != nil {
		return auth.Account{}, err
	}
	account, err := client.Auth.Validate(ctx)
	if err != nil {
		return auth.Account{}, err
	}
	return auth.Account{Name: account.UID, Expires: account.ExpiresAt.UTC()}, nil
}

// signOut ends the session that was found. A bearer token is managed elsewhere.
func signOut(ctx context.Context, r *command.Run, found auth.Found) error {
	if found.Values["access_token"] == "" {
		return nil
	}
	client, err := dial(r, found.Base, rdvsolidarites.Resume(sessionOf(found.Values)))
	if err != nil {
		return err
	}
	err = client.Auth.SignOut(ctx)
	if errors.Is(err, guichet.ErrNotFound) || errors.Is(err, guichet.ErrUnauthorized) {
		return nil // the service knows no such session: it had ended before
	}
	return err
}

func sessionOf(fields map[string]string) rdvsolidarites.Session {
	return rdvsolidarites.Session{
		AccessToken: guichet.NewSecret(fields["access_token"]),
		Client:      guichet.NewSecret(fields["client"]),
		UID:         fields["uid"],
		ExpiresAt:   expiry(fields["expiry"]),
	}
}

func fieldsOf(s rdvsolidarites.Session) map[string]string {
	return map[string]string{
		"access_token": s.AccessToken.Reveal(),
		"client":       s.Client.Reveal(),
		"uid":          s.UID,
		"expiry":       strconv.FormatInt(s.ExpiresAt.Unix(), 10),
	}
}

// expiry reads seconds since 1970, as the service writes them.
func expiry(seconds string) time.Time {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || n <= 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// Anonymous returns a client without a credential.
func Anonymous(_ context.Context, r *command.Run) (*rdvsolidarites.Client, error) {
	base, _, err := Service().BaseURL(r)
	if err != nil {
		return nil, err
	}
	return dial(r, base, rdvsolidarites.Anonymous())
}
