// Package rdv declares the commands of RDV-Solidarités.
package rdv

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rest"
	"github.com/guichet-go/guichet/rdvsolidarites"
)

// secrets are a credential or a session of an agent.
type secrets struct {
	email    string
	password guichet.Secret
	session  rdvsolidarites.Session
	bearer   guichet.Secret
	oauth
}

// Ways are the ways in.
func (s *secrets) Ways() []credential.Way {
	return []credential.Way{
		{{Name: "email", Text: &s.email}, {Name: "password", Secret: &s.password}},
		{{Name: "access_token", Secret: &s.session.AccessToken}, {Name: "client", Secret: &s.session.Client}, {Name: "uid", Text: &s.session.UID}},
		{{Name: "bearer", Secret: &s.bearer}},
		s.oauth.way(),
	}
}

// Service says how RDV-Solidarités lets people in.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func Service() *auth.Service[*secrets] {
	return &auth.Service[*secrets]{
		Name: "rdv",
		Place: auth.At{Service: "rdv", Default: rdvsolidarites.DefaultBaseURL, Instances: map[string]string{
			"historic": rdvsolidarites.DefaultBaseURL, "numerique": rdvsolidarites.NumeriqueBaseURL,
		}},
		Contested: true,
		New:       func() *secrets { return new(secrets) },
		Open:      open,
		Consent:   consent,
		Known:     known,
		Check:     check,
		Close:     signOut,
		Plan:      plan,
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

func connect(ctx context.Context, r *command.Run, found auth.Found[*secrets]) (*rdvsolidarites.Client, error) {
	switch s := found.Values; {
	case s == nil:
		return dial(r, found.Base, rdvsolidarites.Anonymous()) // a dry run without a credential
	case !s.bearer.IsZero():
		return dial(r, found.Base, rdvsolidarites.Bearer(s.bearer.Reveal()))
	case s.clientID != "":
		r.Source = "oauth"
		return dial(r, found.Base, rdvsolidarites.OAuthSource((&renewing{r, found}).fetch))
	case !s.session.AccessToken.IsZero():
		return dial(r, found.Base, rdvsolidarites.Resume(s.session))
	}
	shared, err := Service().Share(ctx, r, found)
	if err != nil {
		return nil, err
	}
	return dial(r, found.Base, rdvsolidarites.SessionSource(func(ctx context.Context, rejected *rdvsolidarites.Session) (rdvsolidarites.Session, error) {
		var before *secrets
		if rejected != nil {
			before = &secrets{session: *rejected}
		}
		kept, err := shared.Fetch(ctx, before)
		if err != nil {
			return rdvsolidarites.Session{}, err
		}
		return kept.session, nil
	}))
}

// Anonymous returns a client without a credential.
func Anonymous(_ context.Context, r *command.Run) (*rdvsolidarites.Client, error) {
	base, err := Service().Place.Base(r)
	if err != nil {
		return nil, err
	}
	return dial(r, base, rdvsolidarites.Anonymous())
}

func dial(r *command.Run, base string, way rdvsolidarites.Credential) (*rdvsolidarites.Client, error) {
	options, err := auth.Options(r, "rdv", base)
	if err != nil {
		return nil, err
	}
	return rdvsolidarites.New(way, options...)
}

// open proves a credential; e-mail and password give a session.
func open(ctx context.Context, r *command.Run, base string, given *secrets) (*secrets, error) {
	if !given.bearer.IsZero() {
		client, err := dial(r, base, rdvsolidarites.Bearer(given.bearer.Reveal()))
		if err != nil {
			return nil, err
		}
		_, err = client.Organisations.ListRaw(ctx, rdvsolidarites.OrganisationQuery{})
		return nil, err
	}
	client, err := dial(r, base, rdvsolidarites.Anonymous())
	if err != nil {
		return nil, err
	}
	session, err := client.Auth.SignIn(ctx, given.email, given.password.Reveal())
	if err != nil {
		return nil, err
	}
	return &secrets{session: session}, nil
}

// plan is the request of a sign-in.
func plan(base string, given *secrets) guichet.Planned {
	body, _ := json.Marshal(map[string]string{"email": given.email, "password": given.password.Reveal()}) // text always encodes
	return plannedPost(base, "/api/v1/auth/sign_in", "application/json", body)
}

// plannedPost is a request without a credential, for a dry run of a login.
func plannedPost(base, path, contentType string, body []byte) guichet.Planned {
	return guichet.Planned{
		Method: http.MethodPost, URL: strings.TrimRight(base, "/") + path, Body: body, Anonymous: true,
		Header: http.Header{"Accept": {rest.AcceptJSON}, "Content-Type": {contentType}},
	}
}

// known is what a credential tells of itself.
func known(s *secrets) auth.Account {
	switch {
	case s.clientID != "":
		account := auth.Account{Way: "oauth", Expires: s.token().ExpiresAt}
		if renewed, err := time.Parse(time.RFC3339, s.renewedAt); err == nil {
			account.RenewBefore = renewed.Add(pairLife)
		}
		return account
	case !s.bearer.IsZero():
		return auth.Account{Way: "bearer"}
	case s.email != "":
		return auth.Account{Way: "password"}
	}
	return auth.Account{Way: "session"}
}

// checkConsent asks whose the pair of tokens is, which renews it where it is over.
func checkConsent(ctx context.Context, r *command.Run, found auth.Found[*secrets]) (auth.Account, error) {
	r.Source = "oauth"
	pair := &renewing{r, found}
	client, err := dial(r, found.Base, rdvsolidarites.OAuthSource(pair.fetch))
	if err != nil {
		return auth.Account{}, err
	}
	me, err := client.Agents.Me(ctx)
	if err != nil {
		return auth.Account{}, err
	}
	account := known(pair.found.Values)
	account.Name = me.Email
	r.Notice(message.NoticeConsentLives, account.RenewBefore.Format(time.DateOnly))
	return account, nil
}

// check asks the service about the credential at hand, without signing in anew
// when the session that is kept does.
func check(ctx context.Context, r *command.Run, found auth.Found[*secrets]) (auth.Account, error) {
	if !found.Values.bearer.IsZero() {
		_, err := open(ctx, r, found.Base, found.Values)
		return auth.Account{}, err
	}
	if found.Values.clientID != "" {
		return checkConsent(ctx, r, found)
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
func signOut(ctx context.Context, r *command.Run, found auth.Found[*secrets]) error {
	if found.Values.session.AccessToken.IsZero() {
		return nil
	}
	client, err := dial(r, found.Base, rdvsolidarites.Resume(found.Values.session))
	if err != nil {
		return err
	}
	err = client.Auth.SignOut(ctx)
	if errors.Is(err, guichet.ErrNotFound) || errors.Is(err, guichet.ErrUnauthorized) {
		return nil // the service knows no such session: it had ended before
	}
	return err
}
