package rdvsolidaritestest

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/guichet-go/guichet/internal/loopback"
)

// The OAuth application of the server. It accepts every redirect URI that is HTTPS or on the loopback
// interface; RedirectURI is one of them.
const (
	ClientID     = "application-bac-a-sable"
	ClientSecret = "secret-application-bac-a-sable"
	RedirectURI  = "http://127.0.0.1:8765/retour"
)

// The OAuth application that also opens /api/rdvinsertion.
const (
	InsertionClientID     = "rdv-insertion-bac-a-sable"
	InsertionClientSecret = "secret-rdv-insertion-bac-a-sable"
)

const (
	codeLifespan        = 10 * time.Minute
	accessTokenLifespan = 2 * time.Hour
	grantLifespan       = 30 * 24 * time.Hour // a nightly job deletes older grants with their refresh tokens
)

// oauth has the grants. A refresh returns a new refresh token; the old one stays valid until the new
// access token is used for the first time.
type oauth struct {
	codes   map[string]code
	access  map[string]*grant
	refresh map[string]*grant
}

type code struct {
	agent                               *agent
	application, redirectURI, challenge string
	expiry                              int64
}

type grant struct {
	agent           *agent
	application     string
	access, refresh string
	createdAt       int64
	replaces        *grant
}

func newOAuth() oauth {
	return oauth{codes: map[string]code{}, access: map[string]*grant{}, refresh: map[string]*grant{}}
}

// BearerToken returns an OAuth access token of the agent of Email.
func (s *Server) BearerToken() string {
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	return s.sessions.grant(s.sessions.agents[0], ClientID, nil).access
}

// AuthorizationCode returns a code, as if the agent of Email had consented in a browser, to be exchanged
// once at /oauth/token with the same redirect URI.
func (s *Server) AuthorizationCode(redirectURI string) string {
	return s.sessions.newCode(s.sessions.agents[0], ClientID, redirectURI, "")
}

func (s *sessions) newCode(a *agent, application, redirectURI, challenge string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.secret()
	s.codes[id] = code{a, application, redirectURI, challenge, s.now().Add(codeLifespan).Unix()}
	return id
}

func (s *sessions) grant(a *agent, application string, replaces *grant) *grant {
	g := &grant{a, application, s.secret(), s.secret(), s.now().Unix(), replaces}
	s.access[g.access], s.refresh[g.refresh] = g, g
	return g
}

// isOlder reports whether g was made longer ago than d.
func (s *sessions) isOlder(g *grant, d time.Duration) bool {
	return g.createdAt+int64(d/time.Second) <= s.now().Unix()
}

// byAccessToken returns the grant of an access token, nil for one of a deleted agent. The first use of the token revokes the grant that
// it replaces.
func (s *sessions) byAccessToken(token string) *grant {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.access[token]
	if g == nil || g.agent.deleted || s.isOlder(g, accessTokenLifespan) {
		return nil
	}
	if old := g.replaces; old != nil {
		delete(s.access, old.access)
		delete(s.refresh, old.refresh)
		g.replaces = nil
	}
	return g
}

// authorize redirects at once with a code, as if an agent had consented in a browser: the one of Email or,
// which the service does not know, the one whose e-mail is in login_hint.
func (s *Server) authorize(c *call) *reply {
	target, err := url.Parse(c.params.text("redirect_uri"))
	secret := applicationSecret(c.params.text("client_id"))
	if err != nil || target.Host == "" || secret == "" || target.Scheme != "https" && !loopback.Host(target.Hostname()) {
		return oauthError(http.StatusBadRequest, "invalid_request")
	}
	consenting := s.agents[0]
	if hint := c.params.text("login_hint"); hint != "" {
		if consenting = s.sessions.agent(hint); consenting == nil {
			return oauthError(http.StatusBadRequest, "invalid_request")
		}
	}
	query := target.Query()
	if refused := refusedConsent(c.params); refused != "" {
		query.Set("error", refused)
	} else {
		query.Set("code", s.sessions.newCode(consenting, c.params.text("client_id"),
			c.params.text("redirect_uri"), c.params.text("code_challenge")))
	}
	if state := c.params.text("state"); state != "" {
		query.Set("state", state)
	}
	target.RawQuery = query.Encode()
	return &reply{status: http.StatusFound, header: http.Header{"Location": {target.String()}}}
}

// refusedConsent is the code of what Doorkeeper refuses by a redirect, "" for nothing.
func refusedConsent(p params) string {
	switch method := p.text("code_challenge_method"); {
	case p.text("response_type") != "code":
		return "unsupported_response_type"
	case p.text("scope") != "" && p.text("scope") != "write":
		return "invalid_scope"
	case p.text("code_challenge") != "" && method != "S256":
		return "invalid_code_challenge_method"
	}
	return ""
}

// RevokeGrants ends every OAuth token, refresh tokens too, as if 30 days had passed: the agent must
// consent again.
func (s *Server) RevokeGrants() {
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	clear(s.sessions.access)
	clear(s.sessions.refresh)
}

func applicationSecret(id string) string {
	switch id {
	case ClientID:
		return ClientSecret
	case InsertionClientID:
		return InsertionClientSecret
	}
	return ""
}

// grantToken reads forms only.
func (s *Server) grantToken(c *call) *reply {
	if kind, _, _ := strings.Cut(c.header("Content-Type"), ";"); kind != "application/x-www-form-urlencoded" {
		return oauthError(http.StatusUnsupportedMediaType, "invalid_request")
	}
	id, secret, ok := c.request.BasicAuth()
	if !ok {
		id, secret = c.params.text("client_id"), c.params.text("client_secret")
	}
	if known := applicationSecret(id); known == "" || secret != known {
		return oauthError(http.StatusUnauthorized, "invalid_client")
	}
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	var g *grant
	switch c.params.text("grant_type") {
	case "authorization_code":
		g = s.sessions.exchangeCode(id, c.params)
	case "refresh_token":
		old := s.sessions.refresh[c.params.text("refresh_token")]
		if old != nil && old.application == id && !s.sessions.isOlder(old, grantLifespan) {
			g = s.sessions.grant(old.agent, id, old)
		}
	default:
		return oauthError(http.StatusBadRequest, "unsupported_grant_type")
	}
	if g == nil {
		return oauthError(http.StatusBadRequest, "invalid_grant")
	}
	return s.tokenReply(g)
}

func (s *sessions) exchangeCode(application string, p params) *grant {
	id := p.text("code")
	granted, ok := s.codes[id]
	if !ok || granted.application != application || granted.redirectURI != p.text("redirect_uri") ||
		granted.expiry <= s.now().Unix() {
		return nil
	}
	if granted.challenge != "" {
		sum := sha256.Sum256([]byte(p.text("code_verifier")))
		if base64.RawURLEncoding.EncodeToString(sum[:]) != granted.challenge {
			return nil
		}
	}
	delete(s.codes, id)
	return s.grant(granted.agent, application, nil)
}

func (s *Server) tokenReply(g *grant) *reply {
	var w writer
	w.item(func() {
		w.string("access_token", g.access)
		w.string("token_type", "Bearer")
		w.int("expires_in", int64(accessTokenLifespan/time.Second))
		w.string("refresh_token", g.refresh)
		w.string("scope", "write")
		w.int("created_at", s.now())
	})
	out := jsonReply(http.StatusOK, w.b)
	out.header = http.Header{"Cache-Control": {"no-store"}}
	return out
}

func oauthError(status int, code string) *reply {
	var w writer
	w.item(func() {
		w.string("error", code)
		w.string("error_description", "La demande d'autorisation est refusée.")
	})
	return jsonReply(status, w.b)
}
