package zopstest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/guichet-go/guichet/internal/incomparable"
)

const (
	tokenLifespan = 7 * 24 * time.Hour
	resetLifespan = 2 * time.Hour
)

// claims are the claims of a token. A user token has a subject, a reset token an e-mail.
type claims struct {
	text    string
	subject *string
	role    role
	account string
	email   string
}

type tokenBody struct {
	_ incomparable.Field

	Expires int64   `json:"exp"`
	Subject *string `json:"sub"`
	Role    role    `json:"rol"`
	Account string  `json:"account_id"`
	Email   string  `json:"email"`
}

// sign makes a token from a payload. The same payload gives the same token and times are whole seconds, so
// two logins within a second get the same token.
func (s *Server) sign(payload string) string {
	encoding := base64.RawURLEncoding
	text := encoding.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "." + encoding.EncodeToString([]byte(payload))
	return text + "." + encoding.EncodeToString(s.mac(text))
}

func (s *Server) mac(text string) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// issue returns a valid token for a user.
func (s *Server) issue(u *user) string {
	now := s.now().Unix()
	token := s.sign(fmt.Sprintf(`{"exp":%d,"iat":%d,"sub":"%s","rol":%d,"tenant_id":%s,"account_id":%s}`,
		now+int64(tokenLifespan.Seconds()), now, u.id, u.role, quoteOrNull(u.tenant), quoteOrNull(u.account)))
	if s.live[u.id] == nil {
		s.live[u.id] = map[string]bool{}
	}
	s.live[u.id][token] = true
	return token
}

// issueReset returns a token with which the owner of an e-mail address can set a password once.
func (s *Server) issueReset(email string) string {
	now := s.now().Unix()
	token := s.sign(fmt.Sprintf(`{"exp":%d,"iat":%d,"email":%s}`,
		now+int64(resetLifespan.Seconds()), now, encode(email, 0, true)))
	s.resets[token] = true
	return token
}

func quoteOrNull(id string) string {
	if id == "" {
		return "null"
	}
	return `"` + id + `"`
}

// readToken checks signature and expiry of the token that a parameter has. A token without a signature that
// says so is not only wrong: the service fails at it.
func (s *Server) readToken(parameter, token string) (claims, *failure) {
	wrong := invalidParam(parameter, "It is no token.")
	text, signature, signed := cutLast(token, ".")
	head, payload, found := strings.Cut(text, ".")
	header, headerOK := decodeBase64(head)
	plain, payloadOK := decodeBase64(payload)
	sum, sumOK := decodeBase64(signature)
	var algorithm struct {
		Name string `json:"alg"`
	}
	if !signed || !found || !headerOK || !payloadOK || !sumOK || json.Unmarshal(header, &algorithm) != nil {
		return claims{}, wrong
	}
	if algorithm.Name == "none" {
		return claims{}, unhandled()
	}
	var body tokenBody
	if !hmac.Equal(sum, s.mac(text)) || json.Unmarshal(plain, &body) != nil {
		return claims{}, wrong
	}
	if body.Expires < s.now().Unix() {
		return claims{}, invalidParam(parameter, "It has expired.")
	}
	return claims{token, body.Subject, body.Role, body.Account, body.Email}, nil
}

// decodeBase64 decodes as the service does: both alphabets, with superfluous padding, and without the
// characters that are in neither.
func decodeBase64(text string) ([]byte, bool) {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '+':
			return '-'
		case r == '/':
			return '_'
		case r == '=', r == '-', r == '_', r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, text+strings.Repeat("=", (4-len(text)%4)%4))
	text, _, padded := strings.Cut(text, "=")
	plain, err := base64.RawURLEncoding.DecodeString(text)
	return plain, err == nil && (padded || len(text)%4 == 0)
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// authorise checks the token of a request and then its role. Only the text distinguishes the three 401s.
func (s *Server) authorise(c *call, roles roles) *failure {
	sent, given := c.request.Header["Authorization"]
	if !given {
		return fail(http.StatusUnauthorized, "The request has no token in its Authorization header.")
	}
	token, failed := s.readToken("Authorization", strings.Join(sent, ","))
	switch {
	case failed != nil:
		return failed
	case token.subject == nil:
		return unhandled() // a reset token has a valid signature too
	case !s.live[*token.subject][token.text]:
		return fail(http.StatusUnauthorized, "The token is not valid any more.")
	case !roles.has(token.role):
		return fail(http.StatusUnauthorized, "The role may not access this resource.")
	}
	c.token = &token
	return nil
}
