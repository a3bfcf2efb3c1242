package rest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/guichet-go/guichet/internal/refusal"
)

// CheckHeader refuses what net/http would refuse too, but only after the
// request counts as sent, and what it would drop in silence.
func CheckHeader(h http.Header) error {
	for name, values := range h {
		if name == "" || strings.ContainsFunc(name, notInName) {
			return refusal.New("header_name", "invalid header name %q", name)
		}
		switch http.CanonicalHeaderKey(name) {
		case "Host", "Content-Length", "Transfer-Encoding", "Trailer", "Connection", "Proxy-Connection", "Keep-Alive", "Upgrade":
			return refusal.New("header_connection", "the header %s is set by the connection and cannot be changed", name)
		case "User-Agent":
			if len(values) > 1 {
				return refusal.New("header_repeated", "the header %s is set %d times", name, len(values)) // net/http sends the first
			}
		}
		for _, value := range values {
			if !validValue(value) {
				return refusal.New("header_control", "the header %s contains a control character", name)
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

// IsSecretHeader reports whether a header carries a credential, by its name: that of a
// known one, or one that has a word for a secret, such as X-VISIOPLAINTE-API-KEY.
func IsSecretHeader(name string) bool {
	name = strings.ToLower(name)
	if slices.Contains([]string{"client", "uid", "cookie", "cookie2", "set-cookie"}, name) {
		return true
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
	return name != "idempotency-key" && slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains([]string{"auth", "authorization", "jwt", "session"}, word) ||
			slices.ContainsFunc([]string{"key", "token", "secret", "signature", "password", "credential", "credentials"}, func(end string) bool {
				return strings.HasSuffix(word, end)
			})
	})
}

// headerSecrets yields the values of the caller's headers that carry a credential.
func (x *exchange) headerSecrets(yield func(string) bool) {
	for name, values := range x.call.Header {
		for _, value := range values {
			if IsSecretHeader(name) && !yield(value) {
				return
			}
		}
	}
}
