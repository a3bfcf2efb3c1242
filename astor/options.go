package astor

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/guichet-go/guichet/internal/rest"
)

// Option changes a client that is being made.
type Option = rest.Option

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
// duration, size. Bodies, queries and headers are never logged.
func WithLogger(logger *slog.Logger) Option { return rest.WithLogger(logger) }

// WithClock replaces the clock and the waits between attempts, for tests. An
// answer that stops in its middle is given up after a minute of real time. The
// clock is also the one of {{$timestamp}}.
func WithClock(now func() time.Time, sleep func(context.Context, time.Duration) error) Option {
	return rest.WithClock(now, sleep)
}

// Planned is a request that was not sent, see WithDryRun.
type Planned = rest.Planned

// WithDryRun has every call that may change something, so every one that is not
// a Repeatable GET, described to show instead of being sent; it then fails with
// ErrDryRun. Client.Build does the same for one operation.
func WithDryRun(show func(Planned)) Option { return rest.WithDryRun(show) }

// CallOption changes one call.
type CallOption = rest.CallOption

// Repeatable says that sending this one request twice does no harm, so that it
// may be repeated after a failure. Without it no request is, whatever its
// method. A GET marked so is a mere read; anything else still has an unknown
// outcome when no answer came.
func Repeatable() CallOption {
	return func(c *rest.Call) {
		c.Class = rest.Idempotent
		if c.Method == http.MethodGet {
			c.Class = rest.Read
		}
	}
}

// WithHeader adds a header to one call and sends it as given, Content-Type and
// User-Agent included. A header of the credential, or one that the connection
// sets (Host, Content-Length, …), fails the call with ErrInvalid.
func WithHeader(name, value string) CallOption { return rest.WithHeader(name, value) }

// WithQuery sets a parameter in the URL of one call.
func WithQuery(name, value string) CallOption { return rest.WithQuery(name, value) }

// NoRetry sends each request of one call once, whatever the answer: it is not
// repeated, and no redirect is followed. A refused token is final.
func NoRetry() CallOption { return rest.NoRetry() }

// Answer describes the last answer of a call: status, headers, attempts.
type Answer = rest.Answer

// OnAnswer tells f about the last answer of one call, whatever its status.
func OnAnswer(f func(Answer)) CallOption { return rest.OnAnswer(f) }

// WithBody copies the body of a good answer to Do to into, beside decoding it.
func WithBody(into *[]byte) CallOption { return rest.WithBody(into) }

// Secret is a value that prints as [redacted]; Reveal gives it back.
type Secret = rest.Secret

// NewSecret wraps a value.
func NewSecret(value string) Secret { return rest.NewSecret(value) }
