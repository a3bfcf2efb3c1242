package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/guichet-go/guichet"
	"github.com/hashicorp/go-retryablehttp"
)

// prepare checks the call, waits for its turn and attaches the credential.
func (x *exchange) prepare() (*retryablehttp.Request, error) {
	if x.call.err != nil {
		return nil, x.refuse(guichet.ErrInvalid, x.call.err)
	}
	if x.call.Class == Unclassified {
		return nil, x.refuse(guichet.ErrInvalid, errors.New("the operation has no class"))
	}
	u, err := x.url()
	if err != nil {
		return nil, x.refuse(guichet.ErrInvalid, err)
	}
	if err := checkHeader(x.call.Header); err != nil {
		return nil, x.refuse(guichet.ErrInvalid, err)
	}
	if show := x.client.options.DryRun; show != nil && x.call.Class.changes() && x.call.Class != SignIn {
		show(x.planned(u))
		return nil, x.refuse(guichet.ErrDryRun, nil)
	}
	if x.call.Confirm != nil && x.call.Class.changes() {
		if err := x.call.Confirm(); err != nil {
			return nil, x.refuse(guichet.ErrInvalid, err)
		}
	}
	if err := x.ready(); err != nil {
		return nil, err
	}
	if err := x.checkCredential(); err != nil {
		return nil, x.refuse(guichet.ErrInvalid, err)
	}
	ctx := context.WithValue(x.ctx, progressKey{}, &x.trace)
	var body any
	if x.call.Body != nil {
		body = x.call.Body
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, x.call.Method, x.client.base.Scheme+"://"+x.client.base.Host, body)
	if err != nil {
		return nil, x.refuse(guichet.ErrInvalid, stripURL(err))
	}
	req.URL, req.Host = u, u.Host
	guardBody(req.Request, x.call.Class)
	x.headers(req.Request)
	return req, nil
}

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
		h["Accept"] = []string{orDefault(x.call.Accept, AcceptJSON)}
	}
	if x.call.Body != nil && h["Content-Type"] == nil {
		h["Content-Type"] = []string{orDefault(x.call.ContentType, "application/json")}
	}
	if Origin(req.URL) != Origin(x.client.base) {
		return // a credential is for the base URL's origin only
	}
	for _, field := range x.lease.Header {
		h[http.CanonicalHeaderKey(field.Name)] = []string{field.Value.Reveal()}
	}
}

func orDefault(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

// checkCredential refuses a header that the credential has already.
func (x *exchange) checkCredential() error {
	for _, field := range x.lease.Header {
		for name := range x.call.Header {
			if strings.EqualFold(name, field.Name) {
				return fmt.Errorf("the header %s carries the credential and cannot be replaced", field.Name)
			}
		}
	}
	return nil
}

// checkHeader refuses what net/http would refuse too, but only after the
// request counts as sent, and what it would drop in silence.
func checkHeader(h http.Header) error {
	for name, values := range h {
		if name == "" || strings.ContainsFunc(name, notInName) {
			return fmt.Errorf("%q is no name of a header", name)
		}
		switch http.CanonicalHeaderKey(name) {
		case "Host", "Content-Length", "Transfer-Encoding", "Trailer", "Connection", "Proxy-Connection", "Keep-Alive", "Upgrade":
			return fmt.Errorf("the header %s is set by the connection and cannot be given", name)
		case "User-Agent":
			if len(values) > 1 {
				return fmt.Errorf("the header %s was given %d times", name, len(values)) // net/http sends the first
			}
		}
		for _, value := range values {
			if !validValue(value) {
				return fmt.Errorf("the header %s holds a control character", name)
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
