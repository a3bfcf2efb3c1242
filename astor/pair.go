package astor

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guichet-go/guichet/internal/refusal"
)

// basicPair reads a literal "Basic …" that holds a name and a password. Such a
// pair is the credential of a client, which log-in needs, and not a token that
// its author left behind.
func basicPair(value string) (password string, ok bool) {
	scheme, encoded, _ := strings.Cut(strings.TrimSpace(value), " ")
	if !strings.EqualFold(scheme, "Basic") {
		return "", false
	}
	encoded = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(strings.TrimSpace(encoded), "="))
	decoded, err := base64.RawStdEncoding.DecodeString(encoded)
	user, password, found := strings.Cut(string(decoded), ":")
	if err != nil || !found || user == "" || !utf8.Valid(decoded) || strings.ContainsFunc(string(decoded), unicode.IsControl) {
		return "", false
	}
	return password, true
}

// pairNote is the note about such a pair.
const pairNote = "its header Authorization is a client's own name and password, which are sent as the file has them"

// lendPair puts a name and a password, encoded, into the header Authorization.
func (d *draft) lendPair(scheme, encoded, password string) {
	d.secrets, d.proves = append(d.secrets, password, encoded), true
	if d.hide {
		encoded = mark("credentials")
	}
	d.lend("Authorization", scheme+" "+encoded)
}

// lendLiteral lends a literal pair as the file has it. It reports whether the
// value is one.
func (d *draft) lendLiteral(value string) bool {
	password, ok := basicPair(value)
	if ok {
		scheme, encoded, _ := strings.Cut(strings.TrimSpace(value), " ")
		d.lendPair(scheme, strings.TrimSpace(encoded), password)
	}
	return ok
}

// tokenAsPair is why a request is refused that would send the token as Basic.
func tokenAsPair() *refusal.Refusal {
	return refusal.New("token_as_pair", "the operation uses Basic authentication (a name and a password): a token cannot be sent that way")
}

// asPair reports whether a value with variables puts the token behind "Basic".
func asPair(value, token string) bool {
	scheme, rest, _ := strings.Cut(strings.TrimSpace(value), " ")
	return token != "" && strings.EqualFold(scheme, "Basic") && strings.Contains(rest, token)
}
