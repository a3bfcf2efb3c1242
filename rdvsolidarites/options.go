package rdvsolidarites

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/guichet-go/guichet/internal/page"
	"github.com/guichet-go/guichet/internal/rest"
)

// Option changes a client that is being made.
type Option = rest.Option

// WithBaseURL sets the server: https://host, without a path. http is accepted
// on loopback only. The default is DefaultBaseURL.
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

// WithPrefetch sets how many pages are in flight while All reads a list; the
// default is 2. With 1 a page is asked for when its rows are wanted.
func WithPrefetch(pages int) Option { return rest.WithPrefetch(pages) }

// WithUserAgent puts the name of the calling program before this package's.
func WithUserAgent(name string) Option { return rest.WithUserAgent(name) }

// WithLogger has each attempt logged at Debug level: operation, route, status,
// duration, size. Bodies, queries and headers are never logged.
func WithLogger(logger *slog.Logger) Option { return rest.WithLogger(logger) }

// WithClock replaces the clock and the waits between attempts, for tests. An
// answer that stops in its middle is given up after a minute of real time.
func WithClock(now func() time.Time, sleep func(context.Context, time.Duration) error) Option {
	return rest.WithClock(now, sleep)
}

// Splitter cuts a page into its raw rows; see WithSplitter.
type Splitter = rest.Splitter

// Meta is what a page says of its list.
type Meta = rest.Meta

// WithSplitter replaces how AllRaw cuts a page {"root":[…],"meta":{…}} into
// rows. The default is encoding/json. The splitter must refuse a page that is
// not complete, and its rows must not keep the page's bytes.
func WithSplitter(split Splitter) Option { return rest.WithSplitter(split) }

// CallOption changes one call.
type CallOption = rest.CallOption

// WithHeader adds a header to one call and sends it as given, Content-Type and
// User-Agent included. A header of the credential, or one that the connection
// sets (Host, Content-Length, …), fails the call with ErrInvalid.
func WithHeader(name, value string) CallOption { return rest.WithHeader(name, value) }

// WithQuery sets a parameter in the URL of one call.
func WithQuery(name, value string) CallOption { return rest.WithQuery(name, value) }

// NoRetry sends each request of one call once, whatever the answer: it is not
// repeated, and no redirect is followed. An expired session is not renewed: the
// call fails with ErrUnauthorized, and the next call signs in again. A client
// that has no session yet signs in first.
func NoRetry() CallOption { return rest.NoRetry() }

// Answer describes the last answer of a call: status, headers, attempts.
type Answer = rest.Answer

// OnAnswer tells f about the last answer of one call, whatever its status.
func OnAnswer(f func(Answer)) CallOption { return rest.OnAnswer(f) }

// WithBody copies the body of a good answer to into, beside decoding it: for
// fields that this package does not know.
func WithBody(into *[]byte) CallOption { return rest.WithBody(into) }

// Planned is a request that a dry run did not send; it has no credential.
type Planned = rest.Planned

// WithDryRun has every call that may change something described to show
// instead of being sent; it then fails with ErrDryRun. Reads and signing in go
// on as ever.
func WithDryRun(show func(Planned)) Option { return rest.WithDryRun(show) }

// Report says how far the reading of a list came: pages, rows, different
// rows, and the service's own total.
type Report = page.Report

// WithReport keeps r up to date while All reads a list. Read it in the loop or
// after it.
func WithReport(r *Report) CallOption { return rest.WithReport(r) }

// Opt is a field of a request that can be left out (the zero value), Set, or
// Null.
type Opt[T any] = rest.Opt[T]

// Set sends v, even when it is the zero value.
func Set[T any](v T) Opt[T] { return rest.Set(v) }

// Null sends null.
func Null[T any]() Opt[T] { return rest.Null[T]() }

// Secret is a value that prints as [redacted]; Reveal gives it back.
type Secret = rest.Secret

// NewSecret wraps a value.
func NewSecret(value string) Secret { return rest.NewSecret(value) }
