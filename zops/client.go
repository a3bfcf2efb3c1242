package zops

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/rest"
)

// Client speaks to one server with one credential. It is immutable, safe for
// concurrent use, and prints without its secrets.
type Client struct {
	core *core

	Account          Account
	Admins           Users
	Billings         Users
	ConsumerTokens   ConsumerTokens
	Consumers        Consumers
	Developers       Users
	Me               Me
	Passwords        Passwords
	ProjectConsumers ProjectConsumers
	ProjectKeys      ProjectKeys
	ProjectServices  ProjectServices
	Projects         Projects
	Register         Register
	Services         Services
	Session          Session
}

// core is what the services of a client share.
type core struct {
	rest *rest.Client
	// renewable says that a refused token is looked at and replaced.
	renewable bool
}

// New returns a client for the credential. It fails when an option cannot be
// accepted or WithBaseURL is missing, and does no I/O.
func New(credential Credential, options ...guichet.Option) (*Client, error) {
	c := &core{}
	if credential.authorizer == nil {
		return nil, errors.New("zops: a credential is needed; Anonymous() is one too")
	}
	own, err := rest.New(rest.Config{
		Service: "zops", Refused: refused, ParseError: parseError,
		Auth: func(o *guichet.Options) (rest.Authorizer, error) {
			if o.BaseURL == "" {
				return nil, errors.New("the base URL is missing: there is no default, give one with WithBaseURL")
			}
			return credential.authorizer(c, o)
		},
	}, options...)
	if err != nil {
		return nil, err
	}
	c.rest = own
	return &Client{
		core:             c,
		Account:          Account{c},
		Admins:           Users{c, admins},
		Billings:         Users{c, billings},
		ConsumerTokens:   ConsumerTokens{c},
		Consumers:        Consumers{c},
		Developers:       Users{c, developers},
		Me:               Me{c},
		Passwords:        Passwords{c},
		ProjectConsumers: ProjectConsumers{c},
		ProjectKeys:      ProjectKeys{c},
		ProjectServices:  ProjectServices{c},
		Projects:         Projects{c},
		Register:         Register{c},
		Services:         Services{c},
		Session:          Session{c},
	}, nil
}

// Ping asks whether the service is up. It needs no credential.
//
// API: GET /api/v1/ping
func (c *Client) Ping(ctx context.Context, options ...guichet.CallOption) error {
	call := newCall(rest.Read, "Ping", "GET /api/v1/ping")
	call.Anonymous = true
	_, err := one[string](ctx, c.core, call, options)
	return err
}

// Do sends one request for which this package has no method, with the same
// guarantees: GET and HEAD are repeated where that may help, anything else is
// sent once. The path begins with a slash and may have a query. in is encoded
// as JSON, nil sends no body; a []byte or json.RawMessage is sent as it is.
// out is decoded from JSON, envelope included; a *[]byte or *json.RawMessage
// takes the answer as it came, a func([]byte) error decodes it by itself and
// keeps no part of the bytes, nil drops it.
//
// API: any.
func (c *Client) Do(ctx context.Context, method, path string, in, out any, options ...guichet.CallOption) error {
	call := rest.RawCall(method, path, in)
	return c.core.judge(ctx, call, c.core.rest.Do(ctx, call.Apply(options), rest.Into(out)))
}

// BaseURL returns the base URL without a trailing slash.
func (c *Client) BaseURL() string { return c.core.rest.BaseURL() }

// String names the client and its server, and nothing secret.
func (c *Client) String() string { return "zops.Client(" + c.BaseURL() + ")" }

// Format writes String whatever the verb.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue is String.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
