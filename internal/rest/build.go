package rest

import (
	"cmp"
	"net/http"
	"net/url"

	"github.com/guichet-go/guichet"
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
	for value := range x.headerSecrets {
		p.Secrets = append(p.Secrets, guichet.NewSecret(value))
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
