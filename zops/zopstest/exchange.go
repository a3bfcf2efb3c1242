package zopstest

import (
	"encoding/base64"
	"net/http"
	"time"
)

// Lifetimes of the tokens of consumers.
const (
	consumerTokenLife = time.Minute
	accessTokenLife   = 3 * time.Hour
)

// tokenServer is the one route of the token server. The service has it on a host of its own.
var tokenServer = []*resource{{
	name: "UserTokenCreate", path: "/v1/auth/token", list: true, unguarded: true, hidden: true,
	fields: []*field{
		{name: "refreshToken", details: "The token of a consumer.", kind: "string", check: checkToken},
		{name: "accessToken", details: "The token for the services of the project.", kind: "string", readOnly: true},
		{name: "expiresIn", details: "How long the access token lives, in seconds.", kind: "int", readOnly: true},
	},
	operations: []operation{{"POST", public, (*Server).exchange}, {"GET", public, nil}, {"PATCH", public, nil}},
}}

func checkToken(value string) (string, *failure) {
	if value == "" || value == "None" {
		return "", &failure{status: http.StatusBadRequest, title: "Bad Request", description: "The token is missing."}
	}
	return checkEncoding(value)
}

// exchange replaces a token of a consumer by another one and an access token.
func (s *Server) exchange(c *call) (any, *failure) {
	sent := c.body["refreshToken"]
	old := s.consumerTokens[sent]
	if old == nil || !old.ends.IsZero() && s.now().After(old.ends) {
		return nil, &failure{status: http.StatusUnauthorized, title: "Unauthorized", description: "The token is unknown."}
	}
	delete(s.consumerTokens, sent)
	refresh := s.newURLToken(64)
	s.consumerTokens[refresh] = &consumerToken{service: old.service}
	return object{
		{"refreshToken", refresh}, {"accessToken", s.newURLToken(128)}, {"expiresIn", int(accessTokenLife.Seconds())},
	}, nil
}

// endExchanged removes the tokens of a service that came from an exchange.
//
//go:noinline
func (s *Server) endExchanged(v *service) {
	for text, token := range s.consumerTokens {
		if token.ends.IsZero() && token.service == v.project+"/"+v.code {
			delete(s.consumerTokens, text)
		}
	}
}

// newURLToken returns a new token of n bytes, at most 128, in the alphabet of URLs.
//
//go:noinline
func (d *data) newURLToken(n int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(d.newCode() + d.newCode())[:n])
}

// makeServicesToken returns a new token for all services of a project. The one before it ends.
func (s *Server) makeServicesToken(c *call) (any, *failure) {
	p := s.projectOf(c.account(), c.elements["project_id"])
	if p == nil {
		return nil, notFound()
	}
	return object{{"projectServicesAdminToken", s.newURLToken(64)}}, nil
}
