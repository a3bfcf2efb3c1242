package rest

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

const (
	defaultRetries  = 4
	defaultPrefetch = 2
	defaultMaxBody  = int64(64 << 20)
	longestWait     = time.Minute
	backoffFirst    = 500 * time.Millisecond
	backoffCap      = 10 * time.Second
	maxRedirects    = 5
)

// Config is what a service's package decides about its client. Options change
// it before the client is made; the client never changes after that.
type Config struct {
	// Service is the package's name, used in errors.
	Service string
	// BaseURL is where the service is. A path is allowed when PathAllowed.
	BaseURL     string
	PathAllowed bool
	// HTTPClient is copied, never changed; nil is a client of our own.
	HTTPClient *http.Client
	// Auth gives the credential; nil is none.
	Auth Authorizer
	// Refused reports whether an answer means that the credential was not
	// accepted. The default is status 401.
	Refused func(status int, body []byte) bool
	// ParseError fills e from the body of an answer that is not 2xx.
	ParseError func(e *Error, contentType string, body []byte)
	// Retries is the number of attempts after the first; 0 is 4, unless an
	// option says so.
	Retries int
	// UserAgent is sent before our own name.
	UserAgent string
	// Logger gets one record per attempt at Debug level. No secrets.
	Logger *slog.Logger
	// Prefetch is the number of pages in flight while a list is read; 0 is 2.
	Prefetch int
	// Ahead asks for a page as soon as the one before is there, also where one
	// page is in flight.
	Ahead bool
	// AnyContentType judges an answer by its body alone, for services that
	// call their JSON text/html.
	AnyContentType bool
	// MaxBody is the largest answer accepted, in bytes; 0 is 64 MiB.
	MaxBody int64
	// Backoff is the wait before retry n (from 1) when the service named none.
	Backoff func(n int) time.Duration
	// Now is the clock.
	Now func() time.Time
	// Sleep waits for d or until ctx is done.
	Sleep func(ctx context.Context, d time.Duration) error
	// Splitter reads one page into raw rows.
	Splitter Splitter
	// DryRun is shown the calls that may change something, which are not sent.
	DryRun func(Planned)
	// Finish, when not nil, runs after the caller's options. A package has its
	// last word here, so that it never appends to a slice that it was handed.
	Finish Option
}

// Client performs calls against one service. It is immutable and safe for
// concurrent use.
type Client struct {
	cfg       Config
	base      *url.URL
	http      *http.Client
	userAgent string
	gate      gate
	envelopes sync.Map // envelopeKey → reflect.Type
}

// Option changes the configuration of a client that is being made.
type Option func(*Config) error

// New returns a client, or the reason why the configuration cannot stand.
func New(cfg Config, options ...Option) (*Client, error) {
	cfg.Retries = cmp.Or(cfg.Retries, defaultRetries)
	cfg.Prefetch = cmp.Or(cfg.Prefetch, defaultPrefetch)
	cfg.MaxBody = cmp.Or(cfg.MaxBody, defaultMaxBody)
	for _, option := range options {
		if option == nil {
			return nil, fmt.Errorf("%s: an option is nil", cfg.Service)
		}
		if err := option(&cfg); err != nil {
			return nil, fmt.Errorf("%s: %w", cfg.Service, err)
		}
	}
	if cfg.Finish != nil {
		if err := cfg.Finish(&cfg); err != nil {
			return nil, fmt.Errorf("%s: %w", cfg.Service, err)
		}
	}
	base, err := ParseBase(cfg.BaseURL, cfg.PathAllowed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cfg.Service, err)
	}
	setDefaults(&cfg)
	c := &Client{cfg: cfg, base: base, http: httpClient(cfg.HTTPClient), userAgent: userAgent(cfg.UserAgent)}
	return c, nil
}

func setDefaults(cfg *Config) {
	if cfg.Refused == nil {
		cfg.Refused = func(status int, _ []byte) bool { return status == http.StatusUnauthorized }
	}
	if cfg.ParseError == nil {
		cfg.ParseError = func(*Error, string, []byte) {}
	}
	if cfg.Backoff == nil {
		cfg.Backoff = fullJitter
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Sleep == nil {
		cfg.Sleep = Sleep
	}
	if cfg.Splitter == nil {
		cfg.Splitter = splitPage
	}
}

// httpClient copies the caller's client, or makes one, with redirects and
// cookies left to us.
func httpClient(given *http.Client) *http.Client {
	own := &http.Client{}
	if given != nil {
		*own = *given
	}
	if own.Transport == nil {
		own.Transport = transport()
	}
	own.Transport = atHome{once{own.Transport}}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	own.Jar = nil
	return own
}

// ParseBase checks a base URL: https, or http on loopback; no user, query or
// fragment; a path only where it is allowed, and never the API's own.
func ParseBase(raw string, pathAllowed bool) (*url.URL, error) {
	if raw == "" {
		return nil, Refuse("the base URL is missing")
	}
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.Scheme == "" {
		return nil, Refuse("the base URL must look like https://host")
	}
	switch {
	case u.User != nil:
		return nil, Refuse("the base URL must not hold a user or a password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, Refuse("the base URL of %s must not have a query or a fragment", u.Host)
	case u.Scheme == "http" && !Loopback(u.Hostname()):
		return nil, Refuse("the base URL http://%s is not encrypted: use https", u.Host)
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, Refuse("the base URL must begin with https://, not %s:", u.Scheme)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	if strings.HasSuffix(u.Path, "/api/v1") {
		return nil, Refuse("the base URL ends before /api/v1: use %s://%s", u.Scheme, u.Host)
	}
	if u.Path != "" && !pathAllowed {
		return nil, Refuse("the base URL has the path %s: use %s://%s", u.Path, u.Scheme, u.Host)
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

// Config returns what the client was made of, for the package that made it.
func (c *Client) Config() Config { return c.cfg }

// BaseURL returns the base URL without a trailing slash.
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

// fullJitter waits anywhere between nothing and an exponentially growing limit.
func fullJitter(n int) time.Duration {
	limit := backoffCap
	if shift := n - 1; shift < 5 {
		limit = min(limit, backoffFirst<<shift)
	}
	return rand.N(limit)
}

// Sleep waits, or returns the reason why the context has ended.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// gate holds back every call of a client while a 429 asks for patience.
type gate struct {
	mu    sync.Mutex
	until time.Time
}

func (g *gate) close(until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until.After(g.until) {
		g.until = until
	}
}

func (g *gate) left(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until.Sub(now)
}

// HTTP returns the client that sends requests: it follows no redirect and
// keeps no cookie.
func (c *Client) HTTP() *http.Client { return c.http }
