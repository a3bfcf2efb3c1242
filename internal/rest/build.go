package rest

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/internal/refusal"
)

func (x *exchange) url() (*url.URL, error) {
	if x.call.URL != nil {
		u := *x.call.URL
		return &u, nil
	}
	path, escaped, err := x.call.target()
	if err != nil {
		return nil, err
	}
	u := *x.client.base
	u.RawPath = u.EscapedPath() + escaped
	u.Path += path
	u.RawQuery = x.call.Query.Encode()
	return &u, nil
}

func (x *exchange) planned(u *url.URL) guichet.Planned {
	req := &http.Request{URL: u, Header: http.Header{}}
	x.headers(req)
	p := guichet.Planned{Method: x.call.Method, URL: u.String(), Header: req.Header, Body: x.call.Body, Anonymous: x.call.Anonymous}
	for _, secret := range x.call.Secrets {
		p.Secrets = append(p.Secrets, guichet.NewSecret(secret))
	}
	return p
}

// AcceptJSON is the Accept header of a call. Services have their pages about
// unknown routes in HTML only: to a client that takes nothing but JSON,
// RDV-Solidarités answers 500 in place of 404.
const AcceptJSON = "application/json, */*;q=0.1"

func (x *exchange) headers(req *http.Request) {
	h := req.Header
	for name, values := range x.call.Header {
		h[http.CanonicalHeaderKey(name)] = values
	}
	if h["User-Agent"] == nil {
		h["User-Agent"] = []string{x.client.userAgent}
	}
	if h.Get("Accept") == "" {
		h["Accept"] = []string{cmp.Or(x.call.Accept, AcceptJSON)}
	}
	if x.call.Body != nil && h["Content-Type"] == nil {
		h["Content-Type"] = []string{cmp.Or(x.call.ContentType, "application/json")}
	}
	if Origin(req.URL) != Origin(x.client.base) {
		return // a credential is for the base URL's origin only
	}
	for _, field := range x.lease.Header {
		h[http.CanonicalHeaderKey(field.Name)] = []string{field.Value.Reveal()}
	}
}

// checkHeader refuses what net/http would refuse too, but only after the
// request counts as sent, and what it would drop in silence.
func checkHeader(h http.Header) error {
	for name, values := range h {
		if name == "" || strings.ContainsFunc(name, notInName) {
			return refusal.New("header_name", "%q is not a valid header name", name)
		}
		switch http.CanonicalHeaderKey(name) {
		case "Host", "Content-Length", "Transfer-Encoding", "Trailer", "Connection", "Proxy-Connection", "Keep-Alive", "Upgrade":
			return refusal.New("header_connection", "the header %s is set by the connection and cannot be given", name)
		case "User-Agent":
			if len(values) > 1 {
				return refusal.New("header_repeated", "the header %s was given %d times", name, len(values)) // net/http sends the first
			}
		}
		for _, value := range values {
			if !validValue(value) {
				return refusal.New("header_control", "the header %s holds a control character", name)
			}
		}
	}
	return nil
}

func notInName(r rune) bool {
	return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
}

func validValue(value string) bool {
	return !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}
