package guichet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Options is what a client is made of. New of each package begins with its
// defaults, applies each [Option] in turn, and keeps the result: a client does
// not change afterwards.
type Options struct {
	// BaseURL is where the service is.
	BaseURL string
	// HTTPClient is copied, never changed; nil is a client of our own.
	HTTPClient *http.Client
	// Retries is the number of attempts after the first. The default is 4.
	Retries int
	// Backoff is the wait before retry n, counted from 1, where the service names
	// none. The default is a random part of 0.5 s, doubled each time, up to 10 s.
	Backoff func(n int) time.Duration
	// Prefetch is the number of pages in flight while a list is read. The default
	// is 2.
	Prefetch int
	// Ahead asks for a page as soon as the one before is there, also where
	// Prefetch is 1.
	Ahead bool
	// UserAgent is the name of the calling program.
	UserAgent string
	// Logger gets one record for each attempt, at Debug level; nil logs nothing.
	Logger *slog.Logger
	// OnAttempt, when not nil, is called after each attempt at a request: attempt is 1
	// for the first, and size is that of the body of the response in bytes. It must be
	// safe for concurrent use.
	OnAttempt func(attempt, size int)
	// DryRun is shown the calls that may change something, which are not sent.
	DryRun func(Planned)
	// Now is the clock. The default is time.Now.
	Now func() time.Time
	// Sleep waits until Now has moved by d, or until ctx is done. The default waits
	// in real time.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Option changes the options of a client that is being made. New returns its
// error. A function of your own may set any field of [Options].
type Option func(*Options) error

// set returns an option that applies change.
func set[O any](change func(*O)) func(*O) error { return checked(true, "", change) }

// checked returns an option that applies change if its argument is valid, and fails
// with reason otherwise. It is not inlined: each option would have a copy.
//
//go:noinline
func checked[O any](valid bool, reason string, change func(*O)) func(*O) error {
	return func(o *O) error {
		if !valid {
			return errors.New(reason)
		}
		change(o)
		return nil
	}
}

// WithBaseURL sets where the service is: https://host, with a path where the
// package of the service allows one. http is accepted on loopback only.
func WithBaseURL(url string) Option {
	return set(func(o *Options) { o.BaseURL = url })
}

// WithHTTPClient sets the HTTP client. It is copied, never changed: its
// transport and its timeout (per attempt) are used, its cookie jar and its
// redirect policy are not. net/http may write what a service sends unasked on a
// connection of that transport into the program's standard log, secrets
// included; on connections of the client's own transport it does not.
func WithHTTPClient(client *http.Client) Option {
	return checked(client != nil, "the HTTP client is nil", func(o *Options) { o.HTTPClient = client })
}

// WithRetries sets how many attempts may follow the first; the default is 4. A
// read is repeated after a failure that may pass. A write is repeated only when
// the service certainly did not process it.
func WithRetries(n int) Option {
	reason := fmt.Sprintf("%d retries: the number cannot be negative", n)
	return checked(n >= 0, reason, func(o *Options) { o.Retries = n })
}

// WithBackoff sets the wait before retry n, counted from 1, where the service
// names none. The default is a random part of 0.5 s, doubled each time, up to
// 10 s.
func WithBackoff(wait func(n int) time.Duration) Option {
	return checked(wait != nil, "the back-off is nil", func(o *Options) { o.Backoff = wait })
}

// WithPrefetch sets how many pages are in flight while All reads a list; the
// default is 2. With 1 a page is asked for when its rows are wanted. Lists that a
// service gives in one answer ignore it.
func WithPrefetch(pages int) Option {
	reason := fmt.Sprintf("%d pages in flight: at least 1 is needed", pages)
	return checked(pages >= 1, reason, func(o *Options) { o.Prefetch = pages })
}

// WithUserAgent puts the name of the calling program before the client's own.
func WithUserAgent(name string) Option {
	control := strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f })
	return checked(!control, "the user agent holds a control character", func(o *Options) { o.UserAgent = name })
}

// WithLogger has each attempt logged at Debug level: operation, route, status,
// duration, size. Bodies, queries, headers and download links are never logged. A
// nil logger logs nothing.
func WithLogger(logger *slog.Logger) Option {
	return set(func(o *Options) { o.Logger = logger })
}

