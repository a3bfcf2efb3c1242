package config

import "strings"

// Services gives the names of the services, in the order of the help.
func Services() []string { return []string{"rdv", "zops", "gopaas", "astor"} }

// ServiceConfig is what a profile says about one service. It holds no secret. A
// field that the profile leaves out, or that the service does not have, is empty.
type ServiceConfig struct {
	Instance     string // known instance (rdv)
	BaseURL      string // address of the service, without /api/v1
	Email        string // who signs in (rdv, zops)
	TimeZone     string // IANA name of the zone in which days are meant (rdv)
	TokenCommand string // program that prints the credential
	ClientID     string // OAuth client (gopaas)
	CAMSBaseURL  string // address of the cameras service (astor)
	Collection   string // file of operations (astor)
	Environment  string // sandbox, production or a file (astor)
}

// fields are the keys of a service, nil for a service that is unknown.
//
// Inlined, it would make each of its callers larger.
//
//go:noinline
func fields(service string) []string {
	return map[string][]string{
		"rdv":    {"instance", "base_url", "email", "time_zone", "token_command"},
		"zops":   {"base_url", "auth_base_url", "email", "token_command"},
		"gopaas": {"base_url", "token_command", "client_id"},
		"astor":  {"base_url", "cams_base_url", "token_command", "collection", "environment"},
	}[service]
}

// Keys gives every key that [File.Set] takes, for completion: those of the
// options, then those of the services, such as rdv.base_url.
func Keys() []string {
	keys := optionKeys()
	for _, service := range Services() {
		for _, field := range fields(service) {
			keys = append(keys, service+"."+field)
		}
	}
	return keys
}

// secret says whether a key looks as if its value were a credential.
func secret(key string) bool {
	folded := strings.NewReplacer("-", "", "_", "", ".", "").Replace(strings.ToLower(key))
	if strings.HasSuffix(folded, "tokencommand") {
		return false
	}
	for _, part := range []string{"password", "passwd", "secret", "token", "apikey", "bearer", "credential", "authorization", "motdepasse"} {
		if strings.Contains(folded, part) {
			return true
		}
	}
	return false
}
