package gopaastest

import (
	"encoding/base64"
	"encoding/json"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/guichet-go/guichet/internal/incomparable"
)

// claims are the claims of a token.
type claims struct {
	_ incomparable.Field

	IssuedAt int64  `json:"iat"`
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"`
	Expires  int64  `json:"exp"`
	Scope    string `json:"scope"`
	ID       string `json:"jti"`
}

// RevokeTokens revokes every token.
func (s *Server) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// TokensIssued returns the number of tokens that the server has issued.
func (s *Server) TokensIssued() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.issued
}

func (s *Server) giveToken(w http.ResponseWriter, r *http.Request) {
	fields, err := s.readTokenRequest(r)
	if err != nil || fields.Get("grant_type") != s.options.GrantType {
		s.message(w, http.StatusBadRequest)
		return
	}
	if fields.Get("client_id") != ClientID || fields.Get("client_secret") != ClientSecret {
		s.raw(w, http.StatusUnauthorized, []byte(`{"msg":"Invalid Information."}`))
		return
	}
	token := s.newToken()
	seconds := s.options.TokenLifetime.Seconds()
	var lifetime any = strconv.FormatFloat(seconds, 'f', -1, 64)
	if s.options.NumericExpiry {
		lifetime = seconds
	}
	s.json(w, object{{"access_token", token}, {"token_type", "Bearer"}, {"expires_in", lifetime}, {"scope", "ADMIN"}})
}

func (s *Server) readTokenRequest(r *http.Request) (url.Values, error) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	want := map[string]string{
		"form": "application/x-www-form-urlencoded", "multipart": "multipart/form-data", "json": "application/json",
	}[s.options.TokenEncoding]
	if media != want {
		return nil, http.ErrNotSupported
	}
	switch media {
	case "application/json":
		var fields map[string]string
		err := json.NewDecoder(r.Body).Decode(&fields)
		values := url.Values{}
		for name, value := range fields {
			values.Set(name, value)
		}
		return values, err
	case "multipart/form-data":
		err := r.ParseMultipartForm(1 << 20)
		return r.PostForm, err
	}
	err = r.ParseForm()
	return r.PostForm, err
}

// newToken signs a token. Its number makes two tokens of the same second different.
func (s *Server) newToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.issued++
	now := s.options.Now()
	body, _ := json.Marshal(claims{
		IssuedAt: now.Unix(), Issuer: "127.0.0.1", Subject: "api", Scope: "ADMIN",
		Expires: now.Add(s.options.TokenLifetime).Unix(), ID: strconv.Itoa(s.issued),
	})
	head := base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256"}`))
	unsigned := head + "." + base64.RawURLEncoding.EncodeToString(body)
	token := unsigned + "." + base64.RawURLEncoding.EncodeToString(s.signer.sign(unsigned))
	s.tokens[token] = now.Add(s.options.TokenLifetime)
	return token
}

// accepts reports whether the token was issued, not revoked and has not expired.
func (s *Server) accepts(token string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	end, known := s.tokens[token]
	return known && s.options.Now().Before(end)
}

func bearer(r *http.Request) string {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return token
}

// withKey lets only callers with the API key and an allowed address call h.
func (s *Server) withKey(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if bearer(r) != APIKey || !s.allows(r) {
			s.message(w, http.StatusUnauthorized)
			return
		}
		h(w, r)
	}
}

// withToken lets only callers with a token call h.
func (s *Server) withToken(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.accepts(bearer(r)) {
			s.message(w, http.StatusUnauthorized)
			return
		}
		h(w, r)
	}
}

func (s *Server) allows(r *http.Request) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.allowed == "" {
		return true
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && slices.Contains(strings.Split(strings.ReplaceAll(s.allowed, " ", ""), ";"), host)
}
