package gopaas

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/guichet-go/guichet/internal/rest"
)

// Option changes a client that is being made.
type Option = rest.Option

// WithBaseURL sets the address of the application, without /api:
// https://main.gopaas.net/crm. Any number of path segments is kept. http is
// accepted on loopback only. There is no default.
func WithBaseURL(url string) Option { return rest.WithBaseURL(url) }

// WithHTTPClient sets the HTTP client. It is copied, never changed: its
// transport and its timeout (per attempt) are used, its cookie jar and its
// redirect policy are not. net/http may write what a service sends unasked on a
// connection of that transport into the program's standard log, secrets
// included; on connections of the client's own transport it does not.
func WithHTTPClient(client *http.Client) Option { return rest.WithHTTPClient(client) }

// WithRetries sets how many attempts may follow the first; the default is 4.
func WithRetries(n int) Option { return rest.WithRetries(n) }

// WithBackoff sets the wait before retry n, counted from 1, where the service
// names none. The default is a random part of 0.5 s, doubled each time, up to
// 10 s.
func WithBackoff(wait func(n int) time.Duration) Option { return rest.WithBackoff(wait) }

// WithUserAgent puts the name of the calling program before this package's.
func WithUserAgent(name string) Option { return rest.WithUserAgent(name) }

// WithLogger has each attempt logged at Debug level: operation, route, status,
// duration, size. Bodies, queries, headers and download links are never logged.
func WithLogger(logger *slog.Logger) Option { return rest.WithLogger(logger) }

// WithClock replaces the clock and the waits between attempts, for tests. An
// answer that stops in its middle is given up after a minute of real time.
func WithClock(now func() time.Time, sleep func(context.Context, time.Duration) error) Option {
	return rest.WithClock(now, sleep)
}

// Planned is a request that was not sent; see WithDryRun.
type Planned = rest.Planned

// WithDryRun has every call that may change something described to show
// instead of being sent; it then fails with ErrDryRun. Reads are sent.
func WithDryRun(show func(Planned)) Option { return rest.WithDryRun(show) }

// CallOption changes one call.
type CallOption = rest.CallOption

// WithHeader adds a header to one call and sends it as given, Content-Type and
// User-Agent included. A header of the credential, or one that the connection
// sets (Host, Content-Length, …), fails the call with ErrInvalid.
func WithHeader(name, value string) CallOption { return rest.WithHeader(name, value) }

// WithQuery sets a parameter in the URL of one call.
func WithQuery(name, value string) CallOption { return rest.WithQuery(name, value) }

// NoRetry sends each request of one call once, whatever the answer: it is not
// repeated, and no redirect is followed. A token that the service refuses
// is not renewed: the call fails with ErrUnauthorized, and the next call fetches
// a new one. A client without a token fetches one first, as ever.
func NoRetry() CallOption { return rest.NoRetry() }

// Answer describes the last answer of a call: status, headers, attempts.
type Answer = rest.Answer

// OnAnswer tells f about the last answer of one call, whatever its status.
func OnAnswer(f func(Answer)) CallOption { return rest.OnAnswer(f) }

// ViaPOST has Items.Get send POST instead of GET: the vendor's table of methods
// says GET and one of its examples says POST. Such a read is not repeated once
// it was sent.
func ViaPOST() CallOption {
	return func(c *rest.Call) { c.Method, c.Class = http.MethodPost, rest.ReadEffect }
}

// MaxBytes limits the file that Files.Open gives; the default is 1 GiB.
func MaxBytes(n int64) CallOption {
	return func(c *rest.Call) {
		if n <= 0 {
			c.Fail(rest.Invalid("MaxBytes", "%d bytes is no limit", n))
		}
		c.StreamLimit = n
	}
}

// Opt is a value that can be left out (the zero value) or Set, even to its own
// zero.
type Opt[T any] = rest.Opt[T]

// Set gives v, even when it is the zero value.
func Set[T any](v T) Opt[T] { return rest.Set(v) }

// Secret is a value that prints as [redacted]; Reveal gives it back.
type Secret = rest.Secret
