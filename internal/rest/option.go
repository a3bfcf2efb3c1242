package rest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/guichet-go/guichet/internal/page"
)

// WithBaseURL sets where the service is.
func WithBaseURL(raw string) Option {
	return func(c *Config) error {
		c.BaseURL = raw
		return nil
	}
}

// WithHTTPClient sets the client to copy.
func WithHTTPClient(client *http.Client) Option {
	return func(c *Config) error {
		if client == nil {
			return errors.New("the HTTP client is nil")
		}
		c.HTTPClient = client
		return nil
	}
}

// WithRetries sets the number of attempts after the first.
func WithRetries(n int) Option {
	return func(c *Config) error {
		if n < 0 {
			return fmt.Errorf("%d retries: the number cannot be negative", n)
		}
		c.Retries = n
		return nil
	}
}

// WithPrefetch sets the number of pages in flight while a list is read.
func WithPrefetch(pages int) Option {
	return func(c *Config) error {
		if pages < 1 {
			return fmt.Errorf("%d pages in flight: at least 1 is needed", pages)
		}
		c.Prefetch = pages
		return nil
	}
}

// WithAhead has lists asked for ahead of what is wanted, whatever the number of
// pages in flight.
func WithAhead() Option {
	return func(c *Config) error {
		c.Ahead = true
		return nil
	}
}

// WithUserAgent puts the caller's name before ours.
func WithUserAgent(name string) Option {
	return func(c *Config) error {
		if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return errors.New("the user agent holds a control character")
		}
		c.UserAgent = name
		return nil
	}
}

// WithLogger sets where attempts are logged.
func WithLogger(logger *slog.Logger) Option {
	return func(c *Config) error {
		c.Logger = logger
		return nil
	}
}

// WithBackoff sets the wait before retry n, counted from 1.
func WithBackoff(wait func(n int) time.Duration) Option {
	return func(c *Config) error {
		if wait == nil {
			return errors.New("the back-off is nil")
		}
		c.Backoff = wait
		return nil
	}
}

// WithClock replaces the clock and the wait between attempts; see silence.
func WithClock(now func() time.Time, sleep func(context.Context, time.Duration) error) Option {
	return func(c *Config) error {
		if now == nil || sleep == nil {
			return errors.New("the clock is nil")
		}
		c.Now, c.Sleep = now, sleep
		return nil
	}
}

// WithSplitter sets how a page becomes raw rows.
func WithSplitter(split Splitter) Option {
	return func(c *Config) error {
		if split == nil {
			return errors.New("the splitter is nil")
		}
		c.Splitter = split
		return nil
	}
}

// WithDryRun has every call that may change something described to show
// instead of being sent; it then fails with ErrDryRun. Reads are sent.
func WithDryRun(show func(Planned)) Option {
	return func(c *Config) error {
		if show == nil {
			return errors.New("the function of the dry run is nil")
		}
		c.DryRun = show
		return nil
	}
}

// CallOption changes one call.
type CallOption func(*Call)

// WithHeader adds a header to the call and sends it as given. A header that
// carries the credential, or that net/http writes by itself, fails the call with
// ErrInvalid.
func WithHeader(name, value string) CallOption {
	return func(c *Call) {
		if c.Header == nil {
			c.Header = http.Header{}
		}
		c.Header.Add(name, value)
	}
}

// NoRetry makes the call a single request, whatever the answer.
func NoRetry() CallOption {
	return func(c *Call) { c.Once = true }
}

// OnAnswer tells f about the last answer of the call, whatever its status.
func OnAnswer(f func(Answer)) CallOption {
	return func(c *Call) { c.OnAnswer = f }
}

// WithQuery adds a parameter to the URL of the call.
func WithQuery(name, value string) CallOption {
	return func(c *Call) {
		if c.Query == nil {
			c.Query = url.Values{}
		}
		c.Query.Set(name, value)
	}
}

// WithBody copies the body of a good answer to into, beside decoding it.
func WithBody(into *[]byte) CallOption {
	return func(c *Call) { c.Keep = into }
}

// WithConfirm asks before the call is sent, if it may change something.
func WithConfirm(ask func() error) CallOption {
	return func(c *Call) { c.Confirm = ask }
}

// WithReport has r kept up to date while a list is read.
func WithReport(r *page.Report) CallOption {
	return func(c *Call) { c.Report = r }
}

// Apply applies the options to the call and returns it.
func (c *Call) Apply(options []CallOption) *Call {
	for _, option := range options {
		if option == nil {
			c.Fail(errors.New("a call option is nil"))
			continue
		}
		option(c)
	}
	return c
}
