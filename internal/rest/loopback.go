package rest

import (
	"net"
	"net/http"
	"strings"
)

// Loopback reports whether host is this machine: an address of its own, or a name
// below localhost (RFC 6761).
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, localhost) || ip != nil && ip.IsLoopback() || nickname(host)
}

const localhost = "localhost"

// nickname reports whether a name is localhost in another spelling, or below it.
func nickname(host string) bool {
	name := strings.TrimSuffix(strings.ToLower(host), ".")
	return name == localhost && name != host || strings.HasSuffix(name, "."+localhost)
}

// atHome connects nicknames to this machine without asking a name server: a
// credential goes there without encryption.
type atHome struct{ next http.RoundTripper }

func (a atHome) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "http" || !nickname(r.URL.Hostname()) {
		return a.next.RoundTrip(r)
	}
	near := r.Clone(r.Context())
	near.URL.Host = localhost
	if port := r.URL.Port(); port != "" {
		near.URL.Host += ":" + port
	}
	if near.Host == "" {
		near.Host = r.URL.Host
	}
	resp, err := a.next.RoundTrip(near)
	if resp != nil {
		resp.Request = r
	}
	return resp, err
}
