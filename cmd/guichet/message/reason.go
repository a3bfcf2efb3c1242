package message

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/guichet-go/guichet/internal/refusal"
)

// Reason says what an error says, in the language of the catalogue: in its own
// words for a [Speaker], in those of the catalogue for what it knows of the SDK, of
// JSON, of the network and of the system, and else in the words of whoever made it.
// A file or an address that the system names stands before.
func (c *Catalogue) Reason(err error) string {
	if text := c.words(err); text != "" {
		return text
	}
	text := c.system(err)
	if text == "" {
		return err.Error()
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return c.Text(WithCause, path.Path, text)
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Addr != nil {
		return c.Text(WithCause, op.Addr, text)
	}
	return text
}

// words puts an error into words, "" for one that is not known.
func (c *Catalogue) words(err error) string {
	var speaker Speaker // errors.AsType would add an instance for the interface
	if errors.As(err, &speaker) {
		return speaker.In(c)
	}
	if known, ok := errors.AsType[*refusal.Refusal](err); ok {
		return c.refusal(known)
	}
	return cmp.Or(c.decoding(err), c.network(err))
}

// decoding says where an answer stops being what it should be.
func (c *Catalogue) decoding(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var answer *jsontext.SyntacticError
	switch {
	case errors.As(err, &syntax):
		return c.Text(RemoteNotJSON, syntax.Offset)
	case errors.As(err, &answer):
		return c.Text(RemoteNotJSON, answer.ByteOffset)
	case errors.As(err, &kind):
		return c.Text(RemoteOtherKind, kind.Field)
	}
	return ""
}

// network says why the service could not be reached.
func (c *Catalogue) network(err error) string {
	if proxy, ok := errors.AsType[*net.OpError](err); ok && proxy.Op == "proxyconnect" {
		return c.Text(SystemProxy, c.Reason(proxy.Err))
	}
	var dns *net.DNSError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var certificate x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var timeout net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return c.Text(SystemNoHost, dns.Name)
	case errors.As(err, &dns):
		return c.Text(SystemNoHostAnswer, dns.Name)
	case errors.As(err, &authority):
		return c.Text(SystemUnknownAuthority)
	case errors.As(err, &host):
		return c.Text(SystemOtherHost, host.Host)
	case errors.As(err, &certificate) && certificate.Reason == x509.Expired:
		return c.Text(SystemCertificateExpired)
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return c.Text(SystemNotTLS)
	case errors.Is(err, io.EOF):
		return c.Text(SystemCut)
	case errors.As(err, &timeout) && timeout.Timeout():
		return c.Text(SystemNoAnswer)
	}
	return ""
}
