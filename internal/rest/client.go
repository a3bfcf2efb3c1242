package rest

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/loopback"
	"github.com/guichet-go/guichet/internal/refusal"
)

const (
	defaultRetries  = 4
	defaultPrefetch = 2
	defaultMaxBody  = int64(64 << 20)
)

// Config is what a service's package decides about its client. The rest is the
// caller's: [guichet.Options].
type Config struct {
	// Service is the package's name, used in errors.
	Service string
	// BaseURL is where the service is, unless an option says so. A path is allowed
	// when PathAllowed.
	BaseURL     string
	PathAllowed bool
	// Auth makes the credential, when the options are known; nil, and a nil
	// Authorizer, send none. It may refuse an option.
	Auth func(o *guichet.Options) (Authorizer, error)
	// Refused reports whether an answer means that the credential was not
	// accepted. The default is status 401.
	Refused func(status int, body []byte) bool
	// Defect reports whether an answer means a defect of the service, which repeating
	// hardly mends: a Read is repeated once, anything else is not. By default nothing is.
	Defect func(status int, body []byte) bool
	// ParseError fills e from the body of an answer that is not 2xx.
	ParseError func(e *guichet.Error, contentType string, body []byte)
	// AnyContentType judges an answer by its body alone, for services that
	// call their JSON text/html.
	AnyContentType bool
	// MaxBody is the largest answer accepted, in bytes; 0 is 64 MiB.
	MaxBody int64
	// Transport, when not nil, is put around the one that sends.
	Transport func(http.RoundTripper) http.RoundTripper
}

// Client performs calls against one service. It is immutable and safe for
// concurrent use.
type Client struct {
	cfg       Config
	options   guichet.Options
	auth      Authorizer
	base      *url.URL
	http      *http.Client
	userAgent string
	gate      gate
}

// New returns a client, or the reason why the configuration cannot stand.
func New(cfg Config, options ...guichet.Option) (*Client, error) {
	o := guichet.Options{
		BaseURL: cfg.BaseURL, Retries: defaultRetries, Prefetch: defaultPrefetch,
		Backoff: fullJitter, Now: time.Now, Sleep: Sleep,
	}
	for _, option := range options {
		if option == nil {
			return nil, fmt.Errorf("%s: an option is nil", cfg.Service)
		}
		if err := option(&o); err != nil {
			return nil, fmt.Errorf("%s: %w", cfg.Service, err)
		}
	}
	setDefaults(&cfg)
	c := &Client{cfg: cfg, options: o, userAgent: userAgent(o.UserAgent)}
	if cfg.Auth != nil {
		auth, err := cfg.Auth(&c.options)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", cfg.Service, err)
		}
		c.auth = auth
	}
	base, err := ParseBase(o.BaseURL, cfg.PathAllowed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cfg.Service, err)
	}
	c.base, c.http = base, httpClient(o.HTTPClient, cfg.Transport)
	return c, nil
}

// At returns a client of the same service at another base URL: the same options,
// credential and connections.
func (c *Client) At(base string) (*Client, error) {
	u, err := ParseBase(base, c.cfg.PathAllowed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.cfg.Service, err)
	}
	return &Client{cfg: c.cfg, options: c.options, auth: c.auth, base: u, http: c.http, userAgent: c.userAgent}, nil
}

func setDefaults(cfg *Config) {
	cfg.MaxBody = cmp.Or(cfg.MaxBody, defaultMaxBody)
	if cfg.Refused == nil {
		cfg.Refused = func(status int, _ []byte) bool { return status == http.StatusUnauthorized }
	}
	if cfg.Defect == nil {
		cfg.Defect = func(int, []byte) bool { return false }
	}
	if cfg.ParseError == nil {
		cfg.ParseError = func(*guichet.Error, string, []byte) {}
	}
}

// httpClient copies the caller's client, or makes one, with redirects and
// cookies left to us. around, when not nil, is put around what sends.
func httpClient(given *http.Client, around func(http.RoundTripper) http.RoundTripper) *http.Client {
	own := &http.Client{}
	if given != nil {
		*own = *given
	}
	if own.Transport == nil {
		own.Transport = transport()
	}
	own.Transport = atHome{once{own.Transport}}
	if around != nil {
		own.Transport = around(own.Transport)
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	own.Jar = nil
	return own
}

// ParseBase checks a base URL: https, or http on loopback; no user, query or
// fragment; a path only where it is allowed, and never the API's own.
func ParseBase(raw string, pathAllowed bool) (*url.URL, error) {
	if raw == "" {
		return nil, refusal.New("base_missing", "the base URL is missing")
	}
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.Scheme == "" {
		return nil, refusal.New("base_form", "the base URL must have the form https://host")
	}
	switch {
	case u.User != nil:
		return nil, refusal.New("base_user", "the base URL must not contain a user or a password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, refusal.New("base_query", "the base URL of %s must not have a query or a fragment", u.Host)
	case u.Scheme == "http" && !loopback.Host(u.Hostname()) && !loopback.Nickname(u.Hostname()):
		return nil, refusal.New("base_plain", "the base URL http://%s is not encrypted: use https", u.Host)
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, refusal.New("base_scheme", "the base URL must start with https://, not with %s:", u.Scheme)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	if strings.HasSuffix(u.Path, "/api/v1") {
		return nil, refusal.New("base_api", "the base URL must not include /api/v1: use %s://%s", u.Scheme, u.Host)
	}
	if u.Path != "" && !pathAllowed {
		return nil, refusal.New("base_path", "the base URL must not have the path %s: use %s://%s", u.Path, u.Scheme, u.Host)
	}
	return u, nil
}

// Origin is scheme://host:port in lower case with the port written out.
func Origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return strings.ToLower(u.Scheme) + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// Options returns what the client was made of, for the package that made it.
func (c *Client) Options() guichet.Options { return c.options }

// BaseURL returns the base URL without a trailing slash.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func (c *Client) BaseURL() string { return c.base.String() }

func userAgent(prefix string) string {
	version := "devel"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append(info.Deps, &info.Main) {
			if m.Path == "github.com/guichet-go/guichet" && m.Version != "" && m.Version != "(devel)" {
				version = m.Version
			}
		}
	}
	return strings.TrimSpace(prefix + " guichet-go/" + version)
}
