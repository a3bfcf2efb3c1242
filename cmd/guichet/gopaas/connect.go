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

// Service says how GoPaaS lets programs in.
func Service() auth.Service {
	return auth.Service{
		Name:        name,
		PathAllowed: true,
		Sets: []credential.EnvSet{
			{Name: "API key", Vars: []credential.EnvVar{{Name: "GUICHET_GOPAAS_API_KEY", Field: "api_key"}}},
			{Name: "client", Vars: []credential.EnvVar{
				{Name: "GUICHET_GOPAAS_CLIENT_ID", Field: "client_id"}, {Name: "GUICHET_GOPAAS_CLIENT_SECRET", Field: "client_secret"},
			}},
		},
		Line: "api_key",
		Ways: []auth.Way{
			{Secret: "api_key"},
			{Flag: "client-id", Public: "client_id", Secret: "client_secret"},
		},
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

func connect(ctx context.Context, r *command.Run, find func(context.Context, *command.Run) (auth.Found, error)) (*Client, error) {
	found, err := find(ctx, r)
	if err != nil {
		return nil, err
	}
	return dial(r, found.Base, found.Values)
}

func dial(r *command.Run, base string, values map[string]string) (*Client, error) {
	if err := checkBase(r, base); err != nil {
		return nil, err
	}
	options, err := Service().Options(r, base)
	if err != nil {
		return nil, err
	}
	c := &Client{run: r, oauth: values["client_id"] != ""}
	way := gopaas.APIKey(values["api_key"])
	switch {
	case c.oauth:
		way = gopaas.ClientCredentials(values["client_id"], values["client_secret"])
	case values == nil: // a dry run without a credential
		way = gopaas.APIKey("none")
	}
	c.Client, err = gopaas.New(way, options...)
	return c, err
}

// checkBase refuses an address that goes on into the API.
func checkBase(r *command.Run, base string) error {
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
func open(ctx context.Context, r *command.Run, base string, values map[string]string) (map[string]string, error) {
	_, err := prove(ctx, r, base, values)
	return nil, err
}

func check(ctx context.Context, r *command.Run, found auth.Found) (auth.Account, error) {
	return prove(ctx, r, found.Base, found.Values)
}

func prove(ctx context.Context, r *command.Run, base string, values map[string]string) (auth.Account, error) {
	c, err := dial(r, base, values)
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
	return auth.Account{Name: values["client_id"], Expires: token.ExpiresAt}, nil
}

// plan is the request for a token.
func plan(base, clientID, secret string) guichet.Planned {
	body := "grant_type=client_credentials&client_id=" + url.QueryEscape(clientID) + "&client_secret=" + url.QueryEscape(secret)
	return guichet.Planned{
		Method: http.MethodPost, URL: strings.TrimRight(base, "/") + "/api/oauth2/access_token/", Body: []byte(body), Anonymous: true,
		Header: http.Header{"Accept": {rest.AcceptJSON}, "Content-Type": {"application/x-www-form-urlencoded"}},
	}
}