// WithClock replaces the clock and the waits between attempts, for tests. When
// sleep returns nil, now must have moved by d: otherwise the wait begins again. An
// answer that stops in its middle is given up after a minute of real time.
func WithClock(now func() time.Time, sleep func(context.Context, time.Duration) error) Option {
	return checked(now != nil && sleep != nil, "the clock is nil", func(o *Options) { o.Now, o.Sleep = now, sleep })
}

// WithDryRun has every call that may change something described to show instead
// of being sent; it then fails with [ErrDryRun]. Reads and sign-ins are sent.
func WithDryRun(show func(Planned)) Option {
	return checked(show != nil, "the function of the dry run is nil", func(o *Options) { o.DryRun = show })
}

// CallOptions is what a caller can change about one call. The zero value
// changes nothing.
type CallOptions struct {
	// Header is added to the request.
	Header http.Header
	// Query is added to the URL; a parameter that the call has already is replaced.
	Query url.Values
	// NoRetry sends each request once; see the function of that name.
	NoRetry bool
	// Repeatable says that sending the request twice does no harm; see the function
	// of that name.
	Repeatable bool
	// MaxBytes is the largest answer that is read, in bytes; 0 is the default of
	// the operation.
	MaxBytes int64
	// Confirm, when not nil, is asked once before a call that may change something
	// is sent, after everything was checked. Its error ends the call.
	Confirm func() error
	// OnAnswer, when not nil, is told about the last answer, whatever its status.
	OnAnswer func(Answer)
	// Body, when not nil, takes a copy of the body of a good answer.
	Body *[]byte
	// Report, when not nil, follows the reading of a list.
	Report *Report
}

// CallOption changes one call. The call returns its error before anything is
// sent.
type CallOption func(*CallOptions) error

// WithHeader adds a header to one call and sends it as given, Content-Type and
// User-Agent included. A header of the credential, or one that the connection
// sets (Host, Content-Length, …), fails the call with [ErrInvalid]. Where the name is
// that of a credential, such as X-VISIOPLAINTE-API-KEY, errors leave the value out.
func WithHeader(name, value string) CallOption {
	return set(func(o *CallOptions) {
		if o.Header == nil {
			o.Header = http.Header{}
		}
		o.Header.Add(name, value)
	})
}

// WithQuery sets a parameter in the URL of one call, in place of the one of that
// name that the call has already.
func WithQuery(name, value string) CallOption {
	return set(func(o *CallOptions) {
		if o.Query == nil {
			o.Query = url.Values{}
		}
		o.Query.Set(name, value)
	})
}

// NoRetry sends each request of one call once, whatever the answer: it is not
// repeated, and no redirect is followed. An expired session is not renewed: the
// call fails with [ErrUnauthorized], and the next call signs in again. A client
// that has no session yet signs in first.
func NoRetry() CallOption {
	return set(func(o *CallOptions) { o.NoRetry = true })
}

// Repeatable says that sending the request of this call twice does no harm, so
// that it may be repeated after a failure. It is for requests whose effect the
// package does not know: those of Do, and the operations of Astor. A GET marked
// so is a mere read; anything else still has an unknown outcome when no answer
// came. Other calls refuse it with [ErrInvalid].
func Repeatable() CallOption {
	return set(func(o *CallOptions) { o.Repeatable = true })
}

// MaxBytes limits the answer to one call; a larger one fails with
// [ErrUnusableAnswer]. The default is 64 MiB, and 1 GiB for a file.
func MaxBytes(n int64) CallOption {
	reason := fmt.Sprintf("%d bytes: the limit must be positive", n)
	return checked(n > 0, reason, func(o *CallOptions) { o.MaxBytes = n })
}

// WithConfirm asks before the call is sent, if it may change something: after
// everything was checked, once. The error of ask ends the call.
func WithConfirm(ask func() error) CallOption {
	return set(func(o *CallOptions) { o.Confirm = ask })
}

// OnAnswer tells f about the last answer of one call, whatever its status.
func OnAnswer(f func(Answer)) CallOption {
	return set(func(o *CallOptions) { o.OnAnswer = f })
}

// WithBody copies the body of a good answer to into, beside decoding it: for
// fields that the package does not know.
func WithBody(into *[]byte) CallOption {
	return set(func(o *CallOptions) { o.Body = into })
}

// WithReport keeps r up to date while All reads a list. AllRaw returns r in place of
// a new report. The lists of GoPaaS ignore it: their query has a Report of its own.
func WithReport(r *Report) CallOption {
	return set(func(o *CallOptions) { o.Report = r })
}
