package astor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// Credential is the way in; make one with Token or Anonymous. It prints nothing
// of what it holds.
type Credential struct {
	made  bool
	token *guichet.Secret
}

// Token sends the token wherever the collection asks for one, and as a bearer
// in Authorization with Do. An empty token is refused by New with
// ErrNoCredential.
func Token(token string) Credential {
	secret := guichet.NewSecret(token)
	return Credential{made: true, token: &secret}
}

// Anonymous sends no token: enough for a log-in. An operation that needs a
// token fails with ErrNoCredential before anything is sent.
func Anonymous() Credential { return Credential{made: true} }

// String says nothing of the credential.
func (Credential) String() string { return "astor.Credential" }

// Client speaks to one environment with one token. It is immutable, safe for
// concurrent use, and prints without its secrets.
type Client struct{ core *core }

// core is what a client is made of, out of reach of fmt.
type core struct {
	environment Environment
	token       guichet.Secret
	services    map[Service]*rest.Client
	bases       map[Service]*url.URL
	variables   map[string]Variable
	settings    guichet.Options
}

// Methods are those that the vendor says its API uses. Others are refused.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete}

// New returns a client of the environment. It fails when the environment or an
// option cannot be accepted or the token is empty, and does no I/O.
func New(credential Credential, environment Environment, options ...guichet.Option) (*Client, error) {
	if !credential.made {
		return nil, refuse(guichet.ErrNoCredential, "New", refusal.New("credential_needed", "a credential is required; Anonymous() is one too"))
	}
	c := &core{environment: environment, services: map[Service]*rest.Client{}, bases: map[Service]*url.URL{}, variables: map[string]Variable{}}
	if credential.token != nil {
		if c.token = *credential.token; strings.TrimSpace(c.token.Reveal()) == "" {
			return nil, refuse(guichet.ErrNoCredential, "New", refusal.New("token_empty", "the token is empty"))
		}
		if hasControl(c.token.Reveal()) {
			return nil, refuse(guichet.ErrInvalid, "New", refusal.New("token_control", "the token contains a control character"))
		}
	}
	for _, v := range environment.Variables {
		c.variables[v.Name] = v
	}
	if err := c.open(options); err != nil {
		return nil, err
	}
	return &Client{c}, nil
}

// open makes one engine for each service. They share their connections.
func (c *core) open(options []guichet.Option) error {
	own, err := rest.New(rest.Config{
		Service: service, BaseURL: c.environment.BaseURL, PathAllowed: true, ParseError: parseError, Auth: c.authorize,
		Transport: func(next http.RoundTripper) http.RoundTripper { return wire{next} },
	}, options...)
	if err != nil {
		return fmt.Errorf("%w (%s of the environment %q)", err, VarBaseURL, c.environment.Name)
	}
	c.settings = own.Options()
	c.services[AuthCRM] = own
	for i, h := range append([]Host{{Name: VarCamsBaseURL, BaseURL: c.environment.CamsBaseURL}}, c.environment.Hosts...) {
		s := h.service()
		switch {
		case i == 0 && h.BaseURL == "":
			continue
		case i == 0:
			s = Cameras
		case h.Name == "" || slices.Contains(known, h.Name):
			return refuse(ErrHostNotConfigured, "New", refusal.New("host_variable_name", "%s is not the variable of a further host", quote(h.Name)))
		default:
			c.variables[h.Name] = Variable{Name: h.Name, Value: h.BaseURL}
		}
		if c.services[s], err = own.At(h.BaseURL); err != nil {
			return fmt.Errorf("%w (%s of the environment %q)", err, h.Name, c.environment.Name)
		}
	}
	for s, engine := range c.services {
		if c.bases[s], err = rest.ParseBase(engine.BaseURL(), true); err != nil {
			return fmt.Errorf("astor: %w", err)
		}
	}
	return nil
}

func (c *core) authorize(o *guichet.Options) (rest.Authorizer, error) {
	if o.BaseURL != c.environment.BaseURL {
		return nil, errors.New("WithBaseURL means nothing here: the environment has the base URLs")
	}
	return lease{}, nil
}

// Do sends one request that no collection describes, with the same guarantees:
// the methods are GET, POST, PUT and DELETE, none is repeated because of its
// method, and a token goes as a bearer in Authorization. The path begins with a
// slash and may have a query. in is encoded as JSON, nil sends no body; a
// []byte or json.RawMessage is sent as it is. out is decoded from JSON; a
// *[]byte or *json.RawMessage takes the answer as it came, a func([]byte) error
// decodes it by itself and keeps no part of the bytes, nil drops it.
//
// API: any.
func (c *Client) Do(ctx context.Context, target Service, method, path string, in, out any, options ...guichet.CallOption) error {
	method = strings.ToUpper(method)
	if !slices.Contains(methods, method) {
		e := refuse(ErrMethodNotAllowed, "Do", refusal.New("method_not_allowed", "the method %s is not allowed: use %s", quote(method), strings.Join(methods, ", ")))
		e.Err = errors.Join(e.Err, guichet.ErrInvalid)
		return e
	}
	engine, err := c.core.engine(target, "Do")
	if err != nil {
		return err
	}
	call := rest.RawCall(method, path, in)
	call.Class, call.Caller = classOf(method), true
	call.Apply(options)
	x := exchange{answer: &Response{}}
	if token := c.core.token; !token.IsZero() && !c.core.strange(target) {
		x.lease = []rest.Field{{Name: "Authorization", Value: guichet.NewSecret("Bearer " + token.Reveal())}}
	}
	return engine.Do(context.WithValue(ctx, exchangeKey{}, x), call, rest.Into(out))
}

// engine returns the client of a service.
func (c *core) engine(s Service, op string) (*rest.Client, error) {
	if engine := c.services[s]; engine != nil {
		return engine, nil
	}
	if s == Cameras {
		return nil, refuse(ErrHostNotConfigured, op, refusal.New("no_cams", "%s is not set: the environment %q does not contain the address of the camera service; ask the vendor for it", VarCamsBaseURL, c.environment.Name))
	}
	return nil, refuse(ErrHostNotConfigured, op, refusal.New("no_service", "unknown service %q: use %q or %q", string(s), string(AuthCRM), string(Cameras)))
}

// classOf keeps a GET from being repeated: it may change something here.
func classOf(method string) rest.Class {
	if method == http.MethodGet {
		return rest.ReadEffect
	}
	return rest.Write
}

// String names the client and its environment, and nothing secret.
func (c *Client) String() string {
	return "astor.Client(" + c.core.environment.Name + " " + c.core.environment.BaseURL + ")"
}

// Format writes String whatever the verb.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue is String.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
