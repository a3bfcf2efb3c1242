package rdvsolidaritestest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// SharedSecret is the key of the X-Agent-Auth-Signature header.
const SharedSecret = "secret-partage-du-bac-a-sable"

// tokenLifespan counts from the sign-in. Using a token does not extend it.
const tokenLifespan = 14 * 24 * time.Hour

// session is the result of a sign-in. An agent has one session: the next sign-in ends it.
type session struct {
	agent         *agent
	token, client string
	expiry        int64
}

// sessions has its own lock because reading requests use it too.
type sessions struct {
	now    func() time.Time
	seed   int64
	agents []*agent

	mu      sync.Mutex
	count   uint64
	signIns int
	byAgent map[int64]*session
	oauth
}

// caller is the caller of a request; session is nil unless the request has session headers.
type caller struct {
	agent   *agent
	session *session
}

//go:noinline
func newSessions(o *Options, agents []*agent) *sessions {
	return &sessions{now: o.Now, seed: o.Seed, agents: agents, byAgent: map[int64]*session{}, oauth: newOAuth()}
}

// secret returns a new token that depends on the seed and the number of secrets before it.
func (s *sessions) secret() string {
	s.count++
	mac := hmac.New(sha256.New, []byte("token"))
	fmt.Fprintf(mac, "%d/%d", s.seed, s.count)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))[:22]
}

// agent finds an agent by e-mail, ignoring case.
func (s *sessions) agent(email string) *agent {
	i := slices.IndexFunc(s.agents, func(a *agent) bool { return a.email != "" && strings.EqualFold(a.email, email) })
	if i < 0 {
		return nil
	}
	return s.agents[i]
}

func (s *sessions) signIn(email, password string) *session {
	a := s.agent(email)
	if a == nil || a.deleted || password == "" || password != a.password {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signIns++
	s.byAgent[a.id] = &session{a, s.secret(), s.secret(), s.now().Add(tokenLifespan).Unix()}
	return s.byAgent[a.id]
}

// authenticate returns the caller, or the answer to a request without one.
func (s *sessions) authenticate(c *call) (caller, *reply) {
	var refused *reply
	if signature, signed := c.request.Header["X-Agent-Auth-Signature"]; signed && c.rules.sharedSecret {
		return s.bySignature(c, signature[0])
	}
	if c.rules.passwords {
		if session := s.current(c); session != nil {
			return caller{session.agent, session}, nil
		}
		if c.header("access-token") != "" && c.header("uid") != "" {
			refused = wrongSession()
			return caller{}, refused
		}
	}
	if c.rules.oauth {
		if g := s.byAccessToken(bearer(c)); g != nil {
			return caller{agent: g.agent}, nil
		}
	}
	refused = c.rules.unauthorized()
	return caller{}, refused
}

// current returns the valid session that a request names in its headers or, where the service still reads
// them, in one Authorization header or in its parameters.
func (s *sessions) current(c *call) *session {
	value := func(name string) string {
		if v := c.header(name); v != "" || !c.rules.packedTokens {
			return v
		}
		return c.params.text(name)
	}
	token, client, uid := value("access-token"), value("client"), value("uid")
	if token == "" && c.rules.packedTokens {
		token, client, uid = packedToken(bearer(c))
	}
	a := s.agent(uid)
	if a == nil || a.email != uid || token == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	live := s.byAgent[a.id]
	if live == nil || live.token != token || live.client != client || live.expiry <= s.now().Unix() {
		return nil
	}
	return live
}

func bearer(c *call) string {
	token, _ := strings.CutPrefix(c.header("Authorization"), "Bearer ")
	return token
}

// packedToken decodes the base64 of a JSON object with the headers of a session.
func packedToken(bearer string) (token, client, uid string) {
	packed, err := base64.StdEncoding.DecodeString(bearer)
	if err != nil {
		return "", "", ""
	}
	var in map[string]string
	if json.Unmarshal(packed, &in) != nil {
		return "", "", ""
	}
	return in["access-token"], in["client"], in["uid"]
}

// bySignature checks the authentication between servers: an HMAC of the agent with the shared secret.
func (s *sessions) bySignature(c *call, signature string) (caller, *reply) {
	a := s.agent(c.header("Uid"))
	if a == nil {
		refused := c.rules.exception()
		return caller{}, refused
	}
	message, _ := json.Marshal(struct {
		ID        int64  `json:"id"`
		FirstName string `json:"first_name"`
		LastName  string `json:"last_name"`
		Email     string `json:"email"`
	}{a.id, a.firstName, a.lastName, a.email})
	mac := hmac.New(sha256.New, []byte(SharedSecret))
	mac.Write(message)
	if !hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(signature)) {
		refused := wrongSession()
		return caller{}, refused
	}
	return caller{agent: a}, nil
}

// RevokeSessions ends every session and every OAuth access token. Refresh tokens stay valid.
func (s *Server) RevokeSessions() {
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	clear(s.sessions.byAgent)
	clear(s.sessions.access)
}

// SignIns returns the number of successful sign-ins.
func (s *Server) SignIns() int {
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	return s.sessions.signIns
}

// header adds a session to the headers of an answer. Its cookie is for the web pages only.
func (n *session) header() http.Header {
	h := http.Header{}
	packed := map[string]string{"access-token": n.token, "token-type": "Bearer", "client": n.client,
		"expiry": strconv.FormatInt(n.expiry, 10), "uid": n.agent.email}
	for k, v := range packed {
		setHeader(h, k, v)
	}
	encoded, _ := json.Marshal(packed)
	setHeader(h, "Authorization", "Bearer "+base64.StdEncoding.EncodeToString(encoded))
	setHeader(h, "Set-Cookie", "_rdv_sp_session="+n.client+"; path=/; HttpOnly; SameSite=Lax")
	return h
}
