package command

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"slices"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/guichet-go/guichet"
	"github.com/guichet-go/guichet/cmd/guichet/message"
	"github.com/guichet-go/guichet/internal/rest"
)

// told says what became of a call: the operation, the kind of failure, and then
// the service's own words, which are never translated.
func told(c *message.Catalogue, e *guichet.Error) string {
	text := c.Text(kindText(e))
	if e.Status != 0 {
		text = c.Text(message.RemoteStatus, text, e.Status)
	}
	if detail := detail(c, e); detail != "" {
		text = c.Text(message.WithCause, text, detail)
	}
	if e.Op != "" {
		text = c.Text(message.WithCause, e.Op, text)
	}
	if e.UnknownOutcome() && !e.SignIn {
		text = c.Text(message.RemoteUnknownOutcome, text)
	}
	return text
}

func kindText(e *guichet.Error) message.Key {
	if e.Kind == guichet.ErrInvalid && e.Status == 0 {
		return message.RemoteNotSent
	}
	if e.Kind == guichet.ErrNetwork && e.Status >= 200 && e.Status < 300 {
		return message.RemoteBrokeOff
	}
	key, known := map[guichet.Kind]message.Key{
		guichet.ErrNotFound:         message.RemoteNotFound,
		guichet.ErrUnauthorized:     message.RemoteUnauthorized,
		guichet.ErrForbidden:        message.RemoteForbidden,
		guichet.ErrPaymentRequired:  message.RemotePaymentRequired,
		guichet.ErrConflict:         message.RemoteConflict,
		guichet.ErrInvalid:          message.RemoteInvalid,
		guichet.ErrRateLimited:      message.RemoteRateLimited,
		guichet.ErrUnavailable:      message.RemoteUnavailable,
		guichet.ErrUnusableAnswer:   message.RemoteUnusable,
		guichet.ErrNetwork:          message.RemoteNetwork,
		guichet.ErrNoCredential:     message.RemoteNoCredential,
		guichet.ErrSessionContested: message.RemoteContested,
	}[e.Kind]
	if !known {
		return message.RemoteUnexpected
	}
	return key
}

// detail is what is known beyond the kind of failure: in our words where the
// cause is one that we know, else in those of whoever gave it.
func detail(c *message.Catalogue, e *guichet.Error) string {
	if e.Err != nil {
		if text := cause(c, e.Err); text != "" {
			return text
		}
		if key, ours := sdkTexts()[e.Err.Error()]; ours {
			return c.Text(key)
		}
	}
	if key, ours := sdkTexts()[e.Message]; ours {
		return c.Text(key)
	}
	// The hint has the reasons of a refusal in the right language.
	words, _, _ := strings.Cut(e.Message, " (possible reasons: ")
	return words
}

// sdkTexts are the sentences of the SDK that name nothing.
func sdkTexts() map[string]message.Key {
	return map[string]message.Key{
		"an HTML page":                        message.RemoteHTML,
		"an HTML page instead of the data":    message.RemoteHTML,
		"no reason given":                     message.RemoteNoReason,
		"the answer is larger than the limit": message.RemoteTooLarge,
		"the service asked for a pause that outlasts the time left":                                                                 message.RemotePause,
		"the answer to the sign-in has no access-token, client and uid":                                                             message.RemoteSignInIncomplete,
		"the service fails like this for a token that does not exist or was deleted already":                                        message.ZOPSDefectToken,
		"the service fails like this where no keys were stored yet, and for an unknown project: store them with ProjectKeys.Update": message.ZOPSDefectKeys,
		"the service fails like this, and changes nothing, while the project has a service attached":                                message.ZOPSDefectProject,
		"the service fails like this at every creation of a billing user, and stores nothing":                                       message.ZOPSDefectBilling,
		"the answer does not say where it ends, so that a part of it could be taken for the whole":                                  message.RemoteNoEnd,
	}
}

// Reason says what an error says in the language of the catalogue, as far as the
// catalogue has words for it.
func Reason(c *message.Catalogue, err error) string {
	if text := cause(c, err); text != "" {
		return text
	}
	return c.Reason(err)
}

// Reason says what an error says in the language of the run.
func (r *Run) Reason(err error) string { return Reason(r.Messages, err) }

// cause puts a cause that is known into words, and gives nothing for another.
func cause(c *message.Catalogue, err error) string {
	if speaker, ok := errors.AsType[message.Speaker](err); ok {
		return speaker.In(c)
	}
	if refusal, ok := errors.AsType[*rest.Refusal](err); ok {
		return refused(c, refusal)
	}
	if errors.Is(err, guichet.ErrSessionContested) {
		return c.Text(message.ErrContestedHere, contestLimit)
	}
	if text := decoding(c, err); text != "" {
		return text
	}
	if text := network(c, err); text != "" {
		return text
	}
	text := c.Reason(err)
	if text == err.Error() {
		return ""
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return c.Text(message.WithCause, path.Path, text)
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Addr != nil {
		return c.Text(message.WithCause, op.Addr, text)
	}
	return text
}

// decoding says where an answer stops being what it should be.
func decoding(c *message.Catalogue, err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var answer *jsontext.SyntacticError
	var member *jsonv2.SemanticError
	switch {
	case errors.As(err, &syntax):
		return c.Text(message.RemoteNotJSON, syntax.Offset)
	case errors.As(err, &answer):
		return c.Text(message.RemoteNotJSON, answer.ByteOffset)
	case errors.As(err, &kind):
		return c.Text(message.RemoteOtherKind, kind.Field)
	case errors.As(err, &member):
		return c.Text(message.RemoteOtherKind, strings.Join(slices.Collect(member.JSONPointer.Tokens()), "."))
	}
	return ""
}

// network says why the service could not be reached.
func network(c *message.Catalogue, err error) string {
	if proxy, ok := errors.AsType[*net.OpError](err); ok && proxy.Op == "proxyconnect" {
		return c.Text(message.SystemProxy, Reason(c, proxy.Err))
	}
	var dns *net.DNSError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var certificate x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var timeout net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return c.Text(message.SystemNoHost, dns.Name)
	case errors.As(err, &dns):
		return c.Text(message.SystemNoHostAnswer, dns.Name)
	case errors.As(err, &authority):
		return c.Text(message.SystemUnknownAuthority)
	case errors.As(err, &host):
		return c.Text(message.SystemOtherHost, host.Host)
	case errors.As(err, &certificate) && certificate.Reason == x509.Expired:
		return c.Text(message.SystemCertificateExpired)
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return c.Text(message.SystemNotTLS)
	case errors.Is(err, io.EOF):
		return c.Text(message.SystemCut)
	case errors.As(err, &timeout) && timeout.Timeout():
		return c.Text(message.SystemNoAnswer)
	}
	return ""
}

// contestLimit is after how many sign-ins that were undone a client gives up.
const contestLimit = 3
