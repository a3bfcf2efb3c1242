package astor

import (
	"slices"
	"strings"

	"github.com/guichet-go/guichet/internal/refusal"
)

// Words of the collection for how a request is authenticated.
const (
	authNone   = "noauth"
	authBearer = "bearer"
	authAPIKey = "apikey"
	authBasic  = "basic"
	authOAuth2 = "oauth2"
	authHeader = "header" // ours: an explicit header
	authQuery  = "query"  // ours: an explicit parameter
)

// tokenTemplate stands for the token in place of what the author left there.
const tokenTemplate = "{{" + VarToken + "}}"

// auth reads the three shapes of an auth: {"bearer":[{key,value}]} of v2.1.0,
// {"bearer":{"token":…}} of v2.0.0, and {"bearer":{"basicConfig":[…]}} of the
// documentation. It returns nil for a missing one: that of the folder counts then.
func (d *decoder) auth(v any) *Auth {
	raw, ok := v.(object)
	kind := strings.TrimSpace(asText(raw["type"]))
	if !ok || kind == "" {
		return nil
	}
	if _, resolved := raw["isInherited"]; resolved {
		d.documented = true
	}
	values := map[string]string{}
	switch config := raw[kind].(type) {
	case []any:
		d.seen("v2.1.0")
		pairs(values, config)
	case object:
		if basic, ok := config["basicConfig"]; ok {
			d.documented = true
			pairs(values, slices.Concat(asList(basic), asList(config["advancedConfig"])))
			break
		}
		d.seen("v2.0.0")
		for name, value := range config {
			values[name] = asText(value)
		}
	}
	a := newAuth(kind, values)
	a.inherited, _ = raw["isInherited"].(bool)
	return a
}

func pairs(into map[string]string, list []any) {
	for _, item := range list {
		pair := asObject(item)
		into[asText(pair["key"])] = asText(pair["value"])
	}
}

// newAuth says where the token goes. What the author left as a literal token is
// replaced by the variable: it is never sent.
func newAuth(kind string, values map[string]string) *Auth {
	a := &Auth{Type: kind}
	left := map[string]string{authBearer: "token", authAPIKey: "value", authOAuth2: "accessToken"}[kind]
	a.replaced = left != "" && !strings.Contains(values[left], "{{")
	switch kind {
	case authBearer:
		a.Name, a.Value = "Authorization", "Bearer "+variableOr(strings.TrimPrefix(values["token"], "Bearer "))
	case authAPIKey:
		a.Name, a.Value = values["key"], variableOr(values["value"])
		a.InQuery = values["in"] == "query"
		if _, pair := basicPair(values["value"]); pair && !a.InQuery && strings.EqualFold(a.Name, "Authorization") {
			a.Value, a.replaced = values["value"], false
		}
	case authOAuth2:
		prefix, said := values["headerPrefix"]
		if prefix = strings.TrimSpace(prefix); prefix == "" && !said {
			prefix = "Bearer"
		}
		a.Name, a.Value = "Authorization", strings.TrimSpace(prefix+" "+variableOr(values["accessToken"]))
		if values["addTokenTo"] == "queryParams" {
			a.InQuery, a.Name, a.Value = true, "access_token", variableOr(values["accessToken"])
		}
	case authBasic:
		a.Name, a.User, a.Password = "Authorization", values["username"], values["password"]
	}
	return a
}

// neverSent is the note about a token that the author left in the file.
const neverSent = "the token that the author left in the file, or its missing variable, is never sent; yours takes its place"

// variableOr returns a value that holds a variable, or else the token's.
func variableOr(value string) string {
	if strings.Contains(value, "{{") {
		return value
	}
	return tokenTemplate
}

// refusal is the reason why an auth cannot be had, nil when it can.
func (a Auth) refusal() *refusal.Refusal {
	known := []string{"", authNone, authBearer, authAPIKey, authOAuth2, authBasic, authHeader, authQuery}
	switch {
	case !slices.Contains(known, a.Type):
		return refusal.New("auth_type", "the authentication %s of the operation is not supported", quote(a.Type))
	case a.Type == authAPIKey && a.Name == "":
		return refusal.New("key_without_name", "the API key of the operation has no name")
	}
	return nil
}

// literalHeader takes an explicit header or parameter for the auth of a request
// that has no other.
func (d *decoder) literalHeader(o *Operation) {
	defer o.takeTokens()
	o.Header = slices.DeleteFunc(o.Header, func(h Parameter) bool {
		return !h.Disabled && strings.EqualFold(h.Name, "Authorization") && o.takeHeader(h)
	})
	if reason := o.Auth.refusal(); reason != nil {
		o.refused("%s", reason)
	}
	if asPair(o.Auth.Value, tokenTemplate) {
		o.refused("%s", tokenAsPair())
	}
}

// takeHeader reports whether an Authorization header became the auth of the
// request, or gave way to it. The pair of a client wins over an auth that the
// request only inherits: log-in comes before there is a token.
func (o *Operation) takeHeader(h Parameter) bool {
	literal := !strings.Contains(h.Value, "{{")
	_, pair := basicPair(h.Value)
	samePlace := !o.Auth.InQuery && strings.EqualFold(o.Auth.Name, h.Name)
	switch {
	case pair && (!o.Auth.Needed() || samePlace && o.Auth.inherited):
		o.Auth = Auth{Type: authHeader, Name: "Authorization", Value: h.Value}
	case o.Auth.Needed() && samePlace:
		o.note("the header Authorization gives way to the authentication %s", quote(o.Auth.Type))
	case pair:
		o.note("%s", pairNote)
		return false
	case o.Auth.Needed() && literal:
		o.note("%s", neverSent)
	case o.Auth.Needed():
		return false
	default:
		o.Auth = Auth{Type: authHeader, Name: "Authorization", Value: withToken(h.Name, h.Value), replaced: literal}
	}
	return true
}
