package command

import (
	"cmp"
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/guichet-go/guichet/cmd/guichet/exit"
	"github.com/guichet-go/guichet/cmd/guichet/message"
)

// checkProxy refuses variables that net/http cannot read: it would connect without
// a proxy. Their values may hold a password and are not repeated.
func (r *Run) checkProxy() error {
	for _, names := range [][]string{{"HTTPS_PROXY", "https_proxy"}, {"HTTP_PROXY", "http_proxy"}} {
		if name, value := r.variable(names); value != "" && !proxyAddress(value) {
			return exit.Usage.New(message.ErrProxyAddress, name).WithHint(message.HintProxyAddress)
		}
	}
	if name, value := r.variable([]string{"NO_PROXY", "no_proxy"}); !proxyExceptions(value) {
		return exit.Usage.New(message.ErrProxyExceptions, name).WithHint(message.HintProxyExceptions)
	}
	return nil
}

// variable is the first of the variables that is set.
func (r *Run) variable(names []string) (name, value string) {
	for _, name := range names {
		if value := r.Getenv(name); value != "" {
			return name, value
		}
	}
	return names[0], ""
}

// proxyAddress reports whether a text is the address of a proxy, with a scheme or
// without.
func proxyAddress(text string) bool {
	u, err := url.Parse(text)
	if err != nil || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
		u, err = url.Parse("http://" + text)
	}
	return err == nil && u.Hostname() != "" && strings.Trim(u.Path, "/") == ""
}

// proxyExceptions reports whether a text is hosts, domains, addresses and networks
// with commas between them.
func proxyExceptions(text string) bool {
	for entry := range strings.SplitSeq(text, ",") {
		entry = strings.Trim(entry, " ")
		bad := func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) || strings.ContainsRune(`"';`, c) }
		if strings.ContainsFunc(entry, bad) {
			return false
		}
		if _, err := netip.ParsePrefix(entry); strings.Contains(entry, "/") && err != nil {
			return false
		}
	}
	return true
}

// refusedByProxy is the answer of a proxy that does not let a connection through.
func refusedByProxy(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return message.Fail(message.SystemProxyRefused, proxy.Host, cmp.Or(answer.Status, http.StatusText(answer.StatusCode)))
}
