// Package redirect waits for the address to which a browser is sent back when an
// agent has consented, and takes the code out of it.
package redirect

import (
	"context"
	"crypto/subtle"
	"net/url"
	"strings"
	"time"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/loopback"
)

// Limit is how long an answer is waited for.
const Limit = 10 * time.Minute

// URI is a redirect URI that was checked.
type URI struct{ url *url.URL }

// Parse reads a redirect URI: https, or http on this machine.
func Parse(text string) (*URI, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Port() == "0":
	case u.Scheme == "https" || u.Scheme == "http" && loopback.Host(u.Hostname()):
		return &URI{u}, nil
	}
	return nil, exit.Usage.New(message.ErrRedirectURI).WithHint(message.HintRedirectURI)
}

// Loopback reports whether the browser is sent back to this machine, where Await
// listens.
func (u *URI) Loopback() bool { return u.url.Scheme == "http" }

// Await shows the address to open and waits for the answer, until Limit. For an
// address of this machine it listens there before it shows anything; for any other
// one paste gives the address.
func (u *URI) Await(ctx context.Context, messages *message.Catalogue, state string, show func() error, paste func(context.Context) (string, error)) (code string, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, Limit, exit.Network.New(message.ErrConsentLate, Limit).WithHint(message.HintConsent))
	defer cancel()
	if u.Loopback() {
		code, err = u.listen(ctx, messages, state, show)
	} else if err = show(); err == nil {
		var address string
		if address, err = paste(ctx); err == nil {
			code, err = u.Code(address, state)
		}
	}
	if cause := context.Cause(ctx); cause != nil {
		return "", cause
	}
	return code, err
}

// Code takes the code out of the address to which the browser was sent back. It
// refuses an address with another state, and a code alone, whose state cannot be
// checked.
func (u *URI) Code(address, state string) (string, error) {
	back, err := url.Parse(strings.TrimSpace(address))
	if err != nil || back.Scheme == "" || back.Host == "" {
		return "", exit.Usage.New(message.ErrConsentAddress).WithHint(message.HintConsentAddress)
	}
	if back.Scheme != u.url.Scheme || !strings.EqualFold(back.Host, u.url.Host) || path(back) != path(u.url) {
		return "", exit.Usage.New(message.ErrConsentElsewhere).WithHint(message.HintConsentAddress)
	}
	return u.codeOf(back, state)
}

func path(u *url.URL) string {
	if path := u.EscapedPath(); path != "" {
		return path
	}
	return "/"
}

// isWord reports whether text looks like an error code of RFC 6749: nothing else is
// repeated.
func isWord(text string) bool {
	return text != "" && len(text) <= 40 && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// codeOf reads the answer. A parameter that is there twice counts as missing.
func (u *URI) codeOf(back *url.URL, state string) (string, error) {
	query, err := url.ParseQuery(back.RawQuery)
	one := func(name string) string {
		if values := query[name]; err == nil && len(values) == 1 {
			return values[0]
		}
		return ""
	}
	refused, code := one("error"), one("code")
	switch {
	case subtle.ConstantTimeCompare([]byte(one("state")), []byte(state)) != 1:
		return "", exit.Usage.New(message.ErrConsentState).WithHint(message.HintConsent)
	case refused == "access_denied":
		return "", exit.Refused.New(message.ErrConsentDenied).WithHint(message.HintConsent)
	case refused == "server_error" || refused == "temporarily_unavailable":
		return "", exit.Service.New(message.ErrConsentRefused, refused).WithHint(message.HintConsent)
	case isWord(refused):
		return "", exit.Refused.New(message.ErrConsentRefused, refused).WithHint(message.HintConsent)
	case refused != "" || code == "":
		return "", exit.Usage.New(message.ErrConsentNoCode).WithHint(message.HintConsentAddress)
	}
	return code, nil
}
