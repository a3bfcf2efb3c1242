package rdvsolidarites

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
	"github.com/guichet-go/guichet/internal/rest"
)

// The base URLs of the two instances of the service. They share no agent, no
// credential and no appointment: a client goes to one of them and never falls back to
// the other. Their demonstrations are https://demo.rdv-solidarites.fr and
// https://demo.rdv.numerique.gouv.fr.
const (
	// DefaultBaseURL is the historic instance, where a client goes when
	// guichet.WithBaseURL does not say otherwise.
	DefaultBaseURL = "https://www.rdv-solidarites.fr"
	// NumeriqueBaseURL is the instance of 2026, RDV Service Public, which knows OAuth
	// only. https://rdv.anct.gouv.fr is another name of it.
	NumeriqueBaseURL = "https://www.rdv.numerique.gouv.fr"
)

// Client speaks to one server with one credential. It is immutable, safe for
// concurrent use, and prints without its secrets.
type Client struct {
	core *core

	Absences         Absences         // absences of agents
	Agents           Agents           // agents
	Auth             Auth             // signing in and out
	Lieux            Lieux            // places of appointments
	Motifs           Motifs           // reasons for appointments
	Organisations    Organisations    // organisations
	Participations   Participations   // people's parts in appointments
	PublicLinks      PublicLinks      // public pages of organisations
	RDVPlans         RDVPlans         // appointments about to be made
	RDVs             RDVs             // appointments
	Referents        Referents        // agents who follow people
	Teams            Teams            // teams of agents
	UserProfiles     UserProfiles     // organisations of people
	Users            Users            // people
	WebhookEndpoints WebhookEndpoints // addresses to which changes are sent
}

// core is what the services of a client share.
type core struct {
	rest    *rest.Client
	members membership
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
// accepted, and does no I/O.
func New(credential Credential, options ...guichet.Option) (*Client, error) {
	c := &core{}
	if credential.authorizer == nil {
		return nil, errors.New("rdvsolidarites: a credential is needed; Anonymous() is one too")
	}
	engine, err := rest.New(rest.Config{
		Service: "rdvsolidarites", BaseURL: DefaultBaseURL, ParseError: parseError, Defect: defect,
		Auth: func(o *guichet.Options) (rest.Authorizer, error) { return credential.authorizer(c, o) },
	}, options...)
	if err != nil {
		return nil, err
	}
	c.rest = engine
	own := service{c}
	return &Client{
		core:             c,
		Absences:         Absences{own},
		Agents:           Agents{own},
		Auth:             Auth{own},
		Lieux:            Lieux{own},
		Motifs:           Motifs{own},
		Organisations:    Organisations{own},
		Participations:   Participations{own},
		PublicLinks:      PublicLinks{own},
		RDVPlans:         RDVPlans{own},
		RDVs:             RDVs{own},
		Referents:        Referents{own},
		Teams:            Teams{own},
		UserProfiles:     UserProfiles{own},
		Users:            Users{own},
		WebhookEndpoints: WebhookEndpoints{own},
	}, nil
}

// Do sends one request for which this package has no method, with the same
// guarantees: GET and HEAD are repeated where that may help, anything else is
// sent once. The path begins with a slash and may have a query. in is encoded
// as JSON, nil sends no body; a []byte or json.RawMessage is sent as it is.
// out is decoded from JSON; a *[]byte or *json.RawMessage takes the answer as
// it came, a func([]byte) error decodes it by itself and keeps no part of the
// bytes, nil drops it. A 401 of a path outside /api/v1/ is returned at once: such
// routes have ways in of their own, so that the credential is not renewed.
//
// API: any.
func (c *Client) Do(ctx context.Context, method, path string, in, out any, options ...guichet.CallOption) error {
	call := rest.RawCall(method, path, in)
	// A sign-in in answer to such a refusal would end the agent's other sessions.
	call.OtherAccess = !strings.HasPrefix(path, "/api/v1/")
	return c.core.rest.Do(ctx, call.Apply(options), rest.Into(out))
}

// BaseURL returns the base URL without a trailing slash.
func (c *Client) BaseURL() string { return c.core.rest.BaseURL() }

// String names the client and its server, and nothing secret.
func (c *Client) String() string {
	return "rdvsolidarites.Client(" + c.BaseURL() + ")"
}

// Format writes String whatever the verb.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue is String.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// id is a path element. It is "" for an id that cannot exist, which the check of the
// path refuses.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func id(n int64) string {
	if n <= 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// setList writes a list the way Rails reads it in a query. The service splits a text at
// its commas since 2026 only.
func setList[T any](q url.Values, name string, list []T) {
	for _, value := range list {
		q.Add(name+"[]", fmt.Sprint(value))
	}
}

// set writes a parameter, unless its value is zero.
func set[T comparable](q url.Values, name string, value T) {
	if value != *new(T) {
		q.Set(name, fmt.Sprint(value))
	}
}

// asked is a call whose answer has an object under root.
type asked struct {
	core *core
	call *rest.Call
	root string
}

// answer is a call whose object is of type T.
type answer[T any] struct{ asked }

// one performs the call and returns the object.
func (a answer[T]) one(ctx context.Context, options []guichet.CallOption) (*T, error) {
	return rest.One[T](ctx, a.core.rest, a.call.Apply(options), a.root)
}

// raw performs the call and returns the object as the service wrote it.
func (a asked) raw(ctx context.Context, options []guichet.CallOption) (json.RawMessage, error) {
	return rest.RawOne(ctx, a.core.rest, a.call.Apply(options), a.root)
}

// whole performs a call and returns the answer, whose root must fit into value, as the
// service wrote it.
func (a asked) whole(ctx context.Context, value any, options []guichet.CallOption) (json.RawMessage, error) {
	return rest.Ask(ctx, a.core.rest, a.call.Apply(options), func(body []byte) (json.RawMessage, error) {
		object, err := rest.Under(body, a.root)
		if err == nil {
			err = rest.Unmarshal(object, value)
		}
		return bytes.Clone(body), err
	})
}

// none performs a call and discards the body of its answer.
func none(ctx context.Context, c *core, call *rest.Call, options []guichet.CallOption) error {
	return c.rest.Do(ctx, call.Apply(options), nil)
}

// oneOf refuses a value that the service would answer with a 500.
func oneOf[T ~string](field string, given guichet.Opt[T], known ...T) error {
	if value, ok := given.Value(); ok {
		return allOf(field, []T{value}, known)
	}
	return nil
}

// allOf refuses the first of the words that the service does not know.
func allOf[T ~string](field string, given, known []T) error {
	for _, value := range given {
		if !slices.Contains(known, value) {
			words := strings.Trim(fmt.Sprint(known), "[]")
			return rest.Invalid(field, refusal.New("not_one_of", "unknown value %q; possible values: %s", string(value), strings.ReplaceAll(words, " ", ", ")))
		}
	}
	return nil
}

// firstOf returns the first of the errors that is not nil.
func firstOf(errs ...error) error {
	i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
	if i < 0 {
		return nil
	}
	return errs[i]
}
