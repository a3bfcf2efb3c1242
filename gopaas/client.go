package gopaas

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Client speaks to one application with one credential. It is immutable, safe
// for concurrent use, and prints without its secrets.
type Client struct {
	core *core

	Auth  Auth  // the token in use
	Files Files // files of records
	Items Items // records
	Lists Lists // rows of views
}

// core is what the services of a client share.
type core struct {
	rest  *rest.Client
	oauth *oauth // nil with an API key
}

// service is what each service of a client consists of.
type service struct{ core *core }

// Format writes the client of the service, and no address of what it points to.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (s service) Format(f fmt.State, verb rune) { (&Client{core: s.core}).Format(f, verb) }

// New returns a client for the credential. WithBaseURL is required: every
// application has its own address. New fails when an option cannot be
// accepted, and does no I/O.
func New(credential Credential, options ...guichet.Option) (*Client, error) {
	if credential.authorizer == nil {
		return nil, errors.New("gopaas: a credential is needed: APIKey or ClientCredentials")
	}
	c := &core{}
	engine, err := rest.New(rest.Config{
		Service: "gopaas", PathAllowed: true, AnyContentType: true, ParseError: parseError,
		Auth: func(o *guichet.Options) (rest.Authorizer, error) {
			if err := checkBase(o.BaseURL); err != nil {
				return nil, err
			}
			return credential.authorizer(c, o)
		},
	}, options...)
	if err != nil {
		return nil, err
	}
	c.rest = engine
	own := service{c}
	return &Client{core: c, Auth: Auth{own}, Files: Files{own}, Items: Items{own}, Lists: Lists{own}}, nil
}

// checkBase refuses the two mistakes that are made with an address.
func checkBase(base string) error {
	base = strings.TrimRight(base, "/")
	if base == "" {
		return refusal.New("base_application", "the base URL is missing: set the address of the application, such as https://main.gopaas.net/crm")
	}
	for _, suffix := range []string{"/api/oauth2", "/api"} {
		if strings.HasSuffix(base, suffix) {
			return refusal.New("base_suffix", "the base URL must be the address of the application, without %s at its end", suffix)
		}
	}
	return nil
}

// route is "METHOD /path" in the flavour of the client's credential.
func (c *core) route(method, path string) string {
	if c.oauth != nil {
		return method + " /api/oauth2" + path
	}
	return method + " /api" + path
}

// Do sends one request for which this package has no method, with the same
// guarantees: GET and HEAD are repeated where that may help, anything else is
// sent once. The path begins with a slash, follows the base URL and may have a
// query; it must belong to the client's credential: /api/oauth2/… for
// ClientCredentials, anything else for APIKey. in is encoded as JSON, nil sends
// no body; a []byte or json.RawMessage is sent as it is. out is decoded from
// JSON; a *[]byte or *json.RawMessage takes the answer as it came, a
// func([]byte) error decodes it by itself and keeps no part of the bytes, nil
// drops it.
//
// API: any.
func (c *Client) Do(ctx context.Context, method, path string, in, out any, options ...guichet.CallOption) error {
	call := rest.RawCall(method, path, in)
	ofOAuth := len(call.Elements) > 1 && call.Elements[0] == "api" && call.Elements[1] == "oauth2"
	if ofOAuth != (c.core.oauth != nil) {
		call.Fail(rest.Invalid("path", refusal.New("flavour", "an API key works with /api/… only, and OAuth2 client credentials with /api/oauth2/… only")))
	}
	return c.core.rest.Do(ctx, call.Apply(options), rest.Into(out))
}

// BaseURL returns the base URL without a trailing slash.
func (c *Client) BaseURL() string { return c.core.rest.BaseURL() }

// String names the client and its application, and nothing secret.
func (c *Client) String() string { return "gopaas.Client(" + c.BaseURL() + ")" }

// Format writes String whatever the verb.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue is String.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// checkName refuses the name of a view or a table that cannot be one.
func checkName(field, name string) error {
	if strings.Contains(name, "/") {
		return rest.Invalid(field, refusal.New("name_slash", "%q contains a slash, which is not allowed in the name of a %s", name, field))
	}
	return nil
}

// errEmpty is an answer without a byte.
var errEmpty = &refusal.Refusal{Code: "answer_empty", Sentence: "the response is empty"}

// trim removes the white space that PHP may put around JSON.
func trim(body []byte) []byte { return bytes.TrimSpace(body) }

// ask performs a call and decodes its answer, without what PHP may put around
// it.
func ask[T any](ctx context.Context, c *core, call *rest.Call, decode func(body []byte) (T, error)) (T, error) {
	return rest.Ask(ctx, c.rest, call, func(body []byte) (T, error) { return decode(trim(body)) })
}

// anyJSON decodes an answer of which nothing more is known.
func anyJSON(body []byte) (raw json.RawMessage, err error) {
	if len(body) == 0 {
		return nil, errEmpty
	}
	return bytes.Clone(body), rest.CheckJSON(body)
}
