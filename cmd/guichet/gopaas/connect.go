// Package gopaas declares the commands of GoPaaS.
package gopaas

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/auth"
	"github.com/guichet-go/guichet/cmd/guichet/command"
	"github.com/guichet-go/guichet/cmd/guichet/credential"
	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/gopaas"
	"github.com/guichet-go/guichet/internal/rest"
)

// name is the service on the command line.
const name = "gopaas"

// secrets are the credential of a program.
type secrets struct {
	apiKey       guichet.Secret
	clientID     string
	clientSecret guichet.Secret
}

// Ways are the ways in.
func (s *secrets) Ways() []credential.Way {
	return []credential.Way{
		{{Name: "api_key", Secret: &s.apiKey}},
		{{Name: "client_id", Text: &s.clientID}, {Name: "client_secret", Secret: &s.clientSecret}},
	}
}

// Service says how GoPaaS lets programs in.
func Service() *auth.Service[*secrets] {
	return &auth.Service[*secrets]{
		Name:  name,
		Place: auth.At{Service: name, PathAllowed: true},
		New:   func() *secrets { return new(secrets) },
		Open:  open,
		Check: check,
		Plan:  plan,
	}
}

// Client is the SDK's, with what the commands need to know of the run.
type Client struct {
	*gopaas.Client

	run *command.Run
	// oauth says that the credential is a client id and secret.
	oauth bool
}

// Connect returns a client with the credential that is found.
func Connect(ctx context.Context, r *command.Run) (*Client, error) {
	return connect(ctx, r, Service().FindForCall)
}

// read is Connect for what is sent in a dry run too.
func read(ctx context.Context, r *command.Run) (*Client, error) {
	return connect(ctx, r, Service().Find)
}

func connect(ctx context.Context, r *command.Run, find func(context.Context, *command.Run) (auth.Found[*secrets], error)) (*Client, error) {
	found, err := find(ctx, r)
	if err != nil {
		return nil, err
	}
	return dial(r, found.Base, found.Values)
}

func dial(r *command.Run, base string, s *secrets) (*Client, error) {
	if err := checkBase(base); err != nil {
		return nil, err
	}
	options, err := auth.Options(r, name, base)
	if err != nil {
		return nil, err
	}
	c := &Client{run: r, oauth: s != nil && s.clientID != ""}
	way := gopaas.APIKey("none") // a dry run without a credential
	switch {
	case c.oauth:
		way = gopaas.ClientCredentials(s.clientID, s.clientSecret.Reveal())
	case s != nil:
		way = gopaas.APIKey(s.apiKey.Reveal())
	}
	c.Client, err = gopaas.New(way, options...)
	return c, err
}

// checkBase refuses an address that goes on into the API.
func checkBase(base string) error {
	base = strings.TrimRight(base, "/")
	for _, suffix := range []string{"/api/oauth2", "/api"} {
		if strings.HasSuffix(base, suffix) {
			return exit.Usage.New(message.ErrBaseHasAPI, suffix)
		}
	}
	return nil
}

// open proves a client id and secret by asking for a token. Nothing that is
// documented proves an API key without reading data.
func open(ctx context.Context, r *command.Run, base string, given *secrets) (*secrets, error) {
	_, err := check(ctx, r, auth.Found[*secrets]{Values: given, Base: base})
	return nil, err
}

func check(ctx context.Context, r *command.Run, found auth.Found[*secrets]) (auth.Account, error) {
	c, err := dial(r, found.Base, found.Values)
	if err != nil {
		return auth.Account{}, err
	}
	if !c.oauth {
		r.Notice(message.NoticeUnproven, name)
		return auth.Account{Unproven: true}, nil
	}
	token, err := c.Auth.Token(ctx)
	if err != nil {
		return auth.Account{}, err
	}
	return auth.Account{Name: found.Values.clientID, Expires: token.ExpiresAt}, nil
}

// plan is the request for a token.
func plan(base string, given *secrets) guichet.Planned {
	body := "grant_type=client_credentials&client_id=" + url.QueryEscape(given.clientID) + "&client_secret=" + url.QueryEscape(given.clientSecret.Reveal())
	return guichet.Planned{
		Method: http.MethodPost, URL: strings.TrimRight(base, "/") + "/api/oauth2/access_token/", Body: []byte(body), Anonymous: true,
		Header: http.Header{"Accept": {rest.AcceptJSON}, "Content-Type": {"application/x-www-form-urlencoded"}},
	}
}
