package zops

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Client speaks to one server with one credential. It is immutable, safe for
// concurrent use, and prints without its secrets.
type Client struct {
	core *core

	Account          Account          // the account of the user
	Admins           Users            // users with the role admin
	Billings         Users            // users with the role billing
	ConsumerTokens   ConsumerTokens   // tokens of consumers
	Consumers        Consumers        // who uses the services of projects
	Developers       Users            // users with the role developer
	Me               Me               // the user of the token
	Passwords        Passwords        // forgotten passwords
	ProjectConsumers ProjectConsumers // consumers attached to projects
	ProjectKeys      ProjectKeys      // keys of the push services
	ProjectServices  ProjectServices  // services attached to projects
	Projects         Projects         // projects
	Registrations    Registrations    // new accounts
	Services         Services         // the catalogue of services
	Session          Session          // logging in and out
}

// core is what the services of a client share.
type core struct {
	rest *rest.Client
	// renewable says that a refused token is looked at and replaced.
	renewable bool
}

// service is what each service of a client consists of.
type service struct{ core *core }

// Format writes the client of the service, and no address of what it points to.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s service) Format(f fmt.State, verb rune) { (&Client{core: s.core}).Format(f, verb) }

// New returns a client for the credential. It fails when an option cannot be
// accepted or WithBaseURL is missing, and does no I/O.
func New(credential Credential, options ...guichet.Option) (*Client, error) {
	c := &core{}
	if credential.authorizer == nil {
		return nil, errors.New("zops: a credential is needed; Anonymous() is one too")
	}
	engine, err := rest.New(rest.Config{
		Service: "zops", Refused: refused, ParseError: parseError,
		Auth: func(o *guichet.Options) (rest.Authorizer, error) {
			if o.BaseURL == "" {
				return nil, refusal.New("base_no_default", "the base URL is missing: it has no default value, set it with WithBaseURL")
			}
			return credential.authorizer(c, o)
		},
	}, options...)
	if err != nil {
		return nil, err
	}
	c.rest = engine
	own := service{c}
	return &Client{
		core:             c,
		Account:          Account{own},
		Admins:           Users{own, admins},
		Billings:         Users{own, billings},
		ConsumerTokens:   ConsumerTokens{own},
		Consumers:        Consumers{own},
		Developers:       Users{own, developers},
		Me:               Me{own},
		Passwords:        Passwords{own},
		ProjectConsumers: ProjectConsumers{own},
		ProjectKeys:      ProjectKeys{own},
		ProjectServices:  ProjectServices{own},
		Projects:         Projects{own},
		Registrations:    Registrations{own},
		Services:         Services{own},
		Session:          Session{own},
	}, nil
}

// Ping asks whether the service is up. It needs no credential.
//
// API: GET /api/v1/ping
func (c *Client) Ping(ctx context.Context, options ...guichet.CallOption) error {
	call := newCall(rest.Read, "Ping", "GET /api/v1/ping")
	call.Anonymous = true
	_, err := answer[string]{asked: asked{core: c.core, call: call}}.one(ctx, options)
	return err
}

// Do sends one request for which this package has no method, with the same
// guarantees: GET and HEAD are repeated where that may help, except for a
// services-token, which each GET replaces; anything else is sent once. The path begins with a slash and may have a query. in is encoded
// as JSON, nil sends no body; a []byte or json.RawMessage is sent as it is.
// out is decoded from JSON, envelope included; a *[]byte or *json.RawMessage
// takes the answer as it came, a func([]byte) error decodes it by itself and
// keeps no part of the bytes, nil drops it.
//
// API: any.
func (c *Client) Do(ctx context.Context, method, path string, in, out any, options ...guichet.CallOption) error {
	call := rest.RawCall(method, path, in)
	if call.Class == rest.Read && strings.HasSuffix("/"+strings.Join(call.Elements, "/"), "/services-token") {
		call.Class = rest.ReadEffect // see ProjectServices.Token
	}
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
